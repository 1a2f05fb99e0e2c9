import { parseConfig } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Note } from '../../detector/base/notes.js';
import type { Beams } from '../../detector/beams.js';
import { findGenerator } from '../generators/index.js';
import { isNominal } from '../generators/nominal-beams.js';
import { eventRateHz } from '../generators/process-rows.js';
import { nominalCrossSections } from './nominal-cross-sections.js';
import type { SeedClass } from './seed-class.js';

/**
 * What collisions make and what comes from the sky, no event in two classes: numbers in random
 * streams, generators with their parameters.
 */
const classes: readonly Pick<SeedClass, 'name' | 'source' | 'generator' | 'config'>[] = [
  { name: 'Υ(4S) → B pairs', source: 1, generator: 'bbbar', config: {} },
  { name: 'two jets of light quarks and charm', source: 2, generator: 'continuum', config: {} },
  { name: 'ττ(γ)', source: 3, generator: 'tautau', config: {} },
  { name: 'μμ(γ)', source: 4, generator: 'mumu', config: {} },
  { name: 'ee(γ), both legs in 10–170°', source: 5, generator: 'bhabha', config: {} },
  { name: 'ee(γ), one leg there', source: 6, generator: 'bhabha-one-leg', config: {} },
  { name: 'eeγ, both legs lost', source: 7, generator: 'eegamma-lost', config: {} },
  {
    name: 'γγ(γ), two or three seen',
    source: 8,
    generator: 'gamma-gamma',
    config: { seen: 'more', maxCosTheta: 0.9999 },
  },
  { name: 'γγ(γ), one seen', source: 9, generator: 'gamma-gamma-lost', config: {} },
  {
    name: 'ee → ee ee, a track above 0.05 GeV',
    source: 10,
    generator: 'two-photon-ee',
    // The others are background.
    config: { minPt: 0.038, seen: 'track' },
  },
  { name: 'ee → ee μμ', source: 11, generator: 'two-photon-mumu', config: {} },
  { name: 'ee → ee ττ', source: 12, generator: 'two-photon-tautau', config: {} },
  { name: 'ee → ee hadrons', source: 13, generator: 'two-photon-hadrons', config: {} },
  { name: 'μμμμ', source: 14, generator: 'mumumumu', config: {} },
  { name: 'μμττ', source: 15, generator: 'mumutautau', config: {} },
  { name: 'neutrinos and a photon', source: 16, generator: 'nunu-gamma', config: {} },
  { name: 'cosmic muons', source: 17, generator: 'cosmics', config: {} },
];

/** How often a class that knows its rate comes [Hz], at a luminosity [cm⁻²s⁻¹]. */
export const collisionHz = ({ hz, nanobarns = 0 }: SeedClass, luminosity: number): number =>
  hz ?? eventRateHz({ value: nanobarns, unit: 'nb' }, luminosity);

/** Classes with how often they come, and what had to be left out. */
export interface CollisionClasses {
  readonly classes: readonly SeedClass[];
  readonly notes: readonly Note[];
}

const known = new WeakMap<Beams, CollisionClasses>();

/**
 * All classes of some beams. Their cross sections take seconds: those of the nominal beams are
 * tabled, of others they are worked out once.
 * @see D-305
 */
export function collisionClasses(beams: Beams): CollisionClasses {
  const found = known.get(beams) ?? workedOut(beams);
  known.set(beams, found);
  return found;
}

function workedOut(beams: Beams): CollisionClasses {
  const notes: Note[] = [];
  const tabled = isNominal(beams) ? nominalCrossSections : undefined;
  const made = classes.flatMap((each): readonly SeedClass[] => {
    const generator = findGenerator(each.generator);
    const config = parseConfig(generator.schema, each.config, `generator "${each.generator}"`);
    const hz = generator.rateHz?.(config);
    if (hz !== undefined) return [{ ...each, tier: 'anchor', origin: 'sky', hz }];
    try {
      const nanobarns = tabled?.[each.generator] ?? generator.crossSection!(config, beams);
      return [{ ...each, tier: 'anchor', origin: 'collision', nanobarns }];
    } catch (error) {
      if (!(error instanceof EmulatorError) || error.code !== 'GENERATOR_CONFIG') throw error;
      notes.push({ code: 'RATES_LEFT_OUT', message: `left out: ${error.message}`, count: 1 });
      return [];
    }
  });
  return { classes: made, notes };
}

/** Cross sections of all classes that have one, worked out: what is tabled. */
export function workedOutCrossSections(beams: Beams): Readonly<Record<string, number>> {
  const pairs = classes.flatMap(({ generator: name, config: given }) => {
    const generator = findGenerator(name);
    const config = parseConfig(generator.schema, given, `generator "${name}"`);
    const isRate = generator.rateHz?.(config) !== undefined;
    return isRate ? [] : [[name, generator.crossSection!(config, beams)] as const];
  });
  return Object.fromEntries(pairs);
}
