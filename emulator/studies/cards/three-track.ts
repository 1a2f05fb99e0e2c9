import { variablesFrom } from '../../chain/observed.js';
import { beams } from '../../../detector/beams.js';
import { GeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import { type CurveRequest, defineCard, type PlotRequest } from '../define-card.js';
import type { Selection } from '../../chain/observations.js';
import { chargedProngs, prongVariables } from '../observers/prong-variables.js';
import { efficiencyWithin, halfPoint } from '../readings.js';

const atLeast = (count: number): readonly [number, number] => [count, Number.POSITIVE_INFINITY];

const selections: Readonly<Record<string, Selection>> = {
  '1-3': { text: 'one prong against three', ranges: { prongs: [4, 5] } },
  '1-3, full': {
    text: 'one prong against three, at least 3 of them in 36–122° above 0.4 GeV',
    ranges: { prongs: [4, 5], fullProngs: atLeast(3) },
  },
  '1-3, short': {
    text: 'one prong against three, at least 3 of them in 24–134° above 0.25 GeV',
    ranges: { prongs: [4, 5], shortProngs: atLeast(3) },
  },
  'three, full': {
    text: 'three prongs in any direction, all in 36–122° above 0.4 GeV',
    ranges: { prongs: [3, 4], fullProngs: atLeast(3) },
  },
  'six, full': {
    text: 'six prongs, at least 3 of them in 36–122° above 0.4 GeV',
    ranges: { prongs: [6, 7], fullProngs: atLeast(3) },
  },
  three: { text: 'three prongs in any direction', ranges: { prongs: [3, 4] } },
};

const ptAxis = {
  variable: 'ptThird',
  edges: steppedEdges([
    [0.1 * GeV, 0.6 * GeV, 0.025],
    [0.6 * GeV, 2 * GeV, 0.1],
  ]),
};
const countAxis = { variable: 'fullProngs', edges: uniformEdges(-0.5, 6.5, 7) };
const lines = ['fff', 'fffo', 'ffs', 'fss', 'sss', 'ffz'] as const;
const shown = ['fff', 'ffs', 'fss', 'sss', 'three-track'] as const;

const curves: readonly CurveRequest[] = [
  ...['three', '1-3'].map(
    (selection): CurveRequest => ({
      id: `pT, ${selection}`,
      title: `Three-track lines against the third highest pT, ${selections[selection]!.text}`,
      axis: ptAxis,
      selection,
      subjects: shown,
      live: selection === 'three',
      printed: selection === 'three',
    }),
  ),
  ...['1-3, full', '1-3, short', 'three, full', 'six, full', '1-3'].map(
    (selection): CurveRequest => ({
      id: `N, ${selection}`,
      title:
        'Three-track lines against the number of prongs for full tracks, ' +
        `${selections[selection]!.text}`,
      axis: countAxis,
      selection,
      subjects: [...lines, 'three-track', 'two-track', 'hie'],
      printed: selection === '1-3',
    }),
  ),
];

const plots: readonly PlotRequest[] = ['three', '1-3'].map((selection) => ({
  file: selection === 'three' ? 'pt-third' : 'pt-third-one-three',
  title: `Three-track lines, ${selections[selection]!.text}`,
  series: shown.map((subject) => ({ curve: `pT, ${selection}`, subject, label: subject })),
}));

/**
 * Card `three-track`: the three-track lines against pT, multiplicity and topology of the prongs.
 */
export const threeTrack = defineCard({
  name: 'three-track',
  title: 'Three-track lines: one prong against three, three and six prongs',
  doc:
    'Prongs from the collision point in the centre-of-mass frame: a muon against three pions ' +
    'of a narrow cone as from a τ pair, three and six pions in any direction: efficiencies ' +
    'against the third highest pT and against how many prongs can make a full track.',
  events: 200_000,
  points: [
    {
      name: 'one against three',
      generator: 'prongs',
      share: 2,
      config: {
        particles: '13 -211 211 -211',
        frame: 'cms',
        minimum: 0.2,
        maximum: 2.5,
        thetaMin: '15 deg',
        thetaMax: '165 deg',
        topology: 'opening',
        openingMin: '150 deg',
        allInside: false,
      },
    },
    {
      name: 'three in any direction',
      generator: 'prongs',
      share: 2,
      config: {
        particles: '211 -211 211',
        minimum: 0.1,
        maximum: 2,
        thetaMin: '17 deg',
        thetaMax: '150 deg',
      },
    },
    {
      name: 'six in any direction',
      generator: 'prongs',
      share: 1,
      config: {
        particles: '211 -211 211 -211 321 -321',
        minimum: 0.1,
        maximum: 1.5,
        thetaMin: '17 deg',
        thetaMax: '150 deg',
      },
    },
  ],
  lines: [...lines, 'ffo', 'ffb', 'c4', 'hie'],
  families: ['three-track', 'two-track'],
  selections,
  totals: '1-3, full',
  ownVariables: prongVariables,
  variables: variablesFrom({ reads: [], uses: [] }, ({ config }) =>
    chargedProngs(beams(config.beams).frame),
  ),
  curves,
  plots,
  readings: (curve) => [
    {
      name: 'fff: one against three, ≥ 3 full',
      ...efficiencyWithin(curve('N, 1-3, full', 'fff'), 0),
    },
    {
      name: 'three-track: one against three, ≥ 3 full',
      ...efficiencyWithin(curve('N, 1-3, full', 'three-track'), 0),
    },
    {
      name: 'three-track: one against three, ≥ 3 short or full',
      ...efficiencyWithin(curve('N, 1-3, short', 'three-track'), -0.5),
    },
    { name: 'fff: three prongs, all full', ...efficiencyWithin(curve('N, three, full', 'fff'), 0) },
    { name: 'fff: six prongs, ≥ 3 full', ...efficiencyWithin(curve('N, six, full', 'fff'), 0) },
    {
      name: 'three-track: third pT of 50 %, three prongs',
      ...halfPoint(curve('pT, three', 'three-track')),
    },
  ],
});
