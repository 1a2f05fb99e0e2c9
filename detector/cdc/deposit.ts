// kernel: every arc of every charged particle passes up to 56 layers
import { TableBuilder } from '../base/columns.js';
import { muonMass, speedOfLight } from '../base/constants.js';
import { cos, exp, log } from '../base/elementary.js';
import { highShift, lowIndex, normalQuantiles } from '../base/quantiles.js';
import { purpose, RandomStream } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import type { Particles } from '../particles.js';
import { type ParticleTable, standardParticles } from '../particle-table.js';
import type { Arcs } from '../propagation/arcs.js';
import { Circle } from '../propagation/circle.js';
import { lossFreshness, Stopping } from '../propagation/ionization.js';
import { chamberGas } from '../propagation/materials.js';
import { innermost, outermost } from './cells.js';
import { Crossings } from './crossings.js';
import {
  cellAngle,
  firstWireOfLayer,
  middleRadius,
  stereoAngle,
  tanHalfTwist,
  wireCount,
  wiresOfLayer,
  zBackward,
  zForward,
} from './geometry.js';
import { type CdcDeposits, type CdcSignals, cdcSignalSchema, cdcTruthSchema } from './hits.js';
import { ionizationQuantiles } from './quantiles.js';
import type { CdcConfig } from './schema.js';

/**
 * Where the path in a cell is shorter, the chance that it has no primary ionization counts [cm].
 */
const grazing = 0.4;
/** Where a muon ionizes least, nearly: βγ = 3.5 [GeV]. */
const minimumMomentum = 3.5 * muonMass;
/** Cells that one walk can cross at most. */
const maxCells = wireCount;
/** Coefficients of the series of sine and cosine. */
const sine3 = 1 / 6;
const sine5 = 1 / 120;
const cosine4 = 1 / 24;
const cosine6 = 1 / 720;
/** Length of a wire per z, and its way across the direction to its middle. */
const lengthPerZ = stereoAngle.map((angle) => 1 / cos(angle));
const slant = tanHalfTwist.map(
  (tangent, layer) => (2 * middleRadius[layer] * tangent) / (zForward[layer] - zBackward[layer]),
);

/** Hits of charged particles in the cells along their arcs, with truth. */
export function depositCdc(config: CdcConfig, context: RunContext) {
  const passage = new Passage(config, true, context.particles ?? standardParticles);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): CdcDeposits => {
    followAll(passage, context, particles, addresses, arcs);
    return { ...passage.truth.take(), ...passage.builder.take() };
  };
}

/** The same hits without truth, which costs an eighth more: all that the digitizer reads. */
export function signalCdc(config: CdcConfig, context: RunContext) {
  const passage = new Passage(config, false, context.particles ?? standardParticles);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): CdcSignals => {
    followAll(passage, context, particles, addresses, arcs);
    return passage.builder.take();
  };
}

function followAll(
  passage: Passage,
  context: RunContext,
  particles: Particles,
  addresses: Addresses,
  arcs: Arcs,
): void {
  for (let event = 0; event < arcs.offsets.length - 1; event++) {
    const firstArc = arcs.offsets[event];
    const lastArc = arcs.offsets[event + 1];
    if (firstArc < lastArc) passage.startEvent(context, addresses, event);
    const firstParticle = particles.offsets[event];
    for (let arc = firstArc; arc < lastArc; arc++)
      passage.follow(arcs, arc, particles.pdg[firstParticle + arcs.particle[arc]]);
    passage.builder.endEvent();
    passage.truth.endEvent();
  }
}

/** Follows one arc after the other; holds what is the same for all layers along an arc. */
class Passage {
  readonly random = new RandomStream();
  readonly builder = new TableBuilder(cdcSignalSchema, 65536);
  /** Rows beside those of `builder`, if truth is kept; else none. */
  readonly truth: TableBuilder<typeof cdcTruthSchema>;
  readonly #keepsTruth: boolean;
  readonly #config: CdcConfig;
  readonly #circle = new Circle();
  readonly #crossings = new Crossings(this.#circle);
  readonly #stopping = new Stopping();
  readonly #gas = chamberGas();
  readonly #logEfficient: number;
  readonly #particles: ParticleTable;
  /** Least loss of charge 1 [GeV/cm]; ionization over it, of a particle of a user's own. */
  readonly #minimumLoss: number;
  #isOwn = false;
  #thinness = 1;
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
  /** Of the arc: time at its start, time and change of z per transverse length. */
  #time = 0;
  #timePerLength = 0;
  #slope = 0;
  /**
   * Of the hits along the last walk: which crossing, azimuth of the wire against it [rad], random
   * index for the smearing.
   */
  readonly #crossing = new Uint8Array(maxCells);
  readonly #turn = new Float64Array(maxCells);
  readonly #draw = new Uint16Array(maxCells);

  constructor(config: CdcConfig, keepsTruth: boolean, particles: ParticleTable) {
    this.#particles = particles;
    this.#stopping.set(muonMass, minimumMomentum, 1);
    this.#minimumLoss = this.#stopping.per(this.#gas);
    this.#config = config;
    this.#keepsTruth = keepsTruth;
    this.truth = new TableBuilder(cdcTruthSchema, keepsTruth ? 65536 : 0);
    this.#logEfficient = log(config.efficiency);
    this.#timePerDistance = 1 / config.driftVelocity;
    this.#timeOnWire = 1 / config.wireSpeed;
  }

  startEvent(context: RunContext, addresses: Addresses, event: number): void {
    seedAt(this.random, context, addresses, event, purpose.cdcDeposit);
    this.#untilMiss = this.#drawUntilMiss();
    // The energy loss is computed anew: it must not depend on the event before.
    this.#pdg = 0;
  }

  /** Number of efficient cells before the next inefficient one: geometric. */
  #drawUntilMiss(): number {
    return this.#logEfficient === 0
      ? 1e9
      : Math.min(1e9, Math.floor(log(this.random.uniform()) / this.#logEfficient));
  }

  follow(arcs: Arcs, arc: number, pdg: number): void {
    if (!mayReachWires(arcs, arc)) return;
    const { particle, time, px, py, pz, length } = arcs;
    const circle = this.#circle;
    circle.setArc(arcs, arc);
    if (circle.farthest < innermost) return;
    const pt = Math.sqrt(px[arc] * px[arc] + py[arc] * py[arc]);
    const p = Math.sqrt(pt * pt + pz[arc] * pz[arc]);
    this.#setParticle(pdg);
    if (this.#keepsTruth || this.#isOwn) this.#setLoss(p);
    this.#particle = particle[arc];
    this.#time = time[arc];
    this.#timePerLength = Math.sqrt(p * p + this.#mass * this.#mass) / (pt * speedOfLight);
    this.#slope = pz[arc] / pt;
    const crossings = this.#crossings;
    crossings.start(arcs, arc);
    const end = circle.start + length[arc] / circle.radius;
    // Half turns on which the distance from the axis only grows (even) or only shrinks (odd).
    for (let piece = Math.floor(circle.start / Math.PI); piece * Math.PI < end; piece++) {
      crossings.walk(piece, end);
      if (crossings.count > 0) this.#hitCells(piece % 2 === 0 ? 1 : -1);
    }
  }

  #setParticle(pdg: number): void {
    if (pdg === this.#pdg) return;
    const info = this.#particles.info(pdg);
    this.#isOwn = info?.kind === 'own';
    this.#pdg = pdg;
    this.#mass = info?.mass ?? 0;
    this.#charge = info?.charge ?? 0;
    this.#momentum = 0;
    this.#thinness = 1;
  }

  #setLoss(p: number): void {
    if (Math.abs(p - this.#momentum) < lossFreshness * p) return;
    this.#momentum = p;
    this.#stopping.set(this.#mass, p, this.#charge);
    this.#loss = this.#stopping.per(this.#gas);
    if (this.#isOwn) this.#thinness = this.#loss / this.#minimumLoss;
  }

  /** Hits in the cells along the last walk. */
  #hitCells(sign: number): void {
    const first = this.builder.rowCount;
    this.builder.reserve(maxCells);
    if (this.#keepsTruth) this.truth.reserve(maxCells);
    this.#enterCells();
    this.#driftTimes(first, sign);
  }

  /**
   * Writes wire, particle and energy of each cell that gives a hit, and draws all random numbers.
   */
  #enterCells(): void {
    const { count, layer: layers, cell: cells, low, high, path: paths } = this.#crossings;
    const { random, builder, truth } = this;
    const { wire: wires } = builder.columns;
    const { particle, energy } = truth.columns;
    const keepsTruth = this.#keepsTruth;
    const crossingOf = this.#crossing;
    const turns = this.#turn;
    const draws = this.#draw;
    const density = this.#config.clusterDensity * this.#thinness;
    const isThin = this.#thinness < 1;
    const grazed = isThin ? Number.POSITIVE_INFINITY : grazing;
    const number0 = this.#particle;
    const loss = this.#loss;
    const begin = builder.rowCount;
    let untilMiss = this.#untilMiss;
    let row = begin;
    for (let crossing = 0; crossing < count; crossing++) {
      const layer = layers[crossing];
      const wiresHere = wiresOfLayer[layer];
      const angle = cellAngle[layer];
      const from = low[crossing];
      const to = high[crossing];
      const path = paths[crossing];
      const perCell = path / (to - from);
      const first = Math.floor(from + 0.5) | 0;
      const last = Math.min(Math.floor(to + 0.5) | 0, first + wiresHere - 1);
      let number = first % wiresHere;
      if (number < 0) number += wiresHere;
      for (let cell = first; cell <= last; cell++) {
        const wire = firstWireOfLayer[layer] + number;
        if (++number === wiresHere) number = 0;
        if (untilMiss-- === 0) {
          untilMiss = this.#drawUntilMiss();
          continue;
        }
        let inCell = path;
        if (first !== last) {
          inCell = perCell * (Math.min(to, cell + 0.5) - Math.max(from, cell - 0.5));
          if (inCell < grazed && isBelowExponential(random.uniform(), density * inCell)) continue;
        } else if (isThin && isBelowExponential(random.uniform(), density * inCell)) continue;
        const draw = random.bits();
        const place = row - begin;
        wires[row] = wire;
        if (keepsTruth) {
          particle[row] = number0;
          energy[row] = loss * inCell * ionizationQuantiles[draw >>> highShift];
        }
        crossingOf[place] = crossing;
        turns[place] = (cell - cells[crossing]) * angle;
        draws[place] = draw & lowIndex;
        row++;
      }
    }
    builder.rowCount = row;
    if (keepsTruth) truth.rowCount = row;
    this.#untilMiss = untilMiss;
  }

  /** Times and sides of the hits from row `begin` on, by their closest approaches. */
  #driftTimes(begin: number, sign: number): void {
    const { radius, sense } = this.#circle;
    const {
      layer: layers,
      z,
      length: lengths,
      outward,
      around,
      wires,
      short,
      across,
    } = this.#crossings;
    const { time } = this.builder.columns;
    const { side } = this.truth.columns;
    const keepsTruth = this.#keepsTruth;
    const count = this.builder.rowCount - begin;
    const crossingOf = this.#crossing;
    const turns = this.#turn;
    const draws = this.#draw;
    const { resolution } = this.#config;
    const perDistance = this.#timePerDistance;
    const perLength = this.#timePerLength;
    const timeOnWire = this.#timeOnWire;
    const start = this.#time;
    const slope = this.#slope;
    const stretch2 = 1 + slope * slope;
    const left = -sense * sign;
    // Into locals: what a module holds is checked anew at each use in a loop.
    const slants = slant;
    const ends = zBackward;
    const wireLength = lengthPerZ;
    const normal = normalQuantiles;
    for (let place = 0; place < count; place++) {
      const crossing = crossingOf[place];
      const layer = layers[crossing];
      // The wire seen from the crossing and from the circle's centre, along radius and azimuth of
      // the crossing.
      const turn = turns[place];
      const turn2 = turn * turn;
      const wireRadius = wires[crossing];
      const toCentre =
        outward[crossing] +
        short[crossing] -
        wireRadius * turn2 * (0.5 - turn2 * (cosine4 - turn2 * cosine6));
      const aside = around[crossing] + wireRadius * turn * (1 - turn2 * (sine3 - turn2 * sine5));
      const distance = Math.sqrt(toCentre * toCentre + aside * aside);
      let miss = distance - radius;
      if (slants[layer] !== 0) {
        // Per transverse length the track at its point next to the wire moves by (ux, uy, slope),
        // per z the wire by (wx, wy, 1). That point is `further` along the track than the crossing;
        // the distance in space is along the normal of both.
        const inverse = sense / distance;
        const ux = -aside * inverse;
        const uy = toCentre * inverse;
        const tilt = across[crossing] - turn;
        const wx = slants[layer] * tilt;
        const wy = slants[layer] * (1 - 0.5 * tilt * tilt);
        const along = 1 - slope * (ux * wx + uy * wy);
        const skew = (ux * wy - uy * wx) / along;
        const further = -(outward[crossing] * ux + around[crossing] * uy);
        const square = stretch2 * skew * skew;
        miss =
          (miss - sense * slope * further * skew) *
          (1 - square * (0.5 - square * (0.375 - 0.3125 * square)));
      }
      const arrival =
        start +
        lengths[crossing] * perLength +
        (z[crossing] - ends[layer]) * wireLength[layer] * timeOnWire;
      time[begin + place] =
        arrival + Math.abs(miss + resolution * normal[draws[place]]) * perDistance;
      // +1 on the left, −1 on the right.
      if (keepsTruth) side[begin + place] = 2 * +(miss * left <= 0) - 1;
    }
  }
}

/** False for an arc that, by its length, ends before the wires or begins behind them and stays. */
function mayReachWires({ x, y, px, py, curvature, length }: Arcs, arc: number): boolean {
  const r2 = x[arc] * x[arc] + y[arc] * y[arc];
  const short = innermost - length[arc];
  if (short > 0 && r2 < short * short) return false;
  if (!(r2 > outermost * outermost)) return true;
  // What starts beyond and moves outward comes nearer than its start by the sagitta at most.
  const outward = x[arc] * px[arc] + y[arc] * py[arc] >= 0;
  const nearer = outward ? 0.5 * Math.abs(curvature[arc]) * length[arc] * length[arc] : length[arc];
  return !(Math.sqrt(r2) - nearer > outermost);
}

/**
 * Whether e^−x exceeds a number from 0 to 1: by the first terms of e^x when they decide, and they
 * mostly do.
 */
function isBelowExponential(value: number, x: number): boolean {
  return value * (1 + x * (1 + x * (0.5 + x * sine3))) < 1 && value < exp(-x);
}
