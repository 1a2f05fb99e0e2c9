import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { GeV } from '../../detector/base/units.js';
import { darkPhotonPdg } from '../../detector/pdg.js';
import { photonPairSchema } from './gamma-gamma.js';
import type { EventGenerator } from './generator.js';
import { generatedCrossSection, generatePairs } from './pair-generator.js';
import type { PhotonPair } from './photon-pair.js';

const darkPhotonSchema = {
  mass: quantity(1 * GeV, 'GeV', 'Mass of the A′; a resonance without width', { min: 0 }),
  epsilon: quantity(1e-3, '', 'Kinetic mixing ε: the cross section is proportional to ε²', {
    min: 0,
  }),
  ...photonPairSchema,
};

const pairOf = ({ epsilon, ...config }: ConfigOf<typeof darkPhotonSchema>): PhotonPair => ({
  ...config,
  generator: 'dark-photon',
  partnerPdg: darkPhotonPdg,
  process: 'annihilation',
  coupling: epsilon ** 2,
  identical: false,
});

/**
 * Generator `dark-photon`: a photon that recoils against an invisible particle.
 * @see D-012
 */
export const darkPhoton: EventGenerator<typeof darkPhotonSchema> = {
  name: 'dark-photon',
  kind: 'signal',
  doc:
    'e+e- → γA′(γ) with an invisible A′ of any mass: leading order with one effective photon ' +
    'of initial-state radiation.',
  schema: darkPhotonSchema,
  crossSection: (config, beams) => generatedCrossSection(pairOf(config), beams),
  build: (config, context) => generatePairs(pairOf(config), context),
};
