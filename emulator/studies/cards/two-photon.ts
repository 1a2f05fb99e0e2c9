import { degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import { collisionCard } from '../collision-card.js';
import type { Card } from '../define-card.js';
import { generatedCrossSection } from '../generated-cross-section.js';

/** Lines that soft tracks and their showers fire, those of all searches with two tracks first. */
const lines = [
  'ffo',
  'fso',
  'sso',
  'fyo',
  'stt',
  'cdcklm1',
  'hie',
  'c4',
  'lml0',
  'lml12',
  'eclmumu',
] as const;
const families = [
  'two-track',
  'three-track',
  'nn-single-track',
  'single-muon',
  'single-photon',
] as const;

const ptScan = {
  variable: 'pt',
  edges: steppedEdges([
    [0.2 * GeV, 0.6 * GeV, 0.05],
    [0.6 * GeV, 1 * GeV, 0.1],
    [1 * GeV, 3 * GeV, 0.5],
  ]),
} as const;
const azimuthScan = {
  variable: 'deltaPhi',
  edges: uniformEdges(0, 180 * degree, 9),
} as const;

/** A card of events of two photons with at least one track, and the rates of its lines. */
const twoPhotonCard = (
  name: string,
  final: string,
  doc: string,
  config: Readonly<Record<string, unknown>>,
): Card =>
  collisionCard({
    name,
    title: `e+e- → e+e-${final} of two photons`,
    doc:
      `${doc} Which lines see them, among events with a track of pT > 0.2 GeV in 17–150° ` +
      'against the highest pT, and how many Hz of each line are theirs.',
    events: 40_000,
    points: [{ name: final, generator: name, share: 1, config }],
    selection: {
      text: 'a track of pT > 0.2 GeV in 17–150°',
      ranges: { pt: [0.2 * GeV, Number.POSITIVE_INFINITY] },
    },
    lines,
    families,
    scans: [ptScan, azimuthScan],
    crossSection: () => generatedCrossSection(name, config),
  });

/** Below this pT no lepton at 17° and beyond becomes one of 0.2 GeV in the laboratory. */
const minPt = '0.15 GeV';

/** Cards of the processes of two photons. */
export const twoPhotonCards: readonly Card[] = [
  twoPhotonCard(
    'two-photon-ee',
    'e+e-',
    'Electron pairs of two equivalent photons, pT > 0.15 GeV where the pair rests.',
    { minPt },
  ),
  twoPhotonCard(
    'two-photon-mumu',
    'μ+μ-',
    'Muon pairs of two equivalent photons, pT > 0.15 GeV where the pair rests.',
    { minPt },
  ),
  twoPhotonCard('two-photon-tautau', 'τ+τ-', 'τ pairs of two equivalent photons.', {}),
  twoPhotonCard(
    'two-photon-hadrons',
    ' hadrons',
    'Pion pairs below 1 GeV and hadrons of 240 + 270/W nb above.',
    {},
  ),
];
