import type { Background } from './background.js';

/**
 * Bhabha scattering with a photon at small angles: beam particles that have lost energy hit the
 * final focus, photons the walls behind it. With the luminosity alone.
 * @see basf2 background documentation: luminosity types go with the luminosity
 */
export const radiativeBhabha: readonly Background[] = [
  {
    name: 'radiative Bhabha',
    share: 'radiativeBhabha',
    isSingleBeam: false,
    law: ({ luminosity }) => luminosity,
  },
];
