import type { Background } from './background.js';

/**
 * Pairs e+e- → e+e-e+e- that no collision class has: none of the pair with pT above 0.05 GeV in
 * 17–150°. With the luminosity alone. Those that reach the chamber or the endcaps are soft seeds of
 * the generator, by calculation and not known to a factor of two only; softer ones curl within the
 * innermost layers and are hits there.
 * @see basf2 background documentation: luminosity types go with the luminosity
 */
export const twoPhotonPairs = {
  name: 'two-photon pairs',
  /** Number of its seeds in random streams. */
  number: 126,
  isSingleBeam: false,
  law: ({ luminosity }) => luminosity,
  generator: 'two-photon-ee',
  /** 0.038 GeV: a circle from the beams to the innermost layer of the chamber. */
  config: { minPt: 0.038, seen: 'none' },
} as const satisfies Pick<Background, 'name' | 'number' | 'isSingleBeam' | 'law'> & {
  readonly generator: string;
  readonly config: object;
};
