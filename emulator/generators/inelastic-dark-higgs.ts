// kernel: one pass over the events of a batch
import { choice, type ConfigOf, parseConfig, quantity } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { GeV, MeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { Beams } from '../../detector/beams.js';
import { seedAt } from '../../detector/event.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { darkPhotonPdg, particleInfo } from '../../detector/pdg.js';
import {
  checkDarkHiggsstrahlung,
  darkHiggsstrahlungCrossSection,
  DarkHiggsstrahlungSampler,
  darkHiggsstrahlungSchema,
} from './dark-higgsstrahlung.js';
import { FlyingPair } from './flying-pair.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { checkInelasticPair, InelasticPair, inelasticPairSchema } from './inelastic-pair.js';
import { pushFinal } from './push-final.js';

const generator = 'inelastic-dark-higgs';
/** PDG codes of what the h′ becomes. */
const products = { mumu: 13, pipi: 211, kk: 321 } as const;
const photonPdg = 22;
/** The h′ in the truth: a dark scalar. */
const darkScalarPdg = 51;

const inelasticHiggsSchema = {
  ...darkHiggsstrahlungSchema,
  mass: quantity(3 * GeV, 'GeV', "Mass of the A'; a resonance without width", { min: 10 * MeV }),
  higgsMass: quantity(0.5 * GeV, 'GeV', "Mass of the h'", { min: 10 * MeV }),
  ...inelasticPairSchema,
  higgs: choice(
    'mumu',
    ['mumu', 'pipi', 'kk'],
    "What the h' becomes, isotropically; the cross section is that of all decays",
  ),
  higgsFlight: quantity(1, 'cm', "Mean flight cτ of the h'", { min: 0 }),
};

type Config = ConfigOf<typeof inelasticHiggsSchema>;

const defaults = (): Config => parseConfig(inelasticHiggsSchema, {}, generator);

/** @throws GENERATOR_CONFIG */
function checkMasses(config: Config, beams: Beams): void {
  checkDarkHiggsstrahlung(generator, config, beams);
  checkInelasticPair(generator, config);
  const { higgsMass, higgs } = config;
  if (higgsMass > 2 * particleInfo(products[higgs])!.mass) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${generator}": a higgsMass of ${higgsMass} GeV does not decay to ${higgs}`,
  );
}

/**
 * Events; rows are h′, its products, A′, χ₁, χ₂, the products χ₁ℓ⁻ℓ⁺ of χ₂ and, where
 * there is one, the photon of the beams.
 */
function generateInelasticHiggs(config: Config, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  checkMasses(config, beams);
  const product = products[config.higgs];
  const productMass = particleInfo(product)!.mass;
  const sampler = new DarkHiggsstrahlungSampler(config, beams);
  const { darkPhoton, higgs, radiating } = sampler;
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const inelastic = new InelasticPair(config);
  const higgsPair = new FlyingPair(config.higgsMass, productMass, config.higgsFlight);

  return (addresses) => {
    const eventCount = addresses.index.length;
    const weights = new Float64Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      const point = collision(addresses, event);
      sampler.draw(stream);
      weights[event] = sampler.weight;
      higgsPair.draw(stream, higgs);
      higgsPair.fly(stream, point, higgs);
      inelastic.draw(stream, darkPhoton, point);
      pushFinal(builder, darkScalarPdg, higgs, point);
      higgsPair.push(builder, [product, -product], 0);
      pushFinal(builder, darkPhotonPdg, darkPhoton, point);
      inelastic.push(builder, point, 3);
      if (radiating.hasRadiated) pushFinal(builder, photonPdg, radiating.radiated, point);
      builder.endEvent();
    }
    return { weights, particles: builder.take() };
  };
}

/**
 * Generator `inelastic-dark-higgs`: a dark Higgs boson beside χ₁χ₂, two vertices away from the
 * beams.
 */
export const inelasticDarkHiggs: EventGenerator<typeof inelasticHiggsSchema> = {
  name: generator,
  kind: 'signal',
  doc:
    "e+e- → h'A'(γ), h' → μμ, ππ or KK after a flight, A' → χ1χ2, χ2 → χ1 ee or χ1 μμ after a " +
    'flight: tree level with one effective photon of the beams, an A′ on its mass shell; decays ' +
    'by phase space.',
  schema: inelasticHiggsSchema,
  crossSections: [
    {
      definition: "A' of 3, h' of 0.5 GeV, ε = 10⁻³, α_D = 0.1, with radiation; all decays",
      order: 'leading order, radiator of the beams',
      value: (beams) => 1e6 * darkHiggsstrahlungCrossSection(defaults(), beams),
      unit: 'fb',
      parameters: {},
      expected: null,
      tolerance: null,
      source: 'nothing independent radiates as this sample; without radiation, see below',
    },
    {
      definition: "A' of 4, h' of 1 GeV per ε²α_D, no radiation; all decays",
      order: 'leading order',
      value: (beams) =>
        darkHiggsstrahlungCrossSection(
          { ...defaults(), mass: 4, higgsMass: 1, epsilon: 1, alphaDark: 1, isr: false },
          beams,
        ),
      unit: 'nb',
      parameters: { mass: 4, higgsMass: 1, epsilon: 1, alphaDark: 1, isr: false },
      expected: 74.31,
      tolerance: 0.01,
      source: 'independent numerical integration; B. Batell et al., arXiv:0903.0363 (recalled)',
    },
  ],
  crossSection(config, beams) {
    checkMasses(config, beams);
    return darkHiggsstrahlungCrossSection(config, beams);
  },
  build: generateInelasticHiggs,
};
