import { beams } from '../../../detector/beams.js';
import { cm, degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges } from '../axis.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type DependencePlot,
  type PlotRequest,
} from '../define-card.js';
import { type ObserveContext, type ObservedBatch, variablesFrom } from '../../chain/observed.js';
import { displacedMuons } from '../observers/displaced-muons.js';
import { leadingParticle } from '../observers/leading-particle.js';
import {
  noiseLevels,
  noiseText,
  noisyChamber,
  type SeenTracks,
  seenColumns,
  type SingleCuts,
} from '../observers/noisy-chamber.js';
import type { Probe, Range, Selection } from '../../chain/observations.js';
import { efficiencyBeyond, efficiencyWithin, type Reading } from '../readings.js';
import { halfWidth } from '../observers/residuals.js';
import type { Variable } from '../../chain/observed.js';

/**
 * Who says where along the beam line a full track comes from, and the line that counts its tracks
 * from near the collision point.
 */
const methods = {
  fit: { text: '3-D fit', line: 'z' },
  network: { text: 'network', line: 'y' },
} as const;
type Method = keyof typeof methods;
const methodNames = Object.keys(methods) as readonly Method[];

const under = (name: string, hits: number): string => `${name}, ${noiseText(hits)}`;
const missOf = (method: Method, hits: number): string => under(`${method} miss`, hits);
const firedBy = (method: Method, hits: number): string => under(methods[method].line, hits);

const ownVariables: Readonly<Record<string, Variable>> = Object.fromEntries(
  noiseLevels.flatMap((hits) =>
    methodNames.flatMap((method): [string, Variable][] => [
      [
        missOf(method, hits),
        {
          label: 'z − z0',
          unit: 'cm',
          factor: cm,
          doc: under(`z of the ${methods[method].text} less the true one`, hits),
        },
      ],
      [
        firedBy(method, hits),
        {
          label: firedBy(method, hits),
          unit: '',
          factor: 1,
          doc: under(`1 when a track counts for ${methods[method].line}`, hits),
        },
      ],
    ]),
  ),
);
const probes: readonly Probe[] = noiseLevels.flatMap((hits) =>
  methodNames.map((method) => ({
    name: firedBy(method, hits),
    text: under(`a full track is near the collision point by the ${methods[method].text}`, hits),
    variable: firedBy(method, hits),
    range: [1, 2] as Range,
  })),
);
const answers = probes.map(({ name }) => name);

/** Ranges of pT [GeV] in which the width is taken. */
const ptEdges = [0.3, 0.38, 0.42, 0.5, 0.6, 0.8, 1.2, 2, 5].map((edge) => edge * GeV);
const ptBins = ptEdges.slice(1).map((high, bin) => ({ low: ptEdges[bin]!, high }));
const ptText = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `pT ${low}–${high} GeV`;
const quoted = [ptBins.at(-1)!, ptBins[1]!];

const collision = {
  decayRadius: [1e-9, Number.POSITIVE_INFINITY] as Range,
  theta: [36 * degree, 120 * degree] as Range,
};
const signal = 'collision';
const background = 'uniform z';
/** Beyond the cuts of both lines [cm]. */
const far = 50 * cm;
const selections: Readonly<Record<string, Selection>> = {
  [signal]: { text: 'muons of the collision in 36–120°', ranges: collision },
  [background]: {
    text: 'muons with z uniform in ±100 cm, in 36–120°',
    ranges: { decayRadius: [0, 1e-9] },
  },
  ...Object.fromEntries(
    ptBins.map((bin) => [
      ptText(bin),
      {
        text: `muons of the collision in 36–120°, ${ptText(bin)}`,
        ranges: { ...collision, pt: [bin.low, bin.high] as Range },
      },
    ]),
  ),
};

/** Fits of few hits miss by far: coarse bins beyond 100 cm. */
const missEdges = steppedEdges([
  [-1000 * cm, -100 * cm, 10 * cm],
  [-100 * cm, 100 * cm, 0.2 * cm],
  [100 * cm, 1000 * cm, 10 * cm],
]);
const missCurve = (method: Method, hits: number, sample: string): string =>
  `${missOf(method, hits)}, ${sample}`;

const curves: readonly CurveRequest[] = [
  {
    id: 'pT',
    title: 'Muons of the collision against transverse momentum',
    axis: { variable: 'pt', edges: Float64Array.from(ptEdges) },
    selection: signal,
    subjects: answers,
  },
  {
    id: 'z',
    title: 'Muons from along the beam line against z',
    axis: { variable: 'z0', edges: steppedEdges([[-100 * cm, 100 * cm, 5 * cm]]) },
    selection: background,
    subjects: answers,
    printed: false,
  },
  ...noiseLevels.flatMap((hits) =>
    methodNames.flatMap((method) =>
      ptBins.map(
        (bin): CurveRequest => ({
          id: missCurve(method, hits, ptText(bin)),
          title: `z of the ${methods[method].text} less the true one, ${under(ptText(bin), hits)}`,
          axis: { variable: missOf(method, hits), edges: missEdges },
          selection: ptText(bin),
          subjects: [firedBy(method, hits)],
          printed: false,
        }),
      ),
    ),
  ),
];

const bothLines = (curve: string): PlotRequest['series'] =>
  [0, 700].flatMap((hits) =>
    methodNames.map((method) => ({
      curve,
      subject: firedBy(method, hits),
      label: firedBy(method, hits),
    })),
  );
const plots: readonly PlotRequest[] = [
  {
    file: 'pt',
    title: 'Muons of the collision in 36–120°, against transverse momentum',
    lowest: 0.8,
    series: bothLines('pT'),
  },
  {
    file: 'z',
    title: 'Muons from along the beam line in 36–120°, against z',
    series: bothLines('z'),
  },
];

const widthIn = (
  curve: CurveLookup,
  method: Method,
  hits: number,
  bin: (typeof ptBins)[number],
): Omit<Reading, 'name'> =>
  halfWidth(curve(missCurve(method, hits, ptText(bin)), firedBy(method, hits)));

/** Widths of both, each at the geometric middle of its range. */
const dependences = (curve: CurveLookup): readonly DependencePlot[] =>
  noiseLevels.map((hits) => ({
    file: `width-${hits}`,
    title: `Resolution of z of the same full tracks, ${noiseText(hits)}`,
    xName: 'pT [GeV]',
    yName: 'Half of the central 68 % of z less the truth [cm]',
    series: methodNames.map((method) => ({
      label: methods[method].text,
      points: ptBins.flatMap((bin) => {
        const { value } = widthIn(curve, method, hits, bin);
        return value === null ? [] : [{ x: Math.sqrt(bin.low * bin.high), y: value }];
      }),
    })),
  }));

const readings = (curve: CurveLookup): readonly Reading[] =>
  noiseLevels.flatMap((hits) => [
    ...quoted.flatMap((bin) => [
      ...methodNames.map((method) => ({
        name: `z, half width of 68 %: ${methods[method].text}, ${under(ptText(bin), hits)}`,
        ...widthIn(curve, method, hits, bin),
      })),
      ...methodNames.map((method) => ({
        name: `${methods[method].line}: collision, 36–120°, ${under(ptText(bin), hits)}`,
        ...efficiencyWithin(curve('pT', firedBy(method, hits)), bin.low, bin.high),
      })),
    ]),
    ...methodNames.map((method) => ({
      name: `${methods[method].line}: uniform z, |z| > ${far / cm} cm, ${noiseText(hits)}`,
      ...efficiencyBeyond(curve('z', firedBy(method, hits)), far / cm),
    })),
  ]);

/**
 * z of the first neural track with a 3-D fit by both, less the true one; NaN without such a track.
 */
function missesOf(
  { cdc: { tracks3d }, neuro: { tracks } }: SeenTracks,
  z0: Float64Array,
): Readonly<Record<Method, Float64Array>> {
  const fit = new Float64Array(z0.length).fill(Number.NaN);
  const network = fit.slice();
  for (let event = 0; event < z0.length; event++) {
    const fitted = tracks3d.track.subarray(tracks3d.offsets[event], tracks3d.offsets[event + 1]);
    const own = tracks.track.subarray(tracks.offsets[event], tracks.offsets[event + 1]);
    const first = own.findIndex((track) => fitted.includes(track));
    if (first < 0) continue;
    fit[event] = tracks3d.z0[tracks3d.offsets[event]! + fitted.indexOf(own[first]!)]! - z0[event]!;
    network[event] = tracks.z[tracks.offsets[event]! + first]! - z0[event]!;
  }
  return { fit, network };
}

/**
 * 1 for events with a track that the line of each method counts; the vetoes of the lines stay out
 * of it.
 */
function countedBy(
  seen: SeenTracks,
  maxZ0: number,
  cuts: SingleCuts,
): Readonly<Record<Method, Float64Array>> {
  const { offsets, z0 } = seen.cdc.tracks3d;
  const { nearestZ } = seenColumns(seen, cuts);
  return {
    fit: nearestZ.map((_, event) =>
      Number(z0.subarray(offsets[event], offsets[event + 1]).some((z) => Math.abs(z) < maxZ0)),
    ),
    network: nearestZ.map((z) => Number(z < cuts.maxZ)),
  };
}

function variablesOf(context: ObserveContext) {
  const { beams: beamConfig, bits, triggers } = context.config;
  const muonOf = leadingParticle(13, beams(beamConfig).frame);
  const views = noiseLevels.map((noiseHits) => ({ noiseHits, finder: triggers.cdc.method }));
  const look = noisyChamber(context, views);
  return (batch: ObservedBatch): Record<string, Float64Array> => {
    const columns: Record<string, Float64Array> = muonOf(batch);
    look(batch).forEach((seen, level) => {
      const hits = noiseLevels[level]!;
      const misses = missesOf(seen, columns['z0']!);
      const counted = countedBy(seen, triggers.grl.maxZ0, bits['nn-single-track']);
      for (const method of methodNames) {
        columns[missOf(method, hits)] = misses[method];
        columns[firedBy(method, hits)] = counted[method];
      }
    });
    return columns;
  };
}

/** Card `z-fits`: the 3-D fit and the networks on tracks that have both. */
export const zFits = defineCard({
  name: 'z-fits',
  title: 'z of full tracks: the 3-D fit against the neural networks, on the same events',
  doc:
    'Single muons of 0.3 to 5 GeV, density 1/p, in 36–120°: half from the collision point, ' +
    'half with z uniform in ±100 cm. How far the 3-D fit and the networks miss z on tracks ' +
    'that have both, against pT, and how often their tracks count for the lines z (|z| < 35 ' +
    'cm) and y (20 cm), vetoes aside; without noise and with 160 and 700 noise hits within 512 ' +
    'ns.',
  events: 100_000,
  points: displacedMuons({ minimum: 0.3 * GeV, thetaMin: 36 * degree, thetaMax: 120 * degree }),
  lines: [],
  families: [],
  probes,
  selections,
  totals: signal,
  pdg: 13,
  ownVariables,
  variables: variablesFrom({ reads: [], uses: [] }, variablesOf),
  curves,
  plots,
  dependences,
  readings,
});
