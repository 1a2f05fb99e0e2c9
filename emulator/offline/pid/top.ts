// kernel: every photon of a module, for each species and each way through the bar
import { speedOfLight } from '../../../detector/base/constants.js';
import { cos, exp, hypot, log, sin } from '../../../detector/base/elementary.js';
import { velocity } from '../../../detector/cherenkov.js';
import type { Arcs } from '../../../detector/propagation/arcs.js';
import { Crossing } from '../../../detector/top/crossing.js';
import {
  barForward,
  barThickness,
  barWidth,
  detectorPlane,
  pmtColumns,
} from '../../../detector/top/geometry.js';
import type { TopHits } from '../../../detector/top/hits.js';
import { photonsPerLength } from '../../../detector/top/light.js';
import { responseCount, responseQuantiles } from '../../../detector/top/response-time.js';
import type { TopConfig } from '../../../detector/top/schema.js';
import { colourCount, detectedSpectrum } from '../../../detector/top/spectrum.js';
import type { PidConfig } from '../../chain/pid-schema.js';
import { species, speciesCount, speciesMass, speciesPdg } from './species.js';
import type { PidTrack } from './tracks.js';

/** Colours over which sums go, evenly likely. */
const colourSteps = 8;
const colours = Array.from({ length: colourSteps }, (_, step) =>
  Math.floor(((step + 0.5) * colourCount) / colourSteps),
);
/** Directions of emission about the track in which the expected light is looked at. */
const azimuthCount = 24;
/** Photons are looked for so long after the track [ns]; background is spread over it. */
const maxWay = 50;
/**
 * Photons whose cosine of the angle is farther from a species' mean are not compared colour by
 * colour.
 */
const coarse = 0.07;
/**
 * σ beyond which a photon adds nothing, least resolution of the angle [rad], and least part of a
 * direction through the bar.
 */
const farthest = 4;
const minWidth = 1.5e-3;
const minThrough = 0.03;
/** Grazing passages count as no longer than this, as in the simulation [cm]. */
const maxPath = 10 * barThickness;
const columnWidth = barWidth / pmtColumns;
const columnSigma = columnWidth / Math.sqrt(12);

/**
 * One way of a photon: its direction across the bar, through it and along z, and how far it came
 * [cm].
 */
interface Way {
  kx: number;
  ky: number;
  kz: number;
  length: number;
}

/**
 * Log-likelihoods of the photons of a module by column and time. A photon's time and column give,
 * for each number of reflections, the direction in which it was sent; its angle to the track is
 * compared with each species' Cherenkov angle, colour by colour. Times count from the collision, so
 * that the time of flight takes part.
 */
export class TopLikelihood {
  readonly #top: TopConfig;
  readonly #pid: PidConfig;
  readonly #spectrum;
  readonly #photonsPerLength: number;
  readonly #delay: number;
  readonly #crossing = new Crossing();
  readonly #way: Way = { kx: 0, ky: 0, kz: 0, length: 0 };
  readonly #arrival = new Float64Array(speciesCount);
  readonly #inverseVelocity = new Float64Array(speciesCount);
  readonly #light = new Float64Array(speciesCount);

  constructor({ top, pid }: { readonly top: TopConfig; readonly pid: PidConfig }) {
    this.#top = top;
    this.#pid = pid;
    this.#spectrum = detectedSpectrum(top.filterEdge);
    this.#photonsPerLength = photonsPerLength(top, this.#spectrum);
    this.#delay = responseQuantiles(top.jitter)[responseCount / 2]!;
  }

  /** Fills `out`, one per species; false for a track that crosses no bar. */
  fill(track: PidTrack, arcs: Arcs, hits: TopHits, out: Float64Array): boolean {
    const arc = this.#crossingArc(track, arcs);
    if (arc < 0) return false;
    this.#timeSpecies(track, arcs, arc);
    let expectedPions = 0;
    for (let kind = 0; kind < speciesCount; kind++) {
      const expected = this.#expectedPhotons(kind, track.charge);
      if (kind === species.pion) expectedPions = expected;
      out[kind] = -expected;
    }
    const background =
      (this.#pid.topBackground * Math.max(1, expectedPions)) / (maxWay * pmtColumns);
    for (let row = hits.offsets[track.event]!; row < hits.offsets[track.event + 1]!; row++) {
      if (hits.module[row] !== this.#crossing.module) continue;
      const since = hits.time[row]! - this.#delay;
      const column = hits.pmt[row]! % pmtColumns;
      // Electrons would come first.
      if (
        since < this.#arrival[species.electron]! ||
        since > this.#arrival[species.electron]! + maxWay
      )
        continue;
      for (let kind = 0; kind < speciesCount; kind++)
        out[kind] =
          out[kind]! +
          log(background + this.#photonDensity(kind, column, since - this.#arrival[kind]!));
    }
    return true;
  }

  /** The arc that crosses a bar, or −1; a pion's time from its start on gives the path. */
  #crossingArc({ firstArc, endArc }: PidTrack, arcs: Arcs): number {
    for (let arc = firstArc; arc < endArc; arc++)
      if (this.#crossing.find(arcs, arc, speciesPdg[species.pion])) return arc;
    return -1;
  }

  /** When each species would cross the bar, and how fast. */
  #timeSpecies({ firstArc }: PidTrack, { px, py, pz, time, length }: Arcs, last: number): void {
    const crossing = this.#crossing;
    this.#arrival.fill(time[firstArc]!);
    for (let arc = firstArc; arc <= last; arc++) {
      const p = hypot(px[arc]!, py[arc]!, pz[arc]!);
      const stretch = p / hypot(px[arc]!, py[arc]!);
      const path =
        arc < last
          ? length[arc]! * stretch
          : (crossing.time - time[arc]!) * crossing.velocity * speedOfLight;
      for (let kind = 0; kind < speciesCount; kind++) {
        const inverse = 1 / velocity(p, speciesMass[kind]!);
        this.#arrival[kind] = this.#arrival[kind]! + (path * inverse) / speedOfLight;
        this.#inverseVelocity[kind] = inverse;
      }
    }
  }

  /** Photons detected on average of a species, and those made that could be, into `#light`. */
  #expectedPhotons(kind: number, charge: number): number {
    const { dx, dy, dz, z } = this.#crossing;
    const { inverseIndex, meanInverseSquare } = this.#spectrum;
    const perVelocity = this.#inverseVelocity[kind]!;
    const sinSquare = Math.max(0, 1 - meanInverseSquare * perVelocity * perVelocity);
    this.#light[kind] =
      charge * charge * this.#photonsPerLength * sinSquare * Math.min(maxPath, barThickness / dy);
    const transverse = Math.sqrt(1 - dz * dz);
    let share = 0;
    for (const colour of colours) {
      const inverse = inverseIndex[colour]!;
      const cosine = inverse * perVelocity;
      if (cosine >= 1) continue;
      const sine = Math.sqrt(1 - cosine * cosine);
      for (let step = 0; step < azimuthCount; step++) {
        const azimuth = (2 * Math.PI * (step + 0.5)) / azimuthCount;
        const plane = (cosine * transverse - sine * cos(azimuth) * dz) / transverse;
        const level = (sine * sin(azimuth)) / transverse;
        const way = this.#way;
        way.kx = plane * dx + level * dy;
        way.ky = plane * dy - level * dx;
        way.kz = cosine * dz + sine * cos(azimuth) * transverse;
        way.length = (way.kz < 0 ? detectorPlane - z : 2 * barForward - z - detectorPlane) / way.kz;
        share += this.#survival(inverse);
      }
    }
    return (this.#light[kind]! * share) / (colourSteps * azimuthCount);
  }

  /**
   * Share of the light that comes through on the present way: 0 unless it is reflected totally on
   * all faces.
   */
  #survival(inverseIndex: number): number {
    const { kx, ky, kz, length } = this.#way;
    const trapped = 1 - inverseIndex * inverseIndex;
    if (kx * kx > trapped || ky * ky > trapped) return 0;
    const { attenuationLength, surfaceLoss, mirrorReflectivity } = this.#top;
    const perLength =
      1 / attenuationLength + surfaceLoss * (Math.abs(kx) / barWidth + Math.abs(ky) / barThickness);
    return exp(-length * perLength) * (kz < 0 ? 1 : mirrorReflectivity);
  }

  /** Photons of a species per time expected in a column, so long after the track. */
  #photonDensity(kind: number, column: number, since: number): number {
    if (since <= 0 || this.#light[kind] === 0) return 0;
    const { x, z } = this.#crossing;
    const { slowness, inverseIndex } = this.#spectrum;
    const middle = colourCount >> 1;
    const length = since / slowness[middle]!;
    const farthestAcross = length * Math.sqrt(1 - inverseIndex[middle]! * inverseIndex[middle]!);
    const fraction = (column + 0.5) / pmtColumns;
    let sum = 0;
    for (let mirrored = 0; mirrored < 2; mirrored++) {
      const along = mirrored === 0 ? detectorPlane - z : 2 * barForward - z - detectorPlane;
      if (Math.abs(along) >= length) continue;
      // Unfolded, the column lies at a distance of `fraction` on either side of every second edge
      // of a bar.
      const first = Math.ceil(((x - farthestAcross) / barWidth - 0.5) / 2);
      const last = Math.floor(((x + farthestAcross) / barWidth + 1.5) / 2);
      for (let edge = first; edge <= last; edge++) {
        sum += this.#alongWay(kind, (2 * edge + fraction - 0.5) * barWidth - x, along, since);
        sum += this.#alongWay(kind, (2 * edge - fraction - 0.5) * barWidth - x, along, since);
      }
    }
    return (sum * this.#light[kind]!) / (2 * Math.PI * colourSteps);
  }

  /**
   * The same for one unfolded place, `across` and `along` the bar from the track, upward and
   * downward photons together.
   */
  #alongWay(kind: number, across: number, along: number, since: number): number {
    const { slowness, inverseIndex } = this.#spectrum;
    const middle = colourCount >> 1;
    const { dx, dy, dz } = this.#crossing;
    const perVelocity = this.#inverseVelocity[kind]!;
    let sum = 0;
    for (let sense = -1; sense <= 1; sense += 2) {
      if (!this.#setWay(across, along, since / slowness[middle]!, sense)) continue;
      const { kx, ky, kz } = this.#way;
      if (Math.abs(kx * dx + ky * dy + kz * dz - inverseIndex[middle]! * perVelocity) > coarse)
        continue;
      for (const colour of colours) {
        if (!this.#setWay(across, along, since / slowness[colour]!, sense)) continue;
        sum +=
          this.#onWay(perVelocity * inverseIndex[colour]!, slowness[colour]!) *
          this.#survival(inverseIndex[colour]!);
      }
    }
    return sum;
  }

  #setWay(across: number, along: number, length: number, sense: number): boolean {
    const way = this.#way;
    way.length = length;
    way.kx = across / length;
    way.kz = along / length;
    const square = 1 - way.kx * way.kx - way.kz * way.kz;
    if (square < minThrough * minThrough) return false;
    way.ky = sense * Math.sqrt(square);
    return true;
  }

  /**
   * Density per time and unit of azimuth of the present way, for a Cherenkov angle of that cosine.
   */
  #onWay(expected: number, slowness: number): number {
    const { kx, ky, kz, length } = this.#way;
    const { dx, dy, dz } = this.#crossing;
    const cosine = kx * dx + ky * dy + kz * dz;
    if (expected >= 1 || Math.abs(cosine) >= 1) return 0;
    const sine = Math.sqrt(1 - cosine * cosine);
    // How the cosine changes with the length, that is with time, and with the place across.
    const perLength = (dy * (1 - ky * ky)) / ky - kx * dx - kz * dz;
    const perPlace = dx - (dy * kx) / ky;
    const inTime = (perLength * this.#pid.topTime) / slowness;
    const inPlace = perPlace * columnSigma;
    const spread = Math.sqrt(inTime * inTime + inPlace * inPlace) / (length * sine);
    const width = Math.sqrt(spread * spread + minWidth * minWidth);
    // The difference of angles is that of their cosines over the sine, so near to each other.
    const pull = (expected - cosine) / (sine * width);
    if (!(Math.abs(pull) < farthest)) return 0;
    const density = exp(-0.5 * pull * pull) / (Math.sqrt(2 * Math.PI) * width);
    return (
      (density * (columnWidth / length) * (Math.abs(kz) / (length * slowness))) /
      (Math.abs(ky) * sine)
    );
  }
}
