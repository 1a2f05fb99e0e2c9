// kernel: every arc of every charged particle passes up to 56 layers; scratch columns are
// overwritten piece by piece
import { atan2 } from '../base/elementary.js';
import { arcsine, smallArcsine } from '../propagation/arcsine.js';
import type { Arcs } from '../propagation/arcs.js';
import type { Circle } from '../propagation/circle.js';
import { halfHeight } from './cells.js';
import {
  cellAngle,
  halfTwist,
  layerCount,
  layerRadius,
  middleRadius,
  tanHalfTwist,
  wireOffset,
  zBackward,
  zForward,
} from './geometry.js';

const halfPi = Math.PI / 2;
const third = 1 / 3;
const fifth = 1 / 5;
const twoPi = 2 * Math.PI;
/**
 * Below this radial component of the direction the sides of a cell row are computed, not
 * extrapolated.
 */
const oblique = 0.6;
/**
 * A stereo layer is met anew when it was assumed at a z further off than this [cm]: 0.01 of it is
 * the error of its radius.
 */
const looseZ = 0.3;
/** Steps whose cosine is larger have a sine within reach of `smallArcsine`. */
const smallStep = 0.88;
/** Nearer to the axis than this [cm] the azimuth of the start is not used. */
const nearAxis = 0.1;

const cellsPerAngle = cellAngle.map((angle) => 1 / angle);
/** Place along the wire per z: from −1 at the backward to 1 at the forward end. */
const placePerZ = zForward.map((z, layer) => 2 / (z - zBackward[layer]));

/**
 * Layer whose wires are the first at or beyond each millimetre of distance from the axis, at any z.
 */
const firstLayerBeyond = Uint8Array.from({ length: 1300 }, (_, millimetre) => {
  const layer = layerRadius.findIndex((radius) => radius > millimetre * 0.1);
  return layer < 0 ? layerCount : layer;
});

/**
 * Where an arc crosses the layers of wires. `start` begins an arc, `walk` goes through half a turn
 * of it, on which the distance from the axis only grows or only shrinks, and fills the columns, one
 * element per crossing in order of the path.
 *
 * A point of the circle at the distance r from the axis is u = (r² + d² − R²) / 2d along the
 * direction to the circle's centre and √(r² − u²) across it, d being the centre's distance and R
 * the radius. So turns about the centre and azimuths about the axis come as sines and cosines, and
 * from layer to layer they change by the arc sine of something small.
 * @see D-153
 */
export class Crossings {
  count = 0;
  readonly layer = new Uint8Array(layerCount);
  /** z and transverse length from the start of the arc [cm]. */
  readonly z = new Float64Array(layerCount);
  readonly length = new Float64Array(layerCount);
  /**
   * Azimuth against the wires at that z [cells]: the number of the wire there, with fractions, but
   * for whole turns.
   */
  readonly cell = new Float64Array(layerCount);
  /** Cells between which the path goes on in the row, as `cell`, and its length there [cm]. */
  readonly low = new Float64Array(layerCount);
  readonly high = new Float64Array(layerCount);
  readonly path = new Float64Array(layerCount);
  /**
   * The crossing seen from the circle's centre, along its own radius from the axis and along its
   * azimuth [cm].
   */
  readonly outward = new Float64Array(layerCount);
  readonly around = new Float64Array(layerCount);
  /**
   * Distance of the wires from the axis at that z, and by how much the crossing is closer [cm]: 0
   * where it is at the wires.
   */
  readonly wires = new Float64Array(layerCount);
  readonly short = new Float64Array(layerCount);
  /**
   * Stereo wires: distance from their middle along the layer's azimuth over the distance of the
   * middle from the axis.
   */
  readonly across = new Float64Array(layerCount);
  /** Distance of the crossing from the axis [cm], and the radial component of its direction. */
  readonly #at = new Float64Array(layerCount);
  readonly #radial = new Float64Array(layerCount);

  readonly #circle: Circle;
  #z = 0;
  #slope = 0;
  #stretch = 1;
  /**
   * Of the last crossing, or the start: turn, its sine and cosine; azimuth, its sine and cosine
   * against the direction to the centre.
   */
  #turn = 0;
  #sinTurn = 0;
  #cosTurn = 1;
  #phi = 0;
  #sinPhi = 0;
  #cosPhi = 1;
  /** Distance of the start from the axis. */
  #distance = 0;

  constructor(circle: Circle) {
    this.#circle = circle;
  }

  /** Begins an arc, along the circle that it has. */
  start(arcs: Arcs, arc: number): void {
    const x = arcs.x[arc];
    const y = arcs.y[arc];
    const px = arcs.px[arc];
    const py = arcs.py[arc];
    const pz = arcs.pz[arc];
    const pt = Math.sqrt(px * px + py * py);
    const { centreX, centreY, distance, radius, sense, start } = this.#circle;
    const along = (x * centreX + y * centreY) / distance;
    const across = (y * centreX - x * centreY) / distance;
    const r = Math.sqrt(x * x + y * y);
    this.#z = arcs.z[arc];
    this.#slope = pz / pt;
    this.#stretch = Math.sqrt(pt * pt + pz * pz) / pt;
    this.#distance = r;
    this.#turn = start;
    this.#sinTurn = (-sense * across) / radius;
    this.#cosTurn = (distance - along) / radius;
    const near = r < nearAxis;
    this.#phi = near ? atan2(centreY, centreX) : atan2(y, x);
    this.#cosPhi = near ? 1 : along / r;
    this.#sinPhi = near ? 0 : across / r;
  }

  /**
   * Layers met on a half turn and before the turn `end`. Half turns are numbered from the closest
   * approach at turn 0 on: outward (sign 1) after it on even ones, inward (−1) before the next on
   * odd ones.
   */
  walk(halfTurn: number, end: number): void {
    const sign = halfTurn % 2 === 0 ? 1 : -1;
    const base = (sign > 0 ? halfTurn : halfTurn + 1) * Math.PI;
    const from = Math.max(this.#circle.start, halfTurn * Math.PI);
    const to = Math.min(end, (halfTurn + 1) * Math.PI);
    const { closest, distance, radius, farthest, sense, start } = this.#circle;
    const { layer: layers, z: zs, length, cell: cells, outward, around, wires, short } = this;
    const acrossColumn = this.across;
    const distances = this.#at;
    const radials = this.#radial;
    // Into locals: what a module holds is checked anew at each use in a loop.
    const radii = layerRadius;
    const middles = middleRadius;
    const tangents = tanHalfTwist;
    const ends = zBackward;
    const placesPerZ = placePerZ;
    const heights = halfHeight;
    const slope = this.#slope;
    const zStart = this.#z - slope * radius * start;
    const zPerTurn = slope * radius;
    const perRadius = 1 / radius;
    const halfPerDistance = 1 / (2 * distance);
    const inmost = Math.abs(closest);
    const excess = closest * farthest;
    let turn = this.#turn;
    let sinTurn = this.#sinTurn;
    let cosTurn = this.#cosTurn;
    let phi = this.#phi;
    let sinPhi = this.#sinPhi;
    let cosPhi = this.#cosPhi;
    let lastRadius = from === start ? this.#distance : sign > 0 ? inmost : farthest;
    let lastZ = zStart + zPerTurn * from;
    let zPerRadius =
      from === start
        ? (sign * slope) /
          Math.max(0.1, (Math.abs(sinTurn) * distance) / (lastRadius + nearAxis * 1e-6))
        : 0;
    let count = 0;
    let layer = firstLayerBeyond[Math.min(1299, Math.floor(10 * lastRadius))];
    if (sign < 0 && layer === layerCount) layer--;

    for (; layer >= 0 && layer < layerCount; layer += sign) {
      const tangent = tangents[layer];
      const isStereo = tangent !== 0;
      let wireRadius = radii[layer];
      let guess = lastZ + zPerRadius * (wireRadius - lastRadius);
      let at = 0;
      let along = 0;
      let aside = 0;
      let sinHere = 0;
      let cosHere = 0;
      let turnHere = 0;
      let z = 0;
      for (let step = 0; step < 3; step++) {
        if (isStereo) {
          // The wires of a stereo layer lie on a hyperboloid: its radius depends on the z at which
          // it is met.
          const across = tangent * ((guess - ends[layer]) * placesPerZ[layer] - 1);
          const square = Math.min(across * across, tangent * tangent);
          wireRadius = middles[layer] * (1 + square * (0.5 - 0.125 * square));
        }
        // The wires may be out of reach while the path turns back within their cells.
        at = Math.min(farthest, Math.max(inmost, wireRadius));
        along = (at * at + excess) * halfPerDistance;
        aside = Math.sqrt(Math.max(0, at * at - along * along));
        sinHere = sign * aside * perRadius;
        cosHere = (distance - along) * perRadius;
        const isSmall = cosHere * cosTurn + sinHere * sinTurn > smallStep;
        turnHere = isSmall
          ? turn + smallArcsine(sinHere * cosTurn - cosHere * sinTurn)
          : base + sign * this.#circle.turnAt(at);
        z = zStart + zPerTurn * turnHere;
        if (!isStereo || Math.abs(z - guess) < looseZ) break;
        guess = z;
      }
      if (at === wireRadius) {
        if (turnHere < from) continue;
        if (turnHere > to) break;
      } else if (wireRadius > at === sign < 0) continue;
      else if (!turnsBackInside(wireRadius, heights[layer], inmost, farthest, sign, to - base))
        break;
      const inverse = 1 / at;
      const cosHerePhi = along * inverse;
      const sinHerePhi = -sense * sign * aside * inverse;
      const sinStep = sinHerePhi * cosPhi - cosHerePhi * sinPhi;
      const cosStep = cosHerePhi * cosPhi + sinHerePhi * sinPhi;
      phi += cosStep > smallStep ? smallArcsine(sinStep) : atan2(sinStep, cosStep);
      turn = turnHere;
      sinTurn = sinHere;
      cosTurn = cosHere;
      sinPhi = sinHerePhi;
      cosPhi = cosHerePhi;
      const radial = aside * inverse * distance * perRadius;
      lastRadius = at;
      lastZ = z;
      zPerRadius = sign * slope * (1 / Math.max(0.1, radial));
      const place = (z - ends[layer]) * placesPerZ[layer] - 1;
      if (Math.abs(place) > 1) continue;
      layers[count] = layer;
      zs[count] = z;
      length[count] = (turn - start) * radius;
      cells[count] = phi;
      outward[count] = at - distance * cosPhi;
      around[count] = distance * sinPhi;
      wires[count] = wireRadius;
      short[count] = wireRadius - at;
      acrossColumn[count] = isStereo ? tangent * place : 0;
      distances[count] = at;
      radials[count] = radial;
      count++;
    }
    this.count = count;
    this.#turn = turn;
    this.#sinTurn = sinTurn;
    this.#cosTurn = cosTurn;
    this.#phi = phi;
    this.#sinPhi = sinPhi;
    this.#cosPhi = cosPhi;
    this.#cellsCrossed(-sense * sign);
  }

  /**
   * Turns the azimuths of the crossings into cells, and finds between which cells the path goes on
   * in their rows; `sense` is that of the azimuth along the path.
   */
  #cellsCrossed(sense: number): void {
    const { count, layer: layers, cell: cells, across, low, high, path } = this;
    const { closest, farthest, radius } = this.#circle;
    const distances = this.#at;
    const radials = this.#radial;
    const tangents = tanHalfTwist;
    const twists = halfTwist;
    const placesPerZ = placePerZ;
    const heights = halfHeight;
    const perAngles = cellsPerAngle;
    const offsets = wireOffset;
    const stretch = this.#stretch;
    const slope = this.#slope;
    const perRadius = 1 / radius;
    const excess = closest * farthest;
    for (let crossing = 0; crossing < count; crossing++) {
      const layer = layers[crossing];
      const radial = radials[crossing];
      const perAngle = perAngles[layer];
      const twist = tangents[layer] !== 0 ? twists[layer] + smallArctangent(across[crossing]) : 0;
      const cell = (cells[crossing] - twist) * perAngle - offsets[layer];
      cells[crossing] = cell;
      if (radial <= oblique) {
        this.#obliqueCells(crossing, sense * perAngle);
        continue;
      }
      const at = distances[crossing];
      const inverse = 1 / at;
      const perRadial = 1 / radial;
      const half = heights[layer];
      const sideways = (at - excess * inverse) * 0.5 * perRadius;
      const twistPerLength = slope * twists[layer] * placesPerZ[layer];
      const reach =
        Math.abs(this.#circle.sense * sideways * inverse - twistPerLength) *
        half *
        perRadial *
        perAngle;
      low[crossing] = cell - reach;
      high[crossing] = cell + reach;
      path[crossing] = 2 * half * perRadial * stretch;
    }
  }

  /**
   * Cells crossed where the path is far from radial: from where it enters their row to where it
   * leaves it, or turns back in it.
   */
  #obliqueCells(crossing: number, perAlpha: number): void {
    const { closest, farthest, radius } = this.#circle;
    const half = halfHeight[this.layer[crossing]];
    const wireRadius = this.wires[crossing];
    const short = this.short[crossing];
    const middle = this.cell[crossing] - perAlpha * this.#alphaAt(wireRadius - short);
    const inner = Math.max(wireRadius - half, Math.abs(closest));
    const outer = Math.min(wireRadius + half, farthest);
    const path = this.#stretch * radius * (this.#circle.turnAt(outer) - this.#circle.turnAt(inner));
    const near = this.#alphaAt(inner);
    const far = this.#alphaAt(outer);
    const one = short < 0 ? far : near;
    const other = short === 0 ? far : one > halfPi ? twoPi - one : -one;
    this.low[crossing] = middle + Math.min(perAlpha * one, perAlpha * other);
    this.high[crossing] = middle + Math.max(perAlpha * one, perAlpha * other);
    this.path[crossing] = short === 0 ? path : 2 * path;
  }

  /** Angle at the axis between the circle's centre and where the circle is at the distance `r`. */
  #alphaAt(r: number): number {
    const { distance, radius } = this.#circle;
    return halfPi - arcsine((r * r + distance * distance - radius * radius) / (2 * r * distance));
  }
}

/**
 * Whether a piece that ends `after` the closest approach has its farthest (sign 1) or closest point
 * within `half` of the wires.
 */
function turnsBackInside(
  wires: number,
  half: number,
  inmost: number,
  farthest: number,
  sign: number,
  after: number,
): boolean {
  return sign > 0
    ? wires - half < farthest && after >= Math.PI
    : wires + half > inmost && after >= 0;
}

/** atan(x) for the tangents of the wires' half twist, |x| < 0.13: its series to 5e-8. */
function smallArctangent(x: number): number {
  const square = x * x;
  return x * (1 - square * (third - square * fifth));
}
