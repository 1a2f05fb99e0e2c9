import type { Table, TableBuilder } from '../../detector/base/columns.js';

/** Track segments of an event, by super-layer and segment ascending. */
export const segmentSchema = {
  /** Global number 0–2335: offset of the super-layer plus the wire number of the reference cell. */
  segment: 'u2',
  superLayer: 'u1',
  /** 3 first-priority wire, 1 right and 2 left second-priority wire, 0 none. */
  position: 'u1',
  /** 0 no entry, 1 right, 2 left, 3 undetermined: from the left/right table. */
  leftRight: 'u1',
  /**
   * Time of the priority wire, of the earliest wire, and of the fourth row's first hit [ticks of
   * 1.965 ns after the nominal collision].
   */
  priorityTime: 'i2',
  fastestTime: 'i2',
  foundTime: 'i2',
  /** Hit pattern of the 15 or 11 wires, bit i for wire i of the shape. */
  pattern: 'u2',
} as const;
/** Segments of a batch; columns as in `segmentSchema`. */
export type Segments = Table<typeof segmentSchema>;

/** Segments of the event that is being looked at: rows `eventStart` to `rowCount` of a batch. */
export type EventSegments = Pick<
  TableBuilder<typeof segmentSchema>,
  'columns' | 'eventStart' | 'rowCount'
>;

/** Full tracks, as every finder writes them. */
export const track2dSchema = {
  /**
   * Azimuth at the origin and curvature on the half-cell grid of the Hough plane: the hardware's
   * integers (LSB 1.125° and 0.0441 /m).
   */
  phiIndex: 'i2',
  omegaIndex: 'i2',
  /** Sign of the curvature. */
  charge: 'i1',
  /**
   * The same in base units: φ0 [rad, −π to π), signed curvature ω [1/cm], transverse momentum
   * [GeV].
   */
  phi: 'f4',
  omega: 'f4',
  pt: 'f4',
  /** Row within the event's segments attached in super-layers 0, 2, 4, 6, 8, or −1. */
  segment0: 'i2',
  segment2: 'i2',
  segment4: 'i2',
  segment6: 'i2',
  segment8: 'i2',
} as const;

/**
 * What the 3-D finder knows of its tracks besides: cot θ of a track from the collision point, votes
 * for its highest cell and in all cells around it.
 */
export const candidate3dSchema = { cotTheta: 'f4', votes: 'u2', votesAround: 'u2' } as const;
/** Full tracks of a batch; each finder adds the columns that only it knows. */
export type Tracks2d = Table<typeof track2dSchema> & Partial<Table<typeof candidate3dSchema>>;

/**
 * Short tracks (super-layers 0–4) and inner tracks (0–2): azimuth bin 0–63 of super-layer 2 (short)
 * or 0 (inner), polar class of the pattern.
 */
export const shortTrackSchema = { bin: 'u1', pattern: 'u1' } as const;
/** Short or inner tracks of a batch; columns as in `shortTrackSchema`. */
export type ShortTracks = Table<typeof shortTrackSchema>;

/**
 * Patterns of short tracks as seen from super-layer 0, not merged: one row per azimuth bin 0–63 of
 * super-layer 0 where one was found, and the 64 azimuth bins of the endcap that the pattern points
 * to, `first` to `last` counted from that bin (`first` ≤ `last`, may pass the ends). `endcap` is 1
 * forward, 2 backward, 0 neither. Topology and endcap matching read these; `shortTracks` is what is
 * counted.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc
 */
export const shortPatternSchema = {
  bin: 'u1',
  pattern: 'u1',
  endcap: 'u1',
  first: 'i1',
  last: 'i1',
} as const;
/** Patterns of a batch; columns as in `shortPatternSchema`. */
export type ShortPatterns = Table<typeof shortPatternSchema>;

/**
 * 3-D fits, one row per 2-D track that has one: row of that track within its event, z0 [cm] and cot
 * θ.
 */
export const track3dSchema = { track: 'u2', z0: 'f4', cotTheta: 'f4' } as const;
/** Fits of a batch; columns as in `track3dSchema`. */
export type Tracks3d = Table<typeof track3dSchema>;

/** What the CDC trigger has found in a batch; plain arrays hold one element per event. */
export interface CdcObjects {
  readonly segments: Segments;
  readonly tracks2d: Tracks2d;
  readonly tracks3d: Tracks3d;
  readonly shortTracks: ShortTracks;
  readonly shortPatterns: ShortPatterns;
  readonly innerTracks: ShortTracks;
  /** Event time [ticks after the nominal collision]; 0 without one. */
  readonly eventTime: Int16Array;
  /** 0 none, 1 histogram of fastest times, 2 fastest priority time, 3 that of Hough tracks. */
  readonly eventTimeSource: Uint8Array;
}

/**
 * Neural tracks, at most one per full track, in their order: row of that track within its event, z
 * at the beam line [cm] and polar angle [rad], and the expert: 0 with segments in all stereo
 * super-layers, 1 to 4 when 7, 5, 3 or 1 has none.
 */
export const trackNeuroSchema = { track: 'u2', z: 'f4', theta: 'f4', expert: 'u1' } as const;

/** What the neural z trigger has found in a batch. */
export interface NeuroObjects {
  readonly tracks: Table<typeof trackNeuroSchema>;
}
