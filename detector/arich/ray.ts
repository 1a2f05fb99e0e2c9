// kernel: every photon of the aerogel
import type { ArichEntry } from './entry.js';
import { aerogelEnd, type AerogelLayer, aerogelLayers, detectorPlane } from './geometry.js';

const [, downstream] = aerogelLayers;

/** A photon in the aerogel, then on the plane: point [cm] and unit vector. A scratch record. */
export class Ray {
  x = 0;
  y = 0;
  z = 0;
  ux = 0;
  uy = 0;
  uz = 1;

  /** Starts on a track, `along` its path from where the track's record stands. */
  startOn(entry: ArichEntry, along: number): void {
    this.x = entry.x + along * entry.ux;
    this.y = entry.y + along * entry.uy;
    this.z = entry.z + along * entry.uz;
  }

  /**
   * Takes the direction at an angle to the track's; (a, b), a unit vector, is the azimuth about it:
   * in the plane of z, and level.
   */
  turnFrom({ ux, uy, uz }: ArichEntry, cosine: number, sine: number, a: number, b: number): void {
    const transverse = Math.sqrt(ux * ux + uy * uy);
    const inPlane = (sine * a) / transverse;
    const level = (sine * b) / transverse;
    this.ux = cosine * ux + inPlane * uz * ux - level * uy;
    this.uy = cosine * uy + inPlane * uz * uy + level * ux;
    this.uz = cosine * uz - inPlane * transverse * transverse;
  }

  /**
   * Transmission lengths at 400 nm to the end of the aerogel; refraction between the layers
   * lengthens the way by less than a percent.
   */
  depth(layer: AerogelLayer): number {
    const own = (layer.z + layer.thickness - this.z) / layer.transmission;
    return (
      (layer === downstream ? own : own + downstream.thickness / downstream.transmission) / this.uz
    );
  }

  /**
   * Refracts the photon out of `layer` and the aerogel and takes it to the plane; false when it is
   * reflected totally.
   */
  toPlane(layer: AerogelLayer): boolean {
    // The transverse part of index times direction is kept from layer to layer.
    const kx = layer.index * this.ux;
    const ky = layer.index * this.uy;
    const square = kx * kx + ky * ky;
    if (square >= 1) return false;
    const length = lengthPerDirection(
      layer,
      (layer.z + layer.thickness - this.z) / (layer.index * this.uz),
      square,
    );
    this.x += length * kx;
    this.y += length * ky;
    this.z = detectorPlane;
    return true;
  }
}

/**
 * Way across z to the plane over the transverse part k of index times direction, `within` of it in
 * the layer of emission; k² = `square`.
 */
function lengthPerDirection(layer: AerogelLayer, within: number, square: number): number {
  const between =
    layer === downstream
      ? 0
      : downstream.thickness / Math.sqrt(downstream.index * downstream.index - square);
  return within + between + (detectorPlane - aerogelEnd) / Math.sqrt(1 - square);
}

/** The same for a photon from the depth `left` before the end of its layer. */
export function transverseReach(layer: AerogelLayer, left: number, square: number): number {
  return lengthPerDirection(layer, left / Math.sqrt(layer.index * layer.index - square), square);
}
