// kernel: every step of a particle that starts behind the calorimeter's front
import type { RowSink } from '../base/columns.js';
import { KernelStream } from '../base/kernel-stream.js';
import { purpose } from '../base/random.js';
import { Arrival } from '../ecl/arrival.js';
import { responseOfPdg, responses } from '../ecl/response.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import type { KlmConfig } from '../klm/schema.js';
import { Walk, type WalkState } from '../klm/walk.js';
import { coilRadius } from '../klm/absorbers.js';
import { coilHalfLength, coilMiddle } from '../material-layers.js';
import { type ParticleTable, standardParticles } from '../particle-table.js';
import type { ParticleColumns } from '../particles.js';
import { arcEnds, type arcSchema } from '../propagation/arcs.js';
import { curvatureOf } from '../propagation/circle.js';
import type { FromOutside } from '../propagation/from-outside.js';
import { outerCrossings, OuterSurfaces } from './surfaces.js';

/** Particles below this are not followed [GeV]. */
const minMomentum = 0.02;
/** Steps in a field are no longer than this [cm]. */
const maxBentStep = 10;
/** A particle with more steps than this curls between crystals and coil: it is given up. */
const maxSteps = 600;
/** Steps that take what comes in past the front [cm]. */
const nudge = 1e-3;
/** Arcs need a transverse momentum [GeV]. */
const minPt = 1e-4;
/** The last arc of what leaves is drawn so long [cm]. */
const wayOut = 20;

/** What the follower is told: the KLM's parameters, and the field of the solenoid [T]. */
interface OutsideConfig {
  readonly klm: KlmConfig;
  readonly field: number;
}

/**
 * Follows muons and hadrons that start behind the front of the calorimeter through crystals, coil
 * and iron, with the losses, scattering and interactions that those have who go out, until they
 * stop, leave, or come in through the front. Their arcs say where they cross the gaps of the KLM.
 */
export class OutsideFollower implements FromOutside {
  readonly #context: RunContext;
  readonly #config: OutsideConfig;
  readonly #random = new KernelStream();
  readonly #walk: Walk;
  readonly #surfaces: OuterSurfaces;
  readonly #arrival: Arrival;
  readonly #particles: ParticleTable;
  #number = 0;

  constructor(config: OutsideConfig, context: RunContext) {
    this.#config = config;
    this.#context = context;
    this.#particles = context.particles ?? standardParticles;
    this.#arrival = new Arrival(this.#particles);
    this.#walk = new Walk(config.klm, this.#random, this.#particles);
    this.#surfaces = new OuterSurfaces(config.klm);
  }

  /** Where what came in is now. */
  get state(): WalkState {
    return this.#walk.state;
  }

  startEvent(addresses: Addresses, event: number): void {
    seedAt(this.#random, this.#context, addresses, event, purpose.outside);
  }

  follow(
    particles: ParticleColumns,
    row: number,
    number: number,
    arcs: RowSink<typeof arcSchema>,
  ): boolean {
    const response = responseOfPdg(particles.pdg[row], this.#particles);
    if (response < responses.ionization) return false;
    const arrival = this.#arrival;
    arrival.straight(particles, row);
    arrival.slowDown(particles, row, 0);
    const walk = this.#walk;
    walk.begin(particles.pdg[row], response);
    walk.start(arrival);
    if (walk.state.p < minMomentum) return false;
    this.#number = number;
    this.#surfaces.enter(walk.state);
    for (let step = 0; step < maxSteps; step++) {
      const end = this.#step(arcs);
      if (end === arcEnds.entry) return this.#comeIn();
      if (end === arcEnds.outside) return false;
    }
    return false;
  }

  /** To what is met next; returns how the arc there ends. */
  #step(arcs: RowSink<typeof arcSchema>): number {
    const walk = this.#walk;
    const surfaces = this.#surfaces;
    const { state } = walk;
    const field = this.#fieldAt(state);
    surfaces.next(state);
    if (surfaces.length === Number.POSITIVE_INFINITY) {
      this.#pushArc(arcs, wayOut, 0, arcEnds.outside);
      return arcEnds.outside;
    }
    const bent = field !== 0 && state.charge !== 0;
    const isFree = bent && surfaces.length > maxBentStep;
    const row = this.#pushArc(
      arcs,
      isFree ? maxBentStep : surfaces.length,
      field,
      arcEnds.outerLayer,
    );
    if (isFree) {
      walk.advance(maxBentStep, field);
      return arcEnds.outerLayer;
    }
    if (bent) {
      walk.turn(surfaces.length / 2, field);
      surfaces.next(state);
    }
    // Turned away from what was next: on to where it is looked for again.
    const isMissed = bent && surfaces.length > 2 * maxBentStep;
    const length = isMissed ? maxBentStep : surfaces.length;
    walk.step(length);
    if (bent) walk.turn(length / 2, field);
    if (isMissed) return arcEnds.outerLayer;
    surfaces.pass();
    const end = this.#cross();
    if (row >= 0) arcs.columns.end[row] = end;
    return end;
  }

  /** What happens at the surface reached. */
  #cross(): number {
    const { kind, absorber, cosine } = this.#surfaces;
    if (kind === outerCrossings.front) return arcEnds.entry;
    if (kind === outerCrossings.gap) return arcEnds.gap;
    if (kind !== outerCrossings.absorber) return arcEnds.outerLayer;
    return this.#walk.cross(absorber, cosine) ? arcEnds.outerLayer : arcEnds.outside;
  }

  /** Past the front, if it is charged: only those are followed inside. */
  #comeIn(): boolean {
    const { state } = this.#walk;
    if (state.charge === 0) return false;
    this.#walk.step(nudge);
    return true;
  }

  /** The solenoid's field inside of the coil, that of the yoke outside of it [T]. */
  #fieldAt({ x, y, z }: WalkState): number {
    const isInside =
      x * x + y * y < coilRadius * coilRadius && Math.abs(z - coilMiddle) < coilHalfLength;
    return isInside ? this.#config.field : this.#config.klm.yokeField;
  }

  /** Appends the arc that begins here; −1 when nothing sees the particle. */
  #pushArc(arcs: RowSink<typeof arcSchema>, length: number, field: number, end: number): number {
    const { state, visible } = this.#walk;
    const pt = Math.sqrt(state.px * state.px + state.py * state.py);
    if (!visible || pt < minPt) return -1;
    arcs.reserve(1);
    const { columns } = arcs;
    const row = arcs.rowCount++;
    columns.particle[row] = this.#number;
    columns.end[row] = end;
    columns.x[row] = state.x;
    columns.y[row] = state.y;
    columns.z[row] = state.z;
    columns.time[row] = state.time;
    columns.px[row] = state.px;
    columns.py[row] = state.py;
    columns.pz[row] = state.pz;
    columns.curvature[row] = curvatureOf(state.charge, pt, field);
    columns.length[row] = (length * pt) / state.p;
    return row;
  }
}
