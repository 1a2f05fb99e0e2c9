// kernel: every arc of every charged particle passes up to 56 layers
import { TableBuilder } from '../base/columns.js';
import type { ConfigOf } from '../base/config.js';
import { speedOfLight } from '../base/constants.js';
import { purpose, RandomStream } from '../base/random.js';
import type { Addresses, RunContext } from '../event.js';
import type { Particles } from '../particles.js';
import { particleInfo } from '../pdg.js';
import type { Arcs } from '../propagation/arcs.js';
import { arcsine } from '../propagation/arcsine.js';
import { Circle } from '../propagation/circle.js';
import { Stopping } from '../propagation/ionisation.js';
import { chamberGas } from '../propagation/materials.js';
import {
  cellAngle,
  firstWireOfLayer,
  halfTwist,
  layerCount,
  layerRadius,
  middleRadius,
  stereoAngle,
  stereoShift,
  tanHalfTwist,
  wireCount,
  wireOffset,
  wiresOfLayer,
  zBackward,
  zForward,
} from './geometry.js';
import { type CdcDeposits, cdcDepositSchema } from './hits.js';
import { ionisationQuantiles, normalQuantiles, quantileCount } from './quantiles.js';
import type { cdcSchema } from './schema.js';
import { halfHeight, wireLines } from './wires.js';

const halfPi = Math.PI / 2;
const twoPi = 2 * Math.PI;
/** Where the path in a cell is shorter, the chance that it has no primary ionisation counts [cm]. */
const grazing = 0.4;
/** Below this radial component of the direction the sides of a cell row are computed, not extrapolated. */
const oblique = 0.6;
/** Cells that one walk can cross at most. */
const mostCells = wireCount;
/** A stereo layer is met anew when it was assumed at a z further off than this [cm]: 0.01 of it is the error of its radius. */
const looseZ = 0.3;

/** Inner border of the innermost cells [cm]. */
const innermost = layerRadius[0] - halfHeight[0];
/** Length of a wire per z. */
const lengthPerZ = stereoAngle.map((angle) => 1 / Math.cos(angle));

const cellsPerAngle = cellAngle.map((angle) => 1 / angle);
/** Place along the wire per z: from −1 at the backward to 1 at the forward end. */
const placePerZ = zForward.map((z, layer) => 2 / (z - zBackward[layer]));

/** Layer whose wires are the first at or beyond each millimetre of distance from the axis, at any z. */
const firstLayerBeyond = Uint8Array.from({ length: 1300 }, (_, millimetre) => {
  const layer = layerRadius.findIndex((radius) => radius > millimetre * 0.1);
  return layer < 0 ? layerCount : layer;
});

/** Hits of charged particles in the cells along their arcs. */
export function depositCdc(config: ConfigOf<typeof cdcSchema>, context: RunContext) {
  const passage = new Passage(config);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): CdcDeposits => {
    for (let event = 0; event < arcs.offsets.length - 1; event++) {
      const firstArc = arcs.offsets[event];
      const lastArc = arcs.offsets[event + 1];
      if (firstArc < lastArc) passage.startEvent(context.seed, addresses, event);
      const firstParticle = particles.offsets[event];
      for (let arc = firstArc; arc < lastArc; arc++) passage.follow(arcs, arc, particles.pdg[firstParticle + arcs.particle[arc]]);
      passage.builder.endEvent();
    }
    return passage.builder.take();
  };
}

/** Follows one arc after the other; holds what is the same for all layers along an arc. */
class Passage {
  readonly random = new RandomStream();
  readonly builder = new TableBuilder(cdcDepositSchema, 65536);
  readonly #config: ConfigOf<typeof cdcSchema>;
  readonly #circle = new Circle();
  readonly #stopping = new Stopping();
  readonly #gas = chamberGas();
  readonly #logEfficient: number;
  readonly #timePerDistance: number;
  readonly #timeOnWire: number;
  /** Cells until the next inefficient one. */
  #untilMiss = 0;
  #particle = 0;
  #pdg = 0;
  #mass = 0;
  #charge = 1;
  /** Momentum for which the energy loss per length was computed [GeV], and that loss [GeV/cm]. */
  #momentum = 0;
  #loss = 0;
  /** Of the arc: start, change of z, path and time per transverse length, azimuth of the circle's centre. */
  #z = 0;
  #time = 0;
  #slope = 0;
  #stretch = 1;
  #timePerLength = 0;
  #centrePhi = 0;
  /** Turns between which a piece of the arc is walked. */
  #from = 0;
  #to = 0;
  /** Of a crossing: z, turn, and where it is seen from the circle's centre, along and across the direction from the axis to it [cm]. */
  #crossZ = 0;
  #crossTurn = 0;
  #pointAlong = 0;
  #pointAcross = 0;
  /** Cells crossed, with fractions, and the path through all of them [cm]. */
  #low = 0;
  #high = 0;
  #path = 0;

  constructor(config: ConfigOf<typeof cdcSchema>) {
    this.#config = config;
    this.#logEfficient = Math.log(config.efficiency);
    this.#timePerDistance = 1 / config.driftVelocity;
    this.#timeOnWire = 1 / config.wireSpeed;
  }

  startEvent(seed: number, { run, slice, index }: Addresses, event: number): void {
    this.random.seed(seed, run, slice[event], index[event], purpose.cdcDeposit);
    this.#untilMiss = this.#drawUntilMiss();
  }

  /** Number of efficient cells before the next inefficient one: geometric. */
  #drawUntilMiss(): number {
    return this.#logEfficient === 0 ? 1e9 : Math.min(1e9, Math.floor(Math.log(this.random.uniform()) / this.#logEfficient));
  }

  follow({ particle, x, y, z, time, px, py, pz, curvature, length }: Arcs, arc: number, pdg: number): void {
    const short = innermost - length[arc];
    if (short > 0 && x[arc] * x[arc] + y[arc] * y[arc] < short * short) return;
    const pt = Math.sqrt(px[arc] * px[arc] + py[arc] * py[arc]);
    const p = Math.sqrt(pt * pt + pz[arc] * pz[arc]);
    const circle = this.#circle;
    circle.set(x[arc], y[arc], px[arc] / pt, py[arc] / pt, curvature[arc]);
    if (circle.farthest < innermost) return;
    this.#setParticle(pdg, p);
    this.#particle = particle[arc];
    this.#z = z[arc];
    this.#time = time[arc];
    this.#slope = pz[arc] / pt;
    this.#stretch = p / pt;
    this.#timePerLength = Math.sqrt(p * p + this.#mass * this.#mass) / (pt * speedOfLight);
    this.#centrePhi = Math.atan2(circle.centreY, circle.centreX);
    const end = circle.start + length[arc] / circle.radius;
    // Half turns on which the distance from the axis only grows (even) or only shrinks (odd).
    for (let piece = Math.floor(circle.start / Math.PI); piece * Math.PI < end; piece++) {
      this.#from = Math.max(circle.start, piece * Math.PI);
      this.#to = Math.min(end, (piece + 1) * Math.PI);
      if (piece % 2 === 0) this.#walk(piece * Math.PI, 1);
      else this.#walk((piece + 1) * Math.PI, -1);
    }
  }

  #setParticle(pdg: number, p: number): void {
    if (pdg !== this.#pdg) {
      const info = particleInfo(pdg);
      this.#pdg = pdg;
      this.#mass = info?.mass ?? 0;
      this.#charge = info?.charge ?? 0;
    } else if (Math.abs(p - this.#momentum) < 0.02 * p) return;
    this.#momentum = p;
    this.#stopping.set(this.#mass, p, this.#charge);
    this.#loss = this.#stopping.per(this.#gas);
  }

  /** Layers met outward (sign 1) after, or inward (−1) before, the closest approach to the axis at the turn `base`. */
  #walk(base: number, sign: number): void {
    const { closest, distance, radius, farthest, sense, start } = this.#circle;
    const slope = this.#slope;
    const stretch = this.#stretch;
    const from = this.#from;
    const to = this.#to;
    const inmost = Math.abs(closest);
    const halfPerDistance = 1 / (2 * distance);
    const halfPerRadius = 1 / (2 * radius);
    const scale = halfPerDistance * halfPerRadius;
    const nearest = closest * closest;
    const excess = closest * farthest;
    const centrePhi = this.#centrePhi;
    this.builder.reserve(mostCells);
    let lastRadius = this.#distanceAt(from - base);
    const endRadius = this.#distanceAt(to - base);
    let lastZ = this.#z + slope * radius * (from - start);
    let zPerRadius = 0;
    let layer = firstLayerBeyond[Math.min(1299, Math.floor(10 * lastRadius))];
    if (sign < 0 && layer === layerCount) layer--;

    for (; layer >= 0 && layer < layerCount; layer += sign) {
      const half = halfHeight[layer];
      if (sign > 0 ? middleRadius[layer] - half >= endRadius : layerRadius[layer] + half < endRadius) break;
      const isStereo = stereoShift[layer] !== 0;
      let wireRadius = layerRadius[layer];
      let guess = lastZ + zPerRadius * (wireRadius - lastRadius);
      let turn = 0;
      let z = 0;
      for (let step = 0; step < 3; step++) {
        if (isStereo) {
          // The wires of a stereo layer lie on a hyperboloid: its radius depends on the z at which it is met.
          const across = tanHalfTwist[layer] * ((guess - zBackward[layer]) * placePerZ[layer] - 1);
          wireRadius = Math.min(layerRadius[layer], middleRadius[layer] * Math.sqrt(1 + across * across));
        }
        const square = (wireRadius * wireRadius - nearest) * scale;
        turn = base + sign * (square <= 0 ? 0 : square >= 1 ? Math.PI : 2 * arcsine(Math.sqrt(square)));
        z = this.#z + slope * radius * (turn - start);
        if (!isStereo || Math.abs(z - guess) < looseZ) break;
        guess = z;
      }
      // The wires may be out of reach while the path turns back within their cells: outward pieces end so, and inward ones.
      const turnsBack = wireRadius > farthest ? 1 : wireRadius < inmost ? -1 : 0;
      if (turnsBack === 0) {
        if (turn < from || turn > to) continue;
      } else if (turnsBack !== sign || !turnsBackInside(wireRadius, half, inmost, farthest, sign, to - base)) continue;
      const place = (z - zBackward[layer]) * placePerZ[layer] - 1;
      const at = turnsBack > 0 ? farthest : turnsBack < 0 ? inmost : wireRadius;
      const inverse = 1 / at;
      const cosine = Math.max(-1, Math.min(1, (at + excess * inverse) * halfPerDistance));
      const sideways = (at - excess * inverse) * halfPerRadius;
      const radial = Math.sqrt(Math.max(0, 1 - sideways * sideways));
      const perRadial = 1 / Math.max(0.1, radial);
      lastRadius = at;
      lastZ = z;
      zPerRadius = sign * slope * perRadial;
      if (Math.abs(place) > 1) continue;

      const perAngle = cellsPerAngle[layer];
      const middle = (centrePhi - halfTwist[layer] * (1 + place)) * perAngle - wireOffset[layer];
      if (radial > oblique) {
        const cells = middle - sense * sign * perAngle * (halfPi - arcsine(cosine));
        const twistPerLength = slope * halfTwist[layer] * placePerZ[layer];
        const reach = Math.abs(sense * sideways * inverse - twistPerLength) * half * perRadial * perAngle;
        this.#low = cells - reach;
        this.#high = cells + reach;
        this.#path = 2 * half * perRadial * stretch;
      } else {
        this.#obliqueCells(wireRadius, half, turnsBack, middle, -sense * sign * perAngle);
      }
      this.#crossZ = z;
      this.#crossTurn = turn;
      this.#pointAlong = at * cosine - distance;
      this.#pointAcross = -sense * sign * at * Math.sqrt(1 - cosine * cosine);
      this.#hitCells(layer, sign);
    }
  }

  /** Hits in the cells between `#low` and `#high` of a layer. */
  #hitCells(layer: number, sign: number): void {
    const { distance, radius, sense, start, centreX, centreY } = this.#circle;
    const { random } = this;
    const { resolution, clusterDensity } = this.#config;
    const { wire: wires, time, side, particle, energy } = this.builder.columns;
    const slope = this.#slope;
    const low = this.#low;
    const high = this.#high;
    const path = this.#path;
    const isStereo = stereoShift[layer] !== 0;
    const count = wiresOfLayer[layer];
    const fromEnd = this.#crossZ - zBackward[layer];
    const arrival = this.#time + (this.#crossTurn - start) * radius * this.#timePerLength + fromEnd * lengthPerZ[layer] * this.#timeOnWire;
    const first = Math.floor(low + 0.5) | 0;
    const last = Math.min(Math.floor(high + 0.5) | 0, first + count - 1);
    for (let cell = first; cell <= last; cell++) {
      if (this.#untilMiss-- === 0) {
        this.#untilMiss = this.#drawUntilMiss();
        continue;
      }
      let inCell = path;
      if (first !== last) {
        inCell = (path * (Math.min(high, cell + 0.5) - Math.max(low, cell - 0.5))) / (high - low);
        if (inCell < grazing && random.uniform() < Math.exp(-clusterDensity * inCell)) continue;
      }
      const number = cell % count;
      const wire = firstWireOfLayer[layer] + (number < 0 ? number + count : number);
      const wx = wireLines[4 * wire + 2];
      const wy = wireLines[4 * wire + 3];
      const dx = wireLines[4 * wire] + wx * fromEnd - centreX;
      const dy = wireLines[4 * wire + 1] + wy * fromEnd - centreY;
      const length = Math.sqrt(dx * dx + dy * dy);
      let miss = length - radius;
      if (isStereo) {
        // Lines in space through the point of the circle next to the wire: per transverse length the track moves by (ux, uy, slope),
        // per z the wire by (wx, wy, 1); n is normal to both. That point is `further` along the track than the crossing of the layer.
        const ux = (-sense * dy) / length;
        const uy = (sense * dx) / length;
        const nx = uy - slope * wy;
        const ny = slope * wx - ux;
        const nz = ux * wy - uy * wx;
        const pointX = this.#pointAlong * centreX - this.#pointAcross * centreY;
        const pointY = this.#pointAlong * centreY + this.#pointAcross * centreX;
        const further = -(pointX * ux + pointY * uy) / distance;
        miss = (sense * ((miss * (nx * dx + ny * dy)) / length - slope * further * nz)) / Math.sqrt(nx * nx + ny * ny + nz * nz);
      }
      const draw = random.bits();
      const row = this.builder.rowCount++;
      wires[row] = wire;
      time[row] = arrival + Math.abs(miss + resolution * normalQuantiles[draw & (quantileCount - 1)]) * this.#timePerDistance;
      side[row] = miss * sense * sign < 0 ? -1 : 1;
      particle[row] = this.#particle;
      energy[row] = this.#loss * inCell * ionisationQuantiles[draw >>> 20];
    }
  }

  #distanceAt(turn: number): number {
    const { closest, distance, radius } = this.#circle;
    const sine = Math.sin(turn / 2);
    return Math.sqrt(closest * closest + 4 * distance * radius * sine * sine);
  }

  /** Cells crossed where the path is far from radial: from where it enters their row to where it leaves it, or turns back in it. */
  #obliqueCells(wireRadius: number, half: number, turnsBack: number, middle: number, perAlpha: number): void {
    const { closest, farthest, radius } = this.#circle;
    const inner = Math.max(wireRadius - half, Math.abs(closest));
    const outer = Math.min(wireRadius + half, farthest);
    const path = this.#stretch * radius * (this.#circle.turnAt(outer) - this.#circle.turnAt(inner));
    const near = this.#alphaAt(inner);
    const far = this.#alphaAt(outer);
    const one = turnsBack < 0 ? far : near;
    const other = turnsBack === 0 ? far : one > halfPi ? twoPi - one : -one;
    this.#low = middle + Math.min(perAlpha * one, perAlpha * other);
    this.#high = middle + Math.max(perAlpha * one, perAlpha * other);
    this.#path = turnsBack === 0 ? path : 2 * path;
  }

  /** Angle at the axis between the circle's centre and where the circle is at the distance `r`. */
  #alphaAt(r: number): number {
    const { distance, radius } = this.#circle;
    return halfPi - arcsine((r * r + distance * distance - radius * radius) / (2 * r * distance));
  }
}

/** Whether a piece that ends `after` the closest approach has its farthest (sign 1) or closest point within `half` of the wires. */
function turnsBackInside(wires: number, half: number, inmost: number, farthest: number, sign: number, after: number): boolean {
  return sign > 0 ? wires - half < farthest && after >= Math.PI : wires + half > inmost && after >= 0;
}
