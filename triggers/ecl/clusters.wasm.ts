// kernel: the fired cells of every event; AssemblyScript
import { CellTable } from './cells.wasm';

/** TC ids and one more. */
const cellRoom = 577;
/** Regions in the order of the firmware: barrel, forward, backward, a byte each. */
const regionOrder = 0x040102;
/** Neighbours that a seed looks at, and those of the 3×3 block around a cell. */
const seedNeighbours: usize = 5;
const blockNeighbours: usize = 8;

/** Rows and columns of clusters, as kernel-table.ts lays them out. */
class ClusterTable {
  count: u32;
  room: u32;
  cell: usize;
  thetaId: usize;
  phiId: usize;
  counts: usize;
  energyLab: usize;
  energyCms: usize;
  time: usize;
  x: usize;
  y: usize;
  z: usize;
  thetaCms: usize;
  phiCms: usize;
  e10: usize;
}

/** Tables by TC id, in the order of `tablesOf` in clusters.ts. */
class CellTables {
  seeds: usize;
  blocks: usize;
  isPhysics: usize;
  regions: usize;
  thetaIds: usize;
  phiIds: usize;
  x: usize;
  y: usize;
  z: usize;
  thetaCms: usize;
  phiCms: usize;
  e10: usize;
}

/** Energy and time of the cells of an event by TC id, 16 bits each: energy 0 where none fired. */
const counts = memory.data(2 * cellRoom, 16);
const times = memory.data(2 * cellRoom, 16);

function halfWord(table: usize, at: usize): usize {
  return <usize>load<u16>(table + (at << 1));
}

function isFired(energies: usize, neighbour: usize): bool {
  return halfWord(energies, halfWord(neighbour, 0)) !== 0;
}

/**
 * Whether a fired cell is a seed by the table of neighbours of seeds.ts.
 * @param energies of cells by TC id, 16 bits each, 0 where not fired; element 0 is 0
 */
export function isEclSeed(energies: usize, seeds: usize, cell: usize): bool {
  const first = seeds + ((seedNeighbours * cell) << 1);
  return (
    !isFired(energies, first) &&
    !isFired(energies, first + 2) &&
    !isFired(energies, first + 4) &&
    !(isFired(energies, first + 6) && isFired(energies, first + 8))
  );
}

/** The highest cell of the 3×3 block around a seed, the seed itself where nothing is higher. */
function centreOf(blocks: usize, seed: usize): usize {
  let centre = seed;
  const first = blockNeighbours * seed;
  for (let place = first; place < first + blockNeighbours; place++) {
    const cell = halfWord(blocks, place);
    if (halfWord(counts, cell) > halfWord(counts, centre)) centre = cell;
  }
  return centre;
}

function writeCluster(
  tables: CellTables,
  centre: usize,
  adcUnit: f64,
  clusters: ClusterTable,
): void {
  let sum: u32 = 0;
  let sumTime: f64 = 0;
  let sumX: f64 = 0;
  let sumY: f64 = 0;
  let sumZ: f64 = 0;
  const first = blockNeighbours * centre;
  let cell = centre;
  for (let place = first; ; place++) {
    const energy = load<u16>(counts + (cell << 1));
    if (energy !== 0) {
      const weight = f64(energy);
      sum += energy;
      sumTime += weight * f64(load<i16>(times + (cell << 1)));
      sumX += weight * load<f64>(tables.x + (cell << 3));
      sumY += weight * load<f64>(tables.y + (cell << 3));
      sumZ += weight * load<f64>(tables.z + (cell << 3));
    }
    if (place === first + blockNeighbours) break;
    cell = halfWord(tables.blocks, place);
  }
  const total = f64(sum);
  const row: usize = clusters.count++;
  const e10 = load<u8>(tables.e10 + centre);
  store<u16>(clusters.cell + (row << 1), u16(centre));
  store<u8>(clusters.thetaId + row, load<u8>(tables.thetaIds + centre));
  store<u8>(clusters.phiId + row, load<u8>(tables.phiIds + centre));
  store<u16>(clusters.counts + (row << 1), sum);
  store<f32>(clusters.energyLab + (row << 2), f32(total * adcUnit));
  store<f32>(clusters.energyCms + (row << 2), f32((10 * total * adcUnit) / f64(e10)));
  store<f32>(clusters.time + (row << 2), f32(sumTime / total));
  store<f32>(clusters.x + (row << 2), f32(sumX / total));
  store<f32>(clusters.y + (row << 2), f32(sumY / total));
  store<f32>(clusters.z + (row << 2), f32(sumZ / total));
  store<i16>(clusters.thetaCms + (row << 1), load<i16>(tables.thetaCms + (centre << 1)));
  store<i16>(clusters.phiCms + (row << 1), load<i16>(tables.phiCms + (centre << 1)));
  store<u8>(clusters.e10 + row, e10);
}

/**
 * Clusters of all events, at most `limit` of each; there is room. `icn` and `found` are told by
 * event, 16 bits each: seeds in the rings that decide, and of all rings.
 */
export function findEclClusters(
  eventCount: i32,
  cellOffsets: usize,
  cellTable: usize,
  cellTables: usize,
  limit: u32,
  adcUnit: f64,
  clusterTable: usize,
  clusterOffsets: usize,
  icn: usize,
  found: usize,
): void {
  const cells = changetype<CellTable>(cellTable);
  const tables = changetype<CellTables>(cellTables);
  const clusters = changetype<ClusterTable>(clusterTable);
  store<u32>(clusterOffsets, 0);
  for (let event: usize = 0; event < <usize>eventCount; event++) {
    const first = <usize>load<u32>(cellOffsets + (event << 2));
    const end = <usize>load<u32>(cellOffsets + (event << 2), 4);
    for (let row = first; row < end; row++) {
      const cell = halfWord(cells.cell, row);
      store<u16>(counts + (cell << 1), load<u16>(cells.counts + (row << 1)));
      store<i16>(times + (cell << 1), load<i16>(cells.time + (row << 1)));
    }
    let deciding: u32 = 0;
    let seeds: u32 = 0;
    for (let regions = regionOrder; regions !== 0; regions >>= 8) {
      for (let row = first; row < end; row++) {
        const cell = halfWord(cells.cell, row);
        if (i32(load<u8>(tables.regions + cell)) !== (regions & 0xff)) continue;
        if (!isEclSeed(counts, tables.seeds, cell)) continue;
        deciding += load<u8>(tables.isPhysics + cell);
        if (seeds++ < limit) writeCluster(tables, centreOf(tables.blocks, cell), adcUnit, clusters);
      }
    }
    for (let row = first; row < end; row++)
      store<u16>(counts + (halfWord(cells.cell, row) << 1), 0);
    store<u16>(icn + (event << 1), deciding);
    store<u16>(found + (event << 1), seeds);
    store<u32>(clusterOffsets + (event << 2), clusters.count, 4);
  }
}
