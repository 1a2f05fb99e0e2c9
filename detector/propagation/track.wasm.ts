// kernel: changed in place at every layer that a charged particle crosses; AssemblyScript. State
// of the one that is being followed.
import { sin } from '../base/elementary.wasm';
import { turnOf } from './circle.wasm';
import { Stopping, StoppingMaterial } from './ionization.wasm';
import { highlandSquare, scatteringWidth } from './scattering.wasm';

/** Grazing crossings of a layer count at most this many times its thickness. */
const maxObliquity: f64 = 20;
/**
 * Flattest track that is told from a straight line [1/cm]: it bends by 1 µm over 10 m; a neutral
 * particle is drawn with this.
 */
const minCurvature: f64 = 2e-10;
const maxRadius: f64 = 1 / minCurvature;

/** Turns below have half of them within reach of `smallSine` [rad]. */
const maxSmallTurn: f64 = 0.5;
const seventySecond: f64 = 1.0 / 72.0;
const fortySecond: f64 = 1.0 / 42.0;
const twentieth: f64 = 1.0 / 20.0;
const sixth: f64 = 1.0 / 6.0;

/** sin(x) for |x| ≤ ¼ to 1e-14, by its series. */
function smallSine(x: f64): f64 {
  const square = x * x;
  return (
    x *
    (1 -
      square *
        sixth *
        (1 - square * twentieth * (1 - square * fortySecond * (1 - square * seventySecond))))
  );
}

/**
 * Change of the direction's azimuth per transverse length [rad/cm], `constant` being pt / (field ·
 * radius); a positive charge turns clockwise when the field points to +z.
 */
export function curvatureOf(charge: f64, pt: f64, field: f64, constant: f64): f64 {
  const curvature = (-charge * constant * field) / pt;
  return abs(curvature) > minCurvature ? curvature : minCurvature;
}

/** A charged particle on its way: position [cm], time [ns], momentum [GeV]. */
export class Track {
  x: f64 = 0;
  y: f64 = 0;
  z: f64 = 0;
  time: f64 = 0;
  px: f64 = 0;
  py: f64 = 0;
  pz: f64 = 0;
  /** Size of the momentum [GeV]. TypeScript reads these eight. */
  p: f64 = 0;
  mass: f64 = 0;
  charge: f64 = 0;
  /** Transverse momentum and energy [GeV]; change of z per transverse length. */
  pt: f64 = 0;
  energy: f64 = 0;
  slope: f64 = 0;
  curvature: f64 = 0;
  /** What divisions of a flight and of an arc are made of, each done once. */
  perMass: f64 = 0;
  perPt: f64 = 0;
  readonly perSpeedOfLight: f64;
  /** Curvature times transverse momentum [GeV/cm], the same for all of a flight; the reciprocal. */
  bending: f64 = 0;
  perBending: f64 = 0;
  /** Radius of the circle, with the sense as sign, over the transverse momentum [cm/GeV]. */
  radiusPerPt: f64 = 0;
  // The circle, seen from the z axis as that of circle.ts.
  radius: f64 = 0;
  farthest: f64 = 0;
  closest: f64 = 0;
  start: f64 = 0;
  /** Four times the distance of its centre times its radius [cm²], and the reciprocal. */
  reach: f64 = 0;
  perReach: f64 = 0;
  /** Momentum for which the energy loss was worked out [GeV]. */
  stoppingMomentum: f64 = 0;
  /** Radiation lengths crossed so far, and their Highland square. */
  depth: f64 = 0;
  square: f64 = 0;
  readonly stopping: Stopping;
  readonly field: f64;
  readonly curvatureConstant: f64;

  constructor(stopping: Stopping, field: f64, curvatureConstant: f64, speedOfLight: f64) {
    this.stopping = stopping;
    this.field = field;
    this.curvatureConstant = curvatureConstant;
    this.perSpeedOfLight = 1 / speedOfLight;
  }

  /** Sets out with the mass, charge and momentum that it has. */
  setOut(): void {
    const px = this.px;
    const py = this.py;
    const pz = this.pz;
    const mass = this.mass;
    const p = sqrt(px * px + py * py + pz * pz);
    this.p = p;
    this.energy = sqrt(p * p + mass * mass);
    this.perMass = 1 / mass;
    this.bending = -this.charge * this.curvatureConstant * this.field;
    this.perBending = 1 / this.bending;
    this.stoppingMomentum = 0;
    this.depth = 0;
    this.square = 0;
  }

  /**
   * Computes what follows from position and direction; momentum and energy are known. Where the
   * circle is, pt drops out of all but its radius.
   */
  turnOver(): void {
    const x = this.x;
    const y = this.y;
    const px = this.px;
    const py = this.py;
    const pt = sqrt(px * px + py * py);
    const perPt = 1 / pt;
    let curvature = this.bending * perPt;
    let radiusPerPt = this.perBending;
    let turning = radiusPerPt * pt;
    if (!(abs(curvature) > minCurvature)) {
      curvature = minCurvature;
      turning = maxRadius;
      radiusPerPt = maxRadius * perPt;
    }
    const radius = abs(turning);
    const centreX = x - py * radiusPerPt;
    const centreY = y + px * radiusPerPt;
    const distance = max<f64>(sqrt(centreX * centreX + centreY * centreY), 1e-9);
    const farthest = distance + radius;
    const r2 = x * x + y * y;
    const closest = (r2 + 2 * radiusPerPt * (px * y - py * x)) / farthest;
    const reach = 4 * distance * radius;
    const perReach = 1 / reach;
    const turn = turnOf((r2 - closest * closest) * perReach);
    this.pt = pt;
    this.perPt = perPt;
    this.slope = this.pz * perPt;
    this.curvature = curvature;
    this.radiusPerPt = radiusPerPt;
    this.radius = radius;
    this.farthest = farthest;
    this.closest = closest;
    this.reach = reach;
    this.perReach = perReach;
    this.start = x * px + y * py >= 0 ? turn : -turn;
  }

  /** Goes on by a transverse length [cm]. */
  move(length: f64): void {
    const px = this.px;
    const py = this.py;
    const turn = this.curvature * length;
    const isSmall = abs(turn) < maxSmallTurn;
    const half = isSmall ? smallSine(turn / 2) : sin(turn / 2);
    const versine = 2 * half * half;
    const cosine = 1 - versine;
    const sine = isSmall ? 2 * half * sqrt(1 - half * half) : sin(turn);
    const along = sine * this.radiusPerPt;
    const across = versine * this.radiusPerPt;
    this.x += along * px - across * py;
    this.y += along * py + across * px;
    this.z += this.slope * length;
    this.time += length * this.energy * this.perPt * this.perSpeedOfLight;
    this.px = cosine * px - sine * py;
    this.py = cosine * py + sine * px;
  }

  /**
   * Thickness [X0] that a layer shows to the direction of motion: a disc, or a cylinder about z of
   * that radius.
   */
  obliqueThickness(thickness: f64, isDisc: bool, radius: f64): f64 {
    const p = this.p;
    const obliquity = isDisc
      ? p / abs(this.pz)
      : (p * radius) / abs(this.x * this.px + this.y * this.py);
    return thickness * min(maxObliquity, obliquity);
  }

  /** Mean energy loss by ionization in `thickness` radiation lengths [GeV]. */
  ionization(thickness: f64, material: StoppingMaterial): f64 {
    const p = this.p;
    if (abs(p - this.stoppingMomentum) > this.stopping.freshness * p) this.setStopping();
    return thickness * this.stopping.per(material);
  }

  /**
   * Works the energy loss out for the present momentum; by itself, so that what is asked at every
   * layer is small enough to be drawn into its callers.
   */
  setStopping(): void {
    const p = this.p;
    this.stopping.set(this.mass, p, this.charge);
    this.stoppingMomentum = p;
  }

  /**
   * Changes the direction by multiple scattering in `thickness` radiation lengths, along the
   * azimuth and the polar angle by standard normal numbers `alongPhi` and `alongTheta`.
   */
  scatter(thickness: f64, alongPhi: f64, alongTheta: f64): void {
    this.depth += thickness;
    const square = highlandSquare(this.depth);
    const p = this.p;
    const width = scatteringWidth(square - this.square, this.energy / (p * p), this.charge);
    this.square = square;
    const px = this.px;
    const py = this.py;
    const pz = this.pz;
    const pt = sqrt(px * px + py * py);
    const perPt = 1 / pt;
    const inPhi = width * alongPhi;
    const inTheta = width * alongTheta;
    const norm = 1 / sqrt(1 + inPhi * inPhi + inTheta * inTheta);
    const aside = inPhi * p * perPt;
    const along = inTheta * pz * perPt;
    this.px = norm * (px - aside * py + along * px);
    this.py = norm * (py + aside * px + along * py);
    this.pz = norm * (pz - inTheta * pt);
  }

  /**
   * Takes `loss` off the energy; false when no more than `least` of kinetic energy would be left.
   */
  slow(loss: f64, least: f64): bool {
    const energy = this.energy - loss;
    const mass = this.mass;
    if (energy < mass + least) return false;
    const p = sqrt(energy * energy - mass * mass);
    const factor = p / this.p;
    this.px *= factor;
    this.py *= factor;
    this.pz *= factor;
    this.p = p;
    this.energy = energy;
    return true;
  }
}
