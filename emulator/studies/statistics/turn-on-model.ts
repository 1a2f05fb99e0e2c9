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

/** Share of the plateau and what it lacks, each with its own digits, and how it changes. */
interface Rise {
  readonly reached: number;
  readonly lacking: number;
  readonly byThreshold: number;
  readonly byWidth: number;
}

/** How far a turn-on has risen over a stretch, on average, with derivatives. */
export function riseOver({ from, to }: Stretch, { threshold, width }: TurnOn): Rise {
  const [a, b] = [(from - threshold) / width, (to - threshold) / width];
  if (a === b) {
    const density = normalDensity(a) / width;
    return {
      reached: normalBelow(a),
      lacking: normalBelow(-a),
      byThreshold: -density,
      byWidth: -a * density,
    };
  }
  // The smaller of the two shares is worked out, so that neither loses digits.
  const sign = a + b < 0 ? 1 : -1;
  const [tailA, tailB] = [normalBelow(sign * a), normalBelow(sign * b)];
  const [densityA, densityB] = [normalDensity(a), normalDensity(b)];
  const length = to - from;
  // ∫ Φ is uΦ + φ.
  const smaller = (width / length) * (b * tailB - a * tailA + sign * (densityB - densityA));
  return {
    reached: sign > 0 ? smaller : 1 - smaller,
    lacking: sign > 0 ? 1 - smaller : smaller,
    byThreshold: (sign * (tailA - tailB)) / length,
    byWidth: (densityB - densityA) / length,
  };
}

/** The efficiency of a turn-on at x. */
export const turnOnAt = (x: number, turnOn: TurnOn): number =>
  turnOn.plateau * normalBelow((x - turnOn.threshold) / turnOn.width);
