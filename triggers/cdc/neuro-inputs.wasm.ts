// kernel: every segment that a full track may have; AssemblyScript. The inputs of the neural
// network for all full tracks of a batch. What is known of the chamber and of the firmware's
// rounding comes in a table that TypeScript has placed.
import { asin } from '../../detector/base/elementary.wasm';

// What the table holds, in doubles: the two grids (steps, half a step or none, width of a step),
// then a block for each super-layer.
const angleGrid = 0;
const placeGrid = 3;
const layerBlocks = 6;
const blockLength = 9;
// Of a block: radius of the wires of first and of second priority, cells per radian, cells in all,
// first segment; window of places, the place that becomes 0, and the scale.
const radius = 0;
const cellsPerRadian = 2;
const cellCount = 3;
const firstSegment = 4;
const low = 5;
const high = 6;
const centre = 7;
const scale = 8;

const superLayers = 9;
const never: i32 = 0x7fffffff;

/** Crossing angle and place of the track in each super-layer, for either priority. */
const angles = new StaticArray<f64>(2 * superLayers);
const crossings = new StaticArray<f64>(2 * superLayers);
/** Rows at which each super-layer of the event begins, then their end. */
const layerRows = new StaticArray<i32>(superLayers + 1);
/** Rows of the candidates, their places against the track, and where each super-layer's begin. */
const rows = new StaticArray<i32>(2336);
const places = new StaticArray<f64>(2336);
const starts = new StaticArray<i32>(superLayers + 1);

function numberAt(table: usize, place: i32): f64 {
  return load<f64>(table + ((<usize>place) << 3));
}

function ofLayer(table: usize, superLayer: i32, which: i32): f64 {
  return numberAt(table, layerBlocks + blockLength * superLayer + which);
}

/** A value on a grid of the firmware, or itself where the grid has no steps. */
function onGrid(value: f64, table: usize, grid: i32): f64 {
  const one = numberAt(table, grid);
  if (one === 0) return value;
  return floor(value * one + numberAt(table, grid + 1)) * numberAt(table, grid + 2);
}

function cross(phi: f64, omega: f64, table: usize): void {
  const azimuth = onGrid(phi, table, angleGrid);
  for (let superLayer = 0; superLayer < superLayers; superLayer++) {
    for (let second = 0; second < 2; second++) {
      const sine = (ofLayer(table, superLayer, radius + second) * omega) / 2;
      const angle = onGrid(abs(sine) < 1 ? asin(sine) : Math.PI / 2, table, angleGrid);
      const place = (azimuth - angle) * ofLayer(table, superLayer, cellsPerRadian);
      angles[2 * superLayer + second] = angle;
      crossings[2 * superLayer + second] = onGrid(place, table, placeGrid);
    }
  }
}

function findLayers(superLayer: usize, first: i32, end: i32): void {
  let row = first;
  for (let layer = 0; layer < superLayers; layer++) {
    layerRows[layer] = row;
    while (row < end && <i32>load<u8>(superLayer + row) === layer) row++;
  }
  layerRows[superLayers] = row;
}

/** Adds those of some rows of a super-layer that lie in its window; returns how many there are. */
function addCandidates(
  found: i32,
  first: i32,
  end: i32,
  superLayer: i32,
  segment: usize,
  position: usize,
  table: usize,
): i32 {
  const count = ofLayer(table, superLayer, cellCount);
  const origin = ofLayer(table, superLayer, firstSegment);
  const from = ofLayer(table, superLayer, low);
  const to = ofLayer(table, superLayer, high);
  const crossing = crossings[2 * superLayer];
  const secondCrossing = crossings[2 * superLayer + 1];
  for (let row = first; row < end; row++) {
    const priority = load<u8>(position + row);
    const number = <f64>load<u16>(segment + ((<usize>row) << 1)) - origin;
    const cells =
      priority === 3 ? number - crossing : number + (priority === 2 ? 0.5 : -0.5) - secondCrossing;
    // Azimuths begin at −π and cells at 0, so a segment may be a turn ahead, never one behind.
    const place = cells > count / 2 ? cells - count : cells;
    if (place < from || place > to) continue;
    rows[found] = row;
    places[found++] = place;
  }
  return found;
}

/** Lists the segments that may belong to a track: of axial super-layers the attached ones. */
function findCandidates(
  track: usize,
  trackCount: i32,
  attached: usize,
  firstRow: i32,
  segment: usize,
  position: usize,
  table: usize,
): void {
  let found = 0;
  for (let layer = 0; layer < superLayers; layer++) {
    starts[layer] = found;
    let first = layerRows[layer];
    let end = layerRows[layer + 1];
    if ((layer & 1) === 0) {
      const row = load<i16>(attached + ((<usize>(layer >> 1) * trackCount + track) << 1));
      first = firstRow + row;
      end = row < 0 ? first : first + 1;
    }
    found = addCandidates(found, first, end, layer, segment, position, table);
  }
  starts[superLayers] = found;
}

function earliestCandidate(priorityTime: usize): i32 {
  let earliest = never;
  for (let at = 0; at < starts[superLayers]; at++)
    earliest = min(earliest, <i32>load<i16>(priorityTime + ((<usize>rows[at]) << 1)));
  return earliest;
}

/**
 * The candidate of a super-layer with a known side before an undetermined one, then that with the
 * shortest drift time, then the last, as the source's comparison has it; −1 without one.
 */
function bestCandidate(
  superLayer: i32,
  start: i32,
  leftRight: usize,
  priorityTime: usize,
  maxDrift: i32,
): i32 {
  let best = -1;
  let bestRank = never;
  for (let at = starts[superLayer]; at < starts[superLayer + 1]; at++) {
    const row = <usize>rows[at];
    const drift = <i32>load<i16>(priorityTime + (row << 1)) - start;
    if (drift < 0 || drift > maxDrift) continue;
    const rank = load<u8>(leftRight + row) === 3 ? drift + maxDrift + 1 : drift;
    if (rank > bestRank) continue;
    best = at;
    bestRank = rank;
  }
  return best;
}

/** Writes the three inputs of a candidate. */
function writeInputs(
  input: usize,
  candidate: i32,
  superLayer: i32,
  drift: f64,
  side: i32,
  position: i32,
  table: usize,
): void {
  const shift = ofLayer(table, superLayer, centre);
  store<f64>(input, ofLayer(table, superLayer, scale) * (places[candidate] - shift));
  store<f64>(input, side === 3 ? 0 : side === 2 ? drift : -drift, 8);
  store<f64>(input, angles[2 * superLayer + (position === 3 ? 0 : 1)] / 2, 16);
}

/**
 * Inputs of every full track of a batch, three a super-layer: place of a segment against the track,
 * drift time with its side, crossing angle; three zeros without a segment. In each super-layer one
 * segment within the window is chosen; of axial ones the one that the finder attached. `inputs` has
 * 27 doubles a track, `masks` 16 bits, the super-layers with a segment. Events, segments and tracks
 * are columns as in the tables of these names; `attached` has a row within the event for each axial
 * super-layer and track; `timed` is 0 where the event time was not measured, and each track counts
 * from its own earliest candidate.
 */
export function neuralInputs(
  eventCount: i32,
  eventTime: usize,
  timed: usize,
  segmentOffsets: usize,
  segment: usize,
  superLayer: usize,
  position: usize,
  leftRight: usize,
  priorityTime: usize,
  trackOffsets: usize,
  trackCount: i32,
  phi: usize,
  omega: usize,
  attached: usize,
  table: usize,
  maxDrift: i32,
  inputs: usize,
  masks: usize,
): void {
  for (let event = 0; event < eventCount; event++) {
    const at = (<usize>event) << 2;
    const lastTrack = load<i32>(trackOffsets + at, 4);
    let track = load<i32>(trackOffsets + at);
    if (track === lastTrack) continue;
    const firstRow = load<i32>(segmentOffsets + at);
    findLayers(superLayer, firstRow, load<i32>(segmentOffsets + at, 4));
    const time = <i32>load<i16>(eventTime + ((<usize>event) << 1));
    const measured = load<u8>(timed + event) !== 0;
    for (; track < lastTrack; track++) {
      const word = (<usize>track) << 2;
      cross(<f64>load<f32>(phi + word), <f64>load<f32>(omega + word), table);
      findCandidates(track, trackCount, attached, firstRow, segment, position, table);
      const start = measured ? time : earliestCandidate(priorityTime);
      let mask = 0;
      for (let layer = 0; layer < superLayers; layer++) {
        const input = inputs + (((<usize>track * superLayers + layer) * 3) << 3);
        const best = bestCandidate(layer, start, leftRight, priorityTime, maxDrift);
        if (best < 0) {
          memory.fill(input, 0, 24);
          continue;
        }
        const row = <usize>rows[best];
        const ticks = <i32>load<i16>(priorityTime + (row << 1)) - start;
        const side = load<u8>(leftRight + row);
        mask |= 1 << layer;
        const drift = <f64>ticks / <f64>maxDrift;
        writeInputs(input, best, layer, drift, side, load<u8>(position + row), table);
      }
      store<u16>(masks + ((<usize>track) << 1), <u16>mask);
    }
  }
}
