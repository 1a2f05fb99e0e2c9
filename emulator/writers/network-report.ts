import * as Plot from '@observablehq/plot';
import { curvatureEdges, type EvaluatedNetworks, missEdges } from '../derive/network-evaluation.js';
import type { Provenance } from '../derive/table-files.js';
import type { NamedContent } from './files.js';
import { framedPlot, type PlotFrame, seriesStyle } from './plot-frame.js';

/** Experts by their stereo super-layers. */
const labels = [
  '0: all stereo',
  '1: without 7',
  '2: without 5',
  '3: without 3',
  '4: without 1',
] as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The report of a training: what was learnt from how much, how the errors fell, and how the
 * networks do on other muons.
 */
export function networkReport(
  networks: EvaluatedNetworks,
  provenance: Provenance,
): readonly NamedContent[] {
  const caption = `belle2-l1 ${provenance.version}: ${provenance.command}`;
  return [
    ['report.md', reportText(networks, provenance)],
    ['losses.csv', lossesCsv(networks)],
    ['losses.svg', lossPlot(networks, caption)],
    ['residuals.svg', residualPlot(networks, caption)],
    ['resolution.svg', resolutionPlot(networks, caption)],
  ];
}

const trainingColumns = [
  'expert',
  'examples',
  'best epoch',
  'error in training',
  'in validation',
  'judged on',
  'z median [cm]',
  'z width [cm]',
] as const;

function reportText(
  { experts, evaluations }: EvaluatedNetworks,
  { command, version, tracks, text }: Provenance,
): string {
  const training = experts.map(({ examples, bestEpoch, losses }, expert) => {
    const best = losses[bestEpoch - 1];
    const errors = [best?.training, best?.validation].map((loss) => loss?.toExponential(2) ?? '–');
    const { tracks: judged, median, halfWidth } = evaluations[expert]!;
    return [
      labels[expert]!,
      examples,
      `${bestEpoch} of ${losses.length}`,
      ...errors,
      judged,
      centimetres(median),
      centimetres(halfWidth),
    ];
  });
  const widths = evaluations[0]!.halfWidths.map((_, bin) => {
    const [low, high] = [curvatureEdges[bin + 1]!, curvatureEdges[bin]!].map((curvature) =>
      (1 / curvature).toFixed(2),
    );
    return [
      `${low}–${high}`,
      ...evaluations.map(({ halfWidths }) => centimetres(halfWidths[bin]!)),
    ];
  });
  return `# Training of the networks

${text.join(' ')}

Made by \`${command}\` with version ${version}, from ${tracks} tracks. Errors are what the training
makes small, both outputs together, mean of the examples at the best epoch in validation. z less
the truth is of the fixed-point networks, on other muons of the same kind (the next seed); tracks
with all segments lend themselves to every expert, without one. A width is half the range of the
central 68 %.

${table(trainingColumns, training)}

${table(['width of z [cm] at pT [GeV]', ...labels], widths)}

![Errors by epoch](losses.svg)

![z less the truth](residuals.svg)

![Width of z less the truth against curvature](resolution.svg)
`;
}

const centimetres = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(2));

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const rule = header.map(() => '---');
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function lossesCsv({ experts }: EvaluatedNetworks): string {
  const rows = experts.flatMap(({ losses }, expert) =>
    losses.map(({ training, validation }, epoch) =>
      [expert, epoch + 1, training, validation].join(','),
    ),
  );
  return `expert,epoch,training,validation\n${rows.join('\n')}\n`;
}

function lossPlot({ experts }: EvaluatedNetworks, caption: string): string {
  const pointsOf = (kind: 'training' | 'validation') =>
    experts.map(({ losses }) =>
      losses.map((loss, epoch): Point => ({ x: epoch + 1, y: 1000 * loss[kind] })),
    );
  const frame = {
    title: 'Mean error by epoch: validation (lines), training (dots)',
    xName: 'Epoch',
    yName: 'Error [1/1000]',
    caption,
  };
  return picture(frame, {
    lines: pointsOf('validation'),
    dots: pointsOf('training'),
    radius: 1.6,
    logarithmic: true,
  });
}

function residualPlot({ evaluations }: EvaluatedNetworks, caption: string): string {
  const series = evaluations.map(({ shares }) =>
    shares.map(
      (share, bin): Point => ({ x: (missEdges[bin]! + missEdges[bin + 1]!) / 2, y: 100 * share }),
    ),
  );
  const frame = {
    title: 'z of the fixed-point networks less the truth',
    xName: 'z − z0 [cm]',
    yName: 'Tracks in 0.5 cm [%]',
    caption,
  };
  return picture(frame, { lines: series });
}

function resolutionPlot({ evaluations }: EvaluatedNetworks, caption: string): string {
  const series = evaluations.map(({ halfWidths }) =>
    halfWidths.flatMap((y, bin): readonly Point[] =>
      Number.isNaN(y) ? [] : [{ x: (curvatureEdges[bin]! + curvatureEdges[bin + 1]!) / 2, y }],
    ),
  );
  const frame = {
    title: 'Half width of the central 68 % of z less the truth',
    xName: 'Curvature, 1/pT [1/GeV]',
    yName: 'Width of z [cm]',
    caption,
  };
  return picture(frame, { lines: series, dots: series });
}

/** What is drawn of each expert. */
interface Drawn {
  readonly lines: readonly (readonly Point[])[];
  readonly dots?: readonly (readonly Point[])[];
  readonly radius?: number;
  /** Whether errors are on a logarithmic scale; otherwise y begins at 0. */
  readonly logarithmic?: boolean;
}

function picture(
  frame: Omit<PlotFrame, 'labels' | 'description'>,
  { lines, dots = [], radius = 3, logarithmic = false }: Drawn,
): string {
  const runs = lines.map((points, expert) => {
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined) return `${labels[expert]}: nothing`;
    return `${labels[expert]}: from ${first.y.toPrecision(3)} to ${last!.y.toPrecision(3)}`;
  });
  const axes = `${frame.yName} against ${frame.xName}`;
  const description = `${axes}. ${runs.join('. ')}. ${frame.caption}.`;
  // Nothing is known of an expert without examples.
  const points = [...lines, ...dots].flat().filter(({ y }) => Number.isFinite(y));
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const style = (expert: number) => ({ x: 'x', y: 'y', stroke: seriesStyle(expert).colour });
  const drawing = {
    x: { domain: points.length === 0 ? [0, 1] : [Math.min(...xs), Math.max(...xs)] },
    y: logarithmic
      ? { type: 'log' as const, domain: [0.9 * Math.min(...ys), 1.1 * Math.max(...ys)] }
      : { domain: [0, points.length === 0 ? 1 : 1.05 * Math.max(...ys)] },
    marks: [
      ...lines.map((line, expert) =>
        Plot.line(line, {
          ...style(expert),
          strokeWidth: 2,
          strokeDasharray: seriesStyle(expert).dash,
          strokeLinejoin: 'round',
        }),
      ),
      ...dots.map((list, expert) =>
        Plot.dot(list, { ...style(expert), fill: seriesStyle(expert).colour, r: radius }),
      ),
    ],
  };
  return framedPlot({ ...frame, labels, description }, drawing);
}
