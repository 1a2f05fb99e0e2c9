import type { DisplayPalette } from './palette.js';
import { label, tag } from './svg.js';

/** Room for the vertical axis to the left of a view [px]. */
export const axisLeft = 54;
const axisBottom = 36;
const axisTop = 6;
/** Room to the right of a view [px]. */
export const axisRight = 8;

/** A rectangle of the detector on the drawing: `a` to the right, `b` upward [cm]. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly x: (a: number) => number;
  readonly y: (b: number) => number;
  readonly aRange: readonly [number, number];
  readonly bRange: readonly [number, number];
}

/** @param scale pixels per cm. */
export function makeFrame(
  aRange: readonly [number, number],
  bRange: readonly [number, number],
  scale: number,
): Frame {
  return {
    width: axisLeft + (aRange[1] - aRange[0]) * scale + axisRight,
    height: axisTop + (bRange[1] - bRange[0]) * scale + axisBottom,
    scale,
    aRange,
    bRange,
    x: (a) => axisLeft + (a - aRange[0]) * scale,
    y: (b) => axisTop + (bRange[1] - b) * scale,
  };
}

/** The scale at which a rectangle with its axes is `width` pixels wide. */
export const scaleFor = (aRange: readonly [number, number], width: number): number =>
  (width - axisLeft - axisRight) / (aRange[1] - aRange[0]);

/**
 * Distances between ticks [cm], of which the first with enough room is taken, and that room [px].
 */
const tickSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500] as const;
const tickRoom = 45;

/** Ticks at round distances and the names of both axes. */
export function drawAxes(
  frame: Frame,
  palette: DisplayPalette,
  names: readonly [a: string, b: string],
): string {
  const { x, y, aRange, bRange, scale } = frame;
  const step = tickSteps.find((candidate) => candidate * scale >= tickRoom) ?? 500;
  const left = x(aRange[0]);
  const bottom = y(bRange[0]);
  const text = { 'font-size': 11, fill: palette.muted };
  const ticksA = ticks(aRange, step).map(
    (a) =>
      tag('line', { x1: x(a), x2: x(a), y1: bottom, y2: bottom + 4, stroke: palette.muted }) +
      label(x(a), bottom + 15, minus(a), { ...text, 'text-anchor': 'middle' }),
  );
  const ticksB = ticks(bRange, step).map(
    (b) =>
      tag('line', { x1: left - 4, x2: left, y1: y(b), y2: y(b), stroke: palette.muted }) +
      label(left - 7, y(b) + 4, minus(b), { ...text, 'text-anchor': 'end' }),
  );
  const middle = (y(bRange[0]) + y(bRange[1])) / 2;
  return [
    ...ticksA,
    ...ticksB,
    label((left + x(aRange[1])) / 2, bottom + 30, names[0], {
      'font-size': 12,
      fill: palette.ink,
      'text-anchor': 'middle',
    }),
    tag(
      'g',
      { transform: `translate(11 ${middle.toFixed(1)}) rotate(-90)` },
      label(0, 0, names[1], { 'font-size': 12, fill: palette.ink, 'text-anchor': 'middle' }),
    ),
  ].join('');
}

function ticks([low, high]: readonly [number, number], step: number): readonly number[] {
  const first = Math.ceil(low / step);
  return Array.from(
    { length: Math.floor(high / step) - first + 1 },
    (_, index) => (first + index) * step,
  );
}

/** A number with a true minus sign. */
export const minus = (value: number | string): string => String(value).replace(/^-/, '−');
