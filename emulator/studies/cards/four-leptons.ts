import { GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard } from '../collision-card.js';
import type { Card } from '../define-card.js';
import { generatedCrossSection } from '../generated-cross-section.js';

const lines = ['fff', 'ffy', 'ffo', 'fyo', 'stt', 'cdcklm1', 'hie'] as const;
const families = ['three-track', 'two-track', 'nn-single-track', 'single-muon'] as const;
const scans = [
  { variable: 'trackMass', edges: uniformEdges(0, 11 * GeV, 11) },
  { variable: 'pt', edges: uniformEdges(0, 6 * GeV, 12) },
] as const;

/** Cards of two pairs of leptons, what searches for a boson to μμ and ττ have to know. */
export const fourLeptonCards: readonly Card[] = [
  collisionCard({
    name: 'mumumumu',
    title: 'e+e- → μ+μ-μ+μ-',
    doc:
      'Two pairs of muons, beside which the search for Z′ and scalars to μμ looks ' +
      '(arXiv:2403.02841): lines of three tracks and of single muons, as it had them (recalled).',
    events: 20_000,
    points: [{ name: 'μμμμ', generator: 'mumumumu', share: 1, config: {} }],
    selection: {
      text: 'four tracks in 17–150°, at least three of them muons',
      ranges: { tracks: [4, 5], muons: [3, 5] },
    },
    lines,
    families,
    scans,
    crossSection: () => generatedCrossSection('mumumumu', {}),
  }),
  collisionCard({
    name: 'mumutautau',
    title: 'e+e- → μ+μ-τ+τ-',
    doc:
      'A pair of muons and one of τ, beside which the search for Z′, scalars and ALPs to ττ ' +
      'looks (arXiv:2306.12294): lines of three tracks or of a single muon, as it had them.',
    events: 20_000,
    points: [{ name: 'μμττ', generator: 'mumutautau', share: 1, config: {} }],
    selection: {
      text: 'four tracks in 17–150° of less than 9.5 GeV together, at least two of them muons',
      ranges: { tracks: [4, 5], muons: [2, 5], trackMass: [0, 9.5 * GeV] },
    },
    lines,
    families,
    scans,
    crossSection: () => generatedCrossSection('mumutautau', {}),
  }),
];
