import { GeV } from '../../../detector/base/units.js';
import { darkPhotonPdg } from '../../../detector/pdg.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';

/** Masses that are generated [GeV]. */
const masses = [0.1, 1, 2, 3, 4, 5, 6, 7, 8, 8.5, 9, 9.5] as const;

/**
 * Card `dark-photon`: one photon and nothing else, against the mass of what nobody sees; card
 * `single-photon` has the turn-on curves.
 * @see basf2 skim/dark.py for the selection
 */
export const darkPhotonCard = collisionCard({
  name: 'dark-photon',
  title: "e+e- → γA', A' → invisible",
  doc:
    "A single photon that recoils against an A' of 0.1 to 9.5 GeV: the lines that ask for one " +
    'cluster. Turn-on curves in energy are those of card single-photon.',
  events: 60_000,
  points: massPoints('dark-photon', masses),
  searched: [darkPhotonPdg],
  selection: {
    text: 'one photon in 17–150° above 0.5 GeV in the centre of mass, no track',
    ranges: {
      tracks: [0, 1],
      photons: [1, 2],
      photonEnergy: [0.5 * GeV, Number.POSITIVE_INFINITY],
    },
  },
  lines: ['lml1', 'lml2', 'lml6', 'lml7', 'lml13', 'bhie', 'hie'],
  families: ['single-photon'],
  scans: [massScan(masses)],
});
