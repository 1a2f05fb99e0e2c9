import { asin, atan, atan2, cos, sin, tan } from '../base/elementary.js';
import { standingTable } from '../base/standing-table.js';
import { degree, mm } from '../base/units.js';
import { backwardPlane, barrelRadius, forwardPlane } from '../envelope.js';
import { phiCountOfRing } from './crystals.js';
import {
  barrelFins,
  barrelPhi,
  crystalLength,
  finInnerRadius,
  finOuterRadius,
  regions,
  ringCount,
  ringTable,
} from './rings.js';

/**
 * `offset`: as built, crystals point beside the interaction point. `projective`: each turned to it
 * about its front-face centre.
 */
export type EclGeometryKind = 'offset' | 'projective';

/**
 * Half-planes of every ring in its (ρ, z) plane, as a·ρ + b·z + c ≥ 0 inside; two per ring: 2·ring
 * the forward, 2·ring + 1 the backward one.
 */
export interface RingPlanes {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly c: Float64Array;
}

/**
 * Planes that contain the z direction between the crystals of a ring with `count` crystals: wall w
 * is on the low-φ side of crystal w.
 */
export interface PhiWalls {
  readonly count: number;
  /** Azimuth of wall 0 and pitch [rad]. */
  readonly firstPhi: number;
  readonly pitch: number;
  /** Distance by which the walls miss the beam line [cm]. */
  readonly miss: number;
  /** Direction of each wall; length count + 1, the last repeats the first. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  /**
   * Distance of CsI from the wall's middle, and half the thickness of the aluminium in it (0: none)
   * [cm]; length count + 1.
   */
  readonly halfGap: Float64Array;
  readonly halfFin: Float64Array;
}

/** Everything a ray needs to find its way through the crystals. */
export interface EclGeometry {
  readonly kind: EclGeometryKind;
  /**
   * Distance behind the front plane: a·ρ + b·z + c, 0 at the front and `crystalLength` at the rear
   * face; by ring.
   */
  readonly front: RingPlanes;
  /** Middle planes of the walls between rings. */
  readonly walls: RingPlanes;
  /** Faces of the CsI toward those walls. */
  readonly faces: RingPlanes;
  /** Half the thickness of the aluminium in each of `walls` [cm]. */
  readonly halfFin: Float64Array;
  /** Thickness of the wrapping of one crystal, by ring [cm]. */
  readonly wrap: Float64Array;
  /** Walls in azimuth, by ring (rings of a region with the same count share one record). */
  readonly phiWalls: readonly PhiWalls[];
  /**
   * Ring by position on the inner surface of a region: z in the barrel, radius in the endcaps, in
   * steps of 1 cm from `entryStart`.
   */
  readonly entryRing: readonly Uint8Array[];
  readonly entryStart: readonly number[];
}

const halfFinThickness = (0.5 * mm) / 2;
/** @see basf2 ecl/data/crystal_placement_*.dat: positions calculated with this wrapping. */
const barrelWrap = 0.17 * mm;
const endcapWrap = 0.2 * mm;
/**
 * Walls in azimuth are built tangent to a circle of this radius: 1.25° to the radial direction at r
 * = 125.16 cm.
 * @see basf2 ecl/geometry/src/barrel.cc
 */
const designMiss = 27.3 * mm;
/**
 * Derived from placement and shapes: 0.5 mm in the endcaps, 0.5 mm more at the walls every 22.5°.
 */
const endcapHalfGap = 0.25 * mm;
const endcapHalfGapAtFin = 0.5 * mm;
/**
 * Between endcap rings: two wrappings and 0.05 mm of air (mean; single gaps are blurred by the
 * skewed shapes).
 */
const endcapThetaHalfGap = 0.225 * mm;

/**
 * Walls, faces and gaps of all rings: `offset` as built, `projective` with walls through the
 * collision point.
 */
export function buildGeometry(kind: EclGeometryKind): EclGeometry {
  const { front, walls, faces, entryRing } = standingTable('ecl/planes', [numberOf(kind)], () =>
    placePlanes(kind),
  );
  const halfFin = new Float64Array(2 * ringCount);
  for (const { after } of barrelFins) halfFin.fill(halfFinThickness, 2 * after + 1, 2 * after + 3);
  return {
    kind,
    front: planesOf(front),
    walls: planesOf(walls),
    faces: planesOf(faces),
    halfFin,
    wrap: Float64Array.from(ringTable, (_, ring) => (isBarrel(ring) ? barrelWrap : endcapWrap)),
    phiWalls: placePhiWalls(kind),
    entryRing: entryLengths.map((length, region) =>
      entryRing.subarray(entryPlaces[region], entryPlaces[region] + length),
    ),
    entryStart,
  };
}

/** Settings of a table are numbers. */
const numberOf = (kind: EclGeometryKind): number => ['offset', 'projective'].indexOf(kind);

/** Planes of all rings, each as all a, all b, all c, and the rings of `entryRing` in a row. */
function placePlanes(kind: EclGeometryKind) {
  const numbers = {
    front: new Float64Array(3 * ringCount),
    walls: new Float64Array(6 * ringCount),
    faces: new Float64Array(6 * ringCount),
  };
  const [front, walls, faces] = [numbers.front, numbers.walls, numbers.faces].map(planesOf);
  const rings = ringTable.map((_, ring) => placeRing(ring, kind));
  for (const [ring, { axis, r, z }] of rings.entries())
    setPlane(front, ring, sin(axis), cos(axis), r, z);
  for (const { name, first, last } of regions) {
    const wrap = name === 'barrel' ? barrelWrap : endcapWrap;
    setEdge(walls, 2 * first, rings[first], -1, wrap);
    setEdge(walls, 2 * last + 1, rings[last], 1, wrap);
    for (let ring = first; ring < last; ring++) setWall(walls, ring, rings[ring], rings[ring + 1]);
  }
  if (kind === 'offset') for (const fin of barrelFins) setFinWall(walls, fin);
  for (const [ring, placed] of rings.entries()) setFaces(faces, walls, ring, placed);
  return { ...numbers, entryRing: entryRings(walls) };
}

interface PlacedRing {
  readonly ring: number;
  /** Polar angle of the axis and half the opening between the faces [rad]. */
  readonly axis: number;
  readonly opening: number;
  readonly r: number;
  readonly z: number;
  readonly halfHeight: number;
}

function isBarrel(ring: number): boolean {
  return ring >= regions[1].first && ring <= regions[1].last;
}

function placeRing(ring: number, kind: EclGeometryKind): PlacedRing {
  const [, axis, r, z, frontHeight, rearHeight] = ringTable[ring];
  return {
    ring,
    axis: kind === 'offset' ? axis * degree : atan2(r, z),
    opening: atan((rearHeight - frontHeight) / (2 * crystalLength)),
    r,
    z,
    halfHeight: frontHeight / 2,
  };
}

/**
 * Middle of a crystal's forward (side −1) or backward (side 1) face, and the polar angle of the
 * face.
 */
function faceOf({ axis, opening, r, z, halfHeight }: PlacedRing, side: -1 | 1) {
  const half = side * (halfHeight + (crystalLength / 2) * tan(opening));
  return {
    r: r + (crystalLength / 2) * sin(axis) + half * cos(axis),
    z: z + (crystalLength / 2) * cos(axis) - half * sin(axis),
    angle: axis + side * opening,
  };
}

function setEdge(
  walls: RingPlanes,
  plane: number,
  ring: PlacedRing,
  side: -1 | 1,
  wrap: number,
): void {
  const { r, z, angle } = faceOf(ring, side);
  setPlane(walls, plane, -side * cos(angle), side * sin(angle), r, z, wrap);
}

/**
 * The wall between two rings halves the angle of the faces and the distance between their middles.
 */
function setWall(walls: RingPlanes, ring: number, forward: PlacedRing, backward: PlacedRing): void {
  const low = faceOf(forward, 1);
  const high = faceOf(backward, -1);
  const angle = (low.angle + high.angle) / 2;
  setWallPlane(walls, ring, angle, (low.r + high.r) / 2, (low.z + high.z) / 2);
}

function setFinWall(
  walls: RingPlanes,
  { after, zInner, zOuter }: (typeof barrelFins)[number],
): void {
  setWallPlane(
    walls,
    after,
    atan2(finOuterRadius - finInnerRadius, zOuter - zInner),
    finInnerRadius,
    zInner,
  );
}

function setWallPlane(walls: RingPlanes, after: number, angle: number, r: number, z: number): void {
  setPlane(walls, 2 * after + 1, -cos(angle), sin(angle), r, z);
  setPlane(walls, 2 * after + 2, cos(angle), -sin(angle), r, z);
}

function setFaces(faces: RingPlanes, walls: RingPlanes, ring: number, placed: PlacedRing): void {
  for (const side of [-1, 1] as const) {
    const plane = 2 * ring + (side === 1 ? 1 : 0);
    if (isBarrel(ring)) {
      const { r, z, angle } = faceOf(placed, side);
      setPlane(faces, plane, -side * cos(angle), side * sin(angle), r, z);
    } else {
      faces.a[plane] = walls.a[plane];
      faces.b[plane] = walls.b[plane];
      faces.c[plane] = walls.c[plane] - endcapThetaHalfGap;
    }
  }
}

function planesOf(numbers: Float64Array): RingPlanes {
  const count = numbers.length / 3;
  return {
    a: numbers.subarray(0, count),
    b: numbers.subarray(count, 2 * count),
    c: numbers.subarray(2 * count),
  };
}

/**
 * The half-plane with inward normal (a, b) whose border lies `distance` outside the point (r, z).
 */
function setPlane(
  { a, b, c }: RingPlanes,
  plane: number,
  normalR: number,
  normalZ: number,
  r: number,
  z: number,
  distance = 0,
): void {
  a[plane] = normalR;
  b[plane] = normalZ;
  c[plane] = distance - (normalR * r + normalZ * z);
}

const endcapWalls = {
  miss: 0,
  firstPhi: 0,
  halfGap: endcapHalfGap,
  halfGapAtFin: endcapHalfGapAtFin,
  firstFin: 0,
};

/** Numbers of a wall: its direction, cosine and sine, and half of gap and fin. */
const wallNumbers = 4;

function placePhiWalls(kind: EclGeometryKind): PhiWalls[] {
  const endcap = new Map<number, WallPlan>(
    [48, 64, 96, 144].map((count) => [count, { ...endcapWalls, count, finEvery: count / 16 }]),
  );
  const plans = Array.from(phiCountOfRing, (count, ring) =>
    isBarrel(ring) ? barrelPlan(ring, kind) : (endcap.get(count) as WallPlan),
  );
  const distinct = [...new Set(plans)];
  const { numbers } = standingTable('ecl/phi-walls', [numberOf(kind)], () => ({
    numbers: Float64Array.from(distinct.flatMap(wallsOf)),
  }));
  let at = 0;
  const made = new Map<WallPlan, PhiWalls>();
  for (const plan of distinct) {
    const length = plan.count + 1;
    const [cos, sin, halfGap, halfFin] = Array.from({ length: wallNumbers }, () =>
      numbers.subarray(at, (at += length)),
    );
    const { count, firstPhi, miss } = plan;
    made.set(plan, { count, firstPhi, pitch: pitchOf(count), miss, cos, sin, halfGap, halfFin });
  }
  return plans.map((plan) => made.get(plan)!);
}

/**
 * Crystal 0 of a barrel ring has its front centre at φ = 1.25°, and fins stand at φ = 2.5° + 5° k
 * on the inner surface. Where the crystals miss the beam line by less than designed, they are
 * turned about their middle.
 */
function barrelPlan(ring: number, kind: EclGeometryKind): WallPlan {
  const [, axis, r] = ringTable[ring];
  const [inside, atFin, placedMiss] = barrelPhi[ring - regions[1].first];
  const miss = kind === 'offset' ? placedMiss : 0;
  const middle = r + (crystalLength / 2) * sin(axis * degree);
  const turned = asin(designMiss / barrelRadius) - asin(designMiss / middle) + asin(miss / middle);
  return {
    count: 144,
    miss,
    firstPhi: kind === 'offset' ? turned : 0,
    halfGap: inside / 2,
    halfGapAtFin: atFin / 2,
    finEvery: 2,
    firstFin: 1,
  };
}

interface WallPlan {
  readonly count: number;
  readonly miss: number;
  readonly firstPhi: number;
  readonly halfGap: number;
  readonly halfGapAtFin: number;
  /** Walls with a fin: `firstFin` and each so many after it. */
  readonly finEvery: number;
  readonly firstFin: number;
}

const pitchOf = (count: number): number => (2 * Math.PI) / count;

/** All cosines of the walls of a plan, all sines, all halves of gaps and of fins. */
function wallsOf({
  count,
  firstPhi,
  halfGap,
  halfGapAtFin,
  finEvery,
  firstFin,
}: WallPlan): readonly number[] {
  const hasFin = (wall: number): boolean => wall % finEvery === firstFin;
  const walls = Array.from({ length: count + 1 }, (_, wall) => wall);
  const phi = walls.map((wall) => firstPhi + (wall % count) * pitchOf(count));
  return [
    ...phi.map(cos),
    ...phi.map(sin),
    ...walls.map((wall) => (hasFin(wall) ? halfGapAtFin : halfGap)),
    ...walls.map((wall) => (hasFin(wall) ? halfFinThickness : 0)),
  ];
}

const entryStart = [40, -110, 40];
const entryLengths = [90, 320, 90];
/** Where those of each region begin among the rings of all. */
const entryPlaces = [0, 90, 410];

function entryRings(walls: RingPlanes): Uint8Array {
  const surface = [
    (position: number) => [position, forwardPlane],
    (position: number) => [barrelRadius, position],
    (position: number) => [position, backwardPlane],
  ];
  return Uint8Array.from(
    regions.flatMap(({ first, last }, region) =>
      Array.from({ length: entryLengths[region] }, (_, bin) => {
        const [r, z] = surface[region](entryStart[region] + bin + 0.5);
        let ring = first;
        while (
          ring < last &&
          walls.a[2 * ring + 1] * r + walls.b[2 * ring + 1] * z + walls.c[2 * ring + 1] < 0
        )
          ring++;
        return ring;
      }),
    ),
  );
}
