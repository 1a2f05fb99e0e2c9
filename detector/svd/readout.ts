import { kernels } from '#kernels';
import { bucketPeriod } from '../base/constants.js';
import { placeTable } from '../base/kernel-column.js';
import { KernelStream } from '../base/kernel-stream.js';
import { purpose } from '../base/random.js';
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
const maxSamples = 6;
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

/** Where kernels find `Readout` of readout.wasm.ts. */
export const placeReadout = ({ readout, threeSampleShare, firstSample }: SvdConfig): number =>
  placeTable(
    Float64Array.of(
      firstSample,
      samplePeriod,
      phaseCount,
      maxSamples,
      fewSamples,
      firstOfThree * samplePeriod,
      Number(readout === 'mixed'),
      readout === 'mixed' ? threeSampleShare : Number(readout === 'three'),
    ),
  );

/** Samples of an event: how many, and when the first is taken [ns after the nominal collision]. */
export interface Sampling {
  readonly samples: number;
  readonly start: number;
}

/**
 * The sampling of an event: the clock's phase and, in mixed mode, the number of samples are drawn,
 * as the digitizer draws them before the noise.
 */
export function samplingOf(config: SvdConfig, context: RunContext) {
  const readout = placeReadout(config);
  const random = new KernelStream();
  return (addresses: Addresses, event: number): Sampling => {
    seedAt(random, context, addresses, event, purpose.svdNoise);
    kernels.drawSampling(readout, random.address);
    return { samples: kernels.samplesDrawn(), start: kernels.firstSampleDrawn() };
  };
}

/**
 * Shape of a pulse `time` after its charge came [ns], 1 at its peak at a quarter of the shaping
 * time.
 * @see basf2 svd: a beta-prime form (recalled, not verified)
 */
export const pulseAt = (time: number, shapingTime: number): number =>
  kernels.stripPulseAt(time, shapingTime);
