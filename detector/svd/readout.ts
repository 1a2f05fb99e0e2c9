import { bucketPeriod } from '../base/constants.js';
import { pow } from '../base/elementary.js';
import { purpose, RandomStream } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import type { SvdConfig } from './schema.js';

/** Time between samples of the APV25, 31.44 ns: a sixteenth of the radio frequency. */
export const samplePeriod = 16 * bucketPeriod;
/**
 * Phases of the trigger within a sample.
 * @see basf2 svd/modules/svdSimulation/src/SVDDigitizerModule.cc
 */
const phaseCount = 4;
/** Samples of a strip at most; a hit has a column for each. */
export const maxSamples = 6;
const fewSamples = 3;
/**
 * Of the six samples, the first that is kept in three-sample events: the peak lies in the middle of
 * the three (our choice).
 */
const firstOfThree = 1;

/**
 * Clocks, as long as the time between samples, in which the APV25 sends a sample of its 128
 * channels (recalled, not verified).
 */
const clocksPerSample = 140;

/**
 * Time that the APV25 needs to send an event [ns]: 26.4 µs with six samples, 13.2 µs with three.
 */
export const readoutTime = (samples: number): number => samples * clocksPerSample * samplePeriod;

/** Samples of an event: how many, and when the first is taken [ns after the nominal collision]. */
export interface Sampling {
  samples: number;
  start: number;
}

/**
 * The sampling of an event, in the object that it returns, the same at each call: the clock's phase
 * and, in mixed mode, the number are drawn.
 * @param random is left behind these draws, for the noise of the event.
 */
export function samplingOf(
  { readout, threeSampleShare, firstSample }: SvdConfig,
  context: RunContext,
  random: RandomStream = new RandomStream(),
) {
  const sampling: Sampling = { samples: maxSamples, start: 0 };
  return (addresses: Addresses, event: number): Readonly<Sampling> => {
    seedAt(random, context, addresses, event, purpose.svdNoise);
    const phase = random.bits() & (phaseCount - 1);
    const three =
      readout === 'three' || (readout === 'mixed' && random.uniform() < threeSampleShare);
    sampling.samples = three ? fewSamples : maxSamples;
    sampling.start =
      firstSample - (phase * samplePeriod) / phaseCount + (three ? firstOfThree * samplePeriod : 0);
    return sampling;
  };
}

/**
 * Shape of a pulse `time` after its charge came [ns], 1 at its peak at a quarter of the shaping
 * time.
 * @see basf2 svd: a beta-prime form (recalled, not verified)
 */
export function pulseAt(time: number, shapingTime: number): number {
  if (time <= 0) return 0;
  const z = time / shapingTime;
  const fall = 1 / (1 + z);
  const fall2 = fall * fall;
  const fall4 = fall2 * fall2;
  return peakNorm * z * z * fall2 * fall4 * fall4;
}

/** z² (1 + z)⁻¹⁰ is largest at z = 1/4. */
const peakNorm = pow(1.25, 10) * 16;
