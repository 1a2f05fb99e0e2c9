import type { Table } from '../base/columns.js';

/**
 * Helices of charged particles between the layers of material, in order along each particle,
 * particles ascending: what every subdetector reads instead of following particles by itself. A
 * particle without an arc never moved in the tracking volume (neutral, or produced outside it).
 */
export const arcSchema = {
  /** Row of the particle within its event. */
  particle: 'u2',
  /** How the arc ends: one of `arcEnds`. */
  end: 'u1',
  /** Start [cm], [ns], momentum there [GeV]. */
  x: 'f4',
  y: 'f4',
  z: 'f4',
  time: 'f4',
  px: 'f4',
  py: 'f4',
  pz: 'f4',
  /** Change of the direction's azimuth per transverse length [rad/cm]. */
  curvature: 'f4',
  /** Transverse length [cm]. */
  length: 'f4',
} as const;
/** Arcs of all particles of a batch; columns as in `arcSchema`. */
export type Arcs = Table<typeof arcSchema>;

/** How an arc ends. */
export const arcEnds = {
  /** At a layer; the next arc goes on from there. */
  layer: 0,
  /** At the front of the calorimeter. */
  calorimeter: 1,
  /** Decayed, or stopped in a layer: the particle is intermediate. */
  gone: 2,
  /** Followed no further: longest path. */
  abandoned: 3,
} as const;
