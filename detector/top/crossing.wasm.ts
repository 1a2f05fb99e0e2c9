// kernel: every arc of every charged particle; AssemblyScript
import { atan2, cos, sin } from '../base/elementary.wasm';
import { Circle } from '../propagation/circle.wasm';
import { bars, moduleCount, normalXOf, normalYOf } from './bars.wasm';

/**
 * Arcs that end this far before the middle of the bars end on it: positions of arcs are single
 * precision [cm].
 */
const slack: f64 = 0.01;
/** A particle that goes round the bars rather than through them meets none. */
const minCosine: f64 = 0.02;

/**
 * Passage of a particle through a bar: where it crosses the middle of the bar, and how. Axes: x
 * across the bar, y away from the axis, z.
 */
export class Passage {
  /** From the middle line of the bar, and in the laboratory [cm]. */
  x: f64;
  z: f64;
  /** There [ns]. */
  time: f64;
  /** Unit vector of the direction. */
  dx: f64;
  dy: f64;
  dz: f64;
  /** Velocity β, and charge squared [e²]. */
  velocity: f64;
  chargeSquare: f64;
  module: i32;
}

const circle: Circle = new Circle();

/**
 * Whether an arc crosses a bar, and the passage at an address; the arc is followed to the radius of
 * the bars' middle, from there in a straight line to their plane. Lengths in cm, ns, GeV, e.
 */
export function crossBar(
  passage: usize,
  x: f64,
  y: f64,
  z: f64,
  time: f64,
  px: f64,
  py: f64,
  pz: f64,
  curvature: f64,
  length: f64,
  mass: f64,
  charge: f64,
): bool {
  const middle = bars.distance;
  const reach = middle - slack;
  const r2 = x * x + y * y;
  const short = reach - length;
  if (r2 >= reach * reach || (short > 0 && r2 < short * short)) return false;
  const pt = sqrt(px * px + py * py);
  const ux = px / pt;
  const uy = py / pt;
  circle.set(x, y, ux, uy, curvature);
  if (circle.farthest < middle) return false;
  const travelled = (circle.turnAt(middle) - circle.start) * circle.radius;
  if (travelled > length + slack) return false;

  // Half the turn leads from the direction at the start to the chord, the other to the end.
  const slope = pz / pt;
  const stretch = sqrt(1 + slope * slope);
  const half = (curvature * travelled) / 2;
  const cosine = cos(half);
  const sine = sin(half);
  const chord = half === 0 ? travelled : (travelled * sine) / half;
  const middleX = ux * cosine - uy * sine;
  const middleY = uy * cosine + ux * sine;
  const atX = x + chord * middleX;
  const atY = y + chord * middleY;
  const hereX = (middleX * cosine - middleY * sine) / stretch;
  const hereY = (middleY * cosine + middleX * sine) / stretch;
  const here = changetype<Passage>(passage);
  const module = moduleAt(atX, atY);
  const nx = normalXOf(module);
  const ny = normalYOf(module);
  const dy = hereX * nx + hereY * ny;
  if (dy < minCosine) return false;
  const dx = hereY * nx - hereX * ny;
  const dz = slope / stretch;
  const further = (middle - atX * nx - atY * ny) / dy;
  const across = atY * nx - atX * ny + further * dx;
  const along = z + slope * travelled + further * dz;
  if (abs(across) > bars.width / 2 || along < bars.backward || along > bars.forward) return false;
  here.module = module;
  here.x = across;
  here.z = along;
  here.dx = dx;
  here.dy = dy;
  here.dz = dz;
  const p = sqrt(px * px + py * py + pz * pz);
  const velocity = p / sqrt(p * p + mass * mass);
  here.velocity = velocity;
  here.chargeSquare = charge * charge;
  const path = travelled * stretch + further;
  here.time = time + path / (velocity * bars.speedOfLight);
  return true;
}

/** As `moduleAt` in geometry.ts. */
function moduleAt(x: f64, y: f64): i32 {
  const module = i32(floor(atan2(y, x) / bars.pitch));
  return module < 0 ? module + moduleCount : module;
}
