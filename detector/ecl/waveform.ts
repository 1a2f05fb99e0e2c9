import { kernels } from '#kernels';
import { bucketPeriod } from '../base/constants.js';
import { placeTable } from '../base/kernel-column.js';
import { standingTable } from '../base/standing-table.js';
import { us } from '../base/units.js';
import { crystalPulse } from './pulse.js';

/**
 * Time between two samples of a crystal [ns].
 * @see basf2 ecl/digitization/include/EclConfiguration.h: 24 · 12 periods of the radio frequency
 */
export const sampleSpacing = 24 * 12 * bucketPeriod;
/**
 * Samples of a waveform before the start of a pulse in time, and from there on.
 * @see basf2 ecl/digitization/include/EclConfiguration.h: 31, of which 16 come before
 */
const pedestalSamples = 16;
const signalSamples = 15;

/**
 * What arrives outside of this leaves nothing in a waveform: it is longer before the first sample
 * than a pulse lasts, or behind the last one [ns].
 * @see basf2 BeamBkgMixer: window in which background is laid over events, −17.6 … +8.5 µs
 */
export const readOutWindow = { start: -17.6 * us, end: 8.5 * us } as const;

/** Steps of the table of weights per sample: straight lines between them are right to 4e-5. */
const stepsPerSample = 28;
const weightStep = sampleSpacing / stepsPerSample;
const firstStep = Math.floor(readOutWindow.start / weightStep);
const lastStep = Math.ceil(readOutWindow.end / weightStep);

/**
 * Energy that the fit of a waveform reads per energy deposited, by the time of the deposit against
 * the nominal one, over the read-out window: 1 for what is in time.
 *
 * The pedestal is the mean of the samples before the pulse, the amplitude that of least squares for
 * the pulse on the samples behind. So what comes some µs early sits in the pedestal and is taken
 * off: its weight is negative, and the weights of all times add up to nothing, the mean of a steady
 * background too.
 */
function depositWeights(): Float64Array {
  const lastSample = signalSamples - 1;
  const pulse = Float64Array.from(
    { length: lastSample * stepsPerSample - firstStep + 1 },
    (_, step) => crystalPulse(step * weightStep),
  );
  const template = Float64Array.from(
    { length: signalSamples },
    (_, sample) => pulse[sample * stepsPerSample],
  );
  const square = template.reduce((sum, value) => sum + value * value, 0);
  const sum = template.reduce((total, value) => total + value, 0);
  const perPedestal = -sum / (square * pedestalSamples);
  return Float64Array.from({ length: lastStep - firstStep + 1 }, (_, row) => {
    let weight = 0;
    for (let sample = -pedestalSamples; sample < signalSamples; sample++) {
      const since = sample * stepsPerSample - (row + firstStep);
      if (since < 0) continue;
      weight += pulse[since] * (sample < 0 ? perPedestal : template[sample] / square);
    }
    return weight;
  });
}

let isPlaced = false;

/** Gives the weights to the kernels, once in a thread. */
export function placeWaveform(): void {
  if (isPlaced) return;
  isPlaced = true;
  const { weights } = standingTable('ecl/weights', [], () => ({ weights: depositWeights() }));
  kernels.placeWaveform(placeTable(weights), weights.length, weightStep, firstStep, sampleSpacing);
}

/** Weight of a deposit at a time [ns] after the nominal one, from `depositWeights`. */
export function weightAt(time: number): number {
  placeWaveform();
  return kernels.depositWeightAt(time);
}
