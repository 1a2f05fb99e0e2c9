import { TableBuilder } from '../../../detector/base/columns.js';
import type { RandomStream } from '../../../detector/base/random.js';
import {
  cellAngle,
  firstWireOfLayer,
  layerCount,
  layerRadius,
  twistAt,
  wireOffset,
  wiresOfLayer,
  zBackward,
  zForward,
} from '../../../detector/cdc/geometry.js';
import { type CdcHits, cdcHitSchema } from '../../../detector/cdc/hits.js';
import { bendingRadius, solenoidField } from '../../../detector/field.js';

/**
 * A prompt track for tests of the trigger alone: an exact helix from (0, 0, z0), straight drift at
 * 40 µm/ns, no smearing.
 */
export interface SimpleTrack {
  readonly pt: number;
  readonly charge: number;
  readonly phi: number;
  readonly cotTheta: number;
  readonly z0?: number;
  /** Time of the collision [ns]. */
  readonly time?: number;
}

const driftVelocity = 4e-3;
const tdcBin = 0.982_54;

/**
 * Hits of the tracks of one event; each cell reports with probability `efficiency`. Rows ascend in
 * wire, as those of the detector.
 */
export function hitsOf(
  tracks: readonly SimpleTrack[],
  stream?: RandomStream,
  efficiency = 1,
): CdcHits {
  const earliest = new Map<number, number>();
  for (const track of tracks) {
    for (let layer = 0; layer < layerCount; layer++) {
      for (const [wire, time] of cellsOf(track, layer)) {
        if (stream !== undefined && stream.uniform() > efficiency) continue;
        earliest.set(wire, Math.min(time, earliest.get(wire) ?? Number.POSITIVE_INFINITY));
      }
    }
  }
  return hitTable([[...earliest].map(([wire, time]) => [wire, Math.floor(time / tdcBin)])]);
}

/** Hits by event: pairs of wire and TDC bin. */
export function hitTable(events: readonly (readonly (readonly [number, number])[])[]): CdcHits {
  const builder = new TableBuilder(cdcHitSchema);
  for (const hits of events) {
    for (const [wire, tdc] of hits.toSorted(([a], [b]) => a - b)) {
      builder.reserve(1);
      builder.columns.wire[builder.rowCount] = wire;
      builder.columns.tdc[builder.rowCount++] = tdc;
    }
    builder.endEvent();
  }
  return builder.take();
}

/**
 * Cells of a layer that the track passes between the half pitches below and above it, with drift
 * times [ns].
 */
function cellsOf(
  { pt, charge, phi, cotTheta, z0 = 0, time = 0 }: SimpleTrack,
  layer: number,
): [number, number][] {
  const diameter = 2 * bendingRadius(pt, solenoidField);
  const r = layerRadius[layer]!;
  const halfPitch = layer < 8 ? 0.5 : 0.9;
  if (r + halfPitch >= diameter) return [];
  const z = z0 + cotTheta * diameter * Math.asin(r / diameter);
  if (z < zBackward[layer]! || z > zForward[layer]!) return [];
  const inCells = (radius: number): number => {
    const azimuth = phi - charge * Math.asin(radius / diameter) - twistAt(layer, z);
    return azimuth / cellAngle[layer]! - wireOffset[layer]!;
  };
  const at = inCells(r);
  const edges = [inCells(r - halfPitch), at, inCells(r + halfPitch)];
  const count = wiresOfLayer[layer]!;
  const cosine = Math.sqrt(1 - (r / diameter) ** 2);
  const cells: [number, number][] = [];
  for (let cell = Math.round(Math.min(...edges)); cell <= Math.round(Math.max(...edges)); cell++) {
    const distance = Math.abs(at - cell) * r * cellAngle[layer]! * cosine;
    cells.push([
      firstWireOfLayer[layer]! + (((cell % count) + count) % count),
      time + distance / driftVelocity,
    ]);
  }
  return cells;
}
