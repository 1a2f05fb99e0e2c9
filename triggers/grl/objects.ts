import type { Table } from '../../detector/base/columns.js';

/**
 * Full tracks matched to barrel clusters: rows of both within their event, and how many 10° bins
 * apart they meet the calorimeter.
 */
export const matchSchema = { track: 'u2', cluster: 'u1', binsApart: 'u1' } as const;
type Matches = Table<typeof matchSchema>;

/**
 * What the GRL has found in a batch: per-event counts and flags, one element each, named as the
 * input slots that they drive. Counts stop at 255. Opening angles are masks of `windowBit`: which
 * windows some pair of the event fulfils.
 */
export interface GrlObjects {
  readonly matches: Matches;
  /**
   * Full tracks; fitted tracks from near the collision point; short tracks; tracks of any kind
   * (full and short); inner tracks.
   */
  readonly t2: Uint8Array;
  readonly t3: Uint8Array;
  readonly ts: Uint8Array;
  readonly ta: Uint8Array;
  readonly ti: Uint8Array;
  /** 1 when the CDC has an event time. */
  readonly cdcActive: Uint8Array;
  /** 1 when a track vetoes photon lines: any full or short track; and a full track. */
  readonly track: Uint8Array;
  readonly trkflt: Uint8Array;
  /**
   * Opening angles in azimuth between full tracks, short and full, short, inner and full, inner
   * tracks.
   */
  readonly f2f: Uint8Array;
  readonly s2f: Uint8Array;
  readonly s2s: Uint8Array;
  readonly i2f: Uint8Array;
  readonly i2i: Uint8Array;
  /**
   * The same between clusters, and between full tracks where they meet the calorimeter and
   * clusters.
   */
  readonly d: Uint8Array;
  readonly p: Uint8Array;
  /** Full tracks matched to a barrel cluster, and those matched to one of at least 2 GeV. */
  readonly cdcecl: Uint8Array;
  readonly c2gev: Uint8Array;
  /** Fitted tracks matched to a barrel cluster in r–φ and z. No slot reads it. */
  readonly matched3d: Uint8Array;
  /**
   * Clusters without a track nearby: barrel ones by azimuth and energy, endcap ones all. No slot
   * reads it.
   */
  readonly photons: Uint8Array;
  /** Of these, those of more than 1 GeV and of more than 2 GeV, laboratory. */
  readonly n1gev: Uint8Array;
  readonly n2gev: Uint8Array;
  /** 1 when a cluster is in the same, or the opposite, hemisphere as the only fitted track. */
  readonly samhem: Uint8Array;
  readonly opohem: Uint8Array;
  /** 1 when a short track points to the forward, or backward, endcap. */
  readonly fwds: Uint8Array;
  readonly bwds: Uint8Array;
  /**
   * 10° bins of the endcaps in which a short track meets a cluster, and those with a cluster and an
   * inner track within 40°.
   */
  readonly secl: Uint8Array;
  readonly iecl: Uint8Array;
  /**
   * 1 when a cluster of a 3-D Bhabha pair is forward, or backward, with a short track (s) or
   * without a track (n).
   */
  readonly fwdsb: Uint8Array;
  readonly bwdsb: Uint8Array;
  readonly fwdnb: Uint8Array;
  readonly bwdnb: Uint8Array;
  /**
   * Clusters of 3-D Bhabha pairs in the barrel with a full track, and without; and with a track
   * anywhere.
   */
  readonly brlfb: Uint8Array;
  readonly brlnb: Uint8Array;
  readonly trkbha: Uint8Array;
}

/**
 * Matches with sectors of the KLM: counts and flags of an event, one element each, named as the
 * input slots that they drive.
 */
export interface KlmMatches {
  /**
   * Full tracks with a barrel sector of their own; fired endcap sectors to which a short track
   * points, as the source counts them.
   */
  readonly cdcklm: Uint8Array;
  readonly seklm: Uint8Array;
  /**
   * 1 when an inner track, or an endcap cluster of the same end, is in the quadrant of an endcap
   * sector.
   */
  readonly ieklm: Uint8Array;
  readonly ecleklm: Uint8Array;
}
