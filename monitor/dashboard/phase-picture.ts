import { cssColor } from './palette.js';

/** One ring's counts as they are drawn: `rows` of time since injection, `bins` of the turn. */
export interface PhaseCounts {
  /** Edges in time [ms]. */
  readonly edges: readonly number[];
  readonly bins: number;
  /** [us] */
  readonly turn: number;
  /** Row after row. */
  readonly counts: readonly (number | null)[];
}

/** From few to many, readable on light and dark ground and in grey (after the map viridis). */
const scale: readonly (readonly [red: number, green: number, blue: number])[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];

/** Colour of a share of the largest density, 0 to 1. */
export function scaleColor(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (scale.length - 1);
  const below = Math.min(scale.length - 2, Math.floor(place));
  const channel = (index: 0 | 1 | 2): number => {
    const [low, high] = [scale[below]?.[index] ?? 0, scale[below + 1]?.[index] ?? 0];
    return Math.round(low + (place - below) * (high - low));
  };
  return `rgb(${channel(0)} ${channel(1)} ${channel(2)})`;
}

/** Counts per millisecond of each bin: rows may differ in width. */
export function densities({ edges, bins, counts }: PhaseCounts): readonly number[] {
  return counts.map((count, index) => {
    const row = Math.floor(index / bins);
    const width = (edges[row + 1] ?? 0) - (edges[row] ?? 0);
    return width > 0 ? (count ?? 0) / width : 0;
  });
}

/** Share of the way from the smallest density above 0 to the largest, by their logarithms. */
export function logShare(density: number, least: number, most: number): number {
  if (density <= 0) return 0;
  return most > least ? Math.log(density / least) / Math.log(most / least) : 1;
}

const margin = { left: 46, right: 10, top: 8, bottom: 52 };
const font = '11px system-ui, -apple-system, "Segoe UI", sans-serif';

/** Draws the picture: phase to the right, time since injection downwards, colour scale below. */
export function drawPhase(canvas: HTMLCanvasElement, picture: PhaseCounts): void {
  const ratio = devicePixelRatio;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const context = canvas.getContext('2d');
  if (!context || width === 0) return;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  context.scale(ratio, ratio);
  context.font = font;
  const area = {
    left: margin.left,
    top: margin.top,
    width: width - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
  };
  const values = densities(picture);
  const positive = values.filter((value) => value > 0);
  const [least, most] = [Math.min(...positive, Infinity), Math.max(...positive, 0)];
  drawCells(context, picture, values, { area, least, most });
  drawAxes(context, picture, area);
  drawScale(context, area, height, [least, most]);
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function drawCells(
  context: CanvasRenderingContext2D,
  { edges, bins }: PhaseCounts,
  values: readonly number[],
  { area, least, most }: { readonly area: Area; readonly least: number; readonly most: number },
): void {
  const rows = edges.length - 1;
  context.fillStyle = cssColor('--bar');
  context.fillRect(area.left, area.top, area.width, area.height);
  values.forEach((value, index) => {
    if (value <= 0) return;
    const [row, bin] = [Math.floor(index / bins), index % bins];
    const left = Math.floor(area.left + (bin * area.width) / bins);
    const top = Math.floor(area.top + (row * area.height) / rows);
    context.fillStyle = scaleColor(logShare(value, least, most));
    context.fillRect(
      left,
      top,
      Math.ceil(area.left + ((bin + 1) * area.width) / bins) - left,
      Math.ceil(area.top + ((row + 1) * area.height) / rows) - top,
    );
  });
}

/** Rows are of equal height whatever their width in time is, so edges are written as they are. */
function drawAxes(
  context: CanvasRenderingContext2D,
  { edges, turn }: PhaseCounts,
  area: Area,
): void {
  const rows = edges.length - 1;
  context.fillStyle = cssColor('--muted');
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const step = Math.max(1, Math.ceil(rows / 6));
  for (let row = 0; row <= rows; row += step)
    context.fillText(
      Number((edges[row] ?? 0).toPrecision(3)).toString(),
      area.left - 6,
      Math.max(area.top + 5, area.top + (row * area.height) / rows),
    );
  context.save();
  context.translate(10, area.top + area.height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText('since injection [ms]', 0, 0);
  context.restore();
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (let microsecond = 0; microsecond <= turn; microsecond += 2)
    context.fillText(
      String(microsecond),
      area.left + (microsecond * area.width) / turn,
      area.top + area.height + 4,
    );
  context.textAlign = 'right';
  context.fillText(
    'after the bunch passes [µs]',
    area.left + area.width,
    area.top + area.height + 18,
  );
}

function drawScale(
  context: CanvasRenderingContext2D,
  { left, width }: Area,
  height: number,
  [least, most]: readonly [number, number],
): void {
  if (most === 0) return;
  const top = height - 12;
  const length = Math.min(120, width / 3);
  const text = (value: number): string => Number(value.toPrecision(2)).toString();
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillStyle = cssColor('--muted');
  const low = text(least);
  context.fillText(low, left, top + 4);
  const start = left + context.measureText(low).width + 6;
  for (let step = 0; step < length; step++) {
    context.fillStyle = scaleColor(step / length);
    context.fillRect(start + step, top, 1.5, 8);
  }
  context.fillStyle = cssColor('--muted');
  context.fillText(`${text(most)} a bin and ms`, start + length + 8, top + 4);
}
