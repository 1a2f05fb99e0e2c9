// kernel: one photon's way through the crystals decides everything after it and must cost well
// below a microsecond
import { atan2 } from '../base/elementary.js';
import { crystalLength, regions } from './rings.js';
import type { EclGeometry, PhiWalls } from './geometry.js';
import { barrelRadius, backwardPlane, forwardPlane } from '../envelope.js';
import { firstOfRing } from './crystals.js';
import type { RayPath } from './ray-path.js';

/** Shortest stretch that counts [cm]. */
const shortest = 1e-9;
/** Rays that need longer to an endcap's plane have left the barrel before [cm]. */
const maxFlight = 400;
/** Beyond this radius at its inner plane a ray cannot touch an endcap [cm]. */
const endcapRadius = 122;
/**
 * Outside these the crystals end: radius of the rear corners in the barrel, rear planes of the
 * endcaps [cm].
 */
const barrelEnd = 160;
const forwardEnd = 230;
const backwardEnd = -136;

/**
 * Follows the straight ray from (x, y, z) along the unit vector (ux, uy, uz) through the crystals
 * and writes what it meets to `path`.
 *
 * Crystals are tiles between planes: walls between rings are planes in (ρ, z), where ρ is measured
 * along the azimuth of the ray's middle in the region (for a crystal beside that azimuth this turns
 * its faces by at most half its opening), walls in azimuth are planes through z. The ray walks from
 * tile to tile through the wall it hits first. CsI fills a tile up to its faces; what lies between
 * face and wall is wrapping, then air, then half of the fin where there is one.
 */
export function traceRay(
  geometry: EclGeometry,
  x: number,
  y: number,
  z: number,
  ux: number,
  uy: number,
  uz: number,
  path: RayPath,
): void {
  path.begin(x, y, z, ux, uy, uz);
  if (uz > 0 && z + uz * maxFlight > forwardPlane)
    traceBarrelAndEndcap(geometry, 0, forwardPlane, forwardEnd, path);
  else if (uz < 0 && z + uz * maxFlight < backwardPlane)
    traceBarrelAndEndcap(geometry, 2, backwardPlane, backwardEnd, path);
  else traceBarrel(geometry, path);
}

/**
 * The endcap only where the ray can touch it; a ray into the edge of one region may go on into the
 * other.
 */
function traceBarrelAndEndcap(
  geometry: EclGeometry,
  region: number,
  plane: number,
  end: number,
  path: RayPath,
): void {
  const { x, y, z, ux, uy, uz } = path;
  const from = Math.max(0, (plane - z) / uz);
  const to = (end - z) / uz;
  const xIn = x + ux * from;
  const yIn = y + uy * from;
  const insideEndcap = to > from && xIn * xIn + yIn * yIn < endcapRadius * endcapRadius;
  if (insideEndcap) {
    walkRings(geometry, region, from, to, path);
    const xOut = x + ux * to;
    const yOut = y + uy * to;
    if (xOut * xOut + yOut * yOut > barrelRadius * barrelRadius) traceBarrel(geometry, path);
  } else traceBarrel(geometry, path);
}

function traceBarrel(geometry: EclGeometry, path: RayPath): void {
  const { x, y, z, ux, uy, uz } = path;
  const a = ux * ux + uy * uy;
  if (a < 1e-6) return;
  const b = x * ux + y * uy;
  const r2 = x * x + y * y;
  const reach = b * b + a * (barrelEnd * barrelEnd - r2);
  if (reach <= 0) return;
  const to = (-b + Math.sqrt(reach)) / a;
  const from =
    r2 >= barrelRadius * barrelRadius
      ? 0
      : (-b + Math.sqrt(b * b + a * (barrelRadius * barrelRadius - r2))) / a;
  const zIn = z + uz * from;
  const zOut = z + uz * to;
  if (to > from && Math.max(zIn, zOut) > -120 && Math.min(zIn, zOut) < 230)
    walkRings(geometry, 1, from, to, path);
}

/**
 * Walks the rings of a region between `from` and `to`, entering through its inner surface or
 * through its edge.
 */
function walkRings(
  geometry: EclGeometry,
  region: number,
  from: number,
  to: number,
  path: RayPath,
): void {
  const { x, y, z, ux, uy, uz } = path;
  const { a: wallA, b: wallB, c: wallC } = geometry.walls;
  const { a: frontA, b: frontB, c: frontC } = geometry.front;
  const { first, last } = regions[region];
  const middle = (from + to) / 2;
  const xMiddle = x + ux * middle;
  const yMiddle = y + uy * middle;
  const rMiddle = Math.sqrt(xMiddle * xMiddle + yMiddle * yMiddle);
  const rho0 = (x * xMiddle + y * yMiddle) / rMiddle;
  const rho1 = (ux * xMiddle + uy * yMiddle) / rMiddle;
  path.rho0 = rho0;
  path.rho1 = rho1;
  path.phiMiddle = atan2(yMiddle, xMiddle);
  path.perMiddle = 1 / rMiddle;

  const rhoIn = rho0 + rho1 * from;
  const zIn = z + uz * from;
  const table = geometry.entryRing[region];
  const bin = Math.floor((region === 1 ? zIn : rhoIn) - geometry.entryStart[region]);
  let ring = table[bin < 0 ? 0 : bin >= table.length ? table.length - 1 : bin];
  while (ring > first && wallA[2 * ring] * rhoIn + wallB[2 * ring] * zIn + wallC[2 * ring] < 0)
    ring--;
  while (
    ring < last &&
    wallA[2 * ring + 1] * rhoIn + wallB[2 * ring + 1] * zIn + wallC[2 * ring + 1] < 0
  )
    ring++;

  let position = from;
  // Outside the region's edge: go to where the ray comes in, if it does.
  for (let plane = 2 * ring; plane <= 2 * ring + 1; plane++) {
    const distance =
      wallA[plane] * (rho0 + rho1 * position) + wallB[plane] * (z + uz * position) + wallC[plane];
    if (distance >= 0) continue;
    const slope = wallA[plane] * rho1 + wallB[plane] * uz;
    if (slope <= 0) return;
    position -= distance / slope;
    if (position >= to) return;
  }

  for (;;) {
    const low = 2 * ring;
    const high = low + 1;
    const low0 = wallA[low] * rho0 + wallB[low] * z + wallC[low];
    const low1 = wallA[low] * rho1 + wallB[low] * uz;
    const high0 = wallA[high] * rho0 + wallB[high] * z + wallC[high];
    const high1 = wallA[high] * rho1 + wallB[high] * uz;
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
    const front0 = frontA[ring] * rho0 + frontB[ring] * z + frontC[ring];
    const front1 = frontA[ring] * rho1 + frontB[ring] * uz;
    let enter = position;
    let rear = leave;
    if (front1 > 0) {
      enter = Math.max(enter, -front0 / front1);
      rear = Math.min(rear, (crystalLength - front0) / front1);
    } else if (front1 < 0) {
      enter = Math.max(enter, (crystalLength - front0) / front1);
      rear = Math.min(rear, -front0 / front1);
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
    if (next === 0 || ring < first || ring > last) return;
    position = Math.max(leave, position);
  }
}

/** Walks the crystals of one ring from `from` to `to`. */
function walkColumns(
  geometry: EclGeometry,
  ring: number,
  from: number,
  to: number,
  path: RayPath,
): void {
  const { x, y, z, ux, uy, uz, rho0, rho1 } = path;
  const walls = geometry.phiWalls[ring];
  const { count, cos, sin, miss, halfGap } = walls;
  const { a: faceA, b: faceB, c: faceC } = geometry.faces;
  // CsI between the ring's two faces.
  let csiFrom = from;
  let csiTo = to;
  for (let plane = 2 * ring; plane <= 2 * ring + 1; plane++) {
    const face0 = faceA[plane] * rho0 + faceB[plane] * z + faceC[plane];
    const face1 = faceA[plane] * rho1 + faceB[plane] * uz;
    if (face1 > 0) csiFrom = Math.max(csiFrom, -face0 / face1);
    else if (face1 < 0) csiTo = Math.min(csiTo, -face0 / face1);
    else if (face0 < 0) csiTo = csiFrom;
  }

  const xIn = x + ux * from;
  const yIn = y + uy * from;
  const turn = (path.phiMiddle + miss * path.perMiddle - walls.firstPhi) / walls.pitch;
  let column = Math.floor(turn) % count;
  if (column < 0) column += count;
  for (let step = 0; step < count && yIn * cos[column] - xIn * sin[column] + miss < 0; step++)
    column = column === 0 ? count - 1 : column - 1;
  for (
    let step = 0;
    step < count && yIn * cos[column + 1] - xIn * sin[column + 1] + miss > 0;
    step++
  )
    column = column + 1 === count ? 0 : column + 1;

  let position = from;
  for (let step = 0; step < count; step++) {
    const low0 = y * cos[column] - x * sin[column] + miss;
    const low1 = uy * cos[column] - ux * sin[column];
    const high0 = -(y * cos[column + 1] - x * sin[column + 1] + miss);
    const high1 = -(uy * cos[column + 1] - ux * sin[column + 1]);
    if (path.entryCrystal < 0) {
      path.entryCrystal = firstOfRing[ring] + column;
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
    leave = Math.max(leave, position);
    let enter = Math.max(position, csiFrom);
    let exit = Math.min(leave, csiTo);
    const lowGap = halfGap[column];
    const highGap = halfGap[column + 1];
    if (low1 > 0) enter = Math.max(enter, (lowGap - low0) / low1);
    else if (low1 < 0) exit = Math.min(exit, (lowGap - low0) / low1);
    else if (low0 < lowGap) exit = enter;
    if (high1 > 0) enter = Math.max(enter, (highGap - high0) / high1);
    else if (high1 < 0) exit = Math.min(exit, (highGap - high0) / high1);
    else if (high0 < highGap) exit = enter;
    if (exit - enter > shortest) {
      if (enter - position > shortest) addGap(geometry, walls, ring, column, position, enter, path);
      path.addCrystal(firstOfRing[ring] + column, enter, exit);
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
  geometry: EclGeometry,
  walls: PhiWalls,
  ring: number,
  column: number,
  from: number,
  to: number,
  path: RayPath,
): void {
  if (!path.knowsGaps) return path.addGap(to - from, 0, 0);
  const { x, y, z, ux, uy, uz, rho0, rho1 } = path;
  const { a, b, c } = geometry.walls;
  const { a: faceA, b: faceB, c: faceC } = geometry.faces;
  const wrap = geometry.wrap[ring];
  let aluminium = 0;
  let wrapping = 0;
  for (let side = 0; side < 2; side++) {
    const plane = 2 * ring + side;
    const fin = geometry.halfFin[plane];
    if (fin > 0)
      aluminium += stretchBetween(
        a[plane] * rho0 + b[plane] * z + c[plane],
        perSlope(a[plane] * rho1 + b[plane] * uz),
        0,
        fin,
        from,
        to,
      );
    const face0 = faceA[plane] * rho0 + faceB[plane] * z + faceC[plane];
    wrapping += stretchBetween(
      face0,
      perSlope(faceA[plane] * rho1 + faceB[plane] * uz),
      -wrap,
      0,
      from,
      to,
    );
    const wall = column + side;
    const sign = side === 0 ? 1 : -1;
    const wall0 = sign * (y * walls.cos[wall] - x * walls.sin[wall] + walls.miss);
    const perWall = perSlope(sign * (uy * walls.cos[wall] - ux * walls.sin[wall]));
    const phiFin = walls.halfFin[wall];
    const phiGap = walls.halfGap[wall];
    if (phiFin > 0) aluminium += stretchBetween(wall0, perWall, 0, phiFin, from, to);
    wrapping += stretchBetween(wall0, perWall, phiGap - wrap, phiGap, from, to);
  }
  const length = to - from;
  aluminium = Math.min(aluminium, length);
  path.addGap(length, aluminium, Math.min(wrapping, length - aluminium));
}

/** Way along the ray per distance from a plane; a ray along the plane never gets anywhere. */
function perSlope(slope: number): number {
  return slope === 0 ? 1e300 : 1 / slope;
}

/** Length of the part of [from, to] where the distance d0 + s / perDistance lies in (low, high). */
function stretchBetween(
  d0: number,
  perDistance: number,
  low: number,
  high: number,
  from: number,
  to: number,
): number {
  const atLow = (low - d0) * perDistance;
  const atHigh = (high - d0) * perDistance;
  const start = Math.max(from, Math.min(atLow, atHigh));
  const end = Math.min(to, Math.max(atLow, atHigh));
  return Math.max(0, end - start);
}
