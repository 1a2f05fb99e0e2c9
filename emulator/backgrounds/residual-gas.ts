import type { Background } from './background.js';

/** Scattering on the gas of a ring: with the current and the pressure that it makes and meets. */
export const gasLaw =
  (ring: 'her' | 'ler'): Background['law'] =>
  ({ [ring]: { current, pressure } }) =>
    current * pressure;
