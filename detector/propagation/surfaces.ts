// kernel: asked once per arc of every charged particle
import { sin } from '../base/elementary.js';
import { backwardPlane, barrelRadius, forwardPlane } from '../envelope.js';
import type { MaterialLayer } from '../material-layers.js';
import type { Circle } from './circle.js';
import { type StoppingMaterial, stoppingMaterial } from './materials.js';

/** A helix: its circle, and z and the change of z per length at the start. */
interface Helical {
  readonly circle: Circle;
  readonly z: number;
  readonly slope: number;
}

const twoPi = 2 * Math.PI;

/**
 * Surfaces of one shape in ascending order of radius or z; those without material are left out but
 * for the calorimeter's.
 */
interface SurfaceList {
  readonly position: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly thickness: Float64Array;
  readonly material: readonly StoppingMaterial[];
}

function listOf(
  layers: readonly MaterialLayer[],
  shape: MaterialLayer['shape'],
  fronts: readonly number[],
): SurfaceList {
  const front = (position: number) => ({
    position,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    thickness: 0,
  });
  const rows = [
    ...layers
      .filter((layer) => layer.shape === shape && layer.thickness > 0)
      .map((layer) => ({ ...layer, material: stoppingMaterial(layer.composition) })),
    ...fronts.map((position) => ({ ...front(position), material: stoppingMaterial('aluminium') })),
  ].sort((a, b) => a.position - b.position);
  const column = (name: 'position' | 'low' | 'high' | 'thickness') =>
    Float64Array.from(rows, (row) => row[name]);
  return {
    position: column('position'),
    low: column('low'),
    high: column('high'),
    thickness: column('thickness'),
    material: rows.map(({ material }) => material),
  };
}

/** Kind of surface that a particle meets next: `front` is that of the calorimeter. */
export const crossings = { none: 0, cylinder: 1, disc: 2, front: 3 } as const;

/**
 * Finds where a helix meets the next layer of material or the front of the calorimeter, by
 * intersection. A scratch record.
 */
export class Surfaces {
  /**
   * What was found: one of `crossings`, at which transverse length [cm], with which material at
   * normal incidence [X0].
   */
  kind: number = crossings.none;
  length = 0;
  thickness = 0;
  material: StoppingMaterial;
  /**
   * Cylinders inside the present place, and discs behind it: kept along the way, so that rounding
   * never crosses a layer twice.
   */
  #ring = 0;
  #zone = 0;
  /** The disc found, or −1. */
  #disc = -1;
  readonly #cylinders: SurfaceList;
  readonly #discs: SurfaceList;

  constructor(layers: readonly MaterialLayer[]) {
    this.#cylinders = listOf(layers, 'cylinder', [barrelRadius]);
    this.#discs = listOf(layers, 'disc', [backwardPlane, forwardPlane]);
    this.material = this.#cylinders.material[0];
  }

  /** Starts at a vertex; false when it is not inside the calorimeter. */
  enter(x: number, y: number, z: number): boolean {
    const r2 = x * x + y * y;
    this.#ring = countBelow(this.#cylinders.position, Math.sqrt(r2));
    this.#zone = countBelow(this.#discs.position, z);
    return r2 < barrelRadius * barrelRadius && z > backwardPlane && z < forwardPlane;
  }

  /** The next surface on a helix within the transverse length `longest`. */
  next(helix: Helical, longest: number): void {
    this.kind = crossings.none;
    this.length = longest;
    this.#disc = -1;
    const ring = this.#ring;
    this.#nextCylinder(helix);
    this.#nextDisc(helix);
    if (this.#disc < 0) return;
    // The cylinders that count as passed are only those before the disc.
    this.#ring = ring;
    this.#nextCylinder(helix);
  }

  #nextDisc({ circle, z, slope }: Helical): void {
    const { position, low, high, thickness, material } = this.#discs;
    if (slope === 0) return;
    const step = slope > 0 ? 1 : -1;
    for (
      let disc = slope > 0 ? this.#zone : this.#zone - 1;
      disc >= 0 && disc < position.length;
      disc += step
    ) {
      const length = (position[disc] - z) / slope;
      if (!(length < this.length)) return;
      const atFront = thickness[disc] === 0;
      if (!atFront) {
        const sine = sin((circle.start + length / circle.radius) / 2);
        const r2 =
          circle.closest * circle.closest + 4 * circle.distance * circle.radius * sine * sine;
        if (r2 < low[disc] * low[disc] || r2 > high[disc] * high[disc]) continue;
      }
      this.kind = atFront ? crossings.front : crossings.disc;
      this.#disc = disc;
      this.length = Math.max(0, length);
      this.thickness = thickness[disc];
      this.material = material[disc];
      return;
    }
  }

  #nextCylinder({ circle, z, slope }: Helical): void {
    const { position, low, high, thickness, material } = this.#cylinders;
    const { start, radius, farthest } = circle;
    const inmost = Math.abs(circle.closest);
    let ring = this.#ring;
    let outward = start >= 0;
    let base = 0;
    let idle = 0;
    while (idle < 2) {
      const cylinder = outward ? ring : ring - 1;
      if (cylinder < 0 || (outward ? farthest < position[cylinder] : inmost > position[cylinder])) {
        // Turns round before the next layer.
        if (outward) base += twoPi;
        outward = !outward;
        idle++;
        continue;
      }
      idle = 0;
      const turn = circle.turnAt(position[cylinder]);
      const length = Math.max(0, (outward ? base + turn : base - turn) - start) * radius;
      if (!(length < this.length)) break;
      ring = outward ? cylinder + 1 : cylinder;
      const at = z + slope * length;
      if (at < low[cylinder] || at > high[cylinder]) continue;
      this.kind = thickness[cylinder] === 0 ? crossings.front : crossings.cylinder;
      this.#disc = -1;
      this.length = length;
      this.thickness = thickness[cylinder];
      this.material = material[cylinder];
      break;
    }
    this.#ring = ring;
  }

  /** Tells that the surface found was reached, at the present place of the helix. */
  pass({ z, slope }: Helical): void {
    const { position } = this.#discs;
    if (this.#disc >= 0) this.#zone = slope > 0 ? this.#disc + 1 : this.#disc;
    else if (slope > 0)
      while (this.#zone < position.length && position[this.#zone] < z) this.#zone++;
    else while (this.#zone > 0 && position[this.#zone - 1] > z) this.#zone--;
  }
}

function countBelow(ascending: Float64Array, value: number): number {
  let count = 0;
  while (count < ascending.length && ascending[count] < value) count++;
  return count;
}
