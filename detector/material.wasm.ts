// kernel: every photon passes every layer in front of the calorimeter; AssemblyScript
import { reserve } from './base/memory.wasm';

// Layers as material.ts places them, numbers of 64 bits. First columns of an even number of
// cylinders, in the order in which a particle from the interaction point meets the layers: radius,
// low and high z [cm], thickness at normal incidence. Where the layer is a disc stands a cylinder
// without radius, which nothing meets. Then the discs, a record each.

/** A disc: its place among the layers, z, smallest and largest radius [cm], thickness. */
class Disc {
  layer: f64;
  position: f64;
  low: f64;
  high: f64;
  thickness: f64;
}

/** Directions whose squared sine to the axis is smaller meet no cylinder. */
const minSineSquare: f64 = 1e-9;

// Of each layer the distance at which the line meets it and the thickness there, 0 if it does not.
let room: i32 = 0;
let distances: usize;
let thicknesses: usize;

function makeRoom(count: i32): void {
  if (count <= room) return;
  room = count;
  distances = reserve(8 * count);
  thicknesses = reserve(8 * count);
}

/**
 * Distance along a line from (x, y, z) in the direction of (px, py, pz) [cm] at which `depth` is
 * behind it, in units of the thicknesses; −1 when it comes through.
 */
export function distanceAtDepth(
  layers: usize,
  cylinderCount: i32,
  discCount: i32,
  x: f64,
  y: f64,
  z: f64,
  px: f64,
  py: f64,
  pz: f64,
  depth: f64,
): f64 {
  makeRoom(cylinderCount);
  const p = sqrt(px * px + py * py + pz * pz);
  const ux = px / p;
  const uy = py / p;
  const uz = pz / p;
  const a = ux * ux + uy * uy;
  const b = x * ux + y * uy;
  const r2 = x * x + y * y;
  const columnBytes = (<usize>cylinderCount) << 3;
  meetCylinders(layers, columnBytes, a, b, r2, z, uz);
  const discs = layers + 4 * columnBytes;
  for (let disc = 0; disc < discCount; disc++)
    meetDisc(changetype<Disc>(discs + <usize>disc * offsetof<Disc>()), a, b, r2, z, uz);
  let left = depth;
  for (let at: usize = 0; at < columnBytes; at += 8) {
    const thickness = load<f64>(thicknesses + at);
    if (left < thickness) return load<f64>(distances + at);
    left -= thickness;
  }
  return -1;
}

function meetCylinders(
  layers: usize,
  columnBytes: usize,
  sineSquare: f64,
  along: f64,
  fromAxis: f64,
  fromZ: f64,
  perZ: f64,
): void {
  const lows = layers + columnBytes;
  const highs = lows + columnBytes;
  const normal = highs + columnBytes;
  const a = f64x2.splat(sineSquare);
  const b = f64x2.splat(along);
  const b2 = f64x2.mul(b, b);
  const r2 = f64x2.splat(fromAxis);
  const z = f64x2.splat(fromZ);
  const uz = f64x2.splat(perZ);
  const isSteep = f64x2.lt(a, f64x2.splat(minSineSquare));
  for (let at: usize = 0; at < columnBytes; at += 16) {
    const radius = v128.load(layers + at);
    const inside = f64x2.sub(f64x2.mul(radius, radius), r2);
    const root = f64x2.sqrt(f64x2.add(b2, f64x2.mul(a, inside)));
    const distance = f64x2.div(f64x2.sub(root, b), a);
    const place = f64x2.add(z, f64x2.mul(uz, distance));
    const isBeside = v128.or(
      f64x2.lt(place, v128.load(lows + at)),
      f64x2.gt(place, v128.load(highs + at)),
    );
    const isOutside = v128.or(f64x2.le(inside, f64x2.splat(0)), isSteep);
    // The direction's component along the radius there is root / radius.
    const thickness = f64x2.div(f64x2.mul(v128.load(normal + at), radius), root);
    v128.store(distances + at, distance);
    v128.store(thicknesses + at, v128.andnot(thickness, v128.or(isBeside, isOutside)));
  }
}

/** What a disc has in front, in the place of the cylinder that stands for it. */
function meetDisc(disc: Disc, a: f64, b: f64, r2: f64, z: f64, uz: f64): void {
  const distance = uz === 0 ? -1 : (disc.position - z) / uz;
  if (distance <= 0) return;
  const at2 = r2 + distance * (2 * b + a * distance);
  if (at2 < disc.low * disc.low || at2 > disc.high * disc.high) return;
  const place = (<usize>disc.layer) << 3;
  store<f64>(distances + place, distance);
  store<f64>(thicknesses + place, disc.thickness / abs(uz));
}
