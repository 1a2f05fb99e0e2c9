import type { EmulatorConfig } from '../../chain/parts.js';
import { compilerFlags, compilerVersion, TwinFolder } from './compiler.js';
import { measureTwin, type TwinRow } from './measure-twin.js';
import type { Twin } from './twin.js';
import { twins } from './twins.js';

/** Our own code beside its native twins, or why there is no such comparison. */
export type NativeReport =
  | { readonly compiler: string; readonly flags: string; readonly rows: readonly TwinRow[] }
  | { readonly skipped: string };

/** Which twins, and what compiles them. */
interface TwinChoice {
  /** Whether a twin is wanted; all by default. */
  readonly wanted?: (twin: Twin) => boolean;
  readonly compiler?: string;
}

/**
 * Compiles the twins whose rows are wanted and measures each in turn with our own code.
 * @throws BENCH_NATIVE_DIFFERS, BENCH_NATIVE_FAILED
 */
export function benchTwins(
  run: EmulatorConfig,
  seed: number,
  seconds: number,
  { wanted = () => true, compiler = 'g++' }: TwinChoice = {},
): NativeReport {
  const version = compilerVersion(compiler);
  if (version === undefined) return { skipped: `native twins are skipped: no ${compiler} here` };
  const folder = new TwinFolder(compiler);
  try {
    const rows = twins
      .filter((twin) => wanted(twin))
      .map((twin) => measureTwin(twin, folder, run, seed, seconds));
    return { compiler: version, flags: compilerFlags.join(' '), rows };
  } finally {
    folder.remove();
  }
}
