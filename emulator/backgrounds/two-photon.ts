import type { Background } from './background.js';

/**
 * Pairs e+e- → e+e-e+e- of so little transverse momentum that they curl within the innermost
 * layers: hits of the vertex detector and of the inner chamber, no tracks. With the luminosity
 * alone.
 * @see basf2 background documentation: luminosity types go with the luminosity
 */
export const twoPhotonPairs = {
  name: 'two-photon pairs',
  isSingleBeam: false,
  law: ({ luminosity }) => luminosity,
} as const satisfies Omit<Background, 'share'>;
