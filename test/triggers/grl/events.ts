import { TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import { degree } from '../../../detector/base/units.js';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { timeSource } from '../../../triggers/cdc/event-time.js';
import {
  type CdcObjects,
  segmentSchema,
  shortPatternSchema,
  shortTrackSchema,
  track2dSchema,
  track3dSchema,
} from '../../../triggers/cdc/objects.js';
import { cellX, cellY, cellZ } from '../../../triggers/ecl/layout.js';
import { grlObjects, grlSchema } from '../../../triggers/grl/grl.js';
import type { GrlObjects } from '../../../triggers/grl/objects.js';
import { type EclObjects, eclClusterSchema } from '../../../triggers/ecl/objects.js';
import { objectsOf } from '../ecl/pulses.js';

/**
 * A full track: azimuth at the origin [degrees], signed curvature [1/cm], and z0 [cm] and cot θ of
 * its fit when it has one.
 */
export interface FullTrack {
  readonly phi: number;
  readonly omega?: number;
  readonly fit?: { readonly z0?: number; readonly cotTheta?: number };
}

/**
 * A pattern of a short track at a bin of super-layer 0, and the bins of an endcap (1 forward, 2
 * backward) that it points to.
 */
export interface ShortPattern {
  readonly bin: number;
  readonly endcap?: 0 | 1 | 2;
  readonly first?: number;
  readonly last?: number;
}

/** A cluster centred at a trigger cell [ring, azimuth index], or anywhere at `x`, `y`, `z` [cm]. */
export interface Cluster {
  readonly cell?: readonly [ring: number, phiId: number];
  readonly x?: number;
  readonly y?: number;
  readonly z?: number;
  /** Laboratory energy [GeV]. */
  readonly energy?: number;
  /** Time after the start of the decision window [ns]. */
  readonly time?: number;
}

/**
 * What one event holds; all lists are empty when absent. `shorts` and `inners` are bins of 5.625°.
 */
export interface GrlEvent {
  readonly full?: readonly FullTrack[];
  readonly shorts?: readonly number[];
  readonly patterns?: readonly ShortPattern[];
  readonly inners?: readonly number[];
  readonly clusters?: readonly Cluster[];
  /** Event time of the CDC [ticks]. */
  readonly cdcTime?: number;
  /** Where that time comes from; the histogram when absent. */
  readonly cdcTimeSource?: number;
  /**
   * Event time of the ECL after the start of its window, and that start after the collision [ns].
   */
  readonly eclTime?: number;
  readonly windowStart?: number;
}

function writeTracks(
  tracks2d: TableBuilder<typeof track2dSchema>,
  tracks3d: TableBuilder<typeof track3dSchema>,
  full: readonly FullTrack[],
) {
  tracks2d.reserve(full.length);
  tracks3d.reserve(full.length);
  for (const [place, { phi, omega = 1e-4, fit }] of full.entries()) {
    const row = tracks2d.rowCount++;
    tracks2d.columns.phi[row] = phi * degree;
    tracks2d.columns.omega[row] = omega;
    tracks2d.columns.charge[row] = Math.sign(omega);
    if (fit === undefined) continue;
    const fitRow = tracks3d.rowCount++;
    tracks3d.columns.track[fitRow] = place;
    tracks3d.columns.z0[fitRow] = fit.z0 ?? 0;
    tracks3d.columns.cotTheta[fitRow] = fit.cotTheta ?? 0;
  }
  tracks2d.endEvent();
  tracks3d.endEvent();
}

function writeBins(table: TableBuilder<typeof shortTrackSchema>, bins: readonly number[]): void {
  table.reserve(bins.length);
  for (const bin of bins) table.columns.bin[table.rowCount++] = bin;
  table.endEvent();
}

function writePatterns(
  table: TableBuilder<typeof shortPatternSchema>,
  patterns: readonly ShortPattern[],
): void {
  table.reserve(patterns.length);
  for (const { bin, endcap = 0, first = 0, last = 0 } of patterns) {
    const row = table.rowCount++;
    Object.entries({ bin, endcap, first, last }).forEach(([name, value]) => {
      table.columns[name as keyof ShortPattern][row] = value;
    });
  }
  table.endEvent();
}

export function cdcOf(events: readonly GrlEvent[]): CdcObjects {
  const segments = new TableBuilder(segmentSchema);
  const tracks2d = new TableBuilder(track2dSchema);
  const tracks3d = new TableBuilder(track3dSchema);
  const shortTracks = new TableBuilder(shortTrackSchema);
  const innerTracks = new TableBuilder(shortTrackSchema);
  const shortPatterns = new TableBuilder(shortPatternSchema);
  for (const { full = [], shorts = [], patterns = [], inners = [] } of events) {
    segments.endEvent();
    writeTracks(tracks2d, tracks3d, full);
    writeBins(shortTracks, shorts);
    writeBins(innerTracks, inners);
    writePatterns(shortPatterns, patterns);
  }
  return {
    segments: segments.take(),
    tracks2d: tracks2d.take(),
    tracks3d: tracks3d.take(),
    shortTracks: shortTracks.take(),
    shortPatterns: shortPatterns.take(),
    innerTracks: innerTracks.take(),
    eventTime: Int16Array.from(events, ({ cdcTime }) => cdcTime ?? 0),
    eventTimeSource: Uint8Array.from(events, ({ cdcTime, cdcTimeSource }) =>
      cdcTime === undefined ? timeSource.none : (cdcTimeSource ?? timeSource.histogram),
    ),
  };
}

/** ECL objects of events in which only clusters and times matter. */
export function eclOf(events: readonly GrlEvent[]): EclObjects {
  const clusters = new TableBuilder(eclClusterSchema);
  for (const event of events) {
    clusters.reserve(event.clusters?.length ?? 0);
    for (const { cell: [ring, phiId] = [10, 1], x, y, z, energy = 1, time = 0 } of event.clusters ??
      []) {
      const cell = cellAt(ring, phiId);
      const row = clusters.rowCount++;
      const { columns } = clusters;
      columns.cell[row] = cell;
      columns.thetaId[row] = ring;
      columns.phiId[row] = phiId;
      columns.energyLab[row] = energy;
      columns.time[row] = time;
      columns.x[row] = x ?? cellX[cell] ?? 0;
      columns.y[row] = y ?? cellY[cell] ?? 0;
      columns.z[row] = z ?? cellZ[cell] ?? 0;
    }
    clusters.endEvent();
  }
  return {
    ...objectsOf(events.map(() => [])),
    clusters: clusters.take(),
    eventTime: Uint8Array.from(events, ({ eclTime }) => (eclTime ?? 0) % 125),
    revoClock: Uint8Array.from(events, ({ eclTime }) => Math.floor((eclTime ?? 0) / 125)),
    windowStart: Float32Array.from(events, ({ windowStart }) => windowStart ?? 0),
  };
}

/** GRL objects of events under a raw configuration. */
export function grlOf(events: readonly GrlEvent[], raw: object = {}): GrlObjects {
  return grlObjects(parseConfig(grlSchema, raw, 'test'), { seed: 1 })(
    cdcOf(events),
    eclOf(events),
    events.length,
  );
}

/** The columns of one event as numbers. */
export function grlOfOne(
  event: GrlEvent,
  raw: object = {},
): Readonly<Record<Exclude<keyof GrlObjects, 'matches'>, number>> {
  const { matches: _, ...columns } = grlOf([event], raw);
  return Object.fromEntries(
    Object.entries(columns).map(([name, [value]]) => [name, value]),
  ) as never;
}

/** A barrel cluster in the middle of a 10° bin, at the radius where tracks are compared. */
export const clusterInBin = (bin: number, rest: Omit<Cluster, 'x' | 'y' | 'z'> = {}): Cluster => ({
  x: 126 * Math.cos((bin + 0.5) * 10 * degree),
  y: 126 * Math.sin((bin + 0.5) * 10 * degree),
  z: 0,
  ...rest,
});
