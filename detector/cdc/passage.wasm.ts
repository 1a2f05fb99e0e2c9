// kernel: every cell that a charged particle crosses; AssemblyScript
import { exp, log } from '../base/elementary.wasm';
import { RandomStream } from '../base/random.wasm';
import { ArcTable, arcValue, kindAt } from '../propagation/arc-table.wasm';
import { Stopping, StoppingMaterial } from '../propagation/ionization.wasm';
import { greater, lesser, nearestInteger } from '../base/extremes.wasm';
import { HitCells, timeCells } from './approach.wasm';
import { circle, Crossing, crossingAt, startArc, walkLayers } from './crossings.wasm';
import { innermost, layerAt, outermost, wireCount } from './layers.wasm';

/** Where the path in a cell is shorter, it may have no primary ionization that counts [cm]. */
const grazing: f64 = 0.4;
const sixth: f64 = 1 / 6.0;
/** Cells until the next inefficient one, at most. */
const manyCells: f64 = 1e9;

/** Tables in memory begin with their number of rows, and those there is room for. */
class SignalTable {
  count: u32;
  room: u32;
  wire: usize;
  time: usize;
}

class TruthTable {
  count: u32;
  room: u32;
  side: usize;
  particle: usize;
  energy: usize;
}

// Tables of equally likely values, and how their indices are taken out of 32 random bits.
let normalQuantiles: usize;
let ionizationQuantiles: usize;
let lowIndex: u32;
let highShift: u32;

/** Takes over the tables of `count` values of 32 bits, a power of two. */
export function placeChamberQuantiles(normal: usize, ionization: usize, count: i32): void {
  normalQuantiles = normal;
  ionizationQuantiles = ionization;
  lowIndex = count - 1;
  highShift = clz(count - 1);
}

/** Parameters of the response, in 64 bits each. */
class Response {
  logEfficient: f64;
  clusterDensity: f64;
  resolution: f64;
  timePerDistance: f64;
  timeOnWire: f64;
  speedOfLight: f64;
  /** Relative change of momentum after which an energy loss is computed anew. */
  lossFreshness: f64;
  /** Least loss of charge 1 [GeV/cm]; ionization over it, of a particle of a user's own. */
  minimumLoss: f64;
}

const random = new RandomStream();
let cells = changetype<HitCells>(0);
let response = changetype<Response>(0);
let stopping = changetype<Stopping>(0);
let gas = changetype<StoppingMaterial>(0);
let arcs = changetype<ArcTable>(0);
let kindOfParticle: usize;
let kinds: usize;
/** First particle of the event. */
let firstParticle: u32;
let signals = changetype<SignalTable>(0);
/** Null if truth is not kept. */
let truth: TruthTable | null = null;

/**
 * What the next events are followed with: parameters of the response, `Stopping` and the gas; arcs,
 * the kind of each particle (16 bits) and the kinds; tables for the rows, the truth's 0 if it is
 * not kept.
 */
export function setChamber(
  parameters: usize,
  loss: usize,
  material: usize,
  arcTable: usize,
  particleKinds: usize,
  kindRecords: usize,
  signalTable: usize,
  truthTable: usize,
): void {
  response = changetype<Response>(parameters);
  stopping = changetype<Stopping>(loss);
  gas = changetype<StoppingMaterial>(material);
  arcs = changetype<ArcTable>(arcTable);
  kindOfParticle = particleKinds;
  kinds = kindRecords;
  signals = changetype<SignalTable>(signalTable);
  truth = changetype<TruthTable | null>(truthTable);
  if (changetype<usize>(cells) === 0) cells = new HitCells();
}

// Arcs to follow, and the walk in hand: half turns from `halfTurn` on, before the turn `endTurn`.
let nextArc: u32;
let endArc: u32;
let halfTurn: i32;
let endTurn: f64;
/** Cells until the next inefficient one. */
let untilMiss: i32;
// Of the particle: kind, mass and charge, and whether a user's own.
let kind: i32;
let mass: f64;
let charge: f64;
let isOwn: bool;
/** Momentum for which the energy loss per length was computed [GeV], and that loss [GeV/cm]. */
let lossMomentum: f64;
let loss: f64;
/** Ionization over the least of charge 1, below 1 for a user's own. */
let thinness: f64;
// Of the arc: particle, time at its start, time per transverse length.
let particle: u16;
let startTime: f64;
let timePerLength: f64;

/**
 * Begins an event of the given name, with its first and last arc and its first particle;
 * `followArcs` writes its rows.
 */
export function startChamberEvent(
  first: u32,
  end: u32,
  particles: u32,
  seed: f64,
  run: u32,
  slice: u32,
  index: u32,
  purpose: u32,
  source: u32,
): void {
  random.seed(seed, run, slice, index, purpose, source);
  untilMiss = drawUntilMiss();
  nextArc = first;
  endArc = end;
  firstParticle = particles;
  endTurn = -Infinity;
  // The energy loss is computed anew: it must not depend on the event before.
  kind = -1;
}

/** Number of efficient cells before the next inefficient one: geometric. */
function drawUntilMiss(): i32 {
  const logEfficient = response.logEfficient;
  return logEfficient === 0
    ? <i32>manyCells
    : i32(min(manyCells, floor(log(random.uniform()) / logEfficient)));
}

/**
 * Hits in the cells along the arcs of the event; false when there might be no room for those of the
 * next walk: it goes on from there when it is called again.
 */
export function followArcs(): bool {
  while (walkArc()) {
    if (nextArc === endArc) return true;
    beginArc(nextArc++);
  }
  return false;
}

/** Layers crossed so far, by all arcs of the thread. */
let crossed: u32 = 0;

/** How many layers were crossed so far, modulo 2³²: work that can be counted. */
export function layersCrossed(): u32 {
  return crossed;
}

/** Half turns on which the distance from the axis only grows (even) or only shrinks (odd). */
function walkArc(): bool {
  while (f64(halfTurn) * Math.PI < endTurn) {
    // One more, since cells are timed two at a time.
    if (room() - signals.count <= wireCount) return false;
    const count = walkLayers(halfTurn, endTurn);
    crossed += <u32>count;
    if (count > 0) hitCells(count, halfTurn % 2 === 0 ? 1 : -1);
    halfTurn++;
  }
  return true;
}

/** Rows for which there is room in both tables. */
function room(): u32 {
  const kept = truth;
  return kept === null ? signals.room : min(signals.room, kept.room);
}

/** Sets out on an arc; it may have no cell to hit, and then nothing is left to walk. */
function beginArc(arc: u32): void {
  endTurn = -Infinity;
  const x = arcValue(arcs.x, arc);
  const y = arcValue(arcs.y, arc);
  const px = arcValue(arcs.px, arc);
  const py = arcValue(arcs.py, arc);
  const pz = arcValue(arcs.pz, arc);
  const curvature = arcValue(arcs.curvature, arc);
  const length = arcValue(arcs.length, arc);
  if (!mayReachWires(x, y, x * px + y * py >= 0, curvature, length)) return;
  if (!startArc(x, y, arcValue(arcs.z, arc), px, py, pz, curvature)) return;
  const pt = sqrt(px * px + py * py);
  const p = sqrt(pt * pt + pz * pz);
  particle = load<u16>(arcs.particle + ((<usize>arc) << 1));
  setKind(load<u16>(kindOfParticle + ((<usize>(firstParticle + particle)) << 1)));
  if (truth !== null || isOwn) setLoss(p);
  startTime = arcValue(arcs.time, arc);
  timePerLength = sqrt(p * p + mass * mass) / (pt * response.speedOfLight);
  halfTurn = i32(floor(circle.start / Math.PI));
  endTurn = circle.start + length / circle.radius;
}

/** False for an arc that, by its length, ends before the wires or begins behind them and stays. */
function mayReachWires(x: f64, y: f64, outward: bool, curvature: f64, length: f64): bool {
  const r2 = x * x + y * y;
  const short = innermost - length;
  if (short > 0 && r2 < short * short) return false;
  if (!(r2 > outermost * outermost)) return true;
  // What starts beyond and moves outward comes nearer than its start by the sagitta at most.
  const nearer = outward ? 0.5 * abs(curvature) * length * length : length;
  return !(sqrt(r2) - nearer > outermost);
}

function setKind(next: i32): void {
  if (next === kind) return;
  const info = kindAt(kinds, next);
  kind = next;
  mass = info.mass;
  charge = info.charge;
  isOwn = info.own !== 0;
  lossMomentum = 0;
  thinness = 1;
}

function setLoss(p: f64): void {
  if (abs(p - lossMomentum) < response.lossFreshness * p) return;
  lossMomentum = p;
  stopping.set(mass, p, charge);
  loss = stopping.per(gas);
  if (isOwn) thinness = loss / response.minimumLoss;
}

/**
 * Hits in the cells along the last walk: draws all random numbers, those of layers that nobody
 * reads too, and writes wire and time of each cell that gives a hit and is read, and its truth.
 * Which cells those are is a matter of branches that nobody predicts; so their distances are worked
 * out afterwards.
 */
function hitCells(count: i32, sign: f64): void {
  const kept = truth;
  const density = response.clusterDensity * thinness;
  const isThin = thinness < 1;
  const grazed = isThin ? Infinity : grazing;
  const resolution = response.resolution;
  const timeOnWire = response.timeOnWire;
  const normal = normalQuantiles;
  const mask = lowIndex;
  const wireColumn = signals.wire;
  const firstRow: usize = signals.count;
  let miss = untilMiss;
  let row = firstRow;
  for (let crossing = 0; crossing < count; crossing++) {
    const here = changetype<Crossing>(crossingAt(crossing));
    const layer = layerAt(here.layer);
    const wires = layer.wires;
    const firstWire = layer.firstWire;
    const from = here.low;
    const to = here.high;
    const path = here.path;
    const first = nearestInteger(from);
    const last = min(nearestInteger(to), first + wires - 1);
    const perCell: f64 = first === last ? 0 : path / (to - from);
    const reads = layer.isRead !== 0;
    if (reads) {
      here.arrival =
        startTime +
        here.length * timePerLength +
        (here.z - layer.zBackward) * layer.lengthPerZ * timeOnWire;
      here.slant = layer.slant;
    }
    let number = first % wires;
    if (number < 0) number += wires;
    for (let cell = first; cell <= last; cell++) {
      const wire = firstWire + number;
      if (++number === wires) number = 0;
      if (miss-- === 0) {
        miss = drawUntilMiss();
        continue;
      }
      let inCell = path;
      if (first !== last) {
        const middle = f64(cell);
        inCell = perCell * (lesser(to, middle + 0.5) - greater(from, middle - 0.5));
        if (inCell < grazed && isBelowExponential(random.uniform(), density * inCell)) continue;
      } else if (isThin && isBelowExponential(random.uniform(), density * inCell)) continue;
      const draw = random.bits();
      if (!reads) continue;
      const smear = resolution * f64(load<f32>(normal + ((draw & mask) << 2)));
      cells.push(here, (f64(cell) - here.cell) * layer.cellAngle, smear);
      store<u16>(wireColumn + (row << 1), wire);
      if (kept !== null) keepTruth(kept, row, inCell, draw);
      row++;
    }
  }
  untilMiss = miss;
  const sides: usize = kept === null ? 0 : kept.side + firstRow;
  const times = signals.time + (firstRow << 2);
  timeCells(cells, response.timePerDistance, times, sides, -circle.sense * sign);
  signals.count = <u32>row;
  if (kept !== null) kept.count = <u32>row;
}

/** Writes the truth of a hit but for its side. */
function keepTruth(kept: TruthTable, row: usize, inCell: f64, draw: u32): void {
  store<u16>(kept.particle + (row << 1), particle);
  const ionization = f64(load<f32>(ionizationQuantiles + ((draw >> highShift) << 2)));
  store<f32>(kept.energy + (row << 2), f32(loss * inCell * ionization));
}

/**
 * Whether e^−x exceeds a number from 0 to 1: by the first terms of e^x when they decide, and they
 * mostly do.
 */
function isBelowExponential(value: f64, x: f64): bool {
  return value * (1 + x * (1 + x * (0.5 + x * sixth))) < 1 && value < exp(-x);
}
