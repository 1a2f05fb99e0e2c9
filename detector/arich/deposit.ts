// kernel: every charged particle that enters the aerogel, up to a hundred photons each
import { TableBuilder } from '../base/columns.js';
import type { ConfigOf } from '../base/config.js';
import { speedOfLight } from '../base/constants.js';
import { purpose, RandomStream } from '../base/random.js';
import { cherenkovSinSquare } from '../cherenkov.js';
import type { Addresses, RunContext } from '../event.js';
import type { Particles } from '../particles.js';
import { particleInfo } from '../pdg.js';
import type { Arcs } from '../propagation/arcs.js';
import { ArichEntry } from './entry.js';
import { aerogelEnd, type AerogelLayer, aerogelLayers, channelAt, channelsPerHapd, detectorPlane } from './geometry.js';
import { type ArichDeposits, arichDepositSchema } from './hits.js';
import { photoelectronsPerLength, scatteringOfSpectrum, spectrumSteps } from './light.js';
import type { arichSchema } from './schema.js';

/** Photoelectrons of particles that cross the aerogel: their rings, and what scatters on the way. */
export function depositArich(config: ConfigOf<typeof arichSchema>, context: RunContext) {
  const random = new RandomStream();
  const radiator = new Radiator(config, random);
  const { builder } = radiator;
  const entry = new ArichEntry();
  return ({ offsets, pdg }: Particles, addresses: Addresses, arcs: Arcs): ArichDeposits => {
    for (let event = 0; event < addresses.index.length; event++) {
      let seeded = false;
      for (let arc = arcs.offsets[event]; arc < arcs.offsets[event + 1]; arc++) {
        if (!entry.set(arcs, arc)) continue;
        const info = particleInfo(pdg[offsets[event] + arcs.particle[arc]]);
        if (info === undefined) continue;
        if (!seeded) random.seed(context.seed, addresses.run, addresses.slice[event], addresses.index[event], purpose.arichDeposit);
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
  #particle = 0;
  #time = 0;
  /** Point and direction of the photon being followed [cm]. */
  #x = 0;
  #y = 0;
  #z = 0;
  #ux = 0;
  #uy = 0;
  #uz = 0;

  constructor({ efficiency, angleSpread, scattered }: ConfigOf<typeof arichSchema>, random: RandomStream) {
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
      // The direction changes by less in one layer than the photons' angles are spread: that of its middle is taken.
      entry.moveTo(layer.z + layer.thickness / 2);
      const path = layer.thickness / entry.uz;
      const mean = charge * charge * this.#photonsPerLength * sinSquare * path;
      for (let left = this.#random.poisson(mean); left > 0; left--)
        this.#emit(entry, layer, path, Math.sqrt(1 - sinSquare), Math.sqrt(sinSquare));
    }
  }

  /** One photon from anywhere in a layer. */
  #emit(entry: ArichEntry, layer: AerogelLayer, path: number, cosine: number, sine: number): void {
    const random = this.#random;
    const along = (random.uniform() - 0.5) * path;
    this.#x = entry.x + along * entry.ux;
    this.#y = entry.y + along * entry.uy;
    this.#z = layer.z + layer.thickness / 2 + along * entry.uz;
    const spread = this.#angleSpread * random.gaussian();
    this.#turnFrom(entry, cosine - sine * spread, sine + cosine * spread);
    const scattering = scatteringOfSpectrum[random.bits() & (spectrumSteps - 1)];
    if (this.#uz > 0 && this.#passes(layer, scattering)) this.#detect(layer);
    else if (this.#scattered) this.#scatter(layer, scattering);
  }

  /** Direction at an angle to the track's, at any azimuth around it. */
  #turnFrom({ ux, uy, uz }: ArichEntry, cosine: number, sine: number): void {
    const random = this.#random;
    // A point in the unit disc in place of sine and cosine of an angle.
    let a: number;
    let b: number;
    let square: number;
    do {
      a = 2 * random.uniform() - 1;
      b = 2 * random.uniform() - 1;
      square = a * a + b * b;
    } while (square >= 1 || square === 0);
    const scale = sine / Math.sqrt(square);
    // Across the track: in the plane of z, and horizontal.
    const transverse = Math.sqrt(ux * ux + uy * uy);
    const inPlane = (scale * a) / transverse;
    const aside = (scale * b) / transverse;
    this.#ux = cosine * ux + inPlane * uz * ux - aside * uy;
    this.#uy = cosine * uy + inPlane * uz * uy + aside * ux;
    this.#uz = cosine * uz - inPlane * transverse * transverse;
  }

  /** Whether the photon leaves the aerogel unscattered; bending between the layers lengthens the way by less than a percent. */
  #passes(layer: AerogelLayer, scattering: number): boolean {
    const [, downstream] = aerogelLayers;
    let depth = (layer.z + layer.thickness - this.#z) / layer.transmission;
    if (layer !== downstream) depth += downstream.thickness / downstream.transmission;
    return this.#random.uniform() < Math.exp((-depth * scattering) / this.#uz);
  }

  /** A photon that scatters, taken where it was made, into any direction; it must not scatter again. */
  #scatter(layer: AerogelLayer, scattering: number): void {
    const random = this.#random;
    this.#uz = 2 * random.uniform() - 1;
    const azimuth = 2 * Math.PI * random.uniform();
    if (this.#uz <= 0 || !this.#passes(layer, scattering)) return;
    const transverse = Math.sqrt(1 - this.#uz * this.#uz);
    this.#ux = transverse * Math.cos(azimuth);
    this.#uy = transverse * Math.sin(azimuth);
    this.#detect(layer);
  }

  /** Refracts the photon out of the aerogel and writes the pad that it meets. */
  #detect(layer: AerogelLayer): void {
    let x = this.#x;
    let y = this.#y;
    // The transverse part of index times direction is kept from layer to layer.
    const kx = layer.index * this.#ux;
    const ky = layer.index * this.#uy;
    const square = kx * kx + ky * ky;
    if (square >= 1) return;
    const inLayer = (layer.z + layer.thickness - this.#z) / (layer.index * this.#uz);
    x += inLayer * kx;
    y += inLayer * ky;
    const [, downstream] = aerogelLayers;
    if (layer !== downstream) {
      const inNext = downstream.thickness / Math.sqrt(downstream.index * downstream.index - square);
      x += inNext * kx;
      y += inNext * ky;
    }
    const inGap = (detectorPlane - aerogelEnd) / Math.sqrt(1 - square);
    const channel = channelAt(x + inGap * kx, y + inGap * ky);
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
