import { type ConfigOf, parseConfig, quantity } from '../../detector/base/config.js';
import { GeV, MeV } from '../../detector/base/units.js';
import { darkPhotonPdg } from '../../detector/pdg.js';
import { darkPhotonRow } from './dark-photon-rows.js';
import { photonPairSchema } from './gamma-gamma.js';
import type { EventGenerator } from './generator.js';
import { checkInelasticPair, InelasticPair, inelasticPairSchema } from './inelastic-pair.js';
import { type DecayPartner, generatedCrossSection, generatePairs } from './pair-generator.js';
import type { PhotonPair } from './photon-pair.js';

const generator = 'inelastic-dark-matter';

const inelasticSchema = {
  mass: quantity(3 * GeV, 'GeV', "Mass of the A'; a resonance without width", { min: 10 * MeV }),
  ...inelasticPairSchema,
  epsilon: quantity(1e-3, '', 'Kinetic mixing ε: the cross section is proportional to ε²', {
    min: 0,
  }),
  ...photonPairSchema,
};

type Config = ConfigOf<typeof inelasticSchema>;

const pairOf = ({ epsilon, ...config }: Config): PhotonPair => ({
  ...config,
  generator,
  partnerPdg: darkPhotonPdg,
  process: 'annihilation',
  coupling: epsilon ** 2,
  identical: false,
});

/** The A′ becomes χ₁χ₂, and χ₂ decays after its flight. */
function toInelasticPair(config: Config): DecayPartner {
  const pair = new InelasticPair(config);
  return ({ stream, builder, sampler: { partner } }) =>
    (point) => {
      pair.draw(stream, partner, point);
      pair.push(builder, point, 1);
    };
}

/** Generator `inelastic-dark-matter`: a photon beside χ₁χ₂, where χ₂ decays away from the beams. */
export const inelasticDarkMatter: EventGenerator<typeof inelasticSchema> = {
  name: generator,
  kind: 'signal',
  doc:
    "e+e- → γA'(γ), A' → χ1χ2, χ2 → χ1 ee or χ1 μμ after a flight: leading order with one " +
    'effective photon of initial-state radiation; decays by phase space.',
  schema: inelasticSchema,
  crossSections: [
    {
      definition:
        "A' of 3 GeV, ε = 10⁻³, |cosθ*| < 0.9848 at rest of γA', with radiation; all decays of A'",
      order: 'leading order, radiator of the beams',
      value: (beams) =>
        1e6 * generatedCrossSection(pairOf(parseConfig(inelasticSchema, {}, generator)), beams),
      unit: 'fb',
      parameters: {},
      expected: null,
      tolerance: null,
      source: 'nothing independent is cut and radiates as this sample; without both, see below',
    },
    darkPhotonRow(4, 'barrel', 3.98),
    darkPhotonRow(4, 'wide', 7.1),
  ],
  crossSection(config, beams) {
    checkInelasticPair(generator, config);
    return generatedCrossSection(pairOf(config), beams);
  },
  build(config, context) {
    checkInelasticPair(generator, config);
    return generatePairs(pairOf(config), context, toInelasticPair(config));
  },
};
