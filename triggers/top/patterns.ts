import { parseConfig } from '../../detector/base/config.js';
import { speedOfLight } from '../../detector/base/constants.js';
import { asin, hypot, log } from '../../detector/base/elementary.js';
import { KernelStream } from '../../detector/base/kernel-stream.js';
import { purpose } from '../../detector/base/random.js';
import { GeV, MHz } from '../../detector/base/units.js';
import { bendingRadius, solenoidField } from '../../detector/field.js';
import { lightOfPassages } from '../../detector/top/deposit.js';
import {
  barBackward,
  barDistance,
  barForward,
  barWidth,
  pmtCount,
} from '../../detector/top/geometry.js';
import type { Passage } from '../../detector/top/light.js';
import { topSchema } from '../../detector/top/schema.js';
import { rawCount, slotTimeUnit, systemClockShift } from './clock.js';

/**
 * A bin of the patterns [ns], bins that they cover, and the same in system clocks: a time within a
 * clock may add one.
 */
export const patternBin = slotTimeUnit * rawCount;
const patternLength = 64;
const coarseLength = (patternLength >> systemClockShift) + 1;
/** Zeros before time 0 in a row of the fine table, so that no hit looks beyond its row. */
export const fineMargin = 80;
/** Elements of a row of the fine table. */
export const fineStride = 256;
/** Zeros before time 0 in a row of the coarse table. */
export const coarseMargin = 16;
/** Elements of a row of the coarse table. */
export const coarseStride = 64;
/** Units of log likelihood in 1. */
export const likelihoodScale = 16;

/**
 * Photons that a slot with a track is expected to have, and background in its photodetectors: they
 * weigh a pattern against none.
 */
const expectedPhotons = 25;
const expectedNoise = 1.8 * MHz * pmtCount * patternBin;
/** Tracks from which a pattern is made, and the least of their transverse momenta. */
const tracksPerSegment = 500;
const minPt = 0.5 * GeV;

/**
 * Log likelihood ratio of one hit against background [1/16], by segment and time since the
 * collision. Elements hold two ratios, 16 bits each, so that one sum over hits gives two.
 */
interface SlotPatterns {
  readonly segmentCount: number;
  /**
   * Row `segment` starts at `segment · fineStride`; element `fineMargin` is time 0 [2 raw counts].
   * Low half: for that time, high half: for the time before, that is for a collision one later.
   */
  readonly fine: Int32Array;
  /**
   * The same in system clocks, for a collision anywhere within its clock. Row `pair`: low half
   * segment 2 · pair, high half the next one.
   */
  readonly coarse: Int32Array;
}

/**
 * Hits of a slot beyond this number are not compared: sums of them fit 16 bits, and words have 10
 * for the number.
 */
export const maxCompared = 511;

/**
 * Patterns of all segments: arrival times of light from fast tracks of the collision point, of both
 * charges, uniform along the segment, across the bar and in 1/pT. Made with the photon model of the
 * detector at its nominal parameters and a fixed seed: they are part of the trigger, the same in
 * every run.
 * @see D-118
 */
export function slotPatterns(segmentCount: number): SlotPatterns {
  const random = new KernelStream();
  const light = lightOfPassages(parseConfig(topSchema, {}, 'patterns of the TOP trigger'));
  const fine = new Int32Array(segmentCount * fineStride);
  const coarse = new Int32Array(Math.ceil(segmentCount / 2) * coarseStride);
  for (let segment = 0; segment < segmentCount; segment++) {
    random.seed(0, 0, segmentCount, segment, purpose.topDeposit);
    const density = arrivalTimes(
      light,
      random,
      segment / segmentCount,
      (segment + 1) / segmentCount,
    );
    density.map(likelihoodRatio(1)).forEach((ratio, bin) => {
      const at = segment * fineStride + fineMargin + bin;
      fine[at] += ratio;
      fine[at + 1] += ratio << 16;
    });
    inClocks(density)
      .map(likelihoodRatio(1 << systemClockShift))
      .forEach((ratio, clock) => {
        coarse[(segment >> 1) * coarseStride + coarseMargin + clock] +=
          ratio << (16 * (segment & 1));
      });
  }
  return { segmentCount, fine, coarse };
}

const likelihoodRatio =
  (bins: number) =>
  (share: number): number =>
    Math.round(likelihoodScale * log(1 + (expectedPhotons * share) / (expectedNoise * bins)));

/**
 * Share of the photons in each bin after the collision, for tracks between two places along the
 * bar, from 0 to 1.
 */
function arrivalTimes(
  light: ReturnType<typeof lightOfPassages>,
  random: KernelStream,
  from: number,
  to: number,
): Float64Array {
  const shares = new Float64Array(patternLength);
  let photons = 0;
  for (let track = 0; track < tracksPerSegment; track++) {
    const passage = passageAt(from + ((to - from) * (track + 0.5)) / tracksPerSegment, random);
    const times = light(passage, random);
    photons += times.length;
    for (const time of times) {
      const bin = Math.floor(time / patternBin);
      if (bin >= 0 && bin < patternLength) shares[bin]++;
    }
  }
  return shares.map((count) => count / photons);
}

/** A fast track of the collision point that crosses a bar at a place along it. */
function passageAt(place: number, random: KernelStream): Passage {
  const z = barBackward + place * (barForward - barBackward);
  // Uniform in 1/pT for both charges: −1 to 1 times that of the slowest.
  const perPt = 2 * random.uniform() - 1;
  const bend = (perPt * barDistance) / (2 * bendingRadius(minPt, solenoidField));
  const arc = bend === 0 ? barDistance : (barDistance * asin(bend)) / bend;
  const path = hypot(arc, z);
  const dz = z / path;
  const dt = arc / path;
  return {
    x: (random.uniform() - 0.5) * barWidth,
    z,
    time: path / speedOfLight,
    dx: dt * bend,
    dy: dt * Math.sqrt(1 - bend * bend),
    dz,
    velocity: 1,
    chargeSquare: 1,
  };
}

/**
 * The same in system clocks, the mean over all bins of a clock in which the collision may have
 * been.
 */
function inClocks(density: Float64Array): Float64Array {
  const clock = 1 << systemClockShift;
  const shares = new Float64Array(coarseLength);
  for (let bin = 0; bin < patternLength; bin++) {
    for (let phase = 0; phase < clock; phase++)
      shares[(bin + phase) >> systemClockShift] += density[bin] / clock;
  }
  return shares;
}
