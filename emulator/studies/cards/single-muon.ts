import { variablesFrom } from '../../chain/observed.js';
import { degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type MapRequest,
  type PlotRequest,
} from '../define-card.js';
import { loneProng, loneProngVariables } from '../observers/lone-prong.js';
import type { Probe, Range, Selection } from '../../chain/observations.js';
import { efficiencyWithin, halfPoint, minBin, type Reading } from '../readings.js';

const muon: Range = [13, 14];
const pion: Range = [211, 212];
/** Where the barrel has its full depth, nearly. */
const barrel: Range = [50 * degree, 115 * degree];
const forwardEnd: Range = [25 * degree, 38 * degree];
const plateau: Range = [1.5 * GeV, Number.POSITIVE_INFINITY];
/** Momenta at which a sector's edge costs planes that are missed. */
const turnOn: Range = [0.7 * GeV, 1.2 * GeV];
const top: Range = [70 * degree, 110 * degree];
const bottom: Range = [-110 * degree, -70 * degree];

const selections: Readonly<Record<string, Selection>> = {
  'muons, barrel': { text: 'muons in 50–115°', ranges: { kind: muon, theta: barrel } },
  muons: { text: 'muons', ranges: { kind: muon } },
  'muons, forward': { text: 'muons in 25–38°', ranges: { kind: muon, theta: forwardEnd } },
  'muons, any p': { text: 'muons of 1.5 GeV and more', ranges: { kind: muon, p: plateau } },
  'muons, turn-on': {
    text: 'muons of 0.7–1.2 GeV in 50–115°',
    ranges: { kind: muon, p: turnOn, theta: barrel },
  },
  'muons, top': {
    text: 'muons of 1.5 GeV and more, φ of 70–110°',
    ranges: { kind: muon, p: plateau, phi: top },
  },
  'muons, bottom': {
    text: 'the same at φ of −110 to −70°',
    ranges: { kind: muon, p: plateau, phi: bottom },
  },
  'pions, barrel': { text: 'pions in 50–115°', ranges: { kind: pion, theta: barrel } },
};

const passage = 'cdcklm1 by the particle';
const decay = 'cdcklm1 by its decay';
/** A pion matched as itself, and one whose muon was. */
const probes: readonly Probe[] = [
  {
    name: passage,
    text: 'one match, of the particle itself or its shower',
    variable: 'matched',
    range: [1, 2],
  },
  {
    name: decay,
    text: 'one match, after a decay in front of the calorimeter',
    variable: 'matched',
    range: [2, 3],
  },
];

const momentum = {
  variable: 'p',
  edges: steppedEdges([
    [0.4 * GeV, 1.2 * GeV, 0.05],
    [1.2 * GeV, 3 * GeV, 0.2],
  ]),
};
const theta = { variable: 'theta', edges: uniformEdges(20 * degree, 150 * degree, 65) };
const backward = { variable: 'theta', edges: uniformEdges(100 * degree, 132 * degree, 8) };
const azimuth = { variable: 'phi', edges: uniformEdges(-180 * degree, 180 * degree, 72) };

const lines = [
  'cdcklm1',
  'cdcklm2',
  'seklm1',
  'ieklm1',
  'ecleklm1',
  'fwd_seklm',
  'bwd_seklm',
] as const;

const curves: readonly CurveRequest[] = [
  {
    id: 'p, muons',
    title: 'Muons in 50–115° against momentum',
    axis: momentum,
    selection: 'muons, barrel',
    subjects: ['cdcklm1', 'single-muon'],
    fit: 'erf',
    live: true,
  },
  {
    id: 'p, forward',
    title: 'Muons in 25–38° against momentum',
    axis: momentum,
    selection: 'muons, forward',
    subjects: lines,
    printed: false,
  },
  {
    id: 'θ, muons',
    title: 'Muons of 1.5 GeV and more against polar angle',
    axis: theta,
    selection: 'muons, any p',
    subjects: [...lines, 'single-muon'],
  },
  {
    id: 'φ, muons',
    title: 'Muons of 0.7–1.2 GeV in 50–115° against azimuth',
    axis: azimuth,
    selection: 'muons, turn-on',
    subjects: ['cdcklm1'],
    printed: false,
  },
  ...['top', 'bottom'].map(
    (side): CurveRequest => ({
      id: `θ, ${side}`,
      title: `Muons of 1.5 GeV and more in the backward barrel, ${side} sector`,
      axis: backward,
      selection: `muons, ${side}`,
      subjects: ['cdcklm1'],
    }),
  ),
  {
    id: 'p, pions',
    title: 'Pions in 50–115° against momentum',
    axis: momentum,
    selection: 'pions, barrel',
    subjects: ['cdcklm1', passage, decay],
  },
];

/** Where a muon must be how hard: the turn-on moves with the iron that it has to cross. */
const maps: readonly MapRequest[] = [
  {
    id: 'p × θ, muons',
    title: 'Muons against momentum and polar angle',
    x: {
      variable: 'p',
      edges: Float64Array.of(0.4, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2, 3).map((p) => p * GeV),
    },
    y: { variable: 'theta', edges: uniformEdges(20 * degree, 150 * degree, 13) },
    selection: 'muons',
    subjects: ['cdcklm1', 'single-muon'],
  },
];

const plots: readonly PlotRequest[] = [
  {
    file: 'momentum',
    title: 'cdcklm1 in 50–115°: muons and pions',
    series: [
      { curve: 'p, muons', subject: 'cdcklm1', label: 'muons' },
      { curve: 'p, pions', subject: 'cdcklm1', label: 'pions' },
      { curve: 'p, pions', subject: decay, label: 'pions, by decay' },
    ],
  },
  {
    file: 'theta',
    title: 'Muons of 1.5 GeV and more against polar angle',
    series: ['cdcklm1', 'seklm1', 'ieklm1', 'ecleklm1', 'single-muon'].map((line) => ({
      curve: 'θ, muons',
      subject: line,
      label: line,
    })),
  },
  {
    file: 'sectors',
    title: 'Muons of 0.7–1.2 GeV against azimuth: edges of the sectors',
    series: [{ curve: 'φ, muons', subject: 'cdcklm1', label: 'cdcklm1' }],
  },
  {
    file: 'chimney',
    title: 'Muons of 1.5 GeV and more in the backward barrel',
    series: ['top', 'bottom'].map((side) => ({
      curve: `θ, ${side}`,
      subject: 'cdcklm1',
      label: `${side} sector`,
    })),
  },
];

function readings(curve: CurveLookup): readonly Reading[] {
  const pions = (subject: string) => efficiencyWithin(curve('p, pions', subject), 1, 3);
  const end = (side: string) => efficiencyWithin(curve(`θ, ${side}`, 'cdcklm1'), 112, 120);
  return [
    {
      name: 'cdcklm1: p of 50 %, muons in 50–115°',
      ...halfPoint(curve('p, muons', 'cdcklm1')),
      atLeast: 0.6,
      atMost: 1.1,
    },
    {
      name: 'cdcklm1: muons above 1.5 GeV in 50–115°',
      ...efficiencyWithin(curve('p, muons', 'cdcklm1'), 1.6),
      atLeast: 0.9,
    },
    {
      name: 'cdcklm1: least bin of azimuth, muons of 0.7–1.2 GeV',
      ...minBin(curve('φ, muons', 'cdcklm1'), -180),
    },
    {
      name: 'cdcklm1: muons of 0.7–1.2 GeV, all azimuths',
      ...efficiencyWithin(curve('φ, muons', 'cdcklm1'), -180),
    },
    { name: 'cdcklm1: muons in 112–120°, top sector (chimney)', ...end('top') },
    { name: 'cdcklm1: muons in 112–120°, bottom sector', ...end('bottom') },
    {
      name: 'single-muon: muons above 1.5 GeV in 26–38°',
      ...efficiencyWithin(curve('θ, muons', 'single-muon'), 26, 38),
    },
    {
      name: 'cdcklm1: pions of 1–3 GeV in 50–115°',
      ...pions('cdcklm1'),
      atLeast: 0.1,
      atMost: 0.2,
    },
    { name: 'of these by punch-through', ...pions(passage) },
    { name: 'of these by decay in flight', ...pions(decay) },
  ];
}

/** Card `single-muon`: turn-on of the KLM lines for muons, and the pions that pass for them. */
export const singleMuon = defineCard({
  name: 'single-muon',
  title: 'Single-muon lines: muons and pions into the KLM',
  doc:
    'Lone muons and pions of 0.4 to 3 GeV, polar angles of 20 to 150°: efficiencies against ' +
    'momentum, polar angle (also both together) and azimuth, where the edges of the sectors and ' +
    'the chimney show, and how many pions look like muons because they cross the iron or decay ' +
    'before it.',
  events: 200_000,
  points: [13, -13, 211, -211].map((pdg) => ({
    name: `PDG ${pdg}`,
    generator: 'gun',
    share: 1,
    config: {
      pdg,
      frame: 'lab',
      variable: 'momentum',
      minimum: '0.4 GeV',
      maximum: '3 GeV',
      thetaMin: '20 deg',
      thetaMax: '150 deg',
      thetaDensity: 'theta',
    },
  })),
  lines: [...lines, 'mu_b2b', 'mu_eb2b', 'eklm2', 'beklm', 'klmhit', 'eklmhit'],
  families: ['single-muon'],
  probes,
  selections,
  totals: 'muons, barrel',
  ownVariables: loneProngVariables,
  variables: variablesFrom({ reads: [], uses: ['klmMatches'] }, () => loneProng),
  curves,
  maps,
  plots,
  readings,
});
