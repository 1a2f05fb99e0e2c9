import { choice, type ConfigOf, parseConfig, quantity } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { GeV } from '../../detector/base/units.js';
import { darkPhotonPdg, particleInfo } from '../../detector/pdg.js';
import { darkPhotonRow } from './dark-photon-rows.js';
import { FlyingPair } from './flying-pair.js';
import { photonPairSchema } from './gamma-gamma.js';
import type { EventGenerator } from './generator.js';
import { type DecayPartner, generatedCrossSection, generatePairs } from './pair-generator.js';
import { massTerm, type PhotonPair } from './photon-pair.js';
import { drawVectorDecay, longitudinalShare } from './vector-decay.js';
import { darkPhotonWidth, flightOf, meanFlight } from './widths.js';

/** PDG codes of what the A′ becomes where it is seen. */
const products = { ee: 11, mumu: 13, pipi: 211 } as const;

const darkPhotonSchema = {
  mass: quantity(1 * GeV, 'GeV', 'Mass of the A′; a resonance without width', { min: 0 }),
  epsilon: quantity(1e-3, '', 'Kinetic mixing ε: the cross section is proportional to ε²', {
    min: 0,
  }),
  decay: choice(
    'invisible',
    ['invisible', 'ee', 'mumu', 'pipi'],
    'What the A′ becomes; invisible: it stays. The cross section is that of all',
  ),
  flight: flightOf('A′ that is seen'),
  ...photonPairSchema,
};

type Config = ConfigOf<typeof darkPhotonSchema>;

const defaults = (): Config => parseConfig(darkPhotonSchema, {}, 'dark-photon');

const pairOf = ({ epsilon, ...config }: Config): PhotonPair => ({
  ...config,
  generator: 'dark-photon',
  partnerPdg: darkPhotonPdg,
  process: 'annihilation',
  coupling: epsilon ** 2,
  identical: false,
});

/** @throws GENERATOR_CONFIG */
function checkDecay({ mass, decay }: Config): void {
  if (decay === 'invisible') return;
  const least = 2 * particleInfo(products[decay])!.mass;
  if (mass > least) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "dark-photon": a mass of ${mass} GeV does not decay to ${decay}, which takes ` +
      `more than ${least.toPrecision(4)} GeV`,
  );
}

/** The two that the A′ becomes, about its direction of flight; undefined where it is invisible. */
function toPair({ mass, epsilon, decay, flight }: Config): DecayPartner | undefined {
  if (decay === 'invisible') return undefined;
  const product = products[decay];
  const productMass = particleInfo(product)!.mass;
  const cTau = meanFlight('dark-photon', flight, darkPhotonWidth(mass, epsilon));
  const pair = new FlyingPair(mass, productMass, cTau);
  const way = { isFermions: decay !== 'pipi', velocity2: 1 - ((2 * productMass) / mass) ** 2 };
  return ({ stream, builder, sampler }) => {
    const { photon, partner } = sampler;
    return (point) => {
      const term = massTerm(sampler.pairMassSquared(), mass);
      const longitudinal = longitudinalShare(sampler.cosTheta(), term);
      drawVectorDecay(stream, pair, way, { vector: partner, recoil: photon, longitudinal });
      pair.fly(stream, point, partner);
      pair.push(builder, [product, -product], 1);
    };
  };
}

/**
 * Generator `dark-photon`: a photon that recoils against a dark photon, invisible or seen as a
 * pair.
 * @see D-012, D-263
 */
export const darkPhoton: EventGenerator<typeof darkPhotonSchema> = {
  name: 'dark-photon',
  kind: 'signal',
  doc:
    'e+e- → γA′(γ) with an A′ of any mass, invisible or to ee, μμ or ππ after a flight: leading ' +
    'order with one effective photon of initial-state radiation.',
  schema: darkPhotonSchema,
  crossSections: [
    {
      definition: "A' of 1 GeV, ε = 10⁻³, |cosθ*| < 0.9848 at rest of γA', with radiation",
      order: 'leading order, radiator of the beams',
      value: (beams) => 1e6 * generatedCrossSection(pairOf(defaults()), beams),
      unit: 'fb',
      parameters: {},
      expected: null,
      tolerance: null,
      source: 'nothing independent is cut and radiates as this sample; without both, see below',
    },
    darkPhotonRow(1, 'barrel', 2.905),
    darkPhotonRow(8, 'barrel', 13.53),
    darkPhotonRow(1, 'wide', 5.459),
    darkPhotonRow(8, 'wide', 22.39),
  ],
  crossSection(config, beams) {
    checkDecay(config);
    return generatedCrossSection(pairOf(config), beams);
  },
  build(config, context) {
    checkDecay(config);
    return generatePairs(pairOf(config), context, toPair(config));
  },
};
