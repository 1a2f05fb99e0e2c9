import { cos, exp, sin } from '../base/elementary.js';
import { lazily } from '../base/lazily.js';
import { us } from '../base/units.js';

/**
 * Pulse of a crystal behind preamplifier and shaper: light that decays, a differentiating stage, a
 * Bessel filter of two damped oscillations, smeared a little, and a slow undershoot.
 * @see basf2 ecl/digitization/src/shaperdsp.cc, default parameters, there in µs
 */
export const shaper = {
  /** Scintillation; about 1 µs is quoted for the main component of CsI(Tl) [ns]. */
  scintillation: 0.8494 * us,
  /** Differentiating stage [ns]. */
  differentiation: 0.6483 * us,
  /** Damped oscillations: decay time, and the time in which the phase moves by 1 rad [ns]. */
  stages: [
    { decay: 0.4017 * us, perRadian: 0.3741 * us },
    { decay: 0.8156 * us, perRadian: 0.5556 * us },
  ],
  /** Part of the pulse that comes half this early, half this late [ns]. */
  smearedShare: 0.2752,
  smearedBy: 0.2 * us,
  /** Undershoot per maximum of the pulse, once set in: 0.00144547 · 27.7221. */
  undershoot: 0.00144547 * 27.7221,
  /** Decay of the undershoot, and time of each of the six stages in which it sets in [ns]. */
  recovery: 4.7071 * us,
  onset: 0.4017 * us,
  onsetStages: 6,
} as const;

/** Where the maximum is looked for, and in which steps: to 1e-5 of its height [ns]. */
const latestPeak = 4 * us;
const peakStep = 10;

/** Response of the chain, smeared, and what makes the maximum of the pulse 1. */
const shape = lazily(() => {
  const response = chainResponse();
  const smeared = (time: number) =>
    (1 - shaper.smearedShare) * response(time) +
    (shaper.smearedShare / 2) *
      (response(time - shaper.smearedBy) + response(time + shaper.smearedBy));
  let peak = 0;
  for (let time = 0; time < latestPeak; time += peakStep)
    if (smeared(time) > smeared(peak)) peak = time;
  return { smeared, scale: (1 + undershootAt(peak)) / smeared(peak) };
});

/**
 * Pulse at a time after its start [ns], 1 at its maximum, 2.05 µs after the start; 0 before it.
 * The response to light is a sum of one exponential per pole of the chain (partial fractions).
 */
export function crystalPulse(time: number): number {
  if (time <= -shaper.smearedBy) return 0;
  const { smeared, scale } = shape();
  return scale * smeared(time) - undershootAt(time);
}

/** Undershoot at a time after the start of the pulse: an exponential that sets in by stages. */
function undershootAt(time: number): number {
  if (time <= 0) return 0;
  const stages = time / shaper.onset;
  let term = 1;
  let below = 1;
  for (let stage = 1; stage < shaper.onsetStages; stage++) {
    term *= stages / stage;
    below += term;
  }
  return shaper.undershoot * exp(-time / shaper.recovery) * (1 - exp(-stages) * below);
}

/** A complex number: real and imaginary part. */
type Complex = readonly [re: number, im: number];

function product([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

/** Response of the chain of stages to one flash of light, unscaled. */
function chainResponse(): (time: number) => number {
  const { scintillation, differentiation, stages } = shaper;
  const poles: readonly Complex[] = [
    [-1 / scintillation, 0],
    [-1 / differentiation, 0],
    ...stages.flatMap(({ decay, perRadian }): Complex[] => [
      [-1 / decay, 1 / perRadian],
      [-1 / decay, -1 / perRadian],
    ]),
  ];
  const residues = poles.map((pole): Complex => {
    const others = poles
      .filter((other) => other !== pole)
      .map(([re, im]): Complex => [(pole[0] - re) * us, (pole[1] - im) * us])
      .reduce(product);
    const square = others[0] ** 2 + others[1] ** 2;
    return [others[0] / square, -others[1] / square];
  });
  return (time) => {
    if (time <= 0) return 0;
    let sum = 0;
    poles.forEach(([re, im], pole) => {
      const [cosine, sine] = residues[pole];
      sum += exp(re * time) * (cosine * cos(im * time) - sine * sin(im * time));
    });
    return sum;
  };
}
