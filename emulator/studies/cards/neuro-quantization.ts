import { beams } from '../../../detector/beams.js';
import { cm, degree, GeV } from '../../../detector/base/units.js';
import { type NeuroConfig, neuroObjects } from '../../../triggers/cdc/neuro.js';
import type { NeuroObjects } from '../../../triggers/cdc/objects.js';
import { uniformEdges } from '../axis.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type PlotRequest,
} from '../define-card.js';
import { type ObserveContext, type ObservedBatch, variablesFrom } from '../../chain/observed.js';
import { leadingParticle } from '../observers/leading-particle.js';
import type { Probe, Selection } from '../../chain/observations.js';
import { efficiencyWithin, type Reading } from '../readings.js';
import { meanOf, nearlyAll } from '../observers/residuals.js';
import type { Variable } from '../../chain/observed.js';

/**
 * Differences of z that the card looks at: where they come from, and the arithmetic of inputs and
 * network before and after.
 */
const differences = [
  {
    name: 'both',
    from: { inputs: 'float', network: 'float' },
    to: { inputs: 'fixed', network: 'fixed' },
  },
  {
    name: 'network',
    from: { inputs: 'fixed', network: 'float' },
    to: { inputs: 'fixed', network: 'fixed' },
  },
  {
    name: 'inputs',
    from: { inputs: 'float', network: 'float' },
    to: { inputs: 'fixed', network: 'float' },
  },
] as const;

const differenceOf = (name: string): string => `difference-${name}`;
const compared = 'compared';

const ownVariables: Readonly<Record<string, Variable>> = {
  ...Object.fromEntries(
    differences.map(({ name }) => [
      differenceOf(name),
      {
        label: 'Δz',
        unit: 'cm',
        factor: cm,
        doc: `z of the first neural track in fixed less in floating point: ${name}`,
      },
    ]),
  ),
  decisions: {
    label: 'decisions',
    unit: '',
    factor: 1,
    doc: '1 when only one of the two forms is within the cut of the single-track trigger',
  },
};

const selections: Readonly<Record<string, Selection>> = {
  [compared]: { text: 'muons with a neural track in both forms', ranges: { decisions: [0, 2] } },
};
const differ = 'decisions differ';
const probes: readonly Probe[] = [
  {
    name: differ,
    text: 'within the |z| of the single-track trigger in one form only',
    variable: 'decisions',
    range: [1, 2],
  },
];

const differenceCurve = (name: string): string => `Δz, ${name}`;
const curves: readonly CurveRequest[] = [
  ...differences.map(
    ({ name }): CurveRequest => ({
      id: differenceCurve(name),
      title: `Fixed less floating point: ${name}`,
      axis: { variable: differenceOf(name), edges: uniformEdges(-2 * cm, 2 * cm, 400) },
      selection: compared,
      subjects: [differ],
      printed: false,
    }),
  ),
  {
    id: 'z0',
    title: 'Tracks decided differently, against the true z',
    axis: { variable: 'z0', edges: uniformEdges(-50 * cm, 50 * cm, 20) },
    selection: compared,
    subjects: [differ],
  },
];

const plots: readonly PlotRequest[] = [
  {
    file: 'decisions',
    title: 'Tracks decided differently in fixed and in floating point, against z',
    series: [{ curve: 'z0', subject: differ, label: differ }],
  },
];

function readings(curve: CurveLookup): readonly Reading[] {
  return [
    ...differences.flatMap(({ name }) => {
      const distribution = curve(differenceCurve(name), differ);
      const limited = name === 'both';
      return [
        {
          name: `|Δz| of 99 %: ${name}`,
          ...nearlyAll(distribution),
          ...(limited && { atMost: 0.5 }),
        },
        {
          name: `mean Δz: ${name}`,
          ...meanOf(distribution),
          ...(limited && { atLeast: -0.15, atMost: 0.15 }),
        },
      ];
    }),
    { name: 'decisions differ', ...efficiencyWithin(curve('z0', differ), -50, 50), atMost: 0.004 },
  ];
}

/** z of the first neural track of each event in each arithmetic; NaN without one. */
function firstZ({ tracks: { offsets, z } }: NeuroObjects): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, event) =>
    offsets[event]! < offsets[event + 1]! ? z[offsets[event]!]! : Number.NaN,
  );
}

function quantizationOf({ config }: ObserveContext) {
  const { singleMaxZ } = config.bits['nn-single-track'];
  const muonOf = leadingParticle(13, beams(config.beams).frame);
  const form = (arithmetic: Pick<NeuroConfig, 'inputs' | 'network'>) =>
    neuroObjects({ ...config.triggers.neuro, ...arithmetic });
  const finders = differences.map(({ from, to }) => ({ from: form(from), to: form(to) }));
  return (batch: ObservedBatch<never, 'cdc'>): Record<string, Float64Array> => {
    const columns: Record<string, Float64Array> = muonOf(batch);
    finders.forEach(({ from, to }, index) => {
      const before = firstZ(from(batch.objects.cdc));
      const after = firstZ(to(batch.objects.cdc));
      columns[differenceOf(differences[index]!.name)] = after.map((z, event) => z - before[event]!);
      if (index !== 0) return;
      columns['decisions'] = after.map((z, event) => {
        const other = before[event]!;
        return Number.isNaN(z - other)
          ? Number.NaN
          : Number(Math.abs(z) < singleMaxZ !== Math.abs(other) < singleMaxZ);
      });
    });
    return columns;
  };
}

/** Card `neuro-quantization`: what the fixed point of the neural z trigger costs. */
export const neuroQuantization = defineCard({
  name: 'neuro-quantization',
  title: 'Neural z trigger: fixed point against floating point',
  doc:
    'Single muons of 0.4 to 5 GeV, density 1/p, with z uniform in ±50 cm: how far z of the ' +
    'same track moves through the rounding of the inputs and of the network, and how often the ' +
    'cut of the single-track trigger decides differently.',
  events: 100_000,
  points: [13, -13].map((pdg) => ({
    name: `muons, ${pdg}`,
    generator: 'gun',
    share: 1,
    config: {
      pdg,
      frame: 'lab',
      variable: 'momentum',
      minimum: 0.4 * GeV,
      maximum: 5 * GeV,
      spectrum: 'inverse',
      thetaMin: 36 * degree,
      thetaMax: 120 * degree,
      vertex: { beamSpot: false, zMin: -50 * cm, zMax: 50 * cm },
    },
  })),
  lines: ['stt'],
  families: [],
  probes,
  selections,
  totals: compared,
  pdg: 13,
  ownVariables,
  variables: variablesFrom({ reads: [], uses: ['cdc'] }, quantizationOf),
  curves,
  plots,
  readings,
});
