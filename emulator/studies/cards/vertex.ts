import { pow } from '../../../detector/base/elementary.js';
import { variablesFrom } from '../../chain/observed.js';
import { degree, GeV, um } from '../../../detector/base/units.js';
import { earlyAzimuths, type PixelLayers, pixelLayers } from '../../../detector/pxd/geometry.js';
import { steppedEdges } from '../axis.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type DependencePlot,
  type PlotRequest,
} from '../define-card.js';
import type { Probe, Range, Selection } from '../../chain/observations.js';
import { efficiencyWithin, type Reading } from '../readings.js';
import { halfWidth } from '../observers/residuals.js';
import {
  layerNumbers,
  type ResidualKind,
  residualName,
  unfittedName,
  vertexResolutions,
  vertexVariables,
} from '../../offline/vertexing/resolutions.js';

const single: Range = [1, 2];
const pair: Range = [2, 3];

/** Edges of p β sin³ᐟ²θ between which the width of a distribution is taken [GeV]. */
const stiffnessEdges = [0.2, 0.3, 0.45, 0.7, 1, 1.5, 2.5, 5].map((edge) => edge * GeV);
const stiffnessBins = stiffnessEdges
  .slice(1)
  .map((high, bin) => ({ low: stiffnessEdges[bin]!, high }));
const binText = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${low}–${high} GeV`;
const stiffest = stiffnessBins.at(-1)!;

const early = 'where layer 2 always was';
const pairs = { μμ: 13, ππ: 211 } as const;
type PairName = keyof typeof pairs;
const pairNames = Object.keys(pairs) as PairName[];

const selections: Readonly<Record<string, Selection>> = {
  'single muons': { text: 'single muons', ranges: { tracks: single } },
  ...Object.fromEntries(
    stiffnessBins.map((bin) => [
      binText(bin),
      {
        text: `single muons of p β sin³ᐟ²θ in ${binText(bin)}`,
        ranges: { tracks: single, stiffness: [bin.low, bin.high] as const },
      },
    ]),
  ),
  [early]: {
    text: `single muons of ${binText(stiffest)}, φ of 85–135°`,
    ranges: { tracks: single, stiffness: [stiffest.low, stiffest.high], phi: earlyAzimuths },
  },
  ...Object.fromEntries(
    pairNames.map((name) => [
      name,
      { text: `${name}`, ranges: { tracks: pair, kind: [pairs[name], pairs[name] + 1] as const } },
    ]),
  ),
};

const layersText = (option: PixelLayers): string =>
  `${layerNumbers[option]} pixel ${option === 'one' ? 'layer' : 'layers'}`;

/** A residual that counts as small: twice the resolution of the best tracks, about. */
const near = { d0: 25 * um, z0: 35 * um } as const;
const trackKinds = ['d0', 'z0'] as const satisfies readonly ResidualKind[];
const pairKinds = ['flight', 'z'] as const satisfies readonly ResidualKind[];
const nearName = (kind: keyof typeof near, option: PixelLayers): string =>
  `${kind} within ${near[kind] / um} µm, ${layerNumbers[option]} PXD`;

const unfittedProbe = (option: PixelLayers): string => `not fitted, ${layerNumbers[option]} PXD`;

const nearProbes: readonly Probe[] = trackKinds.flatMap((kind) =>
  pixelLayers.map((option) => ({
    name: nearName(kind, option),
    text: `fitted ${kind} within ${near[kind] / um} µm of the truth with ${layersText(option)}`,
    variable: residualName(kind, option),
    range: [-near[kind], near[kind]] as const,
  })),
);
/** Which tracks no residual is of: without a fit they are in no distribution. */
const unfitted: readonly Probe[] = pixelLayers.map((option) => ({
  name: unfittedProbe(option),
  text: `a track has no fit with ${layersText(option)}`,
  variable: unfittedName(option),
  range: [1, Number.POSITIVE_INFINITY] as const,
}));

/** Curves whose selected events are a distribution need a subject, which is not looked at. */
const anySubject = nearName('d0', 'two');

const residualEdges = steppedEdges([
  [-2000 * um, -200 * um, 20 * um],
  [-200 * um, 200 * um, 1 * um],
  [200 * um, 2000 * um, 20 * um],
]);
const distributionId = (kind: ResidualKind, option: PixelLayers, selection: string): string =>
  `${residualName(kind, option)}, ${selection}`;

const unfittedId = (selection: string): string => `not fitted, ${selection}`;

const distribution = (
  kind: ResidualKind,
  option: PixelLayers,
  selection: string,
): CurveRequest => ({
  id: distributionId(kind, option, selection),
  title: `${vertexVariables[residualName(kind, option)]!.label} with ${layersText(option)}`,
  axis: { variable: residualName(kind, option), edges: residualEdges },
  selection,
  subjects: [anySubject],
  printed: false,
});

const curves: readonly CurveRequest[] = [
  {
    id: 'share',
    title: 'Single muons with a fit near the truth',
    axis: { variable: 'stiffness', edges: Float64Array.from(stiffnessEdges) },
    selection: 'single muons',
    subjects: nearProbes.map(({ name }) => name),
  },
  ...pixelLayers.flatMap((option) => [
    ...trackKinds.flatMap((kind) =>
      [...stiffnessBins.map(binText), early].map((selection) =>
        distribution(kind, option, selection),
      ),
    ),
    ...pairKinds.flatMap((kind) => pairNames.map((name) => distribution(kind, option, name))),
  ]),
  ...['single muons', ...pairNames].map((selection) => ({
    id: unfittedId(selection),
    title: `Events of ${selection} with a track that is not fitted`,
    axis: { variable: 'tracks', edges: Float64Array.of(0.5, 1.5, 2.5) },
    selection,
    subjects: unfitted.map(({ name }) => name),
    printed: false,
  })),
];

const widthOf = (curve: CurveLookup, kind: ResidualKind, option: PixelLayers, selection: string) =>
  halfWidth(curve(distributionId(kind, option, selection), anySubject));

/** Width against p β sin³ᐟ²θ, each bin at its geometric middle. */
function widths(
  curve: CurveLookup,
  kind: ResidualKind,
  option: PixelLayers,
): readonly { readonly x: number; readonly y: number }[] {
  return stiffnessBins.flatMap((bin) => {
    const { value } = widthOf(curve, kind, option, binText(bin));
    return value === null ? [] : [{ x: Math.sqrt(bin.low * bin.high), y: value }];
  });
}

/** a and b of σ² = a² + b²/x²: least squares with errors of σ² in proportion to it. */
function twoTerms(points: readonly { readonly x: number; readonly y: number }[]): {
  readonly a: number | null;
  readonly b: number | null;
} {
  let [ww, wt, tt, wy, ty] = [0, 0, 0, 0, 0];
  for (const { x, y } of points) {
    const weight = pow(y, -4);
    const term = pow(x, -2);
    ww += weight;
    wt += weight * term;
    tt += weight * term * term;
    wy += weight * y * y;
    ty += weight * term * y * y;
  }
  const determinant = ww * tt - wt * wt;
  if (points.length < 3 || determinant <= 0) return { a: null, b: null };
  return {
    a: Math.sqrt(Math.max(0, (wy * tt - ty * wt) / determinant)),
    b: Math.sqrt(Math.max(0, (ty * ww - wy * wt) / determinant)),
  };
}

function trackReadings(
  curve: CurveLookup,
  kind: 'd0' | 'z0',
  option: PixelLayers,
): readonly Reading[] {
  const { a, b } = twoTerms(widths(curve, kind, option));
  const form = `${kind}, ${layerNumbers[option]} PXD: σ = a ⊕ b/(p β sin³ᐟ²θ)`;
  const stiff = {
    name: `${kind}, ${layerNumbers[option]} PXD: width at ${binText(stiffest)}`,
    ...widthOf(curve, kind, option, binText(stiffest)),
  };
  return [
    { ...stiff, ...(kind === 'd0' && option === 'two' && { atMost: 20, tuned: true }) },
    {
      name: `${kind}, ${layerNumbers[option]} PXD: width at ${binText(stiffnessBins[3]!)}`,
      ...widthOf(curve, kind, option, binText(stiffnessBins[3]!)),
    },
    { name: `${form}, a`, value: a, unit: 'µm' },
    { name: `${form}, b`, value: b, unit: 'µm GeV' },
  ];
}

/** Of how many events a track is in no distribution, because it has no fit. */
const unfittedReadings = (curve: CurveLookup): readonly Reading[] =>
  ['single muons', ...pairNames].flatMap((selection) =>
    pixelLayers.map((option) => ({
      name: `${selection}, ${layerNumbers[option]} PXD: with a track that is not fitted`,
      ...efficiencyWithin(curve(unfittedId(selection), unfittedProbe(option)), 0),
    })),
  );

function readings(curve: CurveLookup): readonly Reading[] {
  return [
    ...trackKinds.flatMap((kind) =>
      pixelLayers.flatMap((option) => trackReadings(curve, kind, option)),
    ),
    ...pixelLayers.map((option) => ({
      name: `d0, ${layerNumbers[option]} PXD: width ${early}`,
      ...widthOf(curve, 'd0', option, early),
    })),
    ...pairNames.flatMap((name) =>
      pairKinds.flatMap((kind) =>
        pixelLayers.map((option) => ({
          name:
            `vertex of ${name}, ` +
            `${kind === 'z' ? 'z' : name === 'ππ' ? 'along the flight' : 'across the tracks'}, ` +
            `${layerNumbers[option]} PXD`,
          ...widthOf(curve, kind, option, name),
        })),
      ),
    ),
    ...unfittedReadings(curve),
  ];
}

const plots: readonly PlotRequest[] = trackKinds.map((kind) => ({
  file: `${kind}-share`,
  title: `Single muons fitted within ${near[kind] / um} µm in ${kind}`,
  series: pixelLayers.map((option) => ({
    curve: 'share',
    subject: nearName(kind, option),
    label: layersText(option),
  })),
}));

const dependences = (curve: CurveLookup): readonly DependencePlot[] =>
  trackKinds.map((kind) => ({
    file: `${kind}-resolution`,
    title: `Resolution of ${kind}`,
    xName: 'p β sin³ᐟ²θ [GeV]',
    yName: `Half of the central 68 % of ${kind} less the truth [µm]`,
    series: pixelLayers.map((option) => ({
      label: layersText(option),
      points: widths(curve, kind, option),
    })),
  }));

/**
 * Card `vertex`: resolution of impact parameters and vertices for three choices of pixel layers.
 */
export const vertex = defineCard({
  name: 'vertex',
  title: 'Impact parameters and vertices with one, 1.5 and two pixel layers',
  doc:
    'Single muons of 0.25 to 5 GeV, μμ(γ), and pairs of pions from a vertex up to 3 mm away: ' +
    'helix fits to the clusters of pixels and strips with the covariance of multiple ' +
    'scattering, each with the pixel layers of three options; tracks without a fit are counted. ' +
    'Hits belong to their track; trigger lines play no part.',
  events: 60_000,
  points: [
    ...[13, -13].map((pdg) => ({
      name: `muons, ${pdg}`,
      generator: 'gun',
      share: 2,
      config: {
        pdg,
        frame: 'lab',
        variable: 'momentum',
        minimum: 0.25 * GeV,
        maximum: 5 * GeV,
        spectrum: 'inverse',
        thetaMin: 25 * degree,
        thetaMax: 145 * degree,
      },
    })),
    {
      name: 'μμ(γ)',
      generator: 'mumu',
      share: 1,
      config: { thetaMin: 30 * degree, thetaMax: 150 * degree },
    },
    {
      name: 'ππ',
      generator: 'prongs',
      share: 1,
      config: {
        particles: '211 -211',
        topology: 'opening',
        openingMin: '30 deg',
        openingMax: '120 deg',
        vertex: { radiusMax: '0.3 cm' },
      },
    },
  ],
  lines: [],
  families: [],
  probes: [...nearProbes, ...unfitted],
  selections,
  totals: 'single muons',
  ownVariables: vertexVariables,
  variables: variablesFrom({ reads: ['pxd', 'svd'], uses: [] }, vertexResolutions),
  curves,
  plots,
  dependences,
  readings,
});
