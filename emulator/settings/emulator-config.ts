import { parse } from 'yaml';
import { parseConfig, withAssignments } from '../../detector/base/config.js';
import { EmulatorError, showValue } from '../../detector/base/errors.js';
import { withMasks } from '../../detector/mask/entries.js';
import { subdetectors } from '../../detector/index.js';
import { withParticles } from '../../detector/own-particles.js';
import { type EmulatorConfig, emulatorSchema } from '../chain/parts.js';
import { blamed } from './blamed.js';
import { withNetworks } from '../neuro/network-files.js';

/**
 * The configuration from a file's content and `--set path=value` assignments, with the content of
 * the files that it names: it is complete wherever it travels.
 * @throws CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE, NETWORKS_*, ONNX_*
 * @example
 * ```ts
 * import { emulatorConfig, type EmulatorConfig } from 'belle2-l1';
 *
 * const config: EmulatorConfig = emulatorConfig({ klm: { yokeField: '-1.3 T' } });
 * console.log(config.klm.yokeField); // → -1.3
 * ```
 */
export function emulatorConfig(
  raw: unknown = {},
  assignments: readonly string[] = [],
  where = 'configuration',
): EmulatorConfig {
  return blamed({ option: '--set', assignments, where }, (given) => {
    const named = withNetworks(withMaskText(withAssignments(raw, given), where));
    const complete = withMasks(withParticles(named, where), subdetectors, where);
    return parseConfig(emulatorSchema, complete, where);
  });
}

/** Masks given as text, read as YAML: `--set 'mask.cdc=[{board: 3, efficiency: 0}]'`. */
function withMaskText(raw: unknown, where: string): unknown {
  if (typeof raw !== 'object' || raw === null || !('mask' in raw)) return raw;
  const { mask } = raw;
  if (typeof mask !== 'object' || mask === null || Array.isArray(mask)) return raw;
  const read = Object.entries(mask).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? parsedText(value, `${where}: mask.${name}`) : value,
  ]);
  return { ...raw, mask: Object.fromEntries(read) };
}

function parsedText(text: string, where: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch (cause) {
    throw new EmulatorError(
      'CONFIG_BAD_VALUE',
      `${where} is ${showValue(text)}, expected none or a list like [{layer: 3, efficiency: 0}]`,
      { cause },
    );
  }
}
