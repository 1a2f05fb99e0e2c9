import { beams } from '../../../detector/beams.js';
import { cm, degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import { type CurveLookup, type CurveRequest, defineCard, type ObservedBatch, type PlotRequest } from '../define-card.js';
import { leadingParticle } from '../leading-particle.js';
import type { Probe, Range, Selection } from '../observations.js';
import { efficiencyWithin, halfPoint, type Reading } from '../readings.js';
import { halfWidth } from '../residuals.js';
import type { Variable } from '../variables.js';

const upwards = (from: number): Range => [from, Number.POSITIVE_INFINITY];

/** Muons of the collision point, and those whose z is uniform: these start on the axis, which the beam spot never hits. */
const collision = { decayRadius: upwards(1e-9) };
const anywhere = { decayRadius: [0, 1e-9] as Range, fullTracks: upwards(1) };
const central: Range = [36 * degree, 120 * degree];

/** Ranges of pT for the resolution. */
const ptRanges = {
  'pT > 2 GeV': upwards(2 * GeV),
  'pT 0.8–1.2 GeV': [0.8 * GeV, 1.2 * GeV],
  'pT 0.38–0.42 GeV': [0.38 * GeV, 0.42 * GeV],
} as const satisfies Readonly<Record<string, Range>>;
const expertNames = ['all stereo', 'without 7', 'without 5', 'without 3', 'without 1'];

const resolutionOf = (ptRange: string): string => `collision, 36–120°, ${ptRange}`;
const expertOf = (expert: number): string => `collision, expert ${expert}`;

const selections: Readonly<Record<string, Selection>> = {
  'collision, central': { text: 'muons of the collision in 36–120°', ranges: { ...collision, theta: central } },
  'collision, p > 1': { text: 'muons of the collision, p > 1 GeV', ranges: { ...collision, p: upwards(1 * GeV) } },
  'uniform z': { text: 'muons with z uniform in ±100 cm and a full track', ranges: anywhere },
  'uniform z, p > 1': { text: 'the same with p > 1 GeV', ranges: { ...anywhere, p: upwards(1 * GeV) } },
  ...Object.fromEntries(
    Object.entries(ptRanges).map(([name, pt]) => [
      resolutionOf(name),
      { text: `muons of the collision in 36–120°, ${name}`, ranges: { ...collision, theta: central, pt } },
    ]),
  ),
  ...Object.fromEntries(
    expertNames.map((name, expert) => [
      expertOf(expert),
      { text: `muons of the collision, expert ${expert}: ${name}`, ranges: { ...collision, expert: [expert, expert + 1] as Range } },
    ]),
  ),
};

const neural = 'neural track';
const probes: readonly Probe[] = [{ name: neural, text: 'has a neural track', variable: 'expert', range: [0, expertNames.length] }];

const ownVariables: Readonly<Record<string, Variable>> = {
  fullTracks: { label: 'N(full)', unit: '', factor: 1, doc: 'number of full tracks of the trigger' },
  expert: { label: 'expert', unit: '', factor: 1, doc: 'network of the first neural track' },
  zMiss: { label: 'z − z0', unit: 'cm', factor: cm, doc: 'z of the first neural track less the true one' },
};

/** Number of full tracks, and the first neural track against the truth. */
function neuralColumns({ eventCount, objects: { cdc, neuro } }: ObservedBatch, z0: Float64Array): Record<string, Float64Array> {
  const fullTracks = new Float64Array(eventCount);
  const expert = new Float64Array(eventCount).fill(Number.NaN);
  const zMiss = new Float64Array(eventCount).fill(Number.NaN);
  for (let event = 0; event < eventCount; event++) {
    fullTracks[event] = cdc.tracks2d.offsets[event + 1]! - cdc.tracks2d.offsets[event]!;
    const row = neuro.tracks.offsets[event]!;
    if (row === neuro.tracks.offsets[event + 1]!) continue;
    expert[event] = neuro.tracks.expert[row]!;
    zMiss[event] = neuro.tracks.z[row]! - z0[event]!;
  }
  return { fullTracks, expert, zMiss };
}

const momentumAxis = {
  variable: 'p',
  edges: steppedEdges([
    [0.3 * GeV, 1.5 * GeV, 0.05],
    [1.5 * GeV, 5 * GeV, 0.5],
  ]),
};
const missAxis = { variable: 'zMiss', edges: uniformEdges(-50 * cm, 50 * cm, 500) };
const lines = ['stt', 'sttecl', 'y'] as const;

const curves: readonly CurveRequest[] = [
  {
    id: 'p',
    title: 'Single-track trigger against momentum',
    axis: momentumAxis,
    selection: 'collision, central',
    subjects: lines,
    live: true,
  },
  {
    id: 'theta',
    title: 'Single-track trigger against polar angle, p > 1 GeV',
    axis: { variable: 'theta', edges: uniformEdges(18 * degree, 150 * degree, 66) },
    selection: 'collision, p > 1',
    subjects: [...lines, 'f', neural],
  },
  ...['uniform z', 'uniform z, p > 1'].map(
    (selection): CurveRequest => ({
      id: selection,
      title: `Single-track trigger against the true z, ${selection}`,
      axis: { variable: 'z0', edges: uniformEdges(-100 * cm, 100 * cm, 40) },
      selection,
      subjects: ['stt', 'y', neural],
    }),
  ),
  ...[...Object.keys(ptRanges).map(resolutionOf), ...expertNames.map((_, expert) => expertOf(expert))].map(
    (selection): CurveRequest => ({
      id: `miss, ${selection}`,
      title: `Neural z less the true one, ${selection}`,
      axis: missAxis,
      selection,
      subjects: ['y'],
      printed: false,
    }),
  ),
];

const plots: readonly PlotRequest[] = [
  {
    file: 'momentum',
    title: 'Muons of the collision in 36–120°, against momentum',
    to: 2,
    marks: [{ at: 0.8, label: '0.8 GeV' }],
    series: lines.map((line) => ({ curve: 'p', subject: line, label: line })),
  },
  {
    file: 'theta',
    title: 'Muons of the collision above 1 GeV, against polar angle',
    series: [...lines, 'f'].map((subject) => ({ curve: 'theta', subject, label: subject })),
  },
  {
    file: 'z',
    title: 'Muons with a full track, p > 1 GeV, against z',
    marks: [-15, 15].map((at) => ({ at, label: `${at} cm` })),
    series: ['stt', neural].map((subject) => ({ curve: 'uniform z, p > 1', subject, label: subject })),
  },
];

/** Muons that start more than 30 cm away, on either side. */
function farShare(curve: CurveLookup, selection: string): readonly Reading[] {
  return [
    { name: `stt: ${selection}, z < −30 cm`, ...efficiencyWithin(curve(selection, 'stt'), -100, -30), atMost: 0.03 },
    { name: `stt: ${selection}, z > 30 cm`, ...efficiencyWithin(curve(selection, 'stt'), 30, 100), atMost: 0.03 },
  ];
}

function readings(curve: CurveLookup): readonly Reading[] {
  const width = (selection: string): Omit<Reading, 'name'> => halfWidth(curve(`miss, ${selection}`, 'y'));
  const limits: Readonly<Record<string, Pick<Reading, 'atMost'>>> = { 'pT > 2 GeV': { atMost: 3 }, 'pT 0.38–0.42 GeV': { atMost: 6 } };
  return [
    { name: 'stt: collision, 36–120°, p > 1 GeV', ...efficiencyWithin(curve('theta', 'stt'), 36, 120), atLeast: 0.95 },
    { name: 'stt: momentum of 50 %', ...halfPoint(curve('p', 'stt')), atLeast: 0.6, atMost: 0.9 },
    { name: 'stt: uniform z, all momenta', ...efficiencyWithin(curve('uniform z', 'stt'), -100, 100), atMost: 0.19 },
    { name: 'stt: uniform z, p > 1 GeV', ...efficiencyWithin(curve('uniform z, p > 1', 'stt'), -100, 100), atMost: 0.19 },
    ...farShare(curve, 'uniform z, p > 1'),
    { name: 'neural track: uniform z', ...efficiencyWithin(curve('uniform z', neural), -100, 100) },
    ...Object.keys(ptRanges).map((name) => ({ name: `z, half width of 68 %: ${name}`, ...width(resolutionOf(name)), ...limits[name] })),
    ...expertNames.map((name, expert) => ({ name: `z, half width of 68 %: expert ${expert}, ${name}`, ...width(expertOf(expert)) })),
  ];
}

/** Muons of both charges, uniform in 1/p and polar angle over the chamber. */
const muons = (pdg: number, vertex: Readonly<Record<string, unknown>>) => ({
  pdg,
  frame: 'lab',
  variable: 'momentum',
  minimum: '0.3 GeV',
  maximum: '5 GeV',
  spectrum: 'inverse',
  thetaMin: '17 deg',
  thetaMax: '150 deg',
  thetaDensity: 'theta',
  vertex,
});

export const nnSingleTrack = defineCard({
  name: 'nn-single-track',
  title: 'Single-track trigger: efficiency, rejection of tracks from elsewhere, and resolution in z',
  doc:
    'Single muons of 0.3 to 5 GeV, density 1/p, uniform in polar angle over the chamber: half from the collision point, half with z uniform in ±100 cm. ' +
    'Efficiency of the neural lines against momentum, polar angle and z, and how far the networks miss z, by pT and by expert.',
  events: 200_000,
  points: [13, -13].flatMap((pdg) => [
    { name: `collision, ${pdg}`, generator: 'gun', share: 1, config: muons(pdg, {}) },
    {
      name: `uniform z, ${pdg}`,
      generator: 'gun',
      share: 1,
      config: muons(pdg, { beamSpot: false, zMin: '-100 cm', zMax: '100 cm' }),
    },
  ]),
  lines: [...lines, 'f'],
  families: ['nn-single-track'],
  probes,
  selections,
  totals: 'collision, p > 1',
  pdg: 13,
  ownVariables,
  variables: ({ config }) => {
    const muonOf = leadingParticle(13, beams(config.beams).frame);
    return (batch) => {
      const muon = muonOf(batch);
      return { ...muon, ...neuralColumns(batch, muon['z0']!) };
    };
  },
  curves,
  plots,
  readings,
});
