import { lazily } from '../base/lazily.js';
import { us } from '../base/units.js';
import { regions } from './rings.js';
import type { EclConfig } from './schema.js';
import { readOutWindow, weightAt } from './waveform.js';

/**
 * Time over which the fast sums of the trigger see soft photons: so much σ² for each photon of
 * unit energy in unit time (assumed: a shaper of 0.5 µs).
 */
const cellResponse = 0.5 * us;

const integrationStep = 10;

/**
 * The same of the fit of a crystal's waveform: the square of its weights over all times (Campbell's
 * theorem), 2.76 µs. The experiment's monitor takes 2.53 µs for the noise of a waveform.
 * @see basf2 ecl/modules/eclDQM, ECLHitRateCounter: σ² = (1 MeV)² · 2.53 µs · rate
 */
const fitResponse = lazily((): number => {
  let sum = 0;
  for (let time = readOutWindow.start; time < readOutWindow.end; time += integrationStep)
    sum += integrationStep * weightAt(time) ** 2;
  return sum;
});

/** Noise of a region of the calorimeter, electronics and soft photons together. */
export interface RegionNoise {
  /** σ of what a crystal reads [GeV]. */
  readonly crystal: number;
  /** What a crystal adds to the noise of its trigger cell, as a share of that. */
  readonly cellShare: number;
}

/**
 * Noise of each of `regions`. Photons and neutrons of some MeV come so often that many lie in each
 * waveform: none is seen by itself, all together make noise. Without them it is the electronics.
 * @param levels of each region: so many times as many photons as the configuration says
 */
export function regionNoise(
  { noise, pileUp }: EclConfig,
  levels?: readonly number[],
): readonly RegionNoise[] {
  return regions.map(({ name }, region) => {
    const rate = pileUp[name] * (levels?.[region] ?? 1);
    if (rate === 0) return { crystal: noise, cellShare: 1 };
    const square = rate * pileUp.energy * pileUp.energy;
    const crystal = Math.sqrt(noise * noise + square * fitResponse());
    return { crystal, cellShare: Math.sqrt(noise * noise + square * cellResponse) / crystal };
  });
}
