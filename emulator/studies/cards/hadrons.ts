import { degree, GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard } from '../collision-card.js';
import type { Card } from '../define-card.js';
import { generatedCrossSection } from '../generated-cross-section.js';

/** Lines without prescale that hadronic events fire, of the chamber and of the calorimeter. */
const lines = ['ffy', 'fyo', 'fyb', 'fy30', 'stt', 'hie', 'c4'] as const;
const families = [
  'three-track',
  'two-track',
  'nn-single-track',
  'single-photon',
  'single-muon',
] as const;

const trackScan = { variable: 'tracks', edges: uniformEdges(-0.5, 16.5, 17) } as const;
const photonScan = { variable: 'photons', edges: uniformEdges(-0.5, 20.5, 21) } as const;
const recoilScan = { variable: 'recoilTheta', edges: uniformEdges(0, 180 * degree, 9) } as const;
const ptScan = { variable: 'pt', edges: uniformEdges(0, 5 * GeV, 25) } as const;

/** A card of hadronic events, none of them left out. */
const hadronCard = (
  name: string,
  title: string,
  doc: string,
  points: readonly (readonly [point: string, share: number, config: Record<string, string>])[],
): Card =>
  collisionCard({
    name,
    title,
    doc:
      `${doc} Which lines see them, of all events, against tracks and photons. ` +
      'Beside them stands for BB̄: “very close to 100 %” by three tracks, energy or four ' +
      'clusters (trigger documentation of basf2).',
    events: 20_000,
    points: points.map(([point, share, config]) => ({
      name: point,
      generator: name,
      share,
      config,
    })),
    selection: { text: 'all events', ranges: {} },
    lines,
    families,
    scans: [trackScan, photonScan, ptScan, recoilScan],
    crossSection: () => generatedCrossSection(name, {}),
  });

/** Cards of hadronic events at the Υ(4S). */
export const hadronCards: readonly Card[] = [
  hadronCard(
    'bbbar',
    'e+e- → Υ(4S) → BB̄: hadronic lines',
    'B+B- and B0 anti-B0 as 51.4 : 48.6, both decayed by inclusive tables.',
    [
      ['B+B-', 51.4, { mesons: 'charged' }],
      ['B0 anti-B0', 48.6, { mesons: 'neutral' }],
    ],
  ),
  hadronCard(
    'continuum',
    'e+e- → uū, dd̄, ss̄, cc̄: hadronic lines',
    'Two jets of light and charmed hadrons, flavours as 1.61 : 0.40 : 0.38 : 1.30, and radiation ' +
      'of the beams.',
    [
      ['uū', 1.61, { flavour: 'uu' }],
      ['dd̄', 0.4, { flavour: 'dd' }],
      ['ss̄', 0.38, { flavour: 'ss' }],
      ['cc̄', 1.3, { flavour: 'cc' }],
    ],
  ),
];
