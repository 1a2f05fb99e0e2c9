/** Puts the name of each curve beside its rise, where curves of different thresholds are apart. */

/** A curve as it is drawn, with the name to put beside it. */
export interface LabelledCurve {
  readonly name: string;
  /** Points on the canvas [px], x increasing, y downwards. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A rectangle on the canvas [px], from its upper left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface PlacedLabel {
  readonly name: string;
  readonly box: Box;
  /** Point of the curve that the label belongs to. */
  readonly anchor: readonly [x: number, y: number];
}

/** Heights of the plot tried in turn, as a share from its foot. */
const heights = [0.5, 0.36, 0.64, 0.22, 0.78, 0.1, 0.43, 0.57, 0.29, 0.71];
const gap = 10;

/**
 * Places for the names of as many curves as there is room for, the first curves first; no two
 * labels overlap.
 */
export function placeLabels(
  curves: readonly LabelledCurve[],
  plot: Box,
  sizeOf: (name: string) => Pick<Box, 'width' | 'height'>,
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const { name, points } of curves) {
    const size = sizeOf(name);
    const candidates = [
      ...heights.flatMap((height) => crossing(points, plot, height)),
      ...lastPoint(points),
    ];
    const labels = candidates.map((anchor) => ({ name, anchor, box: beside(anchor, size, plot) }));
    // Without room there is no label; colour, dashes and the chips still tell the curve.
    const free = labels.find(({ box }) => placed.every((other) => !overlap(box, other.box)));
    if (free) placed.push(free);
  }
  return placed;
}

/** Where the curve first rises through a height. */
function crossing(
  points: LabelledCurve['points'],
  plot: Box,
  height: number,
): readonly (readonly [number, number])[] {
  const y = plot.top + plot.height * (1 - height);
  for (let index = 1; index < points.length; index++) {
    const [x0, y0] = points[index - 1] ?? [0, 0];
    const [x1, y1] = points[index] ?? [0, 0];
    if (y0 > y && y1 <= y) return [[x0 + ((x1 - x0) * (y0 - y)) / (y0 - y1), y]];
  }
  return [];
}

const lastPoint = (points: LabelledCurve['points']): readonly (readonly [number, number])[] =>
  points.slice(-1);

/** Right of the anchor, or left of it where the plot ends. */
function beside(
  [x, y]: readonly [number, number],
  { width, height }: Pick<Box, 'width' | 'height'>,
  plot: Box,
): Box {
  const right = x + gap;
  const left = right + width <= plot.left + plot.width ? right : x - gap - width;
  const top = Math.min(plot.top + plot.height - height, Math.max(plot.top, y - height / 2));
  return { left, top, width, height };
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;
