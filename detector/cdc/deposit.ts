// kernel: every arc of every charged particle passes up to 56 layers
import { TableBuilder } from '../base/columns.js';
import type { ConfigOf } from '../base/config.js';
import { speedOfLight } from '../base/constants.js';
import { purpose, RandomStream } from '../base/random.js';
import type { Addresses, RunContext } from '../event.js';
import type { Particles } from '../particles.js';
import { particleInfo } from '../pdg.js';
import type { Arcs } from '../propagation/arcs.js';
import { Circle } from '../propagation/circle.js';
import { Stopping } from '../propagation/ionisation.js';
import { chamberGas } from '../propagation/materials.js';
import {
  firstWireOfLayer,
  halfTwist,
  layerCount,
  layerRadius,
  middleRadius,
  stereoAngle,
  stereoShift,
  tanHalfTwist,
  wireOffset,
  wiresOfLayer,
  zBackward,
  zForward,
} from './geometry.js';
import { type CdcDeposits, cdcDepositSchema } from './hits.js';
import { ionisationQuantiles, normalQuantiles, quantileCount } from './quantiles.js';
import type { cdcSchema } from './schema.js';
import { halfHeight, wireSlopeX, wireSlopeY, wireX, wireY } from './wires.js';

const twoPi = 2 * Math.PI;
/** Where the path in a cell is shorter, the chance that it has no primary ionisation counts [cm]. */
const grazing = 0.4;
/** Below this radial component of the direction the sides of a cell row are computed, not extrapolated. */
const oblique = 0.6;
/** A row of cells has at most this many. */
const mostCells = 384;

/** Length of a wire per z. */
const lengthPerZ = stereoAngle.map((angle) => 1 / Math.cos(angle));

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
      passage.random.seed(context.seed, addresses.run, addresses.slice[event], addresses.index[event], purpose.cdcDeposit);
      passage.startEvent();
      const firstParticle = particles.offsets[event];
      for (let arc = arcs.offsets[event]; arc < arcs.offsets[event + 1]; arc++) {
        passage.follow(arcs, arc, particles.pdg[firstParticle + arcs.particle[arc]]);
      }
      passage.builder.endEvent();
    }
    return passage.builder.take();
  };
}

/** What is the same for all layers along an arc. */
class Passage {
  readonly random = new RandomStream();
  readonly builder = new TableBuilder(cdcDepositSchema, 65536);
  readonly #config: ConfigOf<typeof cdcSchema>;
  readonly #circle = new Circle();
  readonly #stopping = new Stopping();
  readonly #gas = chamberGas();
  readonly #timePerDistance: number;
  readonly #timeOnWire: number;
  readonly #logMiss: number;
  /** Cells until the next inefficient one. */
  #untilMiss = 0;
  #particle = 0;
  #pdg = 0;
  #mass = 0;
  #charge = 1;
  /** Of the arc: start, change of z, path and time per transverse length, energy loss per length, azimuth of the circle's centre. */
  #z = 0;
  #time = 0;
  #slope = 0;
  #stretch = 1;
  #timePerLength = 0;
  #lossPerLength = 0;
  #centrePhi = 0;
  /** Of the crossing: from the circle's centre, along and across the direction from the axis to the centre; turn of the last `#alphaAt`. */
  #pointAlong = 0;
  #pointAcross = 0;
  #alphaTurn = 0;

  constructor(config: ConfigOf<typeof cdcSchema>) {
    this.#config = config;
    this.#timePerDistance = 1 / config.driftVelocity;
    this.#timeOnWire = 1 / config.wireSpeed;
    this.#logMiss = Math.log(config.efficiency);
  }

  startEvent(): void {
    this.#untilMiss = this.#drawUntilMiss();
  }

  /** Number of efficient cells before the next inefficient one: geometric. */
  #drawUntilMiss(): number {
    return this.#logMiss === 0 ? Number.POSITIVE_INFINITY : Math.floor(Math.log(this.random.uniform()) / this.#logMiss);
  }

  follow({ particle, x, y, z, time, px, py, pz, curvature, length }: Arcs, arc: number, pdg: number): void {
    if (pdg !== this.#pdg) {
      const info = particleInfo(pdg);
      this.#pdg = pdg;
      this.#mass = info?.mass ?? 0;
      this.#charge = info?.charge ?? 0;
    }
    const pt2 = px[arc] * px[arc] + py[arc] * py[arc];
    const pt = Math.sqrt(pt2);
    const p2 = pt2 + pz[arc] * pz[arc];
    const p = Math.sqrt(p2);
    const circle = this.#circle;
    circle.set(x[arc], y[arc], px[arc] / pt, py[arc] / pt, curvature[arc]);
    const end = circle.start + length[arc] / circle.radius;
    if (circle.farthest < middleRadius[0] - halfHeight[0]) return;
    this.#particle = particle[arc];
    this.#z = z[arc];
    this.#time = time[arc];
    this.#slope = pz[arc] / pt;
    this.#stretch = p / pt;
    this.#timePerLength = Math.sqrt(p2 + this.#mass * this.#mass) / (pt * speedOfLight);
    this.#centrePhi = Math.atan2(circle.centreY, circle.centreX);
    this.#stopping.set(this.#mass, p, this.#charge);
    this.#lossPerLength = this.#stopping.per(this.#gas);
    // Pieces on which the distance from the axis only grows (even) or only shrinks (odd), each half a turn.
    for (let piece = Math.floor(circle.start / Math.PI); piece * Math.PI < end; piece++) {
      if (piece % 2 === 0) this.#outward(piece * Math.PI, end);
      else this.#inward((piece + 1) * Math.PI, end);
    }
  }

  /** Layers met while the distance grows, from the turn `base` (closest approach) or the start of the arc on. */
  #outward(base: number, end: number): void {
    const circle = this.#circle;
    const from = Math.max(circle.start, base);
    const to = Math.min(end, base + Math.PI);
    if (to <= from) return;
    let layer = firstLayerBeyond[Math.min(1299, Math.floor(10 * this.#distanceAt(from - base)))];
    const reach = this.#distanceAt(to - base);
    for (; layer < layerCount && middleRadius[layer] - halfHeight[layer] < reach; layer++) this.#cross(layer, base, 1, from, to);
  }

  /** Layers met while the distance shrinks towards the closest approach at the turn `base`. */
  #inward(base: number, end: number): void {
    const circle = this.#circle;
    const from = Math.max(circle.start, base - Math.PI);
    const to = Math.min(end, base);
    if (to <= from) return;
    const least = this.#distanceAt(base - to);
    let layer = firstLayerBeyond[Math.min(1299, Math.floor(10 * this.#distanceAt(base - from)))];
    if (layer === layerCount) layer--;
    for (; layer >= 0 && layerRadius[layer] + halfHeight[layer] >= least; layer--) this.#cross(layer, base, -1, from, to);
  }

  #distanceAt(turn: number): number {
    const { closest, distance, radius } = this.#circle;
    const sine = Math.sin(turn / 2);
    return Math.sqrt(closest * closest + 4 * distance * radius * sine * sine);
  }

  /** Wires of a layer where the piece between the turns `from` and `to` meets it; `sign` is 1 outward, −1 inward. */
  #cross(layer: number, base: number, sign: number, from: number, to: number): void {
    const { closest, distance, radius, farthest, sense, start } = this.#circle;
    const inmost = Math.abs(closest);
    const zBack = zBackward[layer];
    const toMiddle = 2 / (zForward[layer] - zBack);
    const isStereo = stereoShift[layer] !== 0;
    const scale = 1 / (4 * distance * radius);
    let wires = layerRadius[layer];
    let turn = 0;
    let z = 0;
    let place = 0;
    // The wires of a stereo layer lie on a hyperboloid: its radius depends on the z at which it is met.
    for (let step = isStereo ? 0 : 2; step < 3; step++) {
      const square = (wires * wires - closest * closest) * scale;
      turn = base + sign * (square <= 0 ? 0 : square >= 1 ? Math.PI : 2 * Math.asin(Math.sqrt(square)));
      z = this.#z + this.#slope * radius * (turn - start);
      place = (z - zBack) * toMiddle - 1;
      if (!isStereo) break;
      const across = tanHalfTwist[layer] * Math.max(-1, Math.min(1, place));
      wires = middleRadius[layer] * Math.sqrt(1 + across * across);
    }
    const half = halfHeight[layer];
    // The wires may be out of reach while the path turns back within their cells: outward pieces end so, inward ones likewise.
    const turnsBack = wires > farthest ? 1 : wires < inmost ? -1 : 0;
    if (turnsBack === 0 ? turn < from || turn > to : turnsBack !== sign || !this.#turnsBackInside(wires, half, base, sign, to)) return;
    if (Math.abs(place) > 1) return;

    const at = turnsBack > 0 ? farthest : turnsBack < 0 ? inmost : wires;
    const cosine = clampedCosine((at * at + distance * distance - radius * radius) / (2 * at * distance));
    const perAngle = wiresOfLayer[layer] / twoPi;
    const sideways = (at * at + radius * radius - distance * distance) / (2 * at * radius);
    const radial = Math.sqrt(Math.max(0, 1 - sideways * sideways));
    const middle = (this.#centrePhi - halfTwist[layer] * (1 + place)) * perAngle - wireOffset[layer];
    const perAlpha = -sense * sign * perAngle;
    this.#pointAlong = at * cosine - distance;
    this.#pointAcross = -sense * sign * at * Math.sqrt(1 - cosine * cosine);
    if (radial > oblique) {
      const cells = middle + perAlpha * Math.acos(cosine);
      const twistPerLength = this.#slope * halfTwist[layer] * toMiddle;
      const reach = Math.abs((sense * sideways) / at - twistPerLength) * (half / radial) * perAngle;
      this.#hitCells(layer, cells - reach, cells + reach, ((2 * half) / radial) * this.#stretch, z, turn, sign);
      return;
    }
    const near = this.#alphaAt(Math.max(wires - half, inmost));
    const nearTurn = this.#alphaTurn;
    const far = this.#alphaAt(Math.min(wires + half, farthest));
    const path = this.#stretch * radius * (this.#alphaTurn - nearTurn);
    const one = turnsBack < 0 ? far : near;
    const other = turnsBack === 0 ? far : one > Math.PI / 2 ? twoPi - one : -one;
    const low = middle + Math.min(perAlpha * one, perAlpha * other);
    const high = middle + Math.max(perAlpha * one, perAlpha * other);
    this.#hitCells(layer, low, high, turnsBack === 0 ? path : 2 * path, z, turn, sign);
  }

  /** Whether the piece has its largest (sign 1) or smallest distance from the axis within the cells, `half` around their wires. */
  #turnsBackInside(wires: number, half: number, base: number, sign: number, to: number): boolean {
    const { closest, farthest } = this.#circle;
    return sign > 0 ? wires - half < farthest && to >= base + Math.PI : wires + half > Math.abs(closest) && to >= base;
  }

  /** Angle at the axis between the circle's centre and where the circle is at the distance `r`; the turn goes to `#alphaTurn`. */
  #alphaAt(r: number): number {
    const { distance, radius } = this.#circle;
    this.#alphaTurn = this.#circle.turnAt(r);
    return Math.acos(clampedCosine((r * r + distance * distance - radius * radius) / (2 * r * distance)));
  }

  /** Hits in the cells between `low` and `high` (cell numbers with fractions) of a layer, crossed over `path` cm at `z` and `turn`. */
  #hitCells(layer: number, low: number, high: number, path: number, z: number, turn: number, sign: number): void {
    const { builder, random } = this;
    const config = this.#config;
    const { radius, centreX, centreY, sense, start } = this.#circle;
    builder.reserve(mostCells);
    const { wire: wires, time, side, particle, energy } = builder.columns;
    const count = wiresOfLayer[layer];
    const firstWire = firstWireOfLayer[layer];
    const fromEnd = z - zBackward[layer];
    const arrival = this.#time + (turn - start) * radius * this.#timePerLength + fromEnd * lengthPerZ[layer] * this.#timeOnWire;
    const isStereo = stereoShift[layer] !== 0;
    const first = Math.round(low);
    const last = Math.min(Math.round(high), first + count - 1);
    for (let cell = first; cell <= last; cell++) {
      if (this.#untilMiss-- === 0) {
        this.#untilMiss = this.#drawUntilMiss();
        continue;
      }
      const inCell = first === last ? path : (path * (Math.min(high, cell + 0.5) - Math.max(low, cell - 0.5))) / (high - low);
      if (inCell < grazing && random.uniform() < Math.exp(-config.clusterDensity * inCell)) continue;
      const wire = firstWire + (((cell % count) + count) % count);
      const dx = wireX[wire] + wireSlopeX[wire] * fromEnd - centreX;
      const dy = wireY[wire] + wireSlopeY[wire] * fromEnd - centreY;
      const length = Math.sqrt(dx * dx + dy * dy);
      const distance = isStereo ? this.#skewDistance(wire, dx, dy, length) : length - radius;
      const draw = random.bits();
      const row = builder.rowCount++;
      wires[row] = wire;
      time[row] = arrival + Math.abs(distance + config.resolution * normalQuantiles[draw & (quantileCount - 1)]) * this.#timePerDistance;
      side[row] = distance * sense * sign < 0 ? -1 : 1;
      particle[row] = this.#particle;
      energy[row] = this.#lossPerLength * inCell * ionisationQuantiles[draw >>> 20];
    }
  }

  /**
   * Distance of closest approach to a stereo wire, signed like the transverse one. Track and wire are straight lines here, through the
   * point of the circle next to the wire; (dx, dy) of length `length` points from the circle's centre to the wire at the z of the crossing.
   */
  #skewDistance(wire: number, dx: number, dy: number, length: number): number {
    const { radius, sense, centreX, centreY, distance } = this.#circle;
    const slope = this.#slope;
    const wx = wireSlopeX[wire];
    const wy = wireSlopeY[wire];
    // Per transverse length the track moves by (ux, uy, slope), per z the wire by (wx, wy, 1); n is normal to both.
    const ux = (-sense * dy) / length;
    const uy = (sense * dx) / length;
    const nx = uy - slope * wy;
    const ny = slope * wx - ux;
    const nz = ux * wy - uy * wx;
    // From the crossing of the layer to that point along the track.
    const pointX = (this.#pointAlong * centreX - this.#pointAcross * centreY) / distance;
    const pointY = (this.#pointAlong * centreY + this.#pointAcross * centreX) / distance;
    const further = -(pointX * ux + pointY * uy);
    const transverse = ((length - radius) * (nx * dx + ny * dy)) / length;
    return (sense * (transverse - slope * further * nz)) / Math.sqrt(nx * nx + ny * ny + nz * nz);
  }
}

function clampedCosine(value: number): number {
  return value >= 1 ? 1 : value <= -1 ? -1 : value;
}
