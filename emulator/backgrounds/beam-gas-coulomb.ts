import { averageMix, type Background, rings, type SteadyShare } from './background.js';
import { gasLaw } from './residual-gas.js';

/** Particles that scatter on the nuclei of the residual gas and hit the wall further on: I·P. */
export const beamGasCoulomb: readonly Background<SteadyShare>[] = rings.map(
  ({ ring, title, lean, place }) => ({
    name: `beam-gas Coulomb, ${title}`,
    ring,
    share: `${ring}Coulomb`,
    number: 115 + place,
    isSingleBeam: true,
    law: gasLaw(ring),
    mix: { ...averageMix, lean },
  }),
);
