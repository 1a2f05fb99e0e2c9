import { type Background, rings } from './background.js';

/** With the current and the pressure that it makes and meets: I·P. */
const law =
  (ring: 'her' | 'ler'): Background['law'] =>
  ({ [ring]: { current, pressure } }) =>
    current * pressure;

/** Particles that scatter on the nuclei of the residual gas and hit the wall further on. */
export const beamGasCoulomb: readonly Background[] = rings.map(({ ring, title }) => ({
  name: `beam-gas Coulomb, ${title}`,
  share: `${ring}Coulomb`,
  isSingleBeam: true,
  law: law(ring),
}));

/** Particles that radiate a photon on the residual gas and leave the energy that the ring holds. */
export const beamGasBremsstrahlung: readonly Background[] = rings.map(({ ring, title }) => ({
  name: `beam-gas bremsstrahlung, ${title}`,
  share: `${ring}Bremsstrahlung`,
  isSingleBeam: true,
  law: law(ring),
}));
