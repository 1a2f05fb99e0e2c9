import { normalBelow, normalDensity } from './normal.js';

/**
 * A turn-on: ε(x) = plateau · ½ [1 + erf((x − threshold) / (√2 width))], the integral of a normal
 * distribution, which is what a sharp cut does to a quantity that is measured with normal errors.
 */
export interface TurnOn {
  /** Where half of the plateau is reached. */
  readonly threshold: number;
  /** Standard deviation of the errors, above 0. */
  readonly width: number;
  /** Efficiency far above, 0 to 1. */
  readonly plateau: number;
}

/** Where an efficiency is known: a bin, whose events are spread evenly, or (from = to) a point. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Share of the plateau and what it lacks, each with its own digits, and how it changes: derivatives
 * by threshold and width, once and twice.
 */
export interface Rise {
  readonly reached: number;
  readonly lacking: number;
  readonly byThreshold: number;
  readonly byWidth: number;
  readonly byThresholdTwice: number;
  readonly byBoth: number;
  readonly byWidthTwice: number;
}

/** Where a stretch begins or ends, in widths from the threshold. */
interface Edge {
  readonly u: number;
  /** Φ(−|u|), with all its digits. */
  readonly tail: number;
  readonly density: number;
}

const edgeAt = (u: number): Edge => ({
  u,
  tail: normalBelow(-Math.abs(u)),
  density: normalDensity(u),
});

/**
 * How far a turn-on has risen over a stretch, on average, with derivatives; for stretch after
 * stretch: where one begins at the end of the one before, that edge is not worked out again.
 */
export function risesOf({ threshold, width }: TurnOn): (stretch: Stretch) => Rise {
  let last = edgeAt(0);
  return ({ from, to }) => {
    const [a, b] = [(from - threshold) / width, (to - threshold) / width];
    const begin = a === last.u ? last : edgeAt(a);
    if (a === b) return riseAt(begin, width);
    last = edgeAt(b);
    return riseBetween(begin, last, width, to - from);
  };
}

function riseAt({ u, tail, density }: Edge, width: number): Rise {
  return {
    reached: u > 0 ? 1 - tail : tail,
    lacking: u > 0 ? tail : 1 - tail,
    byThreshold: -density / width,
    byWidth: -u * (density / width),
    byThresholdTwice: -u * (density / (width * width)),
    byBoth: (1 - u * u) * (density / (width * width)),
    byWidthTwice: u * (2 - u * u) * (density / (width * width)),
  };
}

function riseBetween(begin: Edge, end: Edge, width: number, length: number): Rise {
  const [a, b] = [begin.u, end.u];
  // The smaller of the two shares is worked out, so that neither loses digits.
  const sign = a + b < 0 ? 1 : -1;
  const tailA = sign * a > 0 ? 1 - begin.tail : begin.tail;
  const tailB = sign * b > 0 ? 1 - end.tail : end.tail;
  // ∫ Φ is uΦ + φ.
  const smaller = (width / length) * (b * tailB - a * tailA + sign * (end.density - begin.density));
  return {
    reached: sign > 0 ? smaller : 1 - smaller,
    lacking: sign > 0 ? 1 - smaller : smaller,
    byThreshold: (sign * (tailA - tailB)) / length,
    byWidth: (end.density - begin.density) / length,
    byThresholdTwice: (end.density - begin.density) / (length * width),
    byBoth: (b * end.density - a * begin.density) / (length * width),
    byWidthTwice: (b * b * end.density - a * a * begin.density) / (length * width),
  };
}

/** The efficiency of a turn-on at x. */
export const turnOnAt = (x: number, turnOn: TurnOn): number =>
  turnOn.plateau * normalBelow((x - turnOn.threshold) / turnOn.width);
