import type { Background, SteadyShare } from './background.js';
import { beamGasBremsstrahlung } from './beam-gas-bremsstrahlung.js';
import { beamGasCoulomb } from './beam-gas-coulomb.js';
import { injection } from './injection.js';
import { radiativeBhabha } from './radiative-bhabha.js';
import { touschek } from './touschek.js';

/** Sources of stray particles that come at any time; their shares add up to all background. */
export const backgrounds: readonly Background<SteadyShare>[] = [
  ...touschek,
  ...beamGasCoulomb,
  ...beamGasBremsstrahlung,
  ...radiativeBhabha,
];

/** All sources of stray particles: after injections more come. */
export const allBackgrounds: readonly Background[] = [...backgrounds, ...injection];
