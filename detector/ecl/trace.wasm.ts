// kernel: one photon's way through the crystals decides everything after it and must cost well
// below a microsecond; AssemblyScript
import { atan2 } from '../base/elementary.wasm';
import {
  numberAt,
  calorimeter,
  Geometry,
  PhiWalls,
  planeAt,
  Region,
  regionAt,
  wallsOf,
} from './crystals.wasm';
import { RayPath } from './ray-path.wasm';

/** Shortest stretch that counts [cm]. */
const shortest: f64 = 1e-9;
/** Rays that need longer to an endcap's plane have left the barrel before [cm]. */
const maxFlight: f64 = 400;
/** Beyond this radius at its inner plane a ray cannot touch an endcap [cm]. */
const endcapRadius: f64 = 122;
/**
 * Outside these the crystals end: radius of the rear corners in the barrel, rear planes of the
 * endcaps [cm].
 */
const barrelEnd: f64 = 160;
const forwardEnd: f64 = 230;
const backwardEnd: f64 = -136;
/** Between these the barrel can be touched [cm]. */
const barrelLow: f64 = -120;
const barrelHigh: f64 = 230;

/**
 * Follows the straight ray from (x, y, z) along the unit vector (ux, uy, uz) through the crystals
 * and writes what it meets to the path; returns the crystal in whose tile it enters, −1 when it
 * misses. `trace.ts` tells how.
 */
export function traceCrystals(
  geometryPlace: usize,
  x: f64,
  y: f64,
  z: f64,
  ux: f64,
  uy: f64,
  uz: f64,
  pathPlace: usize,
): i32 {
  const geometry = changetype<Geometry>(geometryPlace);
  const path = changetype<RayPath>(pathPlace);
  path.begin(x, y, z, ux, uy, uz);
  const forwardPlane = calorimeter.forwardPlane;
  const backwardPlane = calorimeter.backwardPlane;
  if (uz > 0 && z + uz * maxFlight > forwardPlane)
    traceBarrelAndEndcap(geometry, 0, forwardPlane, forwardEnd, path);
  else if (uz < 0 && z + uz * maxFlight < backwardPlane)
    traceBarrelAndEndcap(geometry, 2, backwardPlane, backwardEnd, path);
  else traceBarrel(geometry, path);
  return path.entryCrystal;
}

/**
 * The endcap only where the ray can touch it; a ray into the edge of one region may go on into the
 * other.
 */
function traceBarrelAndEndcap(
  geometry: Geometry,
  region: i32,
  plane: f64,
  end: f64,
  path: RayPath,
): void {
  const from = max<f64>(0, (plane - path.z) / path.uz);
  const to = (end - path.z) / path.uz;
  const xIn = path.x + path.ux * from;
  const yIn = path.y + path.uy * from;
  if (!(to > from && xIn * xIn + yIn * yIn < endcapRadius * endcapRadius))
    return traceBarrel(geometry, path);
  walkRings(geometry, region, from, to, path);
  const xOut = path.x + path.ux * to;
  const yOut = path.y + path.uy * to;
  const radius = calorimeter.barrelRadius;
  if (xOut * xOut + yOut * yOut > radius * radius) traceBarrel(geometry, path);
}

function traceBarrel(geometry: Geometry, path: RayPath): void {
  const radius = calorimeter.barrelRadius;
  const a = path.ux * path.ux + path.uy * path.uy;
  if (a < 1e-6) return;
  const b = path.x * path.ux + path.y * path.uy;
  const r2 = path.x * path.x + path.y * path.y;
  const reach = b * b + a * (barrelEnd * barrelEnd - r2);
  if (reach <= 0) return;
  const to = (-b + sqrt(reach)) / a;
  const from = r2 >= radius * radius ? 0 : (-b + sqrt(b * b + a * (radius * radius - r2))) / a;
  const zIn = path.z + path.uz * from;
  const zOut = path.z + path.uz * to;
  if (to > from && max(zIn, zOut) > barrelLow && min(zIn, zOut) < barrelHigh)
    walkRings(geometry, 1, from, to, path);
}

/** Lays the plane of the ray's azimuth in a region, by the middle of its way there. */
function layMiddle(path: RayPath, middle: f64): void {
  const xMiddle = path.x + path.ux * middle;
  const yMiddle = path.y + path.uy * middle;
  const rMiddle = sqrt(xMiddle * xMiddle + yMiddle * yMiddle);
  path.rho0 = (path.x * xMiddle + path.y * yMiddle) / rMiddle;
  path.rho1 = (path.ux * xMiddle + path.uy * yMiddle) / rMiddle;
  path.phiMiddle = atan2(yMiddle, xMiddle);
  path.perMiddle = 1 / rMiddle;
}

/** Distance of a point in (ρ, z) from a wall, positive inside. */
function fromWall(geometry: Geometry, plane: i32, rho: f64, z: f64): f64 {
  const wall = planeAt(geometry.walls, plane);
  return wall.a * rho + wall.b * z + wall.c;
}

/** The ring in which a ray begins at a point of the region's surface. */
function entryRing(geometry: Geometry, region: Region, rhoIn: f64, zIn: f64, place: f64): i32 {
  const bin = floor(place - region.entryStart);
  const count = region.entryCount;
  let ring: i32 = load<u8>(region.entryRing + (bin < 0 ? 0 : bin >= count ? count - 1 : <i32>bin));
  while (ring > region.first && fromWall(geometry, 2 * ring, rhoIn, zIn) < 0) ring--;
  while (ring < region.last && fromWall(geometry, 2 * ring + 1, rhoIn, zIn) < 0) ring++;
  return ring;
}

/**
 * Walks the rings of a region between `from` and `to`, entering through its inner surface or
 * through its edge.
 */
function walkRings(geometry: Geometry, number: i32, from: f64, to: f64, path: RayPath): void {
  layMiddle(path, (from + to) / 2);
  const rho0 = path.rho0;
  const rho1 = path.rho1;
  const z = path.z;
  const uz = path.uz;
  const region = regionAt(geometry, number);
  const rhoIn = rho0 + rho1 * from;
  const zIn = z + uz * from;
  let ring = entryRing(geometry, region, rhoIn, zIn, number === 1 ? zIn : rhoIn);

  let position = from;
  // Outside the region's edge: go to where the ray comes in, if it does.
  for (let plane = 2 * ring; plane <= 2 * ring + 1; plane++) {
    const distance = fromWall(geometry, plane, rho0 + rho1 * position, z + uz * position);
    if (distance >= 0) continue;
    const wall = planeAt(geometry.walls, plane);
    const slope = wall.a * rho1 + wall.b * uz;
    if (slope <= 0) return;
    position -= distance / slope;
    if (position >= to) return;
  }

  for (;;) {
    const low = planeAt(geometry.walls, 2 * ring);
    const high = planeAt(geometry.walls, 2 * ring + 1);
    const low0 = low.a * rho0 + low.b * z + low.c;
    const low1 = low.a * rho1 + low.b * uz;
    const high0 = high.a * rho0 + high.b * z + high.c;
    const high1 = high.a * rho1 + high.b * uz;
    let leave = to;
    let next = 0;
    if (low1 < 0 && -low0 / low1 < leave) {
      leave = -low0 / low1;
      next = -1;
    }
    if (high1 < 0 && -high0 / high1 < leave) {
      leave = -high0 / high1;
      next = 1;
    }
    const front = planeAt(geometry.front, ring);
    const front0 = front.a * rho0 + front.b * z + front.c;
    const front1 = front.a * rho1 + front.b * uz;
    let enter = position;
    let rear = leave;
    if (front1 > 0) {
      enter = max(enter, -front0 / front1);
      rear = min(rear, (calorimeter.crystalLength - front0) / front1);
    } else if (front1 < 0) {
      enter = max(enter, (calorimeter.crystalLength - front0) / front1);
      rear = min(rear, -front0 / front1);
    }
    if (rear - enter > shortest) {
      if (path.entryCrystal < 0) {
        const lowDistance = low0 + low1 * enter;
        path.thetaFraction = lowDistance / (lowDistance + high0 + high1 * enter);
        path.first = enter;
      }
      walkColumns(geometry, ring, enter, rear, path);
      path.last = rear;
    }
    ring += next;
    if (next === 0 || ring < region.first || ring > region.last) return;
    position = max(leave, position);
  }
}

/** Distance of a point from the wall in azimuth on the low side of a column, positive beyond it. */
function fromPhiWall(walls: PhiWalls, column: i32, x: f64, y: f64): f64 {
  return y * numberAt(walls.cos, column) - x * numberAt(walls.sin, column) + walls.miss;
}

/** The column of a ring in which a ray begins at (x, y). */
function entryColumn(walls: PhiWalls, path: RayPath, x: f64, y: f64): i32 {
  const count = walls.count;
  const turn = (path.phiMiddle + walls.miss * path.perMiddle - walls.firstPhi) / walls.pitch;
  let column = <i32>floor(turn) % count;
  if (column < 0) column += count;
  for (let step = 0; step < count && fromPhiWall(walls, column, x, y) < 0; step++)
    column = column === 0 ? count - 1 : column - 1;
  for (let step = 0; step < count && fromPhiWall(walls, column + 1, x, y) > 0; step++)
    column = column + 1 === count ? 0 : column + 1;
  return column;
}

/** Walks the crystals of one ring from `from` to `to`. */
function walkColumns(geometry: Geometry, ring: i32, from: f64, to: f64, path: RayPath): void {
  const x = path.x;
  const y = path.y;
  const z = path.z;
  const ux = path.ux;
  const uy = path.uy;
  const uz = path.uz;
  const rho0 = path.rho0;
  const rho1 = path.rho1;
  const walls = wallsOf(geometry, ring);
  const count = walls.count;
  const cos = walls.cos;
  const sin = walls.sin;
  const miss = walls.miss;
  // CsI between the ring's two faces.
  let csiFrom = from;
  let csiTo = to;
  for (let plane = 2 * ring; plane <= 2 * ring + 1; plane++) {
    const face = planeAt(geometry.faces, plane);
    const face0 = face.a * rho0 + face.b * z + face.c;
    const face1 = face.a * rho1 + face.b * uz;
    if (face1 > 0) csiFrom = max(csiFrom, -face0 / face1);
    else if (face1 < 0) csiTo = min(csiTo, -face0 / face1);
    else if (face0 < 0) csiTo = csiFrom;
  }

  let column = entryColumn(walls, path, x + ux * from, y + uy * from);
  let position = from;
  for (let step = 0; step < count; step++) {
    const low0 = y * numberAt(cos, column) - x * numberAt(sin, column) + miss;
    const low1 = uy * numberAt(cos, column) - ux * numberAt(sin, column);
    const high0 = -(y * numberAt(cos, column + 1) - x * numberAt(sin, column + 1) + miss);
    const high1 = -(uy * numberAt(cos, column + 1) - ux * numberAt(sin, column + 1));
    if (path.entryCrystal < 0) {
      path.entryCrystal = walls.firstCrystal + column;
      const lowDistance = low0 + low1 * position;
      path.phiFraction = lowDistance / (lowDistance + high0 + high1 * position);
    }
    let leave = to;
    let next = 0;
    if (low1 < 0 && -low0 / low1 < leave) {
      leave = -low0 / low1;
      next = -1;
    }
    if (high1 < 0 && -high0 / high1 < leave) {
      leave = -high0 / high1;
      next = 1;
    }
    leave = max(leave, position);
    let enter = max(position, csiFrom);
    let exit = min(leave, csiTo);
    const lowGap = numberAt(walls.halfGap, column);
    const highGap = numberAt(walls.halfGap, column + 1);
    if (low1 > 0) enter = max(enter, (lowGap - low0) / low1);
    else if (low1 < 0) exit = min(exit, (lowGap - low0) / low1);
    else if (low0 < lowGap) exit = enter;
    if (high1 > 0) enter = max(enter, (highGap - high0) / high1);
    else if (high1 < 0) exit = min(exit, (highGap - high0) / high1);
    else if (high0 < highGap) exit = enter;
    if (exit - enter > shortest) {
      if (enter - position > shortest) addGap(geometry, walls, ring, column, position, enter, path);
      path.addCrystal(walls.firstCrystal + column, enter, exit);
      if (leave - exit > shortest) addGap(geometry, walls, ring, column, exit, leave, path);
    } else if (leave - position > shortest) {
      addGap(geometry, walls, ring, column, position, leave, path);
    }
    if (next === 0) return;
    column += next;
    column = column < 0 ? count - 1 : column === count ? 0 : column;
    position = leave;
  }
}

/**
 * Splits a stretch outside the CsI of a tile into aluminium, wrapping and air, by the distances
 * from its four walls.
 */
function addGap(
  geometry: Geometry,
  walls: PhiWalls,
  ring: i32,
  column: i32,
  from: f64,
  to: f64,
  path: RayPath,
): void {
  if (!path.knowsGaps) return path.addGap(to - from, 0, 0);
  const x = path.x;
  const y = path.y;
  const z = path.z;
  const ux = path.ux;
  const uy = path.uy;
  const uz = path.uz;
  const rho0 = path.rho0;
  const rho1 = path.rho1;
  const wrap = numberAt(geometry.wrap, ring);
  let aluminium: f64 = 0;
  let wrapping: f64 = 0;
  for (let side = 0; side < 2; side++) {
    const plane = 2 * ring + side;
    const fin = numberAt(geometry.halfFin, plane);
    if (fin > 0) {
      const slope = planeAt(geometry.walls, plane);
      aluminium += stretchBetween(
        slope.a * rho0 + slope.b * z + slope.c,
        perSlope(slope.a * rho1 + slope.b * uz),
        0,
        fin,
        from,
        to,
      );
    }
    const face = planeAt(geometry.faces, plane);
    const face0 = face.a * rho0 + face.b * z + face.c;
    wrapping += stretchBetween(face0, perSlope(face.a * rho1 + face.b * uz), -wrap, 0, from, to);
    const wall = column + side;
    const sign: f64 = side === 0 ? 1 : -1;
    const wall0 = sign * fromPhiWall(walls, wall, x, y);
    const perWall = perSlope(
      sign * (uy * numberAt(walls.cos, wall) - ux * numberAt(walls.sin, wall)),
    );
    const phiFin = numberAt(walls.halfFin, wall);
    const phiGap = numberAt(walls.halfGap, wall);
    if (phiFin > 0) aluminium += stretchBetween(wall0, perWall, 0, phiFin, from, to);
    wrapping += stretchBetween(wall0, perWall, phiGap - wrap, phiGap, from, to);
  }
  const length = to - from;
  aluminium = min(aluminium, length);
  path.addGap(length, aluminium, min(wrapping, length - aluminium));
}

/** Way along the ray per distance from a plane; a ray along the plane never gets anywhere. */
function perSlope(slope: f64): f64 {
  return slope === 0 ? 1e300 : 1 / slope;
}

/** Length of the part of [from, to] where the distance d0 + s / perDistance lies in (low, high). */
function stretchBetween(d0: f64, perDistance: f64, low: f64, high: f64, from: f64, to: f64): f64 {
  const atLow = (low - d0) * perDistance;
  const atHigh = (high - d0) * perDistance;
  const start = max(from, min(atLow, atHigh));
  const end = min(to, max(atLow, atHigh));
  return max<f64>(0, end - start);
}
