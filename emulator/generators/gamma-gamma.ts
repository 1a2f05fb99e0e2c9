import { type ConfigOf, flag, quantity } from '../../detector/base/config.js';
import { GeV, MeV } from '../../detector/base/units.js';
import type { EventGenerator } from './generator.js';
import { generatedCrossSection, generatePairs } from './pair-generator.js';
import type { PhotonPair } from './photon-pair.js';

/** What all γX generators let a user choose of the phase space. */
export const photonPairSchema = {
  maxCosTheta: quantity(
    0.9848,
    '',
    'Largest |cosθ*| of the photon in the frame of the pair; 0.9848 is 10° to 170°',
    {
      min: 0.01,
      max: 0.999999,
    },
  ),
  minPhotonEnergy: quantity(
    0.1 * GeV,
    'GeV',
    'Least energy of the photon in the frame of the pair',
    { min: 0.01 },
  ),
  isr: flag(true, 'Whether the beams radiate a photon'),
  minIsrEnergy: quantity(
    1 * MeV,
    'MeV',
    'Radiated photons of less energy in the centre of mass are left out',
    { min: 1e-6 },
  ),
};

const pairOf = (config: ConfigOf<typeof photonPairSchema>): PhotonPair => ({
  ...config,
  generator: 'gamma-gamma',
  partnerPdg: 22,
  process: 'annihilation',
  mass: 0,
  coupling: 1,
  identical: true,
});

/** Generator `gamma-gamma`: annihilation into two photons, with a third from the beams. */
export const gammaGamma: EventGenerator<typeof photonPairSchema> = {
  name: 'gamma-gamma',
  kind: 'sm',
  doc:
    'e+e- → γγ(γ): leading order with one effective photon of initial-state radiation; no loop ' +
    'corrections.',
  schema: photonPairSchema,
  crossSection: (config, beams) => generatedCrossSection(pairOf(config), beams),
  build: (config, context) => generatePairs(pairOf(config), context),
};
