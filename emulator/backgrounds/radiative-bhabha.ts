import { averageMix, type Background, type SteadyShare } from './background.js';

/**
 * Bhabha scattering with a photon at small angles: beam particles that have lost energy hit the
 * final focus, photons the walls behind it. With the luminosity alone. None of the leptons is in
 * 10–170° and no photon above 0.1 GeV in the calorimeter at the vertex: those are collisions. More
 * showers and neutrons than of single beams, from somewhat further away (assumed).
 * @see basf2 background documentation: luminosity types go with the luminosity
 */
export const radiativeBhabha: readonly Background<SteadyShare>[] = [
  {
    name: 'radiative Bhabha',
    share: 'radiativeBhabha',
    number: 123,
    isSingleBeam: false,
    law: ({ luminosity }) => luminosity,
    mix: {
      ...averageMix,
      tracks: 0.8,
      showers: 1.5,
      softClusters: 1.5,
      neutrons: 0.5,
      zMin: -120,
      zMax: 120,
    },
  },
];
