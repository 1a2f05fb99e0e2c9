import { kernels } from '#kernels';
import { cos, log, sin } from '../base/elementary.js';
import { KernelColumn, placeTable } from '../base/kernel-column.js';
import { lazily } from '../base/lazily.js';
import { standingTable } from '../base/standing-table.js';
import { photonsPerLengthAndEnergy } from '../cherenkov.js';
import { barThickness, barWidth, pmtActive, pmtSize } from './geometry.js';
import { placeBars } from './kernel-bars.js';
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
const depthCount = 4096;

/**
 * Cosine and sine of azimuths, and equally likely attenuations −ln(share left) that a photon
 * survives.
 */
const lightTable = () =>
  standingTable('top/light', [], () => ({
    cosines: atAngles(cos),
    sines: atAngles(sin),
    depths: Float64Array.from(
      { length: depthCount },
      (_, depth) => -log((depth + 0.5) / depthCount),
    ),
  }));

const atAngles = (value: (angle: number) => number): Float64Array =>
  Float64Array.from({ length: angleCount }, (_, angle) =>
    value((2 * Math.PI * (angle + 0.5)) / angleCount),
  );

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

/** What all light of a thread shares in the memory of the kernels. */
const memory = lazily(() => {
  placeBars();
  const { cosines, sines, depths } = lightTable();
  return {
    /** Numbers of a configuration in the order of `Yield` in light.wasm.ts. */
    numbers: new KernelColumn(Float64Array, 6),
    cosines: placeTable(cosines),
    sines: placeTable(sines),
    depths: placeTable(depths),
  };
});

/**
 * Tells the kernels what light a configuration gives, as often as the returned function is called.
 * There each photon has a colour, its Cherenkov angle and a random azimuth about the track; it is
 * lost when it does not meet all faces beyond the angle of total reflection, and goes on in a
 * straight line of the unfolded bar otherwise: directly to the photodetectors, or by way of the
 * mirror.
 */
export function barLight(config: TopConfig): () => void {
  const spectrum = detectedSpectrum(config.filterEdge);
  const quantiles = responseQuantiles(config.jitter);
  const { surfaceLoss } = config;
  const numbers = Float64Array.of(
    photonsPerLength(config, spectrum),
    spectrum.meanInverseSquare,
    1 / config.attenuationLength,
    surfaceLoss / barWidth,
    surfaceLoss / barThickness,
    -log(config.mirrorReflectivity),
  );
  const placed = lazily(() => ({
    inverseIndex: placeTable(spectrum.inverseIndex),
    slowness: placeTable(spectrum.slowness),
    response: placeTable(quantiles),
  }));
  return () => {
    const held = memory();
    const { inverseIndex, slowness, response } = placed();
    kernels.setTopLight(
      held.numbers.place(numbers),
      inverseIndex,
      slowness,
      response,
      held.cosines,
      held.sines,
      held.depths,
    );
  };
}
