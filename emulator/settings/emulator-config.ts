import { parseConfig, withAssignments } from '../../detector/base/config.js';
import { withParticles } from '../../detector/own-particles.js';
import { type EmulatorConfig, emulatorSchema } from '../chain/parts.js';
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
  const complete = withParticles(withNetworks(withAssignments(raw, assignments)), where);
  return parseConfig(emulatorSchema, complete, where);
}
