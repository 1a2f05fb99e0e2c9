// kernel: every pixel that collects charge; AssemblyScript
import { greater, lesser, nearestInteger } from '../base/extremes.wasm';
import { RandomStream } from '../base/random.wasm';
import { ChannelSums } from '../silicon/channels.wasm';
import {
  ChargeList,
  chargeListAt,
  columnValue,
  crossingsOf,
  hasCharges,
} from '../silicon/charges.wasm';
import { EventNames } from '../silicon/event-names.wasm';
import { Normals } from '../silicon/normals.wasm';

/** Columns and rows of a module, as in geometry.ts: the compiler knows what it divides by. */
const columnCount: u32 = 250;
const rowCount: u32 = 768;

/** Parameters of the pixels, 64 bits each, as digitize.ts writes them; lengths in cm. */
class PixelSettings {
  purpose: f64;
  /** Spread of the centre of charge [pitches]; half width of an evenly filled cloud. */
  unevenness: f64;
  cloud: f64;
  /** Noise, energy [GeV] of an electron, and electrons of a count. */
  noise: f64;
  pairEnergy: f64;
  electronsPerCount: f64;
  /** Of what is sent [counts]. */
  threshold: f64;
  maxCounts: f64;
  /** What the sensors see, but for the time for which they are gated [ns]. */
  frameStart: f64;
  frameEnd: f64;
  gateStart: f64;
  gateEnd: f64;
  /** Half of the thickness of the silicon; pitch of columns, half of the width of all. */
  halfThickness: f64;
  columnPitch: f64;
  halfWidth: f64;
}

/** Rows of a module, 64 bits each: from its outer end some with a longer pitch; lengths in cm. */
class ModuleRows {
  halfLength: f64;
  /** Direction in v from the outer end, where rows begin: 1 or −1. */
  direction: f64;
  longRowCount: f64;
  /** Length of those together. */
  longRows: f64;
  longPitch: f64;
  shortPitch: f64;
}

class PixelTable {
  count: u32;
  room: u32;
  sensor: usize;
  column: usize;
  row: usize;
  charge: usize;
}

let settings = changetype<PixelSettings>(0);
let modules: usize;
const charges: ChannelSums = new ChannelSums(1);
const random: RandomStream = new RandomStream();
/** Of an event nothing else is drawn. */
const normals: Normals = new Normals();

/**
 * Pixels over threshold of the events from `first` up to (not including) `end`, from the charges of
 * all lists together; where the rows of events end to `ends` (32 bits). The event for whose rows
 * the table may have no room, with which it begins when it is called again, or `end`.
 */
export function digitizePixels(
  pixelSettings: usize,
  moduleRows: usize,
  namesPlace: usize,
  lists: usize,
  listCount: i32,
  hitTable: usize,
  ends: usize,
  first: u32,
  end: u32,
): u32 {
  settings = changetype<PixelSettings>(pixelSettings);
  modules = moduleRows;
  const names = changetype<EventNames>(namesPlace);
  const hits = changetype<PixelTable>(hitTable);
  for (let event = first; event < end; event++) {
    if (hasCharges(lists, listCount, event)) {
      names.seedStream(random, event, <u32>settings.purpose);
      charges.clear();
      normals.start();
      normals.prepare(random, 2 * crossingsOf(lists, listCount, event));
      for (let list = 0; list < listCount; list++) collect(chargeListAt(lists, list), event);
      if (hits.count + <u32>charges.count > hits.room) return event;
      send(hits);
    }
    store<u32>(ends + ((<usize>event) << 2), hits.count);
  }
  return end;
}

/** Rows for which there must be room before it goes on. */
export function pixelRowsWanted(): i32 {
  return charges.count;
}

/** Whether sensors keep charge that arrives at that time [ns]. */
function sees(time: f64): bool {
  return (
    time >= settings.frameStart &&
    time < settings.frameEnd &&
    !(time >= settings.gateStart && time < settings.gateEnd)
  );
}

/** Adds the charges of an event that come while the sensors see. */
function collect(list: ChargeList, event: u32): void {
  const end = list.rowOf(event + 1);
  if (list.isByChannel !== 0) {
    const rows = list.charges();
    for (let row = list.rowOf(event); row < end; row++) {
      if (!sees(columnValue(rows.time, row))) continue;
      const channel = load<i32>(rows.channel + ((<usize>row) << 2));
      addCharge(channel, columnValue(rows.charge, row));
    }
    return;
  }
  const rows = list.crossings();
  for (let row = list.rowOf(event); row < end; row++) {
    if (!sees(columnValue(rows.time, row))) continue;
    spread(
      load<u8>(rows.sensor + row),
      columnValue(rows.u, row),
      columnValue(rows.v, row),
      columnValue(rows.slopeU, row),
      columnValue(rows.slopeV, row),
      columnValue(rows.energy, row) / settings.pairEnergy,
    );
  }
}

function addCharge(pixel: i32, charge: f64): void {
  const sum = charges.of(pixel);
  store<f32>(sum, <f32>(f64(load<f32>(sum)) + charge));
}

/** Continuous row of a place on a module [cm], as in geometry.ts. */
function rowAt(rows: ModuleRows, v: f64): f64 {
  const fromOutside = rows.halfLength + rows.direction * v;
  const long = rows.longRows;
  return fromOutside < long
    ? fromOutside / rows.longPitch
    : rows.longRowCount + (fromOutside - long) / rows.shortPitch;
}

/**
 * Adds the charge of one crossing to the pixels below its path: row by row, each with the columns
 * below that part of the path.
 */
function spread(sensor: i32, u: f64, v: f64, slopeU: f64, slopeV: f64, electrons: f64): void {
  const rows = changetype<ModuleRows>(modules + <usize>sensor * offsetof<ModuleRows>());
  const half = settings.halfThickness;
  const columnPitch = settings.columnPitch;
  const unevenness = settings.unevenness;
  const across = (slopeU * half) / columnPitch;
  const column = (u + settings.halfWidth) / columnPitch + unevenness * normals.take();
  const offset = unevenness * normals.take();
  const first = rowAt(rows, v - slopeV * half) + offset;
  const last = rowAt(rows, v + slopeV * half) + offset;
  const wide = settings.cloud / columnPitch;
  const long = settings.cloud / rows.shortPitch;
  const low = lesser(first, last) - long;
  const high = greater(first, last) + long;
  const perRow = 1 / (high - low);
  const length = last - first;
  const isFlat = abs(length) < 1e-6;
  const firstRow = greater(0, floor(low));
  const endRow = lesser(high, rowCount);
  let pixels = (<u32>sensor * rowCount + nearestInteger(firstRow)) * columnCount;
  for (let row = firstRow; row < endRow; row++) {
    const part = (lesser(high, row + 1) - greater(low, row)) * perRow;
    // Part of the path above this row, from −1 at its entry to 1 at its exit.
    const from = isFlat ? -1 : within((2 * (row - first)) / length - 1);
    const to = isFlat ? 1 : within((2 * (row + 1 - first)) / length - 1);
    const isRightward = across * (to - from) > 0;
    const left = column + across * (isRightward ? from : to) - wide;
    const right = column + across * (isRightward ? to : from) + wide;
    const perColumn = (part * electrons) / (right - left);
    const firstCell = greater(0, floor(left));
    const endCell = lesser(right, columnCount);
    let pixel = pixels + nearestInteger(firstCell);
    for (let cell = firstCell; cell < endCell; cell++) {
      addCharge(pixel++, (lesser(right, cell + 1) - greater(left, cell)) * perColumn);
    }
    pixels += columnCount;
  }
}

/** A number between −1 and 1. */
function within(x: f64): f64 {
  return greater(-1, lesser(1, x));
}

/** Writes the pixels of the event that are over threshold, for which there is room. */
function send(hits: PixelTable): void {
  const noise = settings.noise;
  const electronsPerCount = settings.electronsPerCount;
  const threshold = settings.threshold;
  const maxCounts = settings.maxCounts;
  const count = charges.count;
  normals.prepare(random, count);
  let out: usize = hits.count;
  for (let entry = 0; entry < count; entry++) {
    const charge = f64(load<f32>(charges.at(entry))) + noise * normals.take();
    const counts = nearest(charge / electronsPerCount);
    const pixel: u32 = charges.channelOf(entry);
    const row = pixel / columnCount;
    const sensor = row / rowCount;
    store<u8>(hits.sensor + out, sensor);
    store<u8>(hits.column + out, pixel - row * columnCount);
    store<u16>(hits.row + (out << 1), row - sensor * rowCount);
    store<u8>(hits.charge + out, nearestInteger(lesser(maxCounts, counts)));
    // Of a pixel below threshold the row is written again by the next one.
    out += select<usize>(1, 0, counts >= threshold);
  }
  hits.count = <u32>out;
}

/** The nearest whole number, the greater one of two: `Math.round`. */
function nearest(x: f64): f64 {
  const above = ceil(x);
  return above - 0.5 <= x ? above : above - 1;
}
