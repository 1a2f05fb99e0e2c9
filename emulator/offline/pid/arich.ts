// kernel: every hit near every ring, for each species
import { ArichEntry } from '../../../detector/arich/entry.js';
import {
  aerogelLayers,
  type AerogelLayer,
  channelAt,
  channelsPerHapd,
  channelX,
  channelY,
  detectorPlane,
  padSize,
} from '../../../detector/arich/geometry.js';
import type { ArichHits } from '../../../detector/arich/hits.js';
import {
  photoelectronsPerLength,
  scatteringOfSpectrum,
  spectrumSteps,
} from '../../../detector/arich/light.js';
import { Ray, transverseReach } from '../../../detector/arich/ray.js';
import type { ArichConfig } from '../../../detector/arich/schema.js';
import { acos, asin, cos, exp, expm1, hypot, log, sin } from '../../../detector/base/elementary.js';
import { cherenkovSinSquare } from '../../../detector/cherenkov.js';
import type { Arcs } from '../../../detector/propagation/arcs.js';
import type { PidConfig } from '../../chain/pid-schema.js';
import { speciesCount, speciesMass } from './species.js';
import type { PidTrack } from './tracks.js';

/** Directions of emission about the track in which the expected ring is looked at. */
const azimuthCount = 48;
/**
 * Hits farther than this from where the track meets the plane belong to no ring of it [cm]; and
 * photons beyond so many σ.
 */
const ringReach = 14;
const farthest = 5;
/** Points of depth and of the spectrum over which the transmission of a layer is averaged. */
const depthSteps = 8;
const spectrumStride = 16;

/**
 * Log-likelihoods of the hits around a track in the ARICH: pads are hit by Poisson's law with the
 * expected light of the rings of both layers, as the experiment does it. The track is extrapolated
 * from the chamber: scattering in its end plate is not known.
 * @see basf2 arich/modules/arichReconstruction (method)
 */
export class ArichLikelihood {
  readonly #pid: PidConfig;
  readonly #photonsPerLength: number;
  readonly #entry = new ArichEntry();
  readonly #ray = new Ray();
  /** By layer and species: photons sent out of the aerogel, and their angle. */
  readonly #light = new Float64Array(aerogelLayers.length * speciesCount);
  readonly #angle = new Float64Array(aerogelLayers.length * speciesCount);
  /** Expected photons on the pad being looked at, by species. */
  readonly #onPad = new Float64Array(speciesCount);

  constructor({ arich, pid }: { readonly arich: ArichConfig; readonly pid: PidConfig }) {
    this.#pid = pid;
    this.#photonsPerLength = arich.efficiency * photoelectronsPerLength;
  }

  /** Fills `out`, one per species; false for a track that does not cross the aerogel. */
  fill(track: PidTrack, arcs: Arcs, hits: ArichHits, out: Float64Array): boolean {
    const entry = this.#entry;
    const arc = this.#crossingArc(track, arcs);
    if (arc < 0) return false;
    entry.along(arcs, Math.max(arc - 1, track.firstArc));
    out.fill(0);
    for (let layer = 0; layer < aerogelLayers.length; layer++)
      this.#expectRing(layer, entry, track.charge, out);
    const slope = (detectorPlane - entry.z) / entry.uz;
    const x = entry.x + slope * entry.ux;
    const y = entry.y + slope * entry.uy;
    for (let row = hits.offsets[track.event]!; row < hits.offsets[track.event + 1]!; row++) {
      const channel = hits.hapd[row]! * channelsPerHapd + hits.channel[row]!;
      const dx = channelX(channel) - x;
      const dy = channelY(channel) - y;
      if (dx * dx + dy * dy > ringReach * ringReach) continue;
      this.#onPad.fill(this.#pid.arichBackground);
      for (let layer = 0; layer < aerogelLayers.length; layer++)
        this.#seePad(layer, entry, channel);
      for (let kind = 0; kind < speciesCount; kind++)
        out[kind] = out[kind]! + log(expm1(this.#onPad[kind]!));
    }
    return true;
  }

  #crossingArc({ firstArc, endArc }: PidTrack, arcs: Arcs): number {
    for (let arc = firstArc; arc < endArc; arc++) if (this.#entry.enter(arcs, arc)) return arc;
    return -1;
  }

  /**
   * Light and angle of each species in a layer; takes the photons expected on pads off the
   * log-likelihoods.
   */
  #expectRing(number: number, entry: ArichEntry, charge: number, out: Float64Array): void {
    const layer = aerogelLayers[number]!;
    entry.moveToPlane(layer.z + layer.thickness / 2);
    const path = layer.thickness / entry.uz;
    const sent =
      charge * charge * this.#photonsPerLength * path * meanTransmission(number, entry.uz);
    for (let kind = 0; kind < speciesCount; kind++) {
      const sinSquare = cherenkovSinSquare(entry.momentum, speciesMass[kind]!, layer.index);
      const light = sent * sinSquare;
      this.#light[number * speciesCount + kind] = light;
      this.#angle[number * speciesCount + kind] = asin(Math.sqrt(sinSquare));
      if (light > 0) out[kind] = out[kind]! - light * this.#acceptance(layer, entry, sinSquare);
    }
  }

  /** Share of a ring that falls on pads. */
  #acceptance(layer: AerogelLayer, entry: ArichEntry, sinSquare: number): number {
    const ray = this.#ray;
    let seen = 0;
    for (let step = 0; step < azimuthCount; step++) {
      const azimuth = (2 * Math.PI * step) / azimuthCount;
      ray.startOn(entry, 0);
      ray.turnFrom(
        entry,
        Math.sqrt(1 - sinSquare),
        Math.sqrt(sinSquare),
        cos(azimuth),
        sin(azimuth),
      );
      if (ray.uz > 0 && ray.toPlane(layer) && channelAt(ray.x, ray.y) >= 0) seen++;
    }
    return seen / azimuthCount;
  }

  /** Adds the photons that the rings from a layer send onto a pad. */
  #seePad(number: number, entry: ArichEntry, channel: number): void {
    const layer = aerogelLayers[number]!;
    entry.moveToPlane(layer.z + layer.thickness / 2);
    const emission = emissionOf(
      layer,
      entry,
      channelX(channel) - entry.x,
      channelY(channel) - entry.y,
    );
    for (let kind = 0; kind < speciesCount; kind++) {
      const light = this.#light[number * speciesCount + kind]!;
      const pull =
        (emission.angle - this.#angle[number * speciesCount + kind]!) / this.#pid.arichAngle;
      if (light === 0 || !(Math.abs(pull) < farthest)) continue;
      const density = exp(-0.5 * pull * pull) / (Math.sqrt(2 * Math.PI) * this.#pid.arichAngle);
      this.#onPad[kind] =
        this.#onPad[kind]! +
        (light * density * emission.solidAngle) / (2 * Math.PI * sin(emission.angle));
    }
  }
}

/**
 * Angle to the track under which light from the middle of a layer goes to a pad (dx, dy) away, and
 * the solid angle of the pad seen from there.
 */
export function emissionOf(
  layer: AerogelLayer,
  { ux, uy, uz, z }: ArichEntry,
  dx: number,
  dy: number,
): { angle: number; solidAngle: number } {
  const reach = hypot(dx, dy);
  const toPlane = detectorPlane - z;
  const left = layer.thickness / 2;
  // Transverse part of index times direction: as without aerogel, then Newton's steps.
  let k = reach / hypot(reach, toPlane);
  let slope = 1;
  for (let step = 0; step < 3; step++) {
    const rest = 1 - k * k;
    slope = toPlane / (rest * Math.sqrt(rest));
    k -= (k * transverseReach(layer, left, k * k) - reach) / slope;
  }
  const { index } = layer;
  const along = Math.sqrt(1 - (k * k) / (index * index));
  const sideways = reach === 0 ? 0 : k / (index * reach);
  const cosine = sideways * (dx * ux + dy * uy) + along * uz;
  const solidAngle =
    (padSize * padSize * k) / (Math.max(reach, padSize) * slope * index * index * along);
  return { angle: acos(Math.min(1, cosine)), solidAngle };
}

/** Share of the photons made in a layer that leave the aerogel in a direction unscattered. */
function meanTransmission(number: number, uz: number): number {
  const layer = aerogelLayers[number]!;
  const behind = aerogelLayers
    .slice(number + 1)
    .reduce((sum, { thickness, transmission }) => sum + thickness / transmission, 0);
  let sum = 0;
  let count = 0;
  for (let depth = 0; depth < depthSteps; depth++) {
    const lengths = behind + (((depth + 0.5) / depthSteps) * layer.thickness) / layer.transmission;
    for (let step = spectrumStride >> 1; step < spectrumSteps; step += spectrumStride) {
      sum += exp((-lengths * scatteringOfSpectrum[step]!) / uz);
      count++;
    }
  }
  return sum / count;
}
