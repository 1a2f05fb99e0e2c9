import { parseConfig } from '../../detector/base/config.js';
import { speedOfLight } from '../../detector/base/constants.js';
import { asin, hypot } from '../../detector/base/elementary.js';
import { KernelStream } from '../../detector/base/kernel-stream.js';
import { purpose } from '../../detector/base/random.js';
import { GeV } from '../../detector/base/units.js';
import { bendingRadius, solenoidField } from '../../detector/field.js';
import { lightOfPassages } from '../../detector/top/deposit.js';
import { barBackward, barDistance, barForward, barWidth } from '../../detector/top/geometry.js';
import type { Passage } from '../../detector/top/light.js';
import { topSchema } from '../../detector/top/schema.js';
import { rawCount, slotTimeUnit } from './clock.js';

/** Bin of the times of arrival [ns]. */
export const patternBin = slotTimeUnit * rawCount;
/** Bins that follow the collision. */
export const patternLength = 64;
/** Tracks through each segment, and the least of their transverse momenta. */
export const tracksPerSegment = 500;
const minPt = 0.5 * GeV;

/** Photons of the tracks through a segment. */
export interface Arrivals {
  /** By bin after the collision, `patternLength` of them. */
  readonly bins: readonly number[];
  /** All of them, later ones too. */
  readonly photons: number;
}

/**
 * Arrival times of light from fast tracks of the collision point in each segment of a bar: of both
 * charges, uniform along the segment, across the bar and in 1/pT. Made with the photon model of the
 * detector at its nominal parameters and a seed of their own.
 */
export function* arrivalsOf(
  segmentCount: number,
  tracks: number,
  seed: number,
): Generator<Arrivals> {
  const random = new KernelStream();
  const light = lightOfPassages(parseConfig(topSchema, {}, 'patterns of the TOP trigger'));
  for (let segment = 0; segment < segmentCount; segment++) {
    random.seed(seed, 0, segmentCount, segment, purpose.topDeposit);
    const [from, to] = [segment / segmentCount, (segment + 1) / segmentCount];
    const bins = Array.from({ length: patternLength }, () => 0);
    let photons = 0;
    for (let track = 0; track < tracks; track++) {
      const passage = passageAt(from + ((to - from) * (track + 0.5)) / tracks, random);
      const times = light(passage, random);
      photons += times.length;
      for (const time of times) {
        const bin = Math.floor(time / patternBin);
        if (bin >= 0 && bin < patternLength) bins[bin]!++;
      }
    }
    yield { bins, photons };
  }
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
