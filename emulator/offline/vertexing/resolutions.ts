import { atan2, hypot, pow } from '../../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { degree, GeV, um } from '../../../detector/base/units.js';
import type { Particles } from '../../../detector/particles.js';
import { pxdClusters } from '../../../detector/pxd/clusters.js';
import { isInstalled, type PixelLayers, pixelLayers } from '../../../detector/pxd/geometry.js';
import { svdClusters } from '../../../detector/svd/clusters.js';
import type { ObserveContext, ObservedBatch } from '../../chain/observed.js';
import type { Variable } from '../../chain/observed.js';
import { type ExpectedTrack, expectedTracks } from './expected.js';
import { measureTrack } from './measure.js';
import {
  fitTrack,
  type TrackModel,
  trackParameters,
  type TrackStart,
  withMeasurements,
} from './track-fit.js';
import { fitVertex, type VertexTrack } from './vertex-fit.js';

/** Pixel layers that a fit uses of those that are there, as a number. */
export const layerNumbers = {
  one: '1',
  'one-and-a-half': '1.5',
  two: '2',
} as const satisfies Readonly<Record<PixelLayers, string>>;
/** What is compared with the truth. */
const residualKinds = ['d0', 'z0', 'flight', 'z'] as const;
/** Which difference from the truth: of an impact parameter, or of a vertex of two tracks. */
export type ResidualKind = (typeof residualKinds)[number];

/** Name of the variable that holds a difference from the truth for a choice of pixel layers. */
export const residualName = (kind: ResidualKind, layers: PixelLayers): string =>
  `${kind}-${layers}`;

/** Name of the variable that counts the tracks without a fit for a choice of pixel layers. */
export const unfittedName = (layers: PixelLayers): string => `unfitted-${layers}`;

const residualTexts: Readonly<
  Record<ResidualKind, { readonly label: string; readonly doc: string }>
> = {
  d0: { label: 'Δd0', doc: 'distance of the first track from its vertex in the transverse plane' },
  z0: {
    label: 'Δz0',
    doc: 'z of the first track where it is nearest to its vertex, less that of the vertex',
  },
  flight: {
    label: 'Δ(flight)',
    doc:
      'vertex of two tracks less the truth, across the line between their directions: along ' +
      'the flight of a parent',
  },
  z: { label: 'Δz', doc: 'z of the vertex of two tracks less the truth' },
};

/**
 * Variables of the vertex study: what flies, and each difference from the truth for each choice of
 * pixel layers.
 */
export const vertexVariables: Readonly<Record<string, Variable>> = {
  tracks: { label: 'N(tracks)', unit: '', factor: 1, doc: 'charged particles of the collision' },
  kind: { label: '|PDG|', unit: '', factor: 1, doc: '|PDG code| of the first of them' },
  stiffness: {
    label: 'p β sin³ᐟ²θ',
    unit: 'GeV',
    factor: GeV,
    doc: 'momentum as multiple scattering sees it in the transverse plane',
  },
  phi: {
    label: 'φ',
    unit: 'deg',
    factor: degree,
    doc: 'azimuth of the first track, −180° to 180°',
  },
  ...Object.fromEntries(
    pixelLayers.map((layers) => [
      unfittedName(layers),
      {
        label: 'N(not fitted)',
        unit: '',
        factor: 1,
        doc:
          'of the first two tracks those without a fit, for fewer than three sensors saw them or ' +
          `the fit has no solution; with ${layerNumbers[layers]} PXD`,
      },
    ]),
  ),
  ...Object.fromEntries(
    residualKinds.flatMap((kind) =>
      pixelLayers.map((layers) => [
        residualName(kind, layers),
        {
          label: residualTexts[kind].label,
          unit: 'µm',
          factor: um,
          doc: `${residualTexts[kind].doc}; with ${layerNumbers[layers]} PXD`,
        },
      ]),
    ),
  ),
};

/**
 * Relative error of pT from the chamber: of pT [GeV] and of 1/β.
 * @see Belle II TDR, arXiv:1011.0352, tracking (recalled, not verified)
 */
const chamberPerMomentum = 0.0019;
const chamberPerInverseBeta = 0.003;
/** Least coordinates that make a track: of three sensors. */
const minMeasurements = 6;

/**
 * The variables of the vertex detector's card: tracks of each event are fitted with the clusters of
 * one, 1.5 and two pixel layers.
 */
export function vertexResolutions({
  seed,
  config,
}: ObserveContext): (batch: ObservedBatch<'pxd' | 'svd'>) => Record<string, Float64Array> {
  const context = { seed };
  const expect = expectedTracks(config, context);
  const findStrips = svdClusters(config.svd, context);
  const random = new RandomStream();
  return (batch) => {
    const { eventCount, particles, addresses, hits } = batch;
    const columns = Object.fromEntries(
      Object.keys(vertexVariables).map((name) => [
        name,
        new Float64Array(eventCount).fill(Number.NaN),
      ]),
    );
    const expected = expect(particles, addresses);
    const clusters = { pixels: pxdClusters(hits.pxd), strips: findStrips(hits.svd, addresses) };
    for (let event = 0; event < eventCount; event++) {
      const tracks = expected[event]!;
      random.seed(
        seed,
        addresses.run,
        addresses.slice[event]!,
        addresses.index[event]!,
        purpose.trackFit,
      );
      columns['tracks']![event] = tracks.length;
      if (tracks.length === 0) continue;
      describeFirst(particles, tracks[0]!, event, columns);
      const measured = tracks.slice(0, 2).map((track) => {
        const start = startOf(particles, track, config.transport.field);
        return {
          start,
          pull: random.gaussian(),
          model: measureTrack(start, track, { event, ...clusters }),
        };
      });
      for (const option of pixelLayers) {
        const fits = measured.map((track) => fitWith(option, track));
        columns[unfittedName(option)]![event] = fits.filter((fit) => fit === undefined).length;
        compareWithTruth(fits, option, event, columns);
      }
    }
    return columns;
  };
}

function startOf(
  { x, y, z, px, py, pz }: Particles,
  { row, mass, charge }: ExpectedTrack,
  field: number,
): TrackStart {
  return {
    vertex: [x[row]!, y[row]!, z[row]!],
    momentum: [px[row]!, py[row]!, pz[row]!],
    charge,
    mass,
    field,
  };
}

function describeFirst(
  { pdg, px, py, pz }: Particles,
  { row, mass }: ExpectedTrack,
  event: number,
  columns: Record<string, Float64Array>,
): void {
  const pt = hypot(px[row]!, py[row]!);
  const p = hypot(pt, pz[row]!);
  columns['kind']![event] = Math.abs(pdg[row]!);
  columns['stiffness']![event] = (p * p * pow(pt / p, 1.5)) / hypot(p, mass);
  columns['phi']![event] = atan2(py[row]!, px[row]!);
}

interface MeasuredTrack {
  readonly start: TrackStart;
  readonly pull: number;
  readonly model: TrackModel;
}

/** A fit with the pixels of some layers; undefined when too little is left. */
function fitWith(
  option: PixelLayers,
  { start, pull, model }: MeasuredTrack,
): VertexTrack | undefined {
  const used = withMeasurements(
    model,
    ({ crossing }) => crossing.detector === 'svd' || isInstalled(crossing.sensor, option),
  );
  if (used.measurements.length < minMeasurements) return undefined;
  const [px, py, pz] = start.momentum;
  const pt = hypot(px, py);
  const inverseBeta = hypot(pt, pz, start.mass) / hypot(pt, pz);
  const relativeError = hypot(chamberPerMomentum * pt, chamberPerInverseBeta * inverseBeta);
  const fit = fitTrack(used, { relativeError, pull });
  return fit && { ...fit, direction: [px / pt, py / pt, pz / pt] };
}

function compareWithTruth(
  [first, second]: readonly (VertexTrack | undefined)[],
  option: PixelLayers,
  event: number,
  columns: Record<string, Float64Array>,
): void {
  if (first === undefined) return;
  columns[residualName('d0', option)]![event] = first.parameters[trackParameters.d0]!;
  columns[residualName('z0', option)]![event] = first.parameters[trackParameters.z0]!;
  if (second === undefined) return;
  const { parameters } = fitVertex([first, second]);
  const [x, y] = [
    first.direction[0] - second.direction[0],
    first.direction[1] - second.direction[1],
  ];
  columns[residualName('flight', option)]![event] =
    (-y * parameters[0]! + x * parameters[1]!) / hypot(x, y);
  columns[residualName('z', option)]![event] = parameters[2]!;
}
