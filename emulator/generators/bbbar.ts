// kernel: one pass over the events of a batch
import { choice, type ConfigOf } from '../../detector/base/config.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { seedAt } from '../../detector/event.js';
import type { FourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import { DecaySampler } from '../decays/decay-sampler.js';
import { type ChosenDecays, chosenDecays } from '../decays/decay-table.js';
import type { DecayEntry, DecayMode } from '../decays/parse-decays.js';
import { BPair, bMesons, type BMesons, bPairCrossSections, bPdg, checkBPair } from './b-pair.js';
import type { CrossSectionRow } from './cross-section-row.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { pushFinal } from './push-final.js';

const bbbarSchema = {
  mesons: choice(
    'both',
    ['both', ...bMesons],
    'Pairs to make: B⁺B⁻ (charged), B⁰B̄⁰ (neutral), or both as the Υ(4S) does, 51.4 to 48.6',
  ),
  semileptonic: choice(
    'any',
    ['any', 'both', 'neither'],
    'Which B decay to an electron or muon, its neutrino and hadrons: as it comes (any), ' +
      'both, or neither',
  ),
};

type BbbarConfig = ConfigOf<typeof bbbarSchema>;

/** Whether a B decays to e or μ, its neutrino and hadrons in one step. */
const isSemileptonic = ({ products }: DecayMode): boolean =>
  products.length > 2 && products.some((pdg) => Math.abs(pdg) === 11 || Math.abs(pdg) === 13);

/** The decays of a B that are asked for. */
function decaysAskedFor(pdg: number, { semileptonic }: BbbarConfig): ChosenDecays {
  return chosenDecays(
    pdg,
    (mode) => semileptonic === 'any' || isSemileptonic(mode) === (semileptonic === 'both'),
  );
}

/** Cross section of pairs of one kind that decay as asked for [nb]; 0 if they are not made. */
function crossSectionOf(mesons: BMesons, config: BbbarConfig): number {
  if (config.mesons !== 'both' && config.mesons !== mesons) return 0;
  return bPairCrossSections[mesons] * decaysAskedFor(bPdg[mesons], config).share ** 2;
}

const crossSection = (config: BbbarConfig): number =>
  crossSectionOf('charged', config) + crossSectionOf('neutral', config);

function generate(config: BbbarConfig, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  const chargedShare = crossSectionOf('charged', config) / crossSection(config);
  const pair = new BPair('bbbar', chargedShare, beams);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const sampler = new DecaySampler(stream);
  const forced = new Map<number, DecayEntry>();
  if (config.semileptonic !== 'any')
    for (const pdg of Object.values(bPdg))
      for (const code of [pdg, -pdg]) forced.set(code, decaysAskedFor(code, config).entry);

  const decayForced = (row: number, pdg: number, momentum: Readonly<FourVector>): void => {
    const entry = forced.get(pdg);
    if (entry !== undefined) sampler.decay(builder, row, entry, momentum, particleInfo(pdg)!.mass);
  };

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      pair.draw(stream);
      const point = collision(addresses, event);
      const { pdg, meson, antimeson } = pair;
      const row = builder.eventStart;
      pushFinal(builder, pdg, meson, point);
      pushFinal(builder, -pdg, antimeson, point);
      decayForced(row, pdg, meson);
      decayForced(row + 1, -pdg, antimeson);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

const physicsBook =
  'Belle II Physics Book, arXiv:1808.10567 (recalled, not verified): ours is set to it, so that ' +
  'the two agree by construction';

const row = (
  definition: string,
  value: number,
  expected: number,
  parameters: CrossSectionRow['parameters'],
): CrossSectionRow => ({
  definition,
  order: 'set, not computed',
  value: () => value,
  unit: 'nb',
  expected,
  tolerance: 1e-6,
  source: physicsBook,
  parameters,
});

const { charged, neutral } = bPairCrossSections;

/** Generator `bbbar`: the Υ(4S) and the two B that it decays to. */
export const bbbar: EventGenerator<typeof bbbarSchema> = {
  name: 'bbbar',
  kind: 'sm',
  doc:
    'e+e- → Υ(4S) → BB̄ at the peak, cross section set: sin²θ* about the electron beam, the B ' +
    'decayed by our tables; no radiation of the beams, no mixing of B⁰ and B̄⁰, no CP violation.',
  schema: bbbarSchema,
  onPurpose: ['decayed'],
  leaves: Object.values(bPdg),
  crossSections: [
    row('Υ(4S) → BB̄, at the peak', charged + neutral, 1.11, {}),
    row('Υ(4S) → B⁺B⁻, 51.4 % of BB̄', charged, 0.57054, { mesons: 'charged' }),
    row('Υ(4S) → B⁰B̄⁰, 48.6 % of BB̄', neutral, 0.53946, { mesons: 'neutral' }),
  ],
  crossSection: (config, beams) => {
    checkBPair('bbbar', beams);
    return crossSection(config);
  },
  build: generate,
};
