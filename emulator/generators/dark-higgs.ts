// kernel: one pass over the events of a batch
import { choice, type ConfigOf } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { Beams } from '../../detector/beams.js';
import { seedAt } from '../../detector/event.js';
import { ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { darkPhotonPdg, particleInfo } from '../../detector/pdg.js';
import {
  checkDarkHiggsstrahlung,
  darkHiggsstrahlungCrossSection,
  DarkHiggsstrahlungSampler,
  darkHiggsstrahlungSchema,
} from './dark-higgsstrahlung.js';
import { FlyingPair } from './flying-pair.js';
import { generatedRows, radiatingDefaults } from './generated-rows.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { pushFinal } from './push-final.js';
import { darkPhotonWidth, flightOf, meanFlight } from './widths.js';

/** PDG codes of what the A′ becomes. */
const products = { mumu: 13, ee: 11, pipi: 211 } as const;
const photonPdg = 22;
/** The h′ in the truth: a dark scalar, invisible where it stays. */
const darkScalarPdg = 51;

const darkHiggsSchema = {
  ...darkHiggsstrahlungSchema,
  decay: choice(
    'mumu',
    ['mumu', 'ee', 'pipi'],
    "What each A' becomes, isotropically; the cross section is that of all decays",
  ),
  higgs: choice(
    'invisible',
    ['invisible', 'cascade'],
    "The h' leaves unseen, or becomes two A' and with them six tracks",
  ),
  flight: flightOf("A'"),
};

type Config = ConfigOf<typeof darkHiggsSchema>;

/** @throws GENERATOR_CONFIG */
function checkMasses(config: Config, beams: Beams): void {
  checkDarkHiggsstrahlung('dark-higgs', config, beams);
  const { mass, higgsMass, higgs, decay } = config;
  const fail = (what: string): never => {
    throw new EmulatorError('GENERATOR_CONFIG', `generator "dark-higgs": ${what}`);
  };
  const product = particleInfo(products[decay])!.mass;
  if (mass <= 2 * product) fail(`a mass of ${mass} GeV does not decay to ${decay}`);
  if (higgs === 'cascade' && higgsMass <= 2 * mass)
    fail(`a higgsMass of ${higgsMass} GeV does not decay to two A' of ${mass} GeV`);
}

/**
 * Events; rows are A′, its products, h′, of a cascade its A′ each with its products, and
 * where there is one the photon of the beams.
 */
function generateDarkHiggs(config: Config, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  checkMasses(config, beams);
  const { mass, higgsMass } = config;
  const product = products[config.decay];
  const sampler = new DarkHiggsstrahlungSampler(config, beams);
  const { darkPhoton, higgs, radiating } = sampler;
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const flight = meanFlight('dark-higgs', config.flight, darkPhotonWidth(mass, config.epsilon));
  const pair = new FlyingPair(mass, particleInfo(product)!.mass, flight);
  const cascade = config.higgs === 'cascade' ? new FlyingPair(higgsMass, mass, 0) : undefined;

  return (addresses) => {
    const eventCount = addresses.index.length;
    const weights = new Float64Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      const first = builder.rowCount;
      sampler.draw(stream);
      weights[event] = sampler.weight;
      const point = collision(addresses, event);
      /** One A′ with its products; `mother` is its row of the event. */
      const pushDarkPhoton = (vector: typeof darkPhoton, mother: number): void => {
        pushFinal(builder, darkPhotonPdg, vector, point);
        builder.columns.mother[builder.rowCount - 1] = mother;
        pair.draw(stream, vector);
        pair.fly(stream, point, vector);
        pair.push(builder, [product, -product], builder.rowCount - 1 - first);
      };
      pushDarkPhoton(darkPhoton, -1);
      pushFinal(builder, darkScalarPdg, higgs, point);
      if (cascade !== undefined) {
        cascade.draw(stream, higgs);
        const higgsRow = builder.rowCount - 1 - first;
        builder.columns.status[builder.rowCount - 1] = particleStatus.intermediate;
        pushDarkPhoton(cascade.first, higgsRow);
        pushDarkPhoton(cascade.second, higgsRow);
      }
      if (radiating.hasRadiated) pushFinal(builder, photonPdg, radiating.radiated, point);
      builder.endEvent();
    }
    return { weights, particles: builder.take() };
  };
}

function crossSection(config: Config, beams: Beams): number {
  checkMasses(config, beams);
  return darkHiggsstrahlungCrossSection(config, beams);
}

/** Masses of A′ and h′ [GeV], cross section [nb] at ε = α_D = 1. */
const independent = [
  [2, 0.5, 37.24],
  [4, 1, 74.31],
  [6, 2, 147.9],
  [8, 2, 270.3],
] as const;

const crossSections = generatedRows({ schema: darkHiggsSchema, crossSection, unit: 'nb' }, [
  radiatingDefaults("A' of 2 GeV, h' of 0.5 GeV, ε = 1e-3, α_D = 0.1, all decays"),
  ...independent.map(([mass, higgsMass, expected]) => ({
    definition: `A' of ${mass} GeV, h' of ${higgsMass} GeV, ε = α_D = 1, all decays, no radiation`,
    order: 'tree level',
    expected,
    tolerance: 0.01,
    source: 'B. Batell et al., arXiv:0903.0363, evaluated independently (formula recalled)',
    parameters: { mass, higgsMass, epsilon: 1, alphaDark: 1, isr: false },
  })),
]);

/** Generator `dark-higgs`: a dark photon that gives off a dark Higgs boson. */
export const darkHiggs: EventGenerator<typeof darkHiggsSchema> = {
  name: 'dark-higgs',
  kind: 'signal',
  doc:
    "e+e- → A'h'(γ): dark Higgsstrahlung, the A' to μμ, ee or ππ, the h' invisible or to two A'; " +
    'tree level with one effective photon of the beams, decays isotropic.',
  schema: darkHiggsSchema,
  crossSection,
  crossSections,
  build: generateDarkHiggs,
};
