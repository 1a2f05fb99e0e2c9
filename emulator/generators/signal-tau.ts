// kernel: once per event
import { choice, type ConfigOf, parseConfig, quantity } from '../../detector/base/config.js';
import type { RandomStream } from '../../detector/base/random.js';
import type { Beams } from '../../detector/beams.js';
import { type ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { particleInfo, particleKind, particleKinds } from '../../detector/pdg.js';
import { DecaySampler } from '../decays/decay-sampler.js';
import { eventDecays } from '../decays/short-lived.js';
import { annihilation } from './annihilation.js';
import type { CrossSectionRow } from './cross-section-row.js';
import type { GenerateEvents, GeneratorContext } from './generator.js';
import { generateLeptonPairs, leptonPairCrossSection } from './lepton-pair-generator.js';
import { tauPairOf, tauPairSchema } from './tautau.js';
import { weightedFlag } from './weighted.js';

/** What is known of the τ⁻. */
export const tau = particleInfo(15)!;

/** What generators of τ pairs of which one decays by a signal let a user choose. */
export const signalTauSchema = {
  branching: quantity(
    1e-6,
    '',
    'Branching fraction of the signal: the cross section is that of pairs with such a decay, ' +
      'twice this times that of all pairs',
    { min: 0, max: 1 },
  ),
  tag: choice(
    'generic',
    ['generic', 'three-prong'],
    'How the other τ decays: by our tables, or by those of their decays that have three charged ' +
      'hadrons; the cross section is that of all',
  ),
  ...tauPairSchema,
  weighted: weightedFlag,
};

type Config = ConfigOf<typeof signalTauSchema>;

/** Cross section of τ pairs one of which decays by the signal [nb]. */
export function signalTauCrossSection(generator: string, config: Config, beams: Beams): number {
  const pairs = leptonPairCrossSection(tauPairOf(generator, config), annihilation, beams);
  return 2 * config.branching * pairs;
}

/** Cross section of τ pairs with initial-state radiation by another calculation [nb]. */
const independentPairs = 0.852;

/** Cross section of a generator's defaults beside an independent one; `signal` names the decay. */
export function signalTauRow(generator: string, signal: string): CrossSectionRow {
  const defaults = parseConfig(signalTauSchema, {}, generator);
  const { branching } = defaults;
  return {
    definition: `ττ, one ${signal} of branching fraction ${branching}, the other any; with ISR`,
    order: 'leading order, initial-state radiation exponentiated; no vacuum polarization',
    value: (beams) => 1e6 * signalTauCrossSection(generator, defaults, beams),
    unit: 'fb',
    parameters: {},
    expected: 2e6 * branching * independentPairs,
    tolerance: 0.005,
    source:
      'twice the branching fraction times 0.852 nb of pairs: independent numerical integration ' +
      'over the same radiator, to threshold',
  };
}

/** Decays a row of the builder's current event, the τ, or its antiparticle, by the signal. */
type DecayTau = (builder: ParticleBuilder, row: number, isAntiparticle: boolean) => void;

/**
 * Events; rows are τ⁻, τ⁺, photons, then what the signal of one of them adds, either
 * with equal probability, and the products of the other where its decay is chosen here.
 * @param signal given the stream of the generator and decays by it
 * @throws GENERATOR_CONFIG
 */
export function generateSignalTaus(
  generator: string,
  config: Config,
  context: GeneratorContext,
  signal: (sampler: DecaySampler, stream: RandomStream) => DecayTau,
): GenerateEvents {
  return generateLeptonPairs(tauPairOf(generator, config), annihilation, context, (stream) => {
    const decay = signal(new DecaySampler(stream), stream);
    const decayTag = config.tag === 'generic' ? undefined : threeProngs(stream, context);
    return (builder) => {
      const isAntiparticle = stream.uniform() < 0.5;
      decay(builder, isAntiparticle ? 1 : 0, isAntiparticle);
      decayTag?.(builder, isAntiparticle ? 0 : 1);
    };
  });
}

/** Decays a row of the current event by our tables until three charged hadrons come of it. */
function threeProngs(stream: RandomStream, { particles }: GeneratorContext) {
  const decay = eventDecays(stream, particles);
  return (builder: ParticleBuilder, tag: number): void => {
    const start = builder.rowCount;
    do {
      builder.rowCount = start;
      builder.columns.status[builder.eventStart + tag] = particleStatus.final;
      decay(builder);
    } while (chargedHadrons(builder, start) !== 3);
  };
}

/** Final charged hadrons from a row of the builder on. */
function chargedHadrons({ columns, rowCount }: ParticleBuilder, start: number): number {
  let count = 0;
  for (let row = start; row < rowCount; row++)
    if (
      columns.status[row] === particleStatus.final &&
      particleKind(columns.pdg[row]!) === particleKinds.hadron
    )
      count++;
  return count;
}
