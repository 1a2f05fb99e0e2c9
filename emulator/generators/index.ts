import { parseConfig } from '../../detector/base/config.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { decayShortLived } from '../decays/short-lived.js';
import { bhabha } from './bhabha.js';
import { darkPhoton } from './dark-photon.js';
import { gammaGamma } from './gamma-gamma.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { gun } from './gun.js';
import { mumu } from './mumu.js';
import { prongs } from './prongs.js';

/** All generators. */
export const generators: readonly EventGenerator[] = [
  gun,
  prongs,
  gammaGamma,
  darkPhoton,
  mumu,
  bhabha,
];

/** @throws GENERATOR_UNKNOWN */
export function findGenerator(name: string): EventGenerator {
  const generator = generators.find((candidate) => candidate.name === name);
  if (generator !== undefined) return generator;
  const names = generators.map((candidate) => candidate.name);
  throw new EmulatorError(
    'GENERATOR_UNKNOWN',
    `generator "${name}" does not exist${nearestHint(name, names)}; there are ${names.join(', ')}`,
  );
}

/**
 * A generator by name with what a user gave for its parameters. What it leaves undecayed and lives
 * too short for the detector, such as a τ of the gun, is decayed.
 * @throws GENERATOR_UNKNOWN, GENERATOR_CONFIG, CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function buildGenerator(
  name: string,
  raw: unknown,
  context: GeneratorContext,
): GenerateEvents {
  const generator = findGenerator(name);
  const make = generator.build(parseConfig(generator.schema, raw, `generator "${name}"`), context);
  const decay = decayShortLived(context);
  return (addresses) => {
    const { weights, particles } = make(addresses);
    return { weights, particles: decay(particles, addresses) };
  };
}
