// kernel: every Cherenkov photon that could be detected
import { speedOfLight } from '../base/constants.js';
import { cos, log, sin } from '../base/elementary.js';
import type { RandomStream } from '../base/random.js';
import { photonsPerLengthAndEnergy } from '../cherenkov.js';
import {
  barForward,
  barThickness,
  barWidth,
  detectorPlane,
  pmtActive,
  pmtColumns,
  pmtSize,
} from './geometry.js';
import { responseQuantiles } from './response-time.js';
import type { TopConfig } from './schema.js';
import { detectedSpectrum, type Spectrum } from './spectrum.js';

/**
 * Passage of a particle through a bar: where it crosses the middle of the bar, and how. Axes: x
 * across the bar, y away from the axis, z.
 */
export interface Passage {
  /** From the middle line of the bar, and in the laboratory [cm]. */
  x: number;
  z: number;
  /** There [ns]. */
  time: number;
  /** Unit vector of the direction. */
  dx: number;
  dy: number;
  dz: number;
  /** Velocity β, and charge squared [e²]. */
  velocity: number;
  chargeSquare: number;
}

const angleCount = 2048;
const cosines = Float64Array.from({ length: angleCount }, (_, angle) =>
  cos((2 * Math.PI * (angle + 0.5)) / angleCount),
);
const sines = Float64Array.from({ length: angleCount }, (_, angle) =>
  sin((2 * Math.PI * (angle + 0.5)) / angleCount),
);
/** Equally likely attenuations −ln(share left) that a photon survives. */
const depthCount = 4096;
const depths = Float64Array.from(
  { length: depthCount },
  (_, depth) => -log((depth + 0.5) / depthCount),
);

/** Above this mean the number of photons is drawn from a normal distribution. */
const manyPhotons = 30;
/** Grazing passages count as no longer than this [cm]. */
const maxPath = 10 * barThickness;

/**
 * Photons per length of path that would be detected if all light came through, of a unit charge and
 * at sin² = 1 of the Cherenkov angle.
 */
export function photonsPerLength(
  { collectionEfficiency, yieldScale }: TopConfig,
  { energy }: Spectrum,
): number {
  return (
    photonsPerLengthAndEnergy *
    energy *
    collectionEfficiency *
    (pmtActive / pmtSize) ** 2 *
    yieldScale
  );
}

/**
 * Makes the detected photons of passages. Each photon has a colour, its Cherenkov angle and a
 * random azimuth about the track; it is lost when it does not meet all faces beyond the angle of
 * total reflection, and goes on in a straight line of the unfolded bar otherwise: directly to the
 * photodetectors, or by way of the mirror.
 */
export class BarLight {
  /** Photons of the last passage. */
  count = 0;
  time = new Float32Array(256);
  pmt = new Uint8Array(256);
  readonly #random: RandomStream;
  readonly #spectrum;
  readonly #response: Float64Array;
  readonly #photonsPerLength: number;
  readonly #lossPerLength: number;
  readonly #surfaceLoss: number;
  readonly #mirrorLoss: number;

  constructor(config: TopConfig, random: RandomStream) {
    this.#random = random;
    this.#spectrum = detectedSpectrum(config.filterEdge);
    this.#response = responseQuantiles(config.jitter);
    this.#photonsPerLength = photonsPerLength(config, this.#spectrum);
    this.#lossPerLength = 1 / config.attenuationLength;
    this.#surfaceLoss = config.surfaceLoss;
    this.#mirrorLoss = -log(config.mirrorReflectivity);
  }

  /** Detected photons of a passage, into `time` and `pmt`. */
  shine(passage: Passage): void {
    const { dy, velocity, chargeSquare } = passage;
    this.count = 0;
    const sinSquare = 1 - this.#spectrum.meanInverseSquare / (velocity * velocity);
    if (!(sinSquare > 0)) return;
    const path = Math.min(maxPath, barThickness / dy);
    const mean = this.#photonsPerLength * chargeSquare * sinSquare * path;
    const random = this.#random;
    const made =
      mean < manyPhotons
        ? random.poisson(mean)
        : Math.max(0, Math.round(mean + Math.sqrt(mean) * random.gaussian()));
    if (made > this.time.length) {
      this.time = new Float32Array(2 * made);
      this.pmt = new Uint8Array(2 * made);
    }
    this.#propagate(passage, path, made);
  }

  #propagate({ x, z, time, dx, dy, dz, velocity }: Passage, path: number, made: number): void {
    const random = this.#random;
    const { inverseIndex, slowness } = this.#spectrum;
    const response = this.#response;
    const { time: times, pmt } = this;
    const lossPerLength = this.#lossPerLength;
    const lossAcross = this.#surfaceLoss / barWidth;
    const lossThrough = this.#surfaceLoss / barThickness;
    const mirrorLoss = this.#mirrorLoss;
    const perVelocity = 1 / velocity;
    const timePerPath = perVelocity / speedOfLight;
    const transverse = Math.sqrt(1 - dz * dz);
    const acrossX = dx / transverse;
    const acrossY = dy / transverse;
    let count = 0;
    for (let photon = 0; photon < made; photon++) {
      const draw = random.bits();
      const colour = draw & 255;
      const inverse = inverseIndex[colour];
      const cosine = inverse * perVelocity;
      if (cosine >= 1) continue;
      const sine = Math.sqrt(1 - cosine * cosine);
      const azimuth = (draw >>> 8) & (angleCount - 1);
      // Components along the track, and along two directions across it: towards z, and level.
      const up = sine * cosines[azimuth];
      const level = sine * sines[azimuth];
      const plane = cosine * transverse - up * dz;
      const kx = plane * acrossX + level * acrossY;
      const ky = plane * acrossY - level * acrossX;
      const trapped = 1 - inverse * inverse;
      if (kx * kx > trapped || ky * ky > trapped) continue;
      const kz = cosine * dz + up * transverse;
      const along = ((draw >>> 19) / 8192 - 0.5) * path;
      const from = z + along * dz;
      const direct = kz < 0;
      const length = direct
        ? (detectorPlane - from) / kz
        : (2 * barForward - from - detectorPlane) / kz;
      const other = random.bits();
      const depth =
        length * (lossPerLength + lossAcross * Math.abs(kx) + lossThrough * Math.abs(ky)) +
        (direct ? 0 : mirrorLoss);
      if (!(depth < depths[other & (depthCount - 1)])) continue;
      times[count] =
        time + along * timePerPath + length * slowness[colour] + response[(other >>> 12) & 1023];
      // Unfolded, faces across repeat with every width, every second one mirrored.
      const place = (x + along * dx + length * kx) / barWidth + 0.5;
      const folded = Math.abs(place - 2 * Math.round(place / 2));
      pmt[count] =
        Math.min(pmtColumns - 1, (folded * pmtColumns) | 0) + (other < 0 ? pmtColumns : 0);
      count++;
    }
    this.count = count;
  }
}
