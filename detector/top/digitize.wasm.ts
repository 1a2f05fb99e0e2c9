// kernel: photons of an event are ordered by module by counting; AssemblyScript
import { PhotonTable } from './photon-table.wasm';

/** Deposits of a batch: a table, the row of it at which they begin, and the offsets of events. */
class DepositList {
  table: usize;
  firstRow: u32;
  offsets: usize;
}

// Window of acceptance [ns].
let windowStart: f64;
let windowEnd: f64;
/** Of each module how many photons an event has, then the row of its next one. */
let nextRow: usize;

/**
 * Appends the photons of all lists within the window of acceptance to the hits, for which there is
 * room: modules of an event ascend, those of a module stay in the order of the lists.
 * @param modules room for 32 bits of each module, zeros
 * @param offsets where each event starts among the hits; the first is there
 */
export function digitizeTopPhotons(
  eventCount: u32,
  lists: usize,
  listCount: u32,
  start: f64,
  end: f64,
  modules: usize,
  moduleCount: u32,
  hitTable: usize,
  offsets: usize,
): void {
  const hits = changetype<PhotonTable>(hitTable);
  const endOfLists = lists + <usize>listCount * offsetof<DepositList>();
  windowStart = start;
  windowEnd = end;
  nextRow = modules;
  let row = hits.count;
  for (let event: u32 = 0; event < eventCount; event++) {
    for (let list = lists; list < endOfLists; list += offsetof<DepositList>())
      countPhotons(changetype<DepositList>(list), event);
    row = startModules(moduleCount, row);
    for (let list = lists; list < endOfLists; list += offsetof<DepositList>())
      writePhotons(changetype<DepositList>(list), event, hits);
    memory.fill(modules, 0, (<usize>moduleCount) << 2);
    store<u32>(offsets + ((<usize>(event + 1)) << 2), row);
  }
  hits.count = row;
}

/** Counts photons by module: those of a module mostly follow each other. */
function countPhotons(list: DepositList, event: u32): void {
  const offsets = list.offsets + ((<usize>event) << 2);
  const photons = changetype<PhotonTable>(list.table);
  const end = load<u32>(offsets, 4) + list.firstRow;
  let place = nextRow;
  let count = load<u32>(place);
  for (let row = load<u32>(offsets) + list.firstRow; row < end; row++) {
    const time = f64(load<f32>(photons.time + ((<usize>row) << 2)));
    if (!(time >= windowStart && time < windowEnd)) continue;
    const ofModule = nextRow + ((<usize>load<u8>(photons.module + row)) << 2);
    if (ofModule !== place) {
      store<u32>(place, count);
      place = ofModule;
      count = load<u32>(place);
    }
    count++;
  }
  store<u32>(place, count);
}

/** Turns counts of modules into the first row of each; the row after the last. */
function startModules(moduleCount: u32, firstRow: u32): u32 {
  let row = firstRow;
  const end = nextRow + ((<usize>moduleCount) << 2);
  for (let place = nextRow; place < end; place += 4) {
    const count = load<u32>(place);
    store<u32>(place, row);
    row += count;
  }
  return row;
}

function writePhotons(list: DepositList, event: u32, hits: PhotonTable): void {
  const offsets = list.offsets + ((<usize>event) << 2);
  const photons = changetype<PhotonTable>(list.table);
  const end = load<u32>(offsets, 4) + list.firstRow;
  let place = nextRow;
  let at = load<u32>(place);
  for (let row = load<u32>(offsets) + list.firstRow; row < end; row++) {
    const time = load<f32>(photons.time + ((<usize>row) << 2));
    if (!(f64(time) >= windowStart && f64(time) < windowEnd)) continue;
    const module = load<u8>(photons.module + row);
    const ofModule = nextRow + ((<usize>module) << 2);
    if (ofModule !== place) {
      store<u32>(place, at);
      place = ofModule;
      at = load<u32>(place);
    }
    store<u8>(hits.module + at, module);
    store<u8>(hits.pmt + at, load<u8>(photons.pmt + row));
    store<f32>(hits.time + ((<usize>at) << 2), time);
    at++;
  }
  store<u32>(place, at);
}
