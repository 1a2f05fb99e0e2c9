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
    text:
      'one photon above 0.1 GeV in 17–150°, above 1 GeV in the barrel and 2 GeV elsewhere in the ' +
      'centre of mass, no track',
    ranges: {
      tracks: [0, 1],
      photons: [1, 2],
      photonOverSkim: [0, Number.POSITIVE_INFINITY],
    },
  },
  search: {
    data: 'all of Belle II has these lines, nothing is published yet',
    dataMachine: '2022-peak',
    leftOut:
      'masses above 9.5 GeV, whose photons are below 1 GeV; tracks count from pT 0.1 GeV, where ' +
      'the skim has 0.15 GeV',
  },
  lines: ['lml1', 'lml2', 'lml6', 'lml7', 'lml13', 'bhie', 'hie'],
  families: ['single-photon'],
  scans: [massScan(masses)],
});
