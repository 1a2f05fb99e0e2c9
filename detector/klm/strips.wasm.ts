// kernel: every crossing of a gap; AssemblyScript
import { RandomStream } from '../base/random.wasm';
import { barrelBackward, barrelForward } from './yoke.wasm';

/** Deposits in memory begin with rows and room, as a `KernelTable` does, then the columns. */
class DepositTable {
  count: u32;
  room: u32;
  section: usize;
  sector: usize;
  layer: usize;
  plane: usize;
  strip: usize;
  time: usize;
  particle: usize;
}

/** Bins of the distance of a crossing from the middle of its strip. */
const bins: i32 = 5;
/** Sizes of clusters whose shares are told; the rest is one larger. */
const sizes: i32 = 3;

/** Strips of planes by section, sector, layer and plane (8 bits). */
let stripCounts: usize;
/** Not 0 for the layers that are scintillator, by section and layer (8 bits). */
let scintillators: usize;
/** Distance of neighbouring z strips by layer [cm]. */
let pitches: usize;
/** Sector by section and quadrant (8 bits). */
let quadrants: usize;
/** Width of a strip of the endcaps [cm]. */
let endcapStripWidth: f64;
/** Shares of sizes of clusters by plane and bin. */
let shares: usize;

/** Takes over what geometry.ts says of strips, and clusters.ts of how many fire. */
export function placeStrips(
  counts: usize,
  scintillatorLayers: usize,
  zPitches: usize,
  sectorOfQuadrant: usize,
  stripWidth: f64,
  clusterShares: usize,
): void {
  stripCounts = counts;
  scintillators = scintillatorLayers;
  pitches = zPitches;
  quadrants = sectorOfQuadrant;
  endcapStripWidth = stripWidth;
  shares = clusterShares;
}

function stripCount(section: i32, sector: i32, layer: i32, plane: i32): i32 {
  const planeIndex = (((((section << 3) | sector) << 4) | layer) << 1) | plane;
  return load<u8>(stripCounts + <usize>planeIndex);
}

/** Turns crossings of gaps into fired strips: efficiency once per plane, clusters in chambers. */
export class StripWriter {
  /** Row within the event of the particle being followed. */
  particle: i32 = 0;
  /** Chance that a plane sees it. */
  efficiency: f64 = 1;
  readonly hasClusters: bool;
  readonly random: RandomStream;
  readonly table: DepositTable;

  constructor(hasClusters: bool, random: RandomStream, table: DepositTable) {
    this.hasClusters = hasClusters;
    this.random = random;
    this.table = table;
  }

  /**
   * A crossing of barrel gap `layer` (from 0), at `across` of its width (0 to 1) and `along` z from
   * the middle [cm].
   */
  writeBarrel(sector: i32, layer: i32, across: f64, along: f64, time: f64): void {
    const section = along > 0 ? barrelForward : barrelBackward;
    const phiStrips = stripCount(section, sector, layer + 1, 0);
    const zStrips = stripCount(section, sector, layer + 1, 1);
    const z = abs(along) / load<f64>(pitches + ((<usize>(layer + 1)) << 3));
    if (across < 0 || across >= 1 || z >= <f64>zStrips) return;
    this.writePlane(section, sector, layer + 1, 0, across * <f64>phiStrips, phiStrips, time);
    this.writePlane(section, sector, layer + 1, 1, z, zStrips, time);
  }

  /** A crossing of endcap gap `layer` (from 0). */
  writeEndcap(section: i32, layer: i32, x: f64, y: f64, time: f64): void {
    const quadrant = x >= 0 ? (y >= 0 ? 0 : 3) : y >= 0 ? 1 : 2;
    const sector = <i32>load<u8>(quadrants + <usize>((section << 2) | quadrant));
    const strips = stripCount(section, sector, layer + 1, 0);
    this.writePlane(section, sector, layer + 1, 0, abs(x) / endcapStripWidth, strips, time);
    this.writePlane(section, sector, layer + 1, 1, abs(y) / endcapStripWidth, strips, time);
  }

  writePlane(
    section: i32,
    sector: i32,
    layer: i32,
    plane: i32,
    place: f64,
    strips: i32,
    time: f64,
  ): void {
    const random = this.random;
    if (!(place < <f64>strips) || random.uniform() >= this.efficiency) return;
    const middle = <i32>place;
    const fraction = place - <f64>middle;
    const isAlone =
      !this.hasClusters || load<u8>(scintillators + <usize>((section << 4) | layer)) !== 0;
    const size = isAlone ? 1 : clusterSize(plane, fraction, random);
    const side = fraction > 0.5 ? 1 : -1;
    for (let number = 0; number < size; number++) {
      // The nearer neighbour first, then from side to side.
      const aside = (number & 1) === 1 ? side * ((number + 1) >> 1) : -side * (number >> 1);
      const strip = middle + aside;
      if (strip < 0 || strip >= strips) continue;
      this.writeRow(section, sector, layer, plane, strip, time);
    }
  }

  writeRow(section: i32, sector: i32, layer: i32, plane: i32, strip: i32, time: f64): void {
    const table = this.table;
    const row: usize = table.count;
    table.count++;
    store<u8>(table.section + row, section);
    store<u8>(table.sector + row, sector);
    store<u8>(table.layer + row, layer);
    store<u8>(table.plane + row, plane);
    store<u8>(table.strip + row, strip);
    store<f32>(table.time + (row << 2), <f32>time);
    store<u16>(table.particle + (row << 1), this.particle);
  }
}

/** Strips of a chamber that fire, for a crossing at `fraction` of a strip's width (0 to 1). */
function clusterSize(plane: i32, fraction: f64, random: RandomStream): i32 {
  const bin = min(bins - 1, <i32>(<f64>bins * abs(2 * fraction - 1)));
  const own = shares + ((<usize>((plane * bins + bin) * sizes)) << 3);
  let left = random.uniform();
  for (let size = 0; size < sizes; size++) {
    left -= load<f64>(own + ((<usize>size) << 3));
    if (left < 0) return size + 1;
  }
  return sizes + 1;
}

/** Address of a writer that draws from a stream and writes to a table. */
export function newStripWriter(hasClusters: bool, random: usize, table: usize): usize {
  return changetype<usize>(
    new StripWriter(hasClusters, changetype<RandomStream>(random), changetype<DepositTable>(table)),
  );
}

/** Whose strips come next, and the chance that a plane sees it. */
export function setStripsOf(writer: usize, particle: i32, efficiency: f64): void {
  const own = changetype<StripWriter>(writer);
  own.particle = particle;
  own.efficiency = efficiency;
}

/** `StripWriter.writeBarrel` of the one at an address. */
export function writeBarrelStrips(
  writer: usize,
  sector: i32,
  layer: i32,
  across: f64,
  along: f64,
  time: f64,
): void {
  changetype<StripWriter>(writer).writeBarrel(sector, layer, across, along, time);
}

/** `StripWriter.writeEndcap` of the one at an address. */
export function writeEndcapStrips(
  writer: usize,
  section: i32,
  layer: i32,
  x: f64,
  y: f64,
  time: f64,
): void {
  changetype<StripWriter>(writer).writeEndcap(section, layer, x, y, time);
}
