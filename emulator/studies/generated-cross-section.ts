import { parseConfig } from '../../detector/base/config.js';
import { beams, beamsSchema } from '../../detector/beams.js';
import { findGenerator } from '../generators/index.js';

/**
 * Cross section [nb] of what a generator makes between nominal beams, its parameters as a file
 * would give them; 0 where it has none.
 * @throws GENERATOR_UNKNOWN, GENERATOR_CONFIG, CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function generatedCrossSection(name: string, raw: unknown): number {
  const generator = findGenerator(name);
  const config = parseConfig(generator.schema, raw, `generator "${name}"`);
  return generator.crossSection?.(config, beams(parseConfig(beamsSchema, {}, 'beams'))) ?? 0;
}
