import { variablesFrom } from '../../chain/observed.js';
import { beams } from '../../../detector/beams.js';
import { degree, GeV, MeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import {
  bhabhaCuts,
  bhabhaMisses,
  bhabhaProbes,
  missedAloneName,
  missedName,
  vetoedName,
} from '../observers/bhabha-cuts.js';
import { barrelTheta } from '../observers/cell-columns.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type PlotRequest,
} from '../define-card.js';
import type { Range, Selection } from '../../chain/observations.js';
import {
  chargedProngs,
  fullTracks,
  prongVariables,
  shortTracks,
} from '../observers/prong-variables.js';
import { efficiencyWithin, halfPoint, type Reading } from '../readings.js';

/** Collisions hold 11 GeV in the laboratory, pairs of the gun less than 7. */
const collisionEnergy = 9 * GeV;
/** Photons of a pair below this change nothing that the trigger sees. */
const quiet = 20 * MeV;

const [barrelLow, barrelHigh] = barrelTheta(1 * degree);

const collisions = (pdg: number): Selection['ranges'] => ({
  kind: [pdg, pdg + 1],
  energySum: [collisionEnergy, Number.POSITIVE_INFINITY],
});
const pairs = (pdg: number): Selection['ranges'] => ({
  kind: [pdg, pdg + 1],
  energySum: [0, collisionEnergy],
});
const bothIn = (from: number, to: number): Selection['ranges'] => ({
  thetaLow: [from, Number.POSITIVE_INFINITY],
  thetaHigh: [0, to],
});

/** Above the turn-on of full tracks, and beyond the 90° of the open lines. */
const hard: Range = [0.5 * GeV, Number.POSITIVE_INFINITY];
const open: Range = [100 * degree, Math.PI + 1e-9];

const selections: Readonly<Record<string, Selection>> = {
  μμ: { text: 'e+e− → μμ(γ)', ranges: collisions(13) },
  'μμ, full': {
    text: 'e+e− → μμ(γ), both in 36–122°',
    ranges: { ...collisions(13), ...bothIn(...fullTracks.theta) },
  },
  'μμ, short': {
    text: 'e+e− → μμ(γ), both in 24–134°',
    ranges: { ...collisions(13), ...bothIn(...shortTracks.theta) },
  },
  'μμ, barrel': {
    text: 'e+e− → μμ(γ), both in the barrel',
    ranges: { ...collisions(13), ...bothIn(barrelLow, barrelHigh) },
  },
  'ee, barrel': {
    text: 'e+e− → ee(γ), both in the barrel',
    ranges: { ...collisions(11), ...bothIn(barrelLow, barrelHigh) },
  },
  'ee, barrel, quiet': {
    text: 'e+e− → ee without photons above 20 MeV, both in the barrel',
    ranges: { ...collisions(11), ...bothIn(barrelLow, barrelHigh), radiated: [0, quiet] },
  },
  'muon pair': {
    text: 'pairs of muons in 36–122°, both pT > 0.5 GeV',
    ranges: { ...pairs(13), ptLow: hard },
  },
  'pion pair': {
    text: 'pairs of pions in 36–122°, both pT > 0.5 GeV',
    ranges: { ...pairs(211), ptLow: hard },
  },
  'muon pair, any pT': {
    text: 'pairs of muons in 36–122°, Δφ > 100°',
    ranges: { ...pairs(13), deltaPhi: open },
  },
  'pion pair, any pT': {
    text: 'pairs of pions in 36–122°, Δφ > 100°',
    ranges: { ...pairs(211), deltaPhi: open },
  },
};

const trackLines = [
  'ff',
  'ffo',
  'ffb',
  'ff30',
  'fs',
  'fso',
  'fsb',
  'fs30',
  'ss',
  'sso',
  'ssb',
  'ss30',
] as const;
const openLines = ['ff', 'ff30', 'ffo', 'ffb'] as const;

const fineDeltaPhi = { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 90) };
const coarseDeltaPhi = { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) };
const thetaAxis = { variable: 'thetaLow', edges: uniformEdges(18 * degree, 90 * degree, 36) };
const ptAxis = {
  variable: 'ptLow',
  edges: steppedEdges([
    [0.15 * GeV, 0.6 * GeV, 0.025],
    [0.6 * GeV, 1 * GeV, 0.1],
    [1 * GeV, 3 * GeV, 0.25],
  ]),
};
const radiatedAxis = {
  variable: 'radiated',
  edges: steppedEdges([
    [0, 1 * GeV, 0.1],
    [1 * GeV, 6 * GeV, 0.5],
  ]),
};

const curves: readonly CurveRequest[] = [
  ...['muon pair', 'pion pair'].map(
    (selection): CurveRequest => ({
      id: `Δφ, ${selection}`,
      title: `Lines of two full tracks against Δφ, ${selection}`,
      axis: fineDeltaPhi,
      selection,
      subjects: openLines,
      live: selection === 'muon pair',
      printed: selection === 'muon pair',
    }),
  ),
  {
    id: 'Δφ, μμ, full',
    title: 'Lines of two full tracks against Δφ, muon pairs of the collision',
    axis: coarseDeltaPhi,
    selection: 'μμ, full',
    subjects: [...openLines, 'two-track'],
  },
  {
    id: 'θ, μμ',
    title: 'Lines of full and short tracks against the smaller polar angle',
    axis: thetaAxis,
    selection: 'μμ',
    subjects: ['ffo', 'fso', 'sso', 'two-track'],
  },
  {
    id: 'Δφ, μμ, short',
    title: 'Lines of full and short tracks against Δφ',
    axis: coarseDeltaPhi,
    selection: 'μμ, short',
    subjects: ['ffo', 'fso', 'sso', 'two-track'],
    printed: false,
  },
  ...['muon pair', 'pion pair'].map(
    (selection): CurveRequest => ({
      id: `pT, ${selection}`,
      title: `Lines of two open tracks against the lower pT, ${selection}`,
      axis: ptAxis,
      selection: `${selection}, any pT`,
      subjects: ['ffo', 'fso', 'sso', 'two-track'],
      printed: false,
    }),
  ),
  ...['ee, barrel', 'ee, barrel, quiet', 'μμ, barrel'].map(
    (selection): CurveRequest => ({
      id: `radiated, ${selection}`,
      title: `Bhabha veto against the energy of all photons, ${selection}`,
      axis: radiatedAxis,
      selection,
      subjects: [
        vetoedName,
        ...bhabhaCuts.flatMap((cut) => [missedName(cut), missedAloneName(cut)]),
        'ffo',
        'bffo',
      ],
      printed: false,
    }),
  ),
];

const plots: readonly PlotRequest[] = [
  {
    file: 'delta-phi',
    title: 'Two full tracks against Δφ: muon pairs, pT > 0.5 GeV',
    marks: [30, 90, 160].map((at) => ({ at, label: `${at}°` })),
    series: openLines.map((line) => ({ curve: 'Δφ, muon pair', subject: line, label: line })),
  },
  {
    file: 'theta',
    title: 'Muon pairs of the collision against the smaller polar angle',
    series: ['ffo', 'fso', 'sso', 'two-track'].map((line) => ({
      curve: 'θ, μμ',
      subject: line,
      label: line,
    })),
  },
  {
    file: 'pt',
    title: 'Pairs open by more than 100°, against the lower pT: muons',
    to: 1,
    series: ['ffo', 'fso', 'sso', 'two-track'].map((line) => ({
      curve: 'pT, muon pair',
      subject: line,
      label: line,
    })),
  },
  {
    file: 'bhabha-veto',
    title: 'Bhabha veto with both electrons in the barrel',
    series: [{ curve: 'radiated, ee, barrel', subject: vetoedName, label: 'vetoed' }],
  },
];

function trackReadings(curve: CurveLookup): readonly Reading[] {
  const open = (line: string): Omit<Reading, 'name'> =>
    efficiencyWithin(curve('Δφ, μμ, full', line), 100);
  const short = efficiencyWithin(curve('Δφ, μμ, short', 'two-track'), 100);
  const edge = (line: string): Omit<Reading, 'name'> => halfPoint(curve('Δφ, muon pair', line));
  return [
    { name: 'ffo: μμ, both in 36–122°, Δφ > 100°', ...open('ffo'), atLeast: 0.97 },
    { name: 'ff30: μμ, both in 36–122°, Δφ > 100°', ...open('ff30') },
    {
      name: 'ffb: μμ, both in 36–122°, Δφ > 170°',
      ...efficiencyWithin(curve('Δφ, μμ, full', 'ffb'), 170),
    },
    { name: 'two-track: μμ, both in 24–134°, Δφ > 100°', ...short },
    // A bin of 10° each way: the condition is on differences of bins.
    { name: 'ffo: Δφ of 50 %', ...edge('ffo'), atLeast: 80, atMost: 100 },
    { name: 'ff30: Δφ of 50 %', ...edge('ff30'), atLeast: 20, atMost: 40 },
    { name: 'ffb: Δφ of 50 %', ...edge('ffb'), atLeast: 150, atMost: 170 },
    { name: 'ffo: lower pT of 50 %, muons', ...halfPoint(curve('pT, muon pair', 'ffo')) },
    { name: 'ffo: lower pT of 50 %, pions', ...halfPoint(curve('pT, pion pair', 'ffo')) },
  ];
}

function vetoReadings(curve: CurveLookup): readonly Reading[] {
  const share = (selection: string, subject: string): Omit<Reading, 'name'> =>
    efficiencyWithin(curve(`radiated, ${selection}`, subject), 0);
  return [
    {
      name: 'Bhabha veto: ee in the barrel, no photon above 20 MeV',
      ...share('ee, barrel, quiet', vetoedName),
      atLeast: 0.98,
    },
    {
      name: 'Bhabha veto: ee in the barrel, with radiation',
      ...share('ee, barrel', vetoedName),
      atLeast: 0.85,
      atMost: 0.95,
    },
    { name: 'Bhabha veto: μμ in the barrel', ...share('μμ, barrel', vetoedName), atMost: 0.01 },
    ...bhabhaCuts.flatMap((cut) => [
      {
        name: `lost by ${cut}: ee in the barrel, with radiation`,
        ...share('ee, barrel', missedName(cut)),
      },
      {
        name: `lost by ${cut} alone: ee in the barrel, with radiation`,
        ...share('ee, barrel', missedAloneName(cut)),
      },
    ]),
  ];
}

/**
 * Card `two-track`: the two-track lines against opening angle and pT, and the Bhabha veto cut by
 * cut.
 */
export const twoTrack = defineCard({
  name: 'two-track',
  title: 'Two-track lines: muon pairs, pairs with any Δφ, and the Bhabha veto',
  doc:
    'e+e− → μμ(γ) and e+e− → ee(γ) with radiation of beams and leptons, and pairs of muons and ' +
    'of pions of 0.2 to 3 GeV with any azimuth between them: efficiencies against Δφ, polar ' +
    'angle and pT, and how many Bhabhas in the barrel are vetoed and by which condition the ' +
    'others escape.',
  events: 400_000,
  points: [
    { name: 'μμ(γ)', generator: 'mumu', share: 3, config: {} },
    {
      name: 'ee(γ)',
      generator: 'bhabha',
      share: 3,
      config: { thetaMin: '25 deg', thetaMax: '155 deg' },
    },
    ...[
      ['muon pairs', '13 -13'],
      ['pion pairs', '211 -211'],
    ].map(([name, particles]) => ({
      name: name!,
      generator: 'prongs',
      share: 2,
      config: {
        particles,
        minimum: '0.2 GeV',
        topology: 'azimuth',
        openingMin: 0,
        openingMax: '180 deg',
      },
    })),
  ],
  lines: [...trackLines, 'bffo', 'eclmumu', 'hie'],
  families: ['two-track'],
  probes: bhabhaProbes,
  selections,
  totals: 'μμ, full',
  ownVariables: prongVariables,
  variables: variablesFrom({ reads: [], uses: ['ecl'] }, (context) => {
    const prongsOf = chargedProngs(beams(context.config.beams).frame);
    const missesOf = bhabhaMisses(context);
    return (batch) => ({ ...prongsOf(batch), ...missesOf(batch.objects.ecl, batch.eventCount) });
  }),
  curves,
  plots,
  readings: (curve) => [...trackReadings(curve), ...vetoReadings(curve)],
});
