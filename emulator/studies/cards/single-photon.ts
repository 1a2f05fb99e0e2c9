import { hypot } from '../../../detector/base/elementary.js';
import { cm, degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges } from '../axis.js';
import { barrelTheta, thetaRange } from '../observers/cell-columns.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type PlotRequest,
} from '../define-card.js';
import type { WeightedCount } from '../intervals.js';
import type { Selection } from '../../chain/observations.js';
import { efficiencyWithin, halfPoint, maxBin, minBin, type Reading } from '../readings.js';
import { countWithin, efficiencyOf } from '../curve-result.js';

/**
 * Photons that convert before this radius are another object for the trigger: two showers, further
 * apart the earlier they part.
 */
const unconvertedRadius = 115 * cm;
/**
 * Distance kept from the polar edges of a range of cells, beyond which a shower leaks into cells
 * that the line does not read.
 */
const edgeMargin = 1 * degree;

/** Fine where lines turn on (0.4–0.7, 0.9–1.3, 1.7–2.4 GeV), coarse on plateaus. */
const energyAxis = {
  variable: 'energyCms',
  edges: steppedEdges([
    [0.2 * GeV, 0.43 * GeV, 0.046],
    [0.43 * GeV, 0.7 * GeV, 0.015],
    [0.7 * GeV, 0.85 * GeV, 0.05],
    [0.85 * GeV, 1.3 * GeV, 0.025],
    [1.3 * GeV, 2.4 * GeV, 0.05],
    [2.4 * GeV, 5.5 * GeV, 0.1],
  ]),
};

/** For rings with few photons. */
const coarseEnergyAxis = {
  variable: 'energyCms',
  edges: steppedEdges([
    [0.2 * GeV, 3 * GeV, 0.1],
    [3 * GeV, 5.5 * GeV, 0.5],
  ]),
};

/**
 * Dark-photon masses: photon energies from 5.29 down to 0.56 GeV, closest where the lines turn on.
 */
const masses = [0.1, 2, 4, 6, 7, 7.5, 8, 8.25, 8.5, 8.75, 9, 9.25, 9.5, 9.75, 10].map(
  (mass) => mass * GeV,
);
const massAxis = {
  variable: 'mass',
  edges: Float64Array.of(
    0,
    ...masses.slice(1).map((mass, index) => (mass + masses[index]!) / 2),
    10.25 * GeV,
  ),
};

const noDarkPhoton = { darkPhotons: [0, 1] } as const;
const rangeText = (first: number, last: number): string =>
  first === last ? `θ id ${first}` : `θ ids ${first}–${last}`;

/** Gun photons that point into cells of these rings, away from the edges. */
const gunInto = (first: number, last: number, unconverted: boolean): Selection => ({
  text: `${unconverted ? 'unconverted photons' : 'photons'} ≥ 1° inside ${rangeText(first, last)}`,
  ranges: {
    ...noDarkPhoton,
    theta: thetaRange(first, last, edgeMargin),
    ...(unconverted
      ? { conversionRadius: [unconvertedRadius, Number.POSITIVE_INFINITY] as const }
      : {}),
  },
});

const selections: Readonly<Record<string, Selection>> = {
  'ids 5–14': gunInto(5, 14, true),
  'ids 4–14': gunInto(4, 14, true),
  'ids 6–11': gunInto(6, 11, true),
  'id 4': gunInto(4, 4, true),
  'id 15': gunInto(15, 15, true),
  'all, ids 5–14': gunInto(5, 14, false),
  'all, ids 4–14': gunInto(4, 14, false),
  'all, ids 6–11': gunInto(6, 11, false),
  'ids 2–3': gunInto(2, 3, true),
  'id 16': gunInto(16, 16, true),
  'id 17': gunInto(17, 17, true),
  gun: { text: 'photons of the gun, θ* 15° to 160°', ranges: noDarkPhoton },
  signal: { text: 'γA′ with |cosθ*| < 0.985', ranges: { darkPhotons: [1, 2] } },
  'signal in barrel': {
    text: 'γA′, photon ≥ 1° inside θ ids 4–15',
    ranges: { darkPhotons: [1, 2], theta: barrelTheta(edgeMargin) },
  },
};

const energyCurve = (
  selection: string,
  subjects: readonly string[],
  { live = false, axis = energyAxis } = {},
): CurveRequest => ({
  id: `energy, ${selection}`,
  title: `${subjects.join(', ')} against photon energy`,
  axis,
  selection,
  subjects,
  // Where photons of every energy point at the line's own cells; the family's lines turn on apart.
  ...(live && !subjects.includes('single-photon') && { fit: 'erf' as const }),
  live,
  printed: live,
});

const massCurve = (selection: string, printed: boolean): CurveRequest => ({
  id: `mass, ${selection}`,
  title: 'Dark photon against its mass',
  axis: massAxis,
  selection,
  subjects: ['lml1', 'lml6', 'lml13', 'hie', 'single-photon'],
  positions: masses,
  printed,
});

/** A line of the barrel: its range of cells and what its turn-on is expected to be. */
interface TurnOn {
  readonly line: string;
  readonly ids: string;
  readonly half: number;
  readonly halfTolerance: number;
  /** Nothing below, everything above [GeV]. */
  readonly offBelow: number;
  readonly onFrom: number;
  /**
   * What it should lose to photons that convert: a line that wants no second cluster also loses
   * those that become two.
   */
  readonly expectedLoss?: string;
}

const turnOns: readonly TurnOn[] = [
  {
    line: 'lml6',
    ids: 'ids 5–14',
    half: 1.04,
    halfTolerance: 0.05,
    offBelow: 0.85,
    onFrom: 1.3,
    expectedLoss: '2–5 %',
  },
  { line: 'lml1', ids: 'ids 4–14', half: 2.06, halfTolerance: 0.08, offBelow: 1.7, onFrom: 2.4 },
  {
    line: 'lml13',
    ids: 'ids 6–11',
    half: 0.53,
    halfTolerance: 0.03,
    offBelow: 0.43,
    onFrom: 0.7,
    expectedLoss: '2–5 %',
  },
];

function turnOnReadings(curve: CurveLookup, turnOn: TurnOn): readonly Reading[] {
  const { line, ids, half, halfTolerance, offBelow, onFrom } = turnOn;
  const unconverted = curve(`energy, ${ids}`, line);
  const all = curve(`energy, all, ${ids}`, line);
  const limits = { atLeast: half - halfTolerance, atMost: half + halfTolerance };
  const plateau = efficiencyWithin(all, onFrom);
  return [
    { name: `${line}: 50 % point, unconverted`, ...halfPoint(unconverted), ...limits },
    {
      name: `${line}: highest bin below ${offBelow} GeV, unconverted`,
      ...maxBin(unconverted, 0, offBelow),
      atMost: 0.005,
    },
    {
      name: `${line}: lowest bin from ${onFrom} GeV, unconverted`,
      ...minBin(unconverted, onFrom),
      atLeast: 0.99,
    },
    {
      name: `${line}: plateau from ${onFrom} GeV, unconverted`,
      ...efficiencyWithin(unconverted, onFrom),
    },
    { name: `${line}: plateau from ${onFrom} GeV, all photons`, ...plateau },
    lossToConversions(turnOn, efficiencyWithin(unconverted, onFrom), plateau),
  ];
}

function lossToConversions(
  { line, expectedLoss }: TurnOn,
  unconverted: Omit<Reading, 'name'>,
  all: Omit<Reading, 'name'>,
): Reading {
  const name = `${line}: share lost to conversions`;
  if (unconverted.value === null || all.value === null) return { name, value: null, unit: '' };
  const error = hypot((all.high! - all.low!) / 2, (unconverted.high! - unconverted.low!) / 2);
  const value = unconverted.value - all.value;
  const note =
    'difference of the two ' +
    `plateaus${expectedLoss === undefined ? '' : `; ${expectedLoss} expected`}`;
  return { name, value, low: value - error, high: value + error, unit: '', note };
}

/** How many photons convert at all, by the denominators of two curves. */
function convertedReading(curve: CurveLookup): Reading {
  const all = curve('energy, all, ids 5–14', 'lml6');
  const unconverted = curve('energy, ids 5–14', 'lml6');
  const [total, rest] = [all, unconverted].map((one) =>
    countWithin(one, 'selected', 0, one.selected.length),
  ) as [WeightedCount, WeightedCount];
  const converted = {
    n: total.n - rest.n,
    sumw: total.sumw - rest.sumw,
    sumw2: total.sumw2 - rest.sumw2,
  };
  const { efficiency, low, high } = efficiencyOf(all, total, converted);
  return {
    name: `photons converted before r = ${unconvertedRadius} cm, θ ids 5–14`,
    value: efficiency,
    low,
    high,
    unit: '',
  };
}

/** Rings at the ends of the barrel, where part of a shower leaves the cells. */
function edgeReadings(curve: CurveLookup): readonly Reading[] {
  return ['id 4', 'id 15'].flatMap((id) => {
    const edge = curve(`energy, ${id}`, 'lml6');
    return [
      {
        name: `lml6, θ ${id}: 1.3–1.4 GeV, unconverted`,
        ...efficiencyWithin(edge, 1.3, 1.4),
        atLeast: 0.88,
      },
      {
        name: `lml6, θ ${id}: 2.0–2.2 GeV, unconverted`,
        ...efficiencyWithin(edge, 2, 2.2),
        atLeast: 0.99,
      },
    ];
  });
}

const label = {
  lml6: 'lml6: one above 1 GeV',
  lml1: 'lml1: any above 2 GeV',
  lml13: 'lml13: one above 0.5 GeV',
} as const;

const plots: readonly PlotRequest[] = [
  {
    file: 'turn-on',
    title: 'Single-photon lines: photons not converted before the ECL',
    to: 3,
    marks: [0.5, 1, 2].map((at) => ({ at, label: `${at} GeV` })),
    series: [
      { curve: 'energy, ids 6–11', subject: 'lml13', label: label.lml13 },
      { curve: 'energy, ids 5–14', subject: 'lml6', label: label.lml6 },
      { curve: 'energy, ids 4–14', subject: 'lml1', label: label.lml1 },
    ],
  },
  {
    file: 'plateau',
    title: 'Plateaus of the single-photon lines, all photons',
    lowest: 0.9,
    series: [
      { curve: 'energy, all, ids 6–11', subject: 'lml13', label: label.lml13 },
      { curve: 'energy, all, ids 5–14', subject: 'lml6', label: label.lml6 },
      { curve: 'energy, all, ids 4–14', subject: 'lml1', label: label.lml1 },
    ],
  },
  {
    file: 'edges',
    title: 'lml6 at the ends of the barrel, unconverted photons',
    to: 3,
    series: [
      { curve: 'energy, ids 5–14', subject: 'lml6', label: 'θ ids 5–14' },
      { curve: 'energy, id 4', subject: 'lml6', label: 'θ id 4' },
      { curve: 'energy, id 15', subject: 'lml6', label: 'θ id 15' },
    ],
  },
  {
    file: 'mass',
    title: 'Dark photon: efficiency with the photon in the barrel (θ ids 4–15)',
    series: [
      { curve: 'mass, signal in barrel', subject: 'lml13', label: 'lml13 (θ ids 6–11)' },
      { curve: 'mass, signal in barrel', subject: 'lml6', label: 'lml6 (θ ids 4–15)' },
      { curve: 'mass, signal in barrel', subject: 'lml1', label: 'lml1 (θ ids 4–14)' },
      { curve: 'mass, signal in barrel', subject: 'single-photon', label: 'any of the family' },
    ],
  },
];

/**
 * Card `single-photon`: turn-on with E*, and the efficiency for dark photons against their mass.
 */
export const singlePhoton = defineCard({
  name: 'single-photon',
  title: 'Single-photon lines: turn-on with photon energy, efficiency for an invisible dark photon',
  doc:
    'Three quarters of the events are single photons, flat in E* from 0.2 to 5.5 GeV and in ' +
    `cosθ* over the ECL; the rest is e+e− → γA′(γ), in equal parts at ${masses.length} masses ` +
    'from 0.1 to 10 GeV.',
  events: 200_000,
  points: [
    {
      name: 'photon gun',
      generator: 'gun',
      share: 3 * masses.length,
      config: {
        pdg: 22,
        frame: 'cms',
        variable: 'energy',
        minimum: 0.2,
        maximum: 5.5,
        thetaMin: '15 deg',
        thetaMax: '160 deg',
      },
    },
    ...masses.map((mass) => ({
      name: `γA′, ${mass} GeV`,
      generator: 'dark-photon',
      share: 1,
      config: { mass },
    })),
  ],
  lines: ['lml1', 'lml2', 'lml4', 'lml6', 'lml7', 'lml13', 'hie'],
  families: ['single-photon'],
  selections,
  curves: [
    energyCurve('ids 6–11', ['lml13'], { live: true }),
    energyCurve('ids 5–14', ['lml6'], { live: true }),
    energyCurve('ids 4–14', ['lml1'], { live: true }),
    energyCurve('id 4', ['lml6'], { axis: coarseEnergyAxis }),
    energyCurve('id 15', ['lml6'], { axis: coarseEnergyAxis }),
    energyCurve('all, ids 6–11', ['lml13']),
    energyCurve('all, ids 5–14', ['lml6']),
    energyCurve('all, ids 4–14', ['lml1']),
    energyCurve('ids 2–3', ['lml2', 'lml7'], { axis: coarseEnergyAxis, live: true }),
    energyCurve('id 16', ['lml2', 'lml7'], { axis: coarseEnergyAxis }),
    energyCurve('id 17', ['lml4'], { axis: coarseEnergyAxis, live: true }),
    energyCurve('gun', ['hie', 'single-photon'], { live: true }),
    massCurve('signal in barrel', true),
    massCurve('signal', false),
  ],
  plots,
  readings: (curve) => [
    ...turnOns.flatMap((turnOn) => turnOnReadings(curve, turnOn)),
    ...edgeReadings(curve),
    convertedReading(curve),
  ],
});
