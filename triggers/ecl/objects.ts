import type { Table } from '../../detector/base/columns.js';

/** Trigger cells over threshold in the decision window; rows ascend in cell. */
export const eclCellSchema = {
  /** Trigger cell id 1–576, as in the experiment. */
  cell: 'u2',
  /** Energy in ADC counts of 5.231 MeV (12 bit). */
  counts: 'u2',
  /** Time after the start of the decision window [ns], whole. */
  time: 'i2',
} as const;

/** ECL trigger clusters in firmware order (barrel, forward, backward; at most six an event). */
export const eclClusterSchema = {
  /** Id 1–576 of the highest cell, the cluster's centre. */
  cell: 'u2',
  /** Polar ring 1–17 and azimuth index of that cell. */
  thetaId: 'u1',
  phiId: 'u1',
  /** Energy in ADC counts. */
  counts: 'u2',
  /** Energy in the laboratory [GeV]: counts × unit. */
  energyLab: 'f4',
  /** Energy in the centre of mass [GeV] as the look-up table sees it: energyLab / (0.1 · e10). */
  energyCms: 'f4',
  /** Energy-weighted time [ns] after the start of the window. */
  time: 'f4',
  /** Energy-weighted position of its cells, laboratory [cm]. */
  x: 'f4',
  y: 'f4',
  z: 'f4',
  /**
   * Angles of the highest cell in the centre-of-mass frame, from the look-up table [whole degrees].
   */
  thetaCms: 'i2',
  phiCms: 'i2',
  /**
   * Laboratory energy, in units of 0.1 GeV, that corresponds to 1 GeV in the centre of mass at that
   * cell (look-up table).
   */
  e10: 'u1',
} as const;

/** What the ECL trigger (ETM) has found in a batch; plain arrays hold one element per event. */
export interface EclObjects {
  readonly cells: Table<typeof eclCellSchema>;
  readonly clusters: Table<typeof eclClusterSchema>;
  /** Energy of one ADC count [GeV], for all sums of counts. */
  readonly adcUnit: number;
  /** Sum of cells in thetaId 2–15 and in 1–17 [ADC counts]. */
  readonly sumPhysics: Uint32Array;
  readonly sumTotal: Uint32Array;
  /** Isolated cluster number: seeds in thetaId 2–15. */
  readonly icn: Uint8Array;
  /** 1 when more than six clusters were found. */
  readonly overflow: Uint8Array;
  /**
   * Event time: time of the highest cell [ns] within its 125 ns data clock, 0–124, and the number
   * of that clock modulo 128.
   */
  readonly eventTime: Uint8Array;
  /**
   * Data clocks are counted from the one that starts the window of the nominal collision: 126 and
   * 127 are the two before.
   */
  readonly revoClock: Uint8Array;
  /** Region of the timing cell: 1 forward, 2 barrel, 4 backward, 0 none: no cell fired. */
  readonly timingSource: Uint8Array;
  /** 0 no hit, 1 coarse, 2 fine, 3 super-fine. */
  readonly timingQuality: Uint8Array;
  /** Bit t − 1 set when type t of the 2-D Bhabha sums is over threshold. */
  readonly bhabha2dTypes: Uint16Array;
  /** 1 when a type is set and ICN is low. */
  readonly bhabha2d: Uint8Array;
  /** 1 when a pair of clusters passes the 3-D Bhabha veto. */
  readonly bhabha3dVeto: Uint8Array;
  /** Bit k set when the event's k-th cluster is in such a pair. */
  readonly bhabha3dClusters: Uint16Array;
  /** 1 when a cluster of such a pair is inside the acceptance of tracks. */
  readonly bhabha3dInTrack: Uint8Array;
  /**
   * 1 when a pair passes the 3-D Bhabha selection; θ flag 0–3 of the first such pair: smaller ring
   * 1, 2, 3 or beyond, less 1.
   */
  readonly bhabha3dSelection: Uint8Array;
  readonly bhabha3dTheta: Uint8Array;
  /** 1 for a back-to-back pair below the energy of a Bhabha. */
  readonly mumu: Uint8Array;
  /** Conditions for τ pairs: bit 0 taub2b, bit 1 taub2b2, bit 2 taub2b3. */
  readonly taub2b: Uint8Array;
  /** Bit k − 1 set for hie k: energy in rings 2–15 with the extra Bhabha vetoes. */
  readonly hie: Uint8Array;
  /** Clusters with more than 2 GeV in the centre of mass. */
  readonly highClusters: Uint8Array;
  /** Start of the chosen window relative to the nominal collision [ns]; 0 when no cell fired. */
  readonly windowStart: Float32Array;
  /**
   * Beam-background veto, 3 bits: back-to-back quadrants forward or barrel, barrel only, forward
   * only.
   */
  readonly backgroundVeto: Uint8Array;
}
