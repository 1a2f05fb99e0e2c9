// kernel: every charged particle that enters the aerogel, up to a hundred photons each
import { TableBuilder } from '../base/columns.js';
import { speedOfLight } from '../base/constants.js';
import { cos, exp, log2, sin } from '../base/elementary.js';
import { lowIndex, normalQuantiles } from '../base/quantiles.js';
import { standingTable } from '../base/standing-table.js';
import { purpose, RandomStream } from '../base/random.js';
import { cherenkovSinSquare } from '../cherenkov.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import type { Particles } from '../particles.js';
import { standardParticles } from '../particle-table.js';
import type { Arcs } from '../propagation/arcs.js';
import { ArichEntry } from './entry.js';
import {
  type AerogelLayer,
  aerogelLayers,
  channelAt,
  channelsPerHapd,
  detectorPlane,
} from './geometry.js';
import { type ArichDeposits, arichDepositSchema } from './hits.js';
import { photoelectronsPerLength, scatteringOfSpectrum, spectrumSteps } from './light.js';
import { Ray } from './ray.js';
import type { ArichConfig } from './schema.js';

/** Azimuths of photons about the track, and depths in 20 bits. */
const azimuthCount = 4096;
const atAzimuths = (value: (azimuth: number) => number): Float64Array =>
  Float64Array.from({ length: azimuthCount }, (_, step) =>
    value((2 * Math.PI * (step + 0.5)) / azimuthCount),
  );
const { cosines, sines } = standingTable('arich/azimuths', [], () => ({
  cosines: atAzimuths(cos),
  sines: atAzimuths(sin),
}));
const depthStep = 2 ** -20;
/** The highest bits of a draw, as many as the spectrum has steps. */
const spectrumShift = 32 - log2(spectrumSteps);

/**
 * Photoelectrons of particles that cross the aerogel: their rings, and what scatters on the way.
 */
export function depositArich(config: ArichConfig, context: RunContext) {
  const random = new RandomStream();
  const radiator = new Radiator(config, random);
  const { builder } = radiator;
  const entry = new ArichEntry();
  const known = context.particles ?? standardParticles;
  return ({ offsets, pdg }: Particles, addresses: Addresses, arcs: Arcs): ArichDeposits => {
    for (let event = 0; event < addresses.index.length; event++) {
      let seeded = false;
      for (let arc = arcs.offsets[event]; arc < arcs.offsets[event + 1]; arc++) {
        if (!entry.enter(arcs, arc)) continue;
        const info = known.info(pdg[offsets[event] + arcs.particle[arc]]);
        if (info === undefined) continue;
        if (!seeded) seedAt(random, context, addresses, event, purpose.arichDeposit);
        seeded = true;
        radiator.shine(entry, info.mass, info.charge, arcs.particle[arc]);
      }
      builder.endEvent();
    }
    return builder.take();
  };
}

/** Makes the photons of one particle after the other. */
class Radiator {
  readonly builder = new TableBuilder(arichDepositSchema, 16384);
  readonly #random: RandomStream;
  readonly #photonsPerLength: number;
  readonly #angleSpread: number;
  readonly #scattered: boolean;
  readonly #ray = new Ray();
  #particle = 0;
  #time = 0;

  constructor({ efficiency, angleSpread, scattered }: ArichConfig, random: RandomStream) {
    this.#random = random;
    this.#photonsPerLength = efficiency * photoelectronsPerLength;
    this.#angleSpread = angleSpread;
    this.#scattered = scattered;
  }

  /** Light of a particle of that mass [GeV] and charge [e] in both layers. */
  shine(entry: ArichEntry, mass: number, charge: number, particle: number): void {
    this.#particle = particle;
    this.#time = entry.time + (detectorPlane - entry.z) / speedOfLight;
    for (let number = 0; number < aerogelLayers.length; number++) {
      const layer = aerogelLayers[number];
      const sinSquare = cherenkovSinSquare(entry.momentum, mass, layer.index);
      if (sinSquare === 0) continue;
      // The direction changes by less in one layer than the photons' angles are spread: that of its
      // middle is taken.
      entry.moveToPlane(layer.z + layer.thickness / 2);
      const path = layer.thickness / entry.uz;
      const mean = charge * charge * this.#photonsPerLength * sinSquare * path;
      for (let left = this.#random.poisson(mean); left > 0; left--)
        this.#emit(entry, layer, path, Math.sqrt(1 - sinSquare), Math.sqrt(sinSquare));
    }
  }

  /** One photon from anywhere in a layer. */
  #emit(entry: ArichEntry, layer: AerogelLayer, path: number, cosine: number, sine: number): void {
    const random = this.#random;
    const ray = this.#ray;
    // Two draws hold four quantities: depth and azimuth, spread of the angle and colour.
    const place = random.bits();
    const azimuth = place & (azimuthCount - 1);
    ray.startOn(entry, ((place >>> 12) * depthStep - 0.5) * path);
    const kind = random.bits();
    const spread = this.#angleSpread * normalQuantiles[kind & lowIndex];
    ray.turnFrom(
      entry,
      cosine - sine * spread,
      sine + cosine * spread,
      cosines[azimuth],
      sines[azimuth],
    );
    const scattering = scatteringOfSpectrum[kind >>> spectrumShift];
    if (ray.uz > 0 && this.#passes(layer, scattering)) this.#detect(layer);
    else if (this.#scattered) this.#scatter(layer, scattering);
  }

  /** Whether the photon leaves the aerogel unscattered. */
  #passes(layer: AerogelLayer, scattering: number): boolean {
    return this.#random.uniform() < exp(-scattering * this.#ray.depth(layer));
  }

  /**
   * A photon that scatters, taken where it was made, into any direction; it must not scatter again.
   */
  #scatter(layer: AerogelLayer, scattering: number): void {
    const random = this.#random;
    const ray = this.#ray;
    ray.uz = 2 * random.uniform() - 1;
    if (ray.uz <= 0 || !this.#passes(layer, scattering)) return;
    const transverse = Math.sqrt(1 - ray.uz * ray.uz);
    const azimuth = random.bits() & (azimuthCount - 1);
    ray.ux = transverse * cosines[azimuth];
    ray.uy = transverse * sines[azimuth];
    this.#detect(layer);
  }

  /** Writes the pad that the photon meets. */
  #detect(layer: AerogelLayer): void {
    const ray = this.#ray;
    if (!ray.toPlane(layer)) return;
    const channel = channelAt(ray.x, ray.y);
    if (channel < 0) return;
    const { builder } = this;
    builder.reserve(1);
    const row = builder.rowCount++;
    const hapd = Math.floor(channel / channelsPerHapd);
    builder.columns.hapd[row] = hapd;
    builder.columns.channel[row] = channel - hapd * channelsPerHapd;
    builder.columns.time[row] = this.#time;
    builder.columns.particle[row] = this.#particle;
  }
}
