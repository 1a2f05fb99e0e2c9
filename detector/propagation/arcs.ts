import type { Table } from '../base/columns.js';

/**
 * Helices of charged particles between the layers of material, in order along each particle,
 * particles ascending: what every subdetector reads instead of following particles by itself. A
 * particle without an arc never moved in the tracking volume: neutral, or produced outside of it
 * and not followed there. One that was, from behind the front of the calorimeter, has its arcs
 * there first (`isOutside`), then, if it comes in, those of the tracking volume.
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
  /** In the crystals, where an antibaryon annihilates: with the momentum that it has left there. */
  crystals: 4,
  /** Behind the front of the calorimeter: at a layer of material, or at a step in the field. */
  outerLayer: 5,
  /** There: at a gap of the KLM; the next arc begins in it. */
  gap: 6,
  /** At the front of the calorimeter from behind; the next arc goes on inside. */
  entry: 7,
  /** Ended behind the front: stopped there, or left the detector. */
  outside: 8,
} as const;

/** Whether an arc that ends so lies behind the front of the calorimeter. */
export const isOutside = (end: number): boolean => end >= arcEnds.outerLayer;
