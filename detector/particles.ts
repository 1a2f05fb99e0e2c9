import { type Table, TableBuilder } from './base/columns.js';

/** Columns of generated particles in the laboratory frame; see `Particles`. */
const particleSchema = {
  pdg: 'i4',
  status: 'u1',
  origin: 'u1',
  mother: 'i4',
  px: 'f8',
  py: 'f8',
  pz: 'f8',
  energy: 'f8',
  x: 'f8',
  y: 'f8',
  z: 'f8',
  time: 'f8',
} as const;

/**
 * Generated particles of a batch, laboratory frame, one row per particle. `status` is one of
 * `particleStatus`; `origin` says which source made it (0 the simulated collision, others:
 * backgrounds); `mother` is the row of the parent counted from the event's first row, or −1; (x, y,
 * z) [cm] and `time` [ns after the nominal collision] are the production vertex; momenta and energy
 * in GeV.
 */
export type Particles = Table<typeof particleSchema>;

/** Columns of particles without the events, as a builder holds them. */
export type ParticleColumns = Omit<Particles, 'offsets'>;

/** What becomes of a particle in the detector. */
export const particleStatus = {
  /** Goes through the detector. */
  final: 1,
  /** Decayed, converted or was otherwise replaced by its daughters; leaves nothing itself. */
  intermediate: 2,
  /** An incoming beam particle. */
  beam: 4,
} as const;

/** Builds a batch of particles, one event after the other. */
export class ParticleBuilder extends TableBuilder<typeof particleSchema> {
  constructor(capacity = 4096) {
    super(particleSchema, capacity);
  }

  /**
   * Appends one particle to the current event; momenta [GeV], vertex [cm], time [ns]. Returns its
   * row within the event.
   */
  push(
    pdg: number,
    status: number,
    mother: number,
    px: number,
    py: number,
    pz: number,
    energy: number,
    x = 0,
    y = 0,
    z = 0,
    time = 0,
    origin = 0,
  ): number {
    this.reserve(1);
    const row = this.rowCount++;
    const columns = this.columns;
    columns.pdg[row] = pdg;
    columns.status[row] = status;
    columns.origin[row] = origin;
    columns.mother[row] = mother;
    columns.px[row] = px;
    columns.py[row] = py;
    columns.pz[row] = pz;
    columns.energy[row] = energy;
    columns.x[row] = x;
    columns.y[row] = y;
    columns.z[row] = z;
    columns.time[row] = time;
    return row - this.eventStart;
  }
}
