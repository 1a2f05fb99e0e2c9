import { type GivenOf, parseConfig } from '../../detector/base/config.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { decayCounts, type DecayCount, takeCounts } from '../decays/decay-counts.js';
import { decayFinals } from '../decays/decay-finals.js';
import { alp } from './alp.js';
import { alpFusion } from './alp-fusion.js';
import { bToKs } from './b-to-ks.js';
import { bbbar } from './bbbar.js';
import { bhabha } from './bhabha.js';
import { continuum } from './continuum.js';
import { bhabhaOneLeg } from './bhabha-one-leg.js';
import { cosmics } from './cosmics.js';
import { darkHiggs } from './dark-higgs.js';
import { darkPhoton } from './dark-photon.js';
import { emuZPrime } from './emu-zprime.js';
import { eegammaLost } from './eegamma-lost.js';
import { gammaGamma } from './gamma-gamma.js';
import { gammaGammaLost } from './gamma-gamma-lost.js';
import type { Addresses } from '../../detector/event.js';
import type { EventGenerator, GeneratedEvents, GeneratorContext } from './generator.js';
import { gun } from './gun.js';
import { inelasticDarkHiggs } from './inelastic-dark-higgs.js';
import { inelasticDarkMatter } from './inelastic-dark-matter.js';
import { mumu } from './mumu.js';
import { mumumumu } from './mumumumu.js';
import { mumuScalar } from './mumu-scalar.js';
import { mumutautau } from './mumutautau.js';
import { mumuZPrime } from './mumu-zprime.js';
import { nunuGamma } from './nunu-gamma.js';
import { prongs } from './prongs.js';
import { radiativeBhabha } from './radiative-bhabha.js';
import { stray } from './stray.js';
import { tauToAlpha } from './tau-to-alpha.js';
import { tauToPiN } from './tau-to-pi-n.js';
import { tautau } from './tautau.js';
import { tautauScalar } from './tautau-scalar.js';
import { twoPhotonEe } from './two-photon-ee.js';
import { twoPhotonHadrons } from './two-photon-hadrons.js';
import { twoPhotonMumu } from './two-photon-mumu.js';
import { twoPhotonTautau } from './two-photon-tautau.js';

/** All generators by their names. */
const byName = {
  gun,
  stray,
  prongs,
  'gamma-gamma': gammaGamma,
  'dark-photon': darkPhoton,
  alp,
  'alp-fusion': alpFusion,
  mumu,
  tautau,
  mumumumu,
  mumutautau,
  bbbar,
  continuum,
  'mumu-zprime': mumuZPrime,
  'emu-zprime': emuZPrime,
  'mumu-scalar': mumuScalar,
  'tautau-scalar': tautauScalar,
  'dark-higgs': darkHiggs,
  'inelastic-dark-matter': inelasticDarkMatter,
  'inelastic-dark-higgs': inelasticDarkHiggs,
  'b-to-ks': bToKs,
  'tau-to-alpha': tauToAlpha,
  'tau-to-pi-n': tauToPiN,
  bhabha,
  'two-photon-ee': twoPhotonEe,
  'two-photon-mumu': twoPhotonMumu,
  'two-photon-tautau': twoPhotonTautau,
  'two-photon-hadrons': twoPhotonHadrons,
  'bhabha-one-leg': bhabhaOneLeg,
  'eegamma-lost': eegammaLost,
  'radiative-bhabha': radiativeBhabha,
  'gamma-gamma-lost': gammaGammaLost,
  'nunu-gamma': nunuGamma,
  cosmics,
} as const satisfies Readonly<Record<string, EventGenerator>>;

/** All generators. */
export const generators: readonly EventGenerator[] = Object.values(byName);

/** Name of a generator. */
export type GeneratorName = keyof typeof byName;

/**
 * What a user may give for the parameters of a generator: any of them, numbers in base units or as
 * text with a unit.
 */
export type GeneratorConfig<Name extends GeneratorName = GeneratorName> = {
  [N in Name]: GivenOf<(typeof byName)[N]['schema']>;
}[Name];

/** Names of all generators. */
export const generatorNames = Object.keys(byName) as readonly GeneratorName[];

/** Whether a generator has this name. */
export function isGeneratorName(name: string): name is GeneratorName {
  return Object.hasOwn(byName, name);
}

/** @throws GENERATOR_UNKNOWN */
export function findGenerator(name: string): EventGenerator {
  const generator = generators.find((candidate) => candidate.name === name);
  if (generator !== undefined) return generator;
  throw new EmulatorError(
    'GENERATOR_UNKNOWN',
    `generator "${name}" does not exist${nearestHint(name, generatorNames)}; there are ` +
      generatorNames.join(', '),
  );
}

/** Events of a generator behind the decays of what lives too short for the detector. */
export interface DecayedEvents extends GeneratedEvents {
  /**
   * What became of particles on which no subdetector answers; without what is so on purpose.
   */
  readonly decays: readonly DecayCount[];
}

/**
 * Events a second that a generator stands for with what a user gave for its parameters [Hz];
 * undefined where it has no rate of its own.
 * @throws GENERATOR_UNKNOWN, CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function generatorRateHz(name: string, raw: unknown): number | undefined {
  const generator = findGenerator(name);
  return generator.rateHz?.(parseConfig(generator.schema, raw, `generator "${name}"`));
}

/**
 * A generator by name with what a user gave for its parameters. What it leaves undecayed and lives
 * too short for the detector, such as a τ of the gun, is decayed; it leaves nothing in the
 * detector when `isDecaying` is false.
 * @throws GENERATOR_UNKNOWN, GENERATOR_CONFIG, CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function buildGenerator(
  name: string,
  raw: unknown,
  context: GeneratorContext,
  isDecaying = true,
): (addresses: Addresses) => DecayedEvents {
  const generator = findGenerator(name);
  const make = generator.build(parseConfig(generator.schema, raw, `generator "${name}"`), context);
  const { onPurpose = [] } = generator;
  const isToldOf = ({ fate }: DecayCount) => !onPurpose.includes(fate);
  const counts = decayCounts();
  const decay = decayFinals(context, counts, isDecaying);
  return (addresses) => {
    const { weights, particles } = make(addresses);
    const decayed = decay(particles, addresses);
    return { weights, particles: decayed, decays: takeCounts(counts).filter(isToldOf) };
  };
}
