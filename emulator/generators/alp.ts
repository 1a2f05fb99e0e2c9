import { type ConfigOf, parseConfig, quantity } from '../../detector/base/config.js';
import { pow } from '../../detector/base/elementary.js';
import { GeV } from '../../detector/base/units.js';
import { FlyingPair } from './flying-pair.js';
import { photonPairSchema } from './gamma-gamma.js';
import type { EventGenerator } from './generator.js';
import { type DecayPartner, generatedCrossSection, generatePairs } from './pair-generator.js';
import type { PhotonPair } from './photon-pair.js';
import { flightOf, meanFlight } from './widths.js';

/** Code of the ALP in the truth: that of ALP models for MadGraph (recalled); none is standard. */
export const alpPdg = 9_000_005;
const photonPdg = 22;

const alpSchema = {
  mass: quantity(1 * GeV, 'GeV', 'Mass of the ALP; a resonance without width', { min: 0.01 }),
  coupling: quantity(
    1e-3,
    '1/GeV',
    'Coupling g to photons: the cross section and the width are proportional to g²',
    { min: 0 },
  ),
  flight: flightOf('ALP'),
  ...photonPairSchema,
  maxCosTheta: quantity(
    0.999999,
    '',
    'Largest |cosθ*| of the recoil photon in the frame of the pair; nothing diverges',
    { min: 0.01, max: 0.999999 },
  ),
};

type Config = ConfigOf<typeof alpSchema>;

const defaults = (): Config => parseConfig(alpSchema, {}, 'alp');

const pairOf = ({ coupling, ...config }: Config): PhotonPair => ({
  ...config,
  generator: 'alp',
  partnerPdg: alpPdg,
  process: 'strahlung',
  coupling: coupling * coupling,
  identical: false,
});

/** Width of an ALP into two photons, g²m³/64π [GeV]. */
const alpWidth = (mass: number, coupling: number): number =>
  (coupling * coupling * pow(mass, 3)) / (64 * Math.PI);

/** Mean flight cτ of an ALP that becomes two photons by its coupling alone [cm]. */
export const alpFlight = (mass: number, coupling: number): number =>
  meanFlight('alp', -1, alpWidth(mass, coupling));

/** The ALP becomes two photons, in any direction of its rest frame alike. */
function toPhotons({ mass, coupling, flight }: Config): DecayPartner {
  const photons = new FlyingPair(mass, 0, meanFlight('alp', flight, alpWidth(mass, coupling)));
  return ({ stream, builder, sampler: { partner } }) =>
    (point) => {
      photons.draw(stream, partner);
      photons.fly(stream, point, partner);
      photons.push(builder, [photonPdg, photonPdg], 1);
    };
}

/**
 * Generator `alp`: a photon that recoils against an axion-like particle, which becomes two.
 * @see D-227
 */
export const alp: EventGenerator<typeof alpSchema> = {
  name: 'alp',
  kind: 'signal',
  doc:
    'e+e- → γa(γ), a → γγ: an axion-like particle that a virtual photon gives off, leading ' +
    'order with one effective photon of initial-state radiation; no fusion of photons.',
  schema: alpSchema,
  crossSections: [
    {
      definition: 'ALP of 1 GeV, g = 10⁻³/GeV, any angle, with the radiation of the beams',
      order: 'leading order, radiator of the beams',
      value: (beams) => 1e6 * generatedCrossSection(pairOf(defaults()), beams),
      unit: 'fb',
      parameters: {},
      expected: null,
      tolerance: null,
      source: 'nothing independent radiates as this sample; without radiation, see below',
    },
    {
      definition: 'ALP without mass, g = 10⁻³/GeV, any angle, no radiation',
      order: 'leading order',
      value: (beams) =>
        1e6 *
        generatedCrossSection(
          pairOf({ ...defaults(), mass: 0, isr: false, maxCosTheta: 1 }),
          beams,
        ),
      unit: 'fb',
      expected: 118.4,
      tolerance: 0.01,
      source: 'αg²/24, M. Dolan et al., arXiv:1709.00009 (recalled); independent integration',
    },
  ],
  crossSection: (config, beams) => generatedCrossSection(pairOf(config), beams),
  build: (config, context) => generatePairs(pairOf(config), context, toPhotons(config)),
};
