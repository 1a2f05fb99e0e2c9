// kernel: one pass over the events of a batch
import { choice, type ConfigOf, parseConfig, quantity } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { GeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { seedAt } from '../../detector/event.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { particleInfo, particleNamed } from '../../detector/pdg.js';
import { DecaySampler } from '../decays/decay-sampler.js';
import { BPair, type BMesons, bPairCrossSections, bPdg, checkBPair } from './b-pair.js';
import type { CrossSectionRow } from './cross-section-row.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { pushFinal } from './push-final.js';
import { scalarPdg } from './scalar-off-lepton.js';
import { SignalDecay } from './signal-decay.js';
import { weightedFlag } from './weighted.js';
import { flightOf, leptophilicWidths, meanFlight } from './widths.js';

const name = 'b-to-ks';

/** What a B with a b̄ quark may leave beside the S, and which B that is. */
const kaons = { 'K+': 'charged', 'K*+': 'charged', K0: 'neutral', 'K*0': 'neutral' } as const;
/** PDG codes of what the S may become. */
const products = { ee: 11, mumu: 13, pipi: 211, KK: 321 } as const;

/** Vacuum expectation value of the Higgs field [GeV]. @see PDG 2022: (√2 G_F)^−½. */
const vacuumValue = 246.22 * GeV;

const bToKsSchema = {
  mass: quantity(1 * GeV, 'GeV', 'Mass of the S; a resonance without width', { min: 0 }),
  kaon: choice(
    'K+',
    ['K+', 'K*+', 'K0', 'K*0'],
    'Meson beside the S, or its antiparticle; a K* has its nominal mass',
  ),
  decay: choice(
    'mumu',
    ['ee', 'mumu', 'pipi', 'KK'],
    'What the S becomes, isotropically; the cross section is that of all',
  ),
  sinTheta: quantity(
    1e-3,
    '',
    'Mixing of the S with the Higgs boson, sin θ: its width into leptons is proportional to the ' +
      'square; hadrons, which shorten its flight, are left out of it',
    { min: 0, max: 1 },
  ),
  flight: flightOf('S'),
  branching: quantity(
    1e-7,
    '',
    'Branching fraction of B → K S: the cross section is that of pairs with such a decay, twice ' +
      'this times that of all pairs of this B',
    { min: 0, max: 1 },
  ),
  weighted: weightedFlag,
};

type Config = ConfigOf<typeof bToKsSchema>;

const massOf = (pdg: number): number => particleInfo(pdg)!.mass;

/** PDG codes of the B and what it leaves beside the S. */
function codesOf({ kaon }: Config) {
  const mesons: BMesons = kaons[kaon];
  return { mesons, b: bPdg[mesons], kaonPdg: particleNamed(kaon)! };
}

/** @throws GENERATOR_CONFIG */
function checkMass(config: Config): void {
  const { mass, kaon, decay } = config;
  const { b, kaonPdg } = codesOf(config);
  const least = 2 * massOf(products[decay]);
  const most = massOf(b) - massOf(kaonPdg);
  if (mass > least && mass < most) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${name}": a mass of ${mass} GeV is outside of B → ${kaon} S, S → ${decay}, ` +
      `which go from ${least.toFixed(4)} to ${most.toFixed(4)} GeV`,
  );
}

/** Mean flight cτ of the S [cm]. @throws GENERATOR_CONFIG where nothing says how far it flies */
function flightOfScalar({ mass, sinTheta, flight }: Config): number {
  const muon = 13;
  const coupling = (sinTheta * massOf(muon)) / vacuumValue;
  const { ee, mumu, tautau } = leptophilicWidths('scalar', mass, coupling, muon);
  return meanFlight(name, flight, ee + mumu + tautau);
}

/** Cross section of pairs of which one B decays by the signal [nb]. */
const signalCrossSection = (config: Config): number =>
  2 * config.branching * bPairCrossSections[kaons[config.kaon]];

/** Events; rows are B and B̄, then kaon and S of one of them and the two of the S. */
function generate(config: Config, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  const { mass } = config;
  const { mesons, b, kaonPdg } = codesOf(config);
  checkMass(config);
  const flight = flightOfScalar(config);
  const pair = new BPair(name, mesons === 'charged' ? 1 : 0, beams, config.weighted);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const sampler = new DecaySampler(stream);
  const product = products[config.decay];
  const ofB = new SignalDecay(
    {
      pdg: b,
      mass: massOf(b),
      flight: particleInfo(b)!.lifetime,
      products: [
        [kaonPdg, massOf(kaonPdg)],
        [scalarPdg, mass],
      ],
    },
    sampler,
    stream,
  );
  const ofScalar = new SignalDecay(
    {
      pdg: scalarPdg,
      mass,
      flight,
      products: [
        [product, massOf(product)],
        [-product, massOf(product)],
      ],
    },
    sampler,
    stream,
  );

  return (addresses) => {
    const eventCount = addresses.index.length;
    const weights = new Float64Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      pair.draw(stream);
      weights[event] = pair.weight;
      const point = collision(addresses, event);
      pushFinal(builder, b, pair.meson, point);
      pushFinal(builder, -b, pair.antimeson, point);
      const isAntiparticle = stream.uniform() < 0.5;
      ofB.decay(builder, isAntiparticle ? 1 : 0, isAntiparticle);
      ofScalar.decay(builder, builder.rowCount - 1 - builder.eventStart, false);
      builder.endEvent();
    }
    return { weights, particles: builder.take() };
  };
}

const defaults = parseConfig(bToKsSchema, {}, name);

const row: CrossSectionRow = {
  definition: `Υ(4S) → B⁺B⁻, one B → K S of branching fraction ${defaults.branching}`,
  order: 'set, not computed',
  value: () => 1e6 * signalCrossSection(defaults),
  unit: 'fb',
  expected: 2e6 * defaults.branching * 0.57054,
  tolerance: 1e-6,
  source:
    'twice the branching fraction times 51.4 % of 1.110 nb: Belle II Physics Book, ' +
    'arXiv:1808.10567 (recalled, not verified), to which ours is set',
};

/** Generator `b-to-ks`: a scalar that flies, beside a kaon of a B. */
export const bToKs: EventGenerator<typeof bToKsSchema> = {
  name,
  kind: 'signal',
  doc:
    'e+e- → Υ(4S) → BB̄, one B → K S or K* S, isotropically, S → ee, μμ, ππ or KK after a ' +
    'flight, the other B by our tables: pairs as in bbbar, no polarization of the K*.',
  schema: bToKsSchema,
  onPurpose: ['decayed'],
  crossSections: [row],
  crossSection(config, beams) {
    checkMass(config);
    checkBPair(name, beams);
    return signalCrossSection(config);
  },
  build: generate,
};
