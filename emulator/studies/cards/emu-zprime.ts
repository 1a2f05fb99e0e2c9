import { degree, GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard, massPoints, massScan } from '../collision-card.js';

/** Masses that are generated [GeV]. */
const masses = [0.2, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/**
 * Card `emu-zprime`: an electron, a muon and what nobody sees.
 * @see arXiv:1912.11276 for the line, basf2 skim/dark.py for the selection
 */
export const emuZPrimeCard = collisionCard({
  name: 'emu-zprime',
  title: "e+e- → e±μ∓Z', Z' → invisible",
  doc:
    "An electron, a muon and missing momentum, Z' of 0.2 to 9 GeV that changes one lepton into " +
    'the other: energy in the calorimeter above 1 GeV, as in the search of 2018 ' +
    '(arXiv:1912.11276), with and without the Bhabha veto of later lines, and two tracks.',
  events: 110_000,
  points: massPoints('emu-zprime', masses),
  searched: [53],
  selection: {
    text: 'an electron in 22–139° and a muon in 17–150°, together of pT* above 0.2 GeV',
    ranges: {
      tracks: [2, 3],
      electrons: [1, 2],
      muons: [1, 2],
      electronTheta: [22 * degree, 139 * degree],
      pairPt: [0.2 * GeV, Number.POSITIVE_INFINITY],
    },
  },
  search: {
    data: '276 pb⁻¹ of 2018: --conditions 2018; its background is not known',
    leftOut: 'identification of the leptons, distances from the collision point',
  },
  lines: ['bhie', 'hie', 'ffo', 'ff30', 'fyo', 'stt', 'cdcklm1'],
  families: ['two-track', 'nn-single-track', 'single-muon'],
  scans: [
    massScan(masses),
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
    { variable: 'recoilMass', edges: uniformEdges(0, 10 * GeV, 20) },
  ],
});
