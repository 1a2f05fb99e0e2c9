import { averageMix, type Background, rings, type SteadyShare } from './background.js';
import { gasLaw } from './residual-gas.js';

/**
 * Particles that radiate a photon on the residual gas and leave the energy that the ring holds:
 * I·P. Photons are among what comes: more showers and electrons than of other sources (assumed).
 */
export const beamGasBremsstrahlung: readonly Background<SteadyShare>[] = rings.map(
  ({ ring, title, lean, place }) => ({
    name: `beam-gas bremsstrahlung, ${title}`,
    ring,
    share: `${ring}Bremsstrahlung`,
    number: 119 + place,
    isSingleBeam: true,
    law: gasLaw(ring),
    mix: { ...averageMix, tracks: 0.8, showers: 2, electrons: 0.3, lean },
  }),
);
