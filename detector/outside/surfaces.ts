// kernel: asked for every step of a particle that starts behind the calorimeter's front
import { backwardPlane, barrelRadius, forwardPlane } from '../envelope.js';
import {
  type Absorber,
  coilShells,
  crystalSlice,
  crystalSlices,
  ironPlate,
} from '../klm/absorbers.js';
import {
  backwardZ,
  barrelApothem,
  barrelHalfLength,
  barrelSectorCount,
  endcapInnerRadius,
  endcapOuterRadius,
  forwardZ,
  ironHalfLength,
  ironInnerRadius,
  ironOuterRadius,
  middleZ,
  plateBefore,
  sectorX,
  sectorY,
} from '../klm/geometry.js';
import type { KlmConfig } from '../klm/schema.js';
import { coilHalfLength, coilMiddle } from '../material-layers.js';
import type { WalkState } from '../klm/walk.js';

/** What a particle meets: nothing more, material, a gap of the KLM, the calorimeter's front. */
export const outerCrossings = { none: 0, absorber: 1, gap: 2, front: 3 } as const;

/** Crystals of the endcaps begin at this distance from the axis [cm]. */
const crystalInnerRadius = 42;

/** A surface: where, between which z or radii, what it is, and its material. */
interface Surface {
  readonly position: number;
  readonly low: number;
  readonly high: number;
  readonly kind: number;
  readonly absorber: Absorber;
}

function surface(
  position: number,
  [low, high]: readonly [number, number],
  kind: number,
  absorber: Absorber = ironPlate,
): Surface {
  return { position, low, high, kind, absorber };
}

const byPosition = (list: readonly Surface[]): readonly Surface[] =>
  [...list].sort((a, b) => a.position - b.position);

/** Cylinders about z: the front of the barrel, slices of its crystals, the coil. */
function cylindersOf({ crystalDepth, coil }: KlmConfig): readonly Surface[] {
  const crystal = crystalSlice(crystalDepth);
  // Crystals point to the collision point: what lies deeper reaches further along z.
  const reach = (radius: number): readonly [number, number] => [
    (backwardPlane * radius) / barrelRadius,
    (forwardPlane * radius) / barrelRadius,
  ];
  const slices = Array.from({ length: crystalSlices }, (_, slice) => {
    const radius = barrelRadius + ((slice + 0.5) * crystalDepth) / crystalSlices;
    return surface(radius, reach(radius), outerCrossings.absorber, crystal);
  });
  const coilReach = [coilMiddle - coilHalfLength, coilMiddle + coilHalfLength] as const;
  return byPosition([
    surface(barrelRadius, [backwardPlane, forwardPlane], outerCrossings.front),
    ...slices,
    ...(coil
      ? coilShells.map((shell) => surface(shell.radius, coilReach, outerCrossings.absorber, shell))
      : []),
  ]);
}

/** Planes across z: fronts of the endcaps, slices of crystals, plates and gaps of the yoke. */
function discsOf({ crystalDepth }: KlmConfig): readonly Surface[] {
  const crystal = crystalSlice(crystalDepth);
  const sides = [
    { front: forwardPlane, sign: 1, gaps: forwardZ },
    { front: backwardPlane, sign: -1, gaps: backwardZ },
  ];
  return byPosition(
    sides.flatMap(({ front, sign, gaps }) => [
      surface(front, [0, barrelRadius], outerCrossings.front),
      ...Array.from({ length: crystalSlices }, (_, slice) => {
        const z = front + (sign * (slice + 0.5) * crystalDepth) / crystalSlices;
        const outer = (barrelRadius * z) / front;
        return surface(z, [crystalInnerRadius, outer], outerCrossings.absorber, crystal);
      }),
      ...Array.from(gaps).flatMap((z) => [
        surface(
          z - sign * plateBefore,
          [ironInnerRadius, ironOuterRadius],
          outerCrossings.absorber,
        ),
        surface(z, [endcapInnerRadius, endcapOuterRadius], outerCrossings.gap),
      ]),
    ]),
  );
}

/** Octagons about z, by the distance of their sides: plates and gaps of the barrel of the yoke. */
function octagonsOf(): readonly Surface[] {
  const iron = [middleZ - ironHalfLength, middleZ + ironHalfLength] as const;
  const active = [middleZ - barrelHalfLength, middleZ + barrelHalfLength] as const;
  return byPosition(
    Array.from(barrelApothem).flatMap((apothem, layer) => [
      surface(apothem, active, outerCrossings.gap),
      ...(layer > 0 ? [surface(apothem - plateBefore, iron, outerCrossings.absorber)] : []),
    ]),
  );
}

/** Places of the surfaces of one shape, ascending. */
const positions = (list: readonly Surface[]): Float64Array =>
  Float64Array.from(list, ({ position }) => position);

/**
 * Finds what a particle behind the calorimeter's front meets next on a straight line: crystals,
 * coil, plates and gaps of the yoke, or the front itself. A scratch record.
 */
export class OuterSurfaces {
  /** What was found: one of `outerCrossings`, how far [cm], of which material. */
  kind: number = outerCrossings.none;
  length = 0;
  absorber: Absorber = ironPlate;
  /** Cosine between the direction of motion and the surface's normal. */
  cosine = 1;
  readonly #cylinders: readonly Surface[];
  readonly #discs: readonly Surface[];
  readonly #octagons: readonly Surface[] = octagonsOf();
  readonly #radii: Float64Array;
  readonly #planes: Float64Array;
  readonly #apothems: Float64Array = positions(this.#octagons);
  /** How many surfaces of each shape lie inside of the particle, or behind it along z. */
  #ring = 0;
  #zone = 0;
  #shell = 0;
  /** Which of them is met, and the number there will be then; shape 0 none, else 1, 2 or 3. */
  #shape = 0;
  #after = 0;

  constructor(config: KlmConfig) {
    this.#cylinders = cylindersOf(config);
    this.#discs = discsOf(config);
    this.#radii = positions(this.#cylinders);
    this.#planes = positions(this.#discs);
  }

  /** Starts at a place. */
  enter({ x, y, z }: WalkState): void {
    this.#ring = countBelow(this.#radii, Math.sqrt(x * x + y * y));
    this.#zone = countBelow(this.#planes, z);
    this.#shell = countBelow(this.#apothems, apothemOf(x, y));
  }

  /** The next surface on the line; those beside which it passes are left behind. */
  next(state: WalkState): void {
    const { x, y, z, px, py, pz, p } = state;
    const ux = px / p;
    const uy = py / p;
    const uz = pz / p;
    this.#shape = 0;
    this.length = Number.POSITIVE_INFINITY;
    this.#nextCylinder(x, y, ux, uy);
    this.#nextDisc(z, uz);
    this.#nextOctagon(x, y, ux, uy);
    this.kind = outerCrossings.none;
    if (this.#shape === 0) return;
    this.length = Math.max(0, this.length);
    const atX = x + this.length * ux;
    const atY = y + this.length * uy;
    const at = z + this.length * uz;
    this.#meet(atX, atY, at, ux, uy, uz);
  }

  /** Tells that the surface found was reached. */
  pass(): void {
    if (this.#shape === 1) this.#ring = this.#after;
    else if (this.#shape === 2) this.#zone = this.#after;
    else if (this.#shape === 3) this.#shell = this.#after;
  }

  /** What stands at the place found: a surface that ends before it is no more than a step. */
  #meet(x: number, y: number, z: number, ux: number, uy: number, uz: number): void {
    const number = Math.min(this.#after, this.#before());
    const list =
      this.#shape === 1 ? this.#cylinders : this.#shape === 2 ? this.#discs : this.#octagons;
    const { low, high, kind, absorber } = list[number];
    const radius = Math.sqrt(x * x + y * y);
    const across = this.#shape === 2 ? radius : z;
    if (this.#shape === 1) this.cosine = Math.abs(x * ux + y * uy) / radius;
    else if (this.#shape === 2) this.cosine = Math.abs(uz);
    else {
      const sector = sectorOf(x, y);
      this.cosine = Math.abs(ux * sectorX[sector] + uy * sectorY[sector]);
    }
    this.kind = across >= low && across <= high ? kind : outerCrossings.none;
    this.absorber = absorber;
  }

  /** Number of surfaces of the shape found that are inside now. */
  #before(): number {
    return this.#shape === 1 ? this.#ring : this.#shape === 2 ? this.#zone : this.#shell;
  }

  #found(shape: number, after: number, length: number): void {
    if (length >= this.length) return;
    this.length = length;
    this.#shape = shape;
    this.#after = after;
  }

  #nextCylinder(x: number, y: number, ux: number, uy: number): void {
    const a = ux * ux + uy * uy;
    if (a < 1e-12) return;
    const b = x * ux + y * uy;
    const r2 = x * x + y * y;
    const radii = this.#radii;
    const ring = this.#ring;
    if (b < 0 && ring > 0) {
      const inner = b * b - a * (r2 - radii[ring - 1] * radii[ring - 1]);
      if (inner > 0) return this.#found(1, ring - 1, (-b - Math.sqrt(inner)) / a);
    }
    if (ring === radii.length) return;
    const outer = b * b - a * (r2 - radii[ring] * radii[ring]);
    if (outer >= 0) this.#found(1, ring + 1, (-b + Math.sqrt(outer)) / a);
  }

  #nextDisc(z: number, uz: number): void {
    const planes = this.#planes;
    const zone = this.#zone;
    if (uz > 0 && zone < planes.length) this.#found(2, zone + 1, (planes[zone] - z) / uz);
    else if (uz < 0 && zone > 0) this.#found(2, zone - 1, (planes[zone - 1] - z) / uz);
  }

  #nextOctagon(x: number, y: number, ux: number, uy: number): void {
    const apothems = this.#apothems;
    const shell = this.#shell;
    if (shell > 0) {
      const length = lengthInto(apothems[shell - 1], x, y, ux, uy);
      if (length < Number.POSITIVE_INFINITY) return this.#found(3, shell - 1, length);
    }
    if (shell < apothems.length)
      this.#found(3, shell + 1, lengthOutOf(apothems[shell], x, y, ux, uy));
  }
}

/** Number of the side of an octagon that a point faces. */
function sectorOf(x: number, y: number): number {
  let sector = 0;
  for (let other = 1; other < barrelSectorCount; other++)
    if (x * sectorX[other] + y * sectorY[other] > x * sectorX[sector] + y * sectorY[sector])
      sector = other;
  return sector;
}

/** Distance from the axis to the side of the octagon about it on which a point lies. */
function apothemOf(x: number, y: number): number {
  const sector = sectorOf(x, y);
  return x * sectorX[sector] + y * sectorY[sector];
}

/** Length of a ray from within an octagon to its side. */
function lengthOutOf(apothem: number, x: number, y: number, ux: number, uy: number): number {
  let length = Number.POSITIVE_INFINITY;
  for (let sector = 0; sector < barrelSectorCount; sector++) {
    const towards = ux * sectorX[sector] + uy * sectorY[sector];
    if (towards <= 0) continue;
    const reach = (apothem - x * sectorX[sector] - y * sectorY[sector]) / towards;
    if (reach < length) length = reach;
  }
  return length;
}

/** Length of a ray from outside of an octagon into it; Infinity when it misses. */
function lengthInto(apothem: number, x: number, y: number, ux: number, uy: number): number {
  let enter = Number.NEGATIVE_INFINITY;
  let leave = Number.POSITIVE_INFINITY;
  for (let sector = 0; sector < barrelSectorCount; sector++) {
    const towards = ux * sectorX[sector] + uy * sectorY[sector];
    const left = apothem - x * sectorX[sector] - y * sectorY[sector];
    if (towards < 0) enter = Math.max(enter, left / towards);
    else if (towards > 0) leave = Math.min(leave, left / towards);
    else if (left < 0) return Number.POSITIVE_INFINITY;
  }
  // Rounding may leave a particle that has just come out a hair inside.
  return enter < leave && leave > 0 && enter > -1e-6 ? enter : Number.POSITIVE_INFINITY;
}

function countBelow(ascending: Float64Array, value: number): number {
  let count = 0;
  while (count < ascending.length && ascending[count] < value) count++;
  return count;
}
