import { shippedTables } from '#kernels';
import type { Numbers } from './kernel-column.js';
import { lazily } from './lazily.js';

const kinds = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
} as const;

/** Columns of a table by name. */
type TableColumns = Readonly<Record<string, Numbers>>;

/** Tables of the build by name and settings; the package that runs in a page decodes by itself. */
const shipped = lazily((): ReadonlyMap<string, TableColumns> => {
  const { columns, base64 } = shippedTables;
  // A copy of its own: what Buffer gives may begin anywhere.
  const { buffer } =
    typeof Buffer === 'undefined'
      ? Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      : new Uint8Array(Buffer.from(base64, 'base64'));
  const tables = new Map<string, Record<string, Numbers>>();
  for (const { table, column, kind, start, length } of columns) {
    const held = tables.get(table) ?? {};
    held[column] = new kinds[kind](buffer, start, length);
    tables.set(table, held);
  }
  return tables;
});

let recorded: Map<string, TableColumns> | undefined;

/**
 * A table that follows from constants of the code and from `settings`, numbers that no two choices
 * share, alone: as the build has made it where it did for just these settings, otherwise by `make`.
 * The build ships what a chain of the standard configuration asks for here, see
 * tools/tables/build.mjs. Nobody may write to it.
 */
export function standingTable<T extends TableColumns>(
  name: string,
  settings: readonly number[],
  make: () => T,
): T {
  const key = [name, ...settings].join(' ');
  if (recorded === undefined) return (shipped().get(key) as T | undefined) ?? make();
  const made = make();
  recorded.set(key, made);
  return made;
}

/**
 * The tables that are asked for while `run` goes on, each made anew, by name and settings. What
 * this thread holds already is not asked for again.
 */
export async function tablesMade(
  run: () => Promise<unknown>,
): Promise<ReadonlyMap<string, TableColumns>> {
  const made = (recorded = new Map<string, TableColumns>());
  try {
    await run();
  } finally {
    recorded = undefined;
  }
  return made;
}
