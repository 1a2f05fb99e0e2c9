// kernel: every sample of every strip with charge; AssemblyScript. How the APV25 samples;
// numbers and sources are told in readout.ts.
import { pow } from '../base/elementary.wasm';
import { RandomStream } from '../base/random.wasm';

/** z² (1 + z)⁻¹⁰ is largest at z = 1/4. */
const peakNorm: f64 = pow(1.25, 10) * 16;

/** Parameters of the sampling, 64 bits each, as readout.ts writes them; times in ns. */
export class Readout {
  /** Earliest first sample, time between samples, and phases of the trigger within that. */
  firstSample: f64;
  samplePeriod: f64;
  phaseCount: f64;
  /** Samples of most events, and of events with few, which start so much later. */
  manySamples: f64;
  fewSamples: f64;
  fewStart: f64;
  /** Share of events with few: 0 none, 1 all; nothing is drawn for either. */
  isMixed: f64;
  fewShare: f64;
}

/** Number of samples of the event drawn last. */
export let samples: i32 = 0;
/** When the first of them is taken [ns]. */
export let firstSampleTime: f64 = 0;

/** Draws the clock's phase and, in mixed mode, the number of samples of an event. */
export function drawSampling(readoutPlace: usize, stream: usize): void {
  const readout = changetype<Readout>(readoutPlace);
  const random = changetype<RandomStream>(stream);
  const phaseCount = readout.phaseCount;
  const phase = random.bits() & (<u32>phaseCount - 1);
  const few = readout.isMixed !== 0 ? random.uniform() < readout.fewShare : readout.fewShare !== 0;
  samples = <i32>(few ? readout.fewSamples : readout.manySamples);
  firstSampleTime =
    readout.firstSample -
    (<f64>phase * readout.samplePeriod) / phaseCount +
    (few ? readout.fewStart : 0);
}

/** `samples` for TypeScript. */
export function samplesDrawn(): i32 {
  return samples;
}

/** `firstSampleTime` for TypeScript. */
export function firstSampleDrawn(): f64 {
  return firstSampleTime;
}

/** Pulses of two times, as `pulseAt` of readout.ts. */
export function pulsesAt(times: v128, shapingTime: f64): v128 {
  const one = f64x2.splat(1);
  const z = f64x2.div(times, f64x2.splat(shapingTime));
  const fall = f64x2.div(one, f64x2.add(one, z));
  const fall2 = f64x2.mul(fall, fall);
  const fall4 = f64x2.mul(fall2, fall2);
  const rise = f64x2.mul(f64x2.mul(f64x2.splat(peakNorm), z), z);
  const pulses = f64x2.mul(f64x2.mul(f64x2.mul(rise, fall2), fall4), fall4);
  return v128.and(pulses, f64x2.gt(times, f64x2.splat(0)));
}

/** Pulse at a time, as `pulseAt` of readout.ts. */
export function stripPulseAt(time: f64, shapingTime: f64): f64 {
  return f64x2.extract_lane(pulsesAt(f64x2.splat(time), shapingTime), 0);
}
