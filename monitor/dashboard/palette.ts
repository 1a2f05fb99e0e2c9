/** How a curve is told from the others: by colour, by dashes and by its label. */
export interface CurveStyle {
  readonly color: string;
  /** Lengths of strokes and gaps [CSS pixels]; empty for a solid line. */
  readonly dash: readonly number[];
}

/** Dashes that go with the colours `--curve-1` … `--curve-8` of the style sheet. */
const dashes: readonly (readonly number[])[] = [
  [],
  [9, 4],
  [2, 4],
  [],
  [9, 4],
  [11, 4, 2, 4],
  [5, 3],
  [2, 3, 6, 3],
];

/**
 * Style of the curve with this index: eight colours with their dashes, then again from the first.
 */
export function curveStyle(index: number): CurveStyle {
  const slot = index % dashes.length;
  return { color: cssColor(`--curve-${slot + 1}`), dash: dashes[slot] ?? [] };
}

/** A custom property of the page in its present colour scheme. */
export const cssColor = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The same colour, see-through. */
export const translucent = (color: string, percent: number): string =>
  `color-mix(in srgb, ${color} ${percent}%, transparent)`;
