import { type Table, TableBuilder } from '../base/columns.js';
import { columnCount, pixelsPerSensor, placeOfColumn, placeOfRow } from './geometry.js';
import type { PxdHits } from './hits.js';

/**
 * Neighbouring pixels of a module: centre of charge [cm], charge [counts], number of pixels, extent
 * in columns and rows.
 */
const pxdClusterSchema = {
  sensor: 'u1',
  u: 'f4',
  v: 'f4',
  charge: 'f4',
  size: 'u2',
  sizeU: 'u1',
  sizeV: 'u2',
} as const;
/** Clusters of a batch, in the order of the first pixel of each. */
export type PxdClusters = Table<typeof pxdClusterSchema>;

/**
 * Clusters of pixels that touch, at corners too. For studies and displays: the chain has no use for
 * them.
 */
export function pxdClusters(hits: PxdHits): PxdClusters {
  const builder = new TableBuilder(pxdClusterSchema);
  const { offsets, sensor, column, row } = hits;
  for (let event = 0; event < offsets.length - 1; event++) {
    const open = new Map<number, number>();
    for (let hit = offsets[event]; hit < offsets[event + 1]; hit++) {
      open.set(sensor[hit] * pixelsPerSensor + row[hit] * columnCount + column[hit], hit);
    }
    for (let hit = offsets[event]; hit < offsets[event + 1]; hit++) {
      const members = takeNeighbours(hits, hit, open);
      if (members.length > 0) pushCluster(hits, members, builder);
    }
    builder.endEvent();
  }
  return builder.take();
}

/**
 * Takes a pixel and all that hang together with it out of `open`; none when it was taken before.
 */
function takeNeighbours(
  { sensor, column, row }: PxdHits,
  first: number,
  open: Map<number, number>,
): readonly number[] {
  const members: number[] = [];
  const take = (number: number, x: number, y: number): void => {
    const pixel = number * pixelsPerSensor + y * columnCount + x;
    const hit = open.get(pixel);
    if (hit === undefined || x < 0 || x >= columnCount || y < 0) return;
    open.delete(pixel);
    members.push(hit);
  };
  take(sensor[first], column[first], row[first]);
  for (let next = 0; next < members.length; next++) {
    const hit = members[next];
    for (let x = -1; x <= 1; x++)
      for (let y = -1; y <= 1; y++) take(sensor[hit], column[hit] + x, row[hit] + y);
  }
  return members;
}

function pushCluster(
  { sensor, column, row, charge }: PxdHits,
  members: readonly number[],
  builder: TableBuilder<typeof pxdClusterSchema>,
): void {
  const number = sensor[members[0]];
  const sum = (read: (hit: number) => number): number =>
    members.reduce((total, hit) => total + charge[hit] * read(hit), 0);
  const extent = (values: Uint8Array | Uint16Array): number => {
    const own = members.map((hit) => values[hit]);
    return Math.max(...own) - Math.min(...own) + 1;
  };
  const total = sum(() => 1);
  builder.reserve(1);
  const out = builder.rowCount++;
  const { columns } = builder;
  columns.sensor[out] = number;
  columns.u[out] = sum((hit) => placeOfColumn(column[hit] + 0.5)) / total;
  columns.v[out] = sum((hit) => placeOfRow(number, row[hit] + 0.5)) / total;
  columns.charge[out] = total;
  columns.size[out] = members.length;
  columns.sizeU[out] = extent(column);
  columns.sizeV[out] = extent(row);
}
