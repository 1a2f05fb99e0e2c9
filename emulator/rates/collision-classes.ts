import { parseConfig } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Note } from '../../detector/base/notes.js';
import type { Beams } from '../../detector/beams.js';
import { findGenerator } from '../generators/index.js';
import { eventRateHz } from '../generators/process-rows.js';

/** Events of one kind that come by themselves, and how often. */
export interface EventClass {
  readonly name: string;
  /** Whether one of its events could alone fire a line without prescale. */
  readonly tier: 'anchor' | 'soft';
  readonly generator: string;
  /** Parameters of the generator as a file would give them. */
  readonly config: object;
  /** Whether it goes with the luminosity; else it comes as often whatever the machine does. */
  readonly isCollision: boolean;
  /** [Hz] */
  readonly hz: number;
}

/**
 * What collisions make and what comes from the sky, no event in two classes: generators with their
 * parameters.
 */
const classes: readonly Pick<EventClass, 'name' | 'generator' | 'config'>[] = [
  { name: 'Υ(4S) → B pairs', generator: 'bbbar', config: {} },
  { name: 'two jets of light quarks and charm', generator: 'continuum', config: {} },
  { name: 'ττ(γ)', generator: 'tautau', config: {} },
  { name: 'μμ(γ)', generator: 'mumu', config: {} },
  { name: 'ee(γ), both legs in 10–170°', generator: 'bhabha', config: {} },
  { name: 'ee(γ), one leg there', generator: 'bhabha-one-leg', config: {} },
  { name: 'eeγ, both legs lost', generator: 'eegamma-lost', config: {} },
  {
    name: 'γγ(γ), two or three seen',
    generator: 'gamma-gamma',
    config: { seen: 'more', maxCosTheta: 0.9999 },
  },
  { name: 'γγ(γ), one seen', generator: 'gamma-gamma-lost', config: {} },
  { name: 'ee → ee ee', generator: 'two-photon-ee', config: {} },
  { name: 'ee → ee μμ', generator: 'two-photon-mumu', config: {} },
  { name: 'ee → ee ττ', generator: 'two-photon-tautau', config: {} },
  { name: 'ee → ee hadrons', generator: 'two-photon-hadrons', config: {} },
  { name: 'μμμμ', generator: 'mumumumu', config: {} },
  { name: 'μμττ', generator: 'mumutautau', config: {} },
  { name: 'neutrinos and a photon', generator: 'nunu-gamma', config: {} },
  { name: 'cosmic muons', generator: 'cosmics', config: {} },
];

/** Classes as a function of the luminosity [cm⁻²s⁻¹], and those that the beams do not make. */
export interface CollisionClasses {
  readonly at: (luminosity: number) => readonly EventClass[];
  readonly notes: readonly Note[];
}

/** All classes of some beams; cross sections are worked out once. */
export function collisionClasses(beams: Beams): CollisionClasses {
  const notes: Note[] = [];
  const known = classes.flatMap((each) => {
    const generator = findGenerator(each.generator);
    const config = parseConfig(generator.schema, each.config, `generator "${each.generator}"`);
    const ownRate = generator.rateHz?.(config);
    try {
      const nanobarns = ownRate === undefined ? generator.crossSection!(config, beams) : 0;
      return [{ each, ownRate, nanobarns }];
    } catch (error) {
      if (!(error instanceof EmulatorError) || error.code !== 'GENERATOR_CONFIG') throw error;
      notes.push({ code: 'RATES_LEFT_OUT', message: `left out: ${error.message}`, count: 1 });
      return [];
    }
  });
  const at: CollisionClasses['at'] = (luminosity) =>
    known.map(({ each, ownRate, nanobarns }) => ({
      ...each,
      tier: 'anchor',
      isCollision: ownRate === undefined,
      hz: ownRate ?? eventRateHz({ value: nanobarns, unit: 'nb' }, luminosity),
    }));
  return { at, notes };
}
