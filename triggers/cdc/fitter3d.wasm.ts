// kernel: circles and straight lines through the hits of the full tracks of a batch;
// AssemblyScript. What is known of the chamber comes in tables that TypeScript has placed.
import { asin, atan2, cos, sin } from '../../detector/base/elementary.wasm';

const superLayers = 9;
const layerRowCount = superLayers + 1;
const firstPriority = 3;
const twoPi: f64 = 2 * Math.PI;

// Of a super-layer, doubles: radius of its wires of first priority, its cells, first segment,
// weight of a hit in its fit; of a stereo one also z of the wires' backward end, tangent of their
// angle, side of the track on which they lie there, usual distance from it, farthest one [cells].
const radius = 0;
const cellCount = 1;
const firstSegment = 2;
const weight = 3;
const zBackward = 4;
const tanStereo = 5;
const side = 6;
const usualCells = 7;
const maxCells = 8;
const blockLength = 9;

/** Last of the drift angles of a super-layer, one a tick. */
const lastTick = 511;

/** The last circle: azimuth of its centre, radius, and the charge whose track it is. */
let azimuthOfCentre: f64 = 0;
let radiusOfCircle: f64 = 0;
let chargeOfTrack: f64 = 0;

function ofLayer(chamber: usize, superLayer: i32, which: i32): f64 {
  return load<f64>(chamber + ((<usize>(blockLength * superLayer + which)) << 3));
}

/**
 * Azimuth of a hit of first priority: that of the wire at the backward end, less the drift when the
 * track is right of it (1), plus the drift when left (2), the wire's own when undetermined (3).
 * @see basf2 trg/cdc/src/Fitter3DUtility.cc
 */
export function hitAzimuth(
  chamber: usize,
  drifts: usize,
  superLayer: i32,
  segment: i32,
  leftRight: i32,
  driftTicks: i32,
): f64 {
  const number = <f64>segment - ofLayer(chamber, superLayer, firstSegment);
  const wire = (number * 2 * Math.PI) / ofLayer(chamber, superLayer, cellCount);
  if (leftRight === 3) return wire;
  const tick = driftTicks < 0 ? 0 : driftTicks > lastTick ? lastTick : driftTicks;
  const drift = load<f64>(drifts + ((<usize>((lastTick + 1) * superLayer + tick)) << 3));
  return leftRight === 1 ? wire - drift : wire + drift;
}

function wrapAngle(angle: f64): f64 {
  const wrapped = angle - twoPi * floor((angle + Math.PI) / twoPi);
  return wrapped < Math.PI ? wrapped : wrapped - twoPi;
}

/** Columns of segments. */
let segments: usize = 0;
let positions: usize = 0;
let leftRights: usize = 0;
let priorityTimes: usize = 0;

function azimuthOf(chamber: usize, drifts: usize, superLayer: i32, row: i32, eventTime: i32): f64 {
  return hitAzimuth(
    chamber,
    drifts,
    superLayer,
    load<u16>(segments + ((<usize>row) << 1)),
    load<u8>(leftRights + row),
    <i32>load<i16>(priorityTimes + ((<usize>row) << 1)) - eventTime,
  );
}

/**
 * Least-squares circle through the origin and the axial hits of first priority of a track, whose
 * rows within the event are at `attached`, `trackCount` apart; false with fewer than two. The
 * charge is the side of the centre on which the hits lie.
 * @see basf2 trg/cdc/src/Fitter3DUtility.cc
 */
function fitCircle(
  chamber: usize,
  drifts: usize,
  attached: usize,
  trackCount: i32,
  firstRow: i32,
  eventTime: i32,
): bool {
  let hits = 0;
  let cosCos: f64 = 0;
  let sinSin: f64 = 0;
  let sinCos: f64 = 0;
  let rCos: f64 = 0;
  let rSin: f64 = 0;
  for (let superLayer = 0; superLayer < superLayers; superLayer += 2) {
    const own = <i32>load<i16>(attached + ((<usize>(superLayer >> 1) * trackCount) << 1));
    const row = firstRow + own;
    if (own < 0 || load<u8>(positions + row) !== firstPriority) continue;
    const azimuth = azimuthOf(chamber, drifts, superLayer, row, eventTime);
    const share = ofLayer(chamber, superLayer, weight);
    const cosine = cos(azimuth);
    const sine = sin(azimuth);
    const r = ofLayer(chamber, superLayer, radius);
    hits++;
    cosCos += share * cosine * cosine;
    sinSin += share * sine * sine;
    sinCos += share * sine * cosine;
    rCos += share * r * cosine;
    rSin += share * r * sine;
  }
  if (hits < 2) return false;
  const determinant = 2 * (cosCos * sinSin - sinCos * sinCos);
  const x = (rCos * sinSin - rSin * sinCos) / determinant;
  const y = (rSin * cosCos - rCos * sinCos) / determinant;
  radiusOfCircle = sqrt(x * x + y * y);
  azimuthOfCentre = atan2(y, x);
  // Hits of a positive track are at larger azimuth than the centre.
  chargeOfTrack = rSin * x - rCos * y > 0 ? 1 : -1;
  return isFinite(radiusOfCircle);
}

/**
 * Segment of first priority among the rows of a stereo super-layer whose distance from the track is
 * closest to the usual one, −1 for none.
 */
function nearestSegment(chamber: usize, superLayer: i32, azimuth: f64, start: i32, end: i32): i32 {
  const count = ofLayer(chamber, superLayer, cellCount);
  const first = ofLayer(chamber, superLayer, firstSegment);
  const ownSide = ofLayer(chamber, superLayer, side);
  const usual = ofLayer(chamber, superLayer, usualCells);
  const farthest = ofLayer(chamber, superLayer, maxCells);
  const trackCells = ((ownSide * azimuth) / twoPi) * count;
  let best = -1;
  let bestDistance: f64 = Infinity;
  for (let row = start; row < end; row++) {
    if (load<u8>(positions + row) !== firstPriority) continue;
    let cells = trackCells - ownSide * (<f64>load<u16>(segments + ((<usize>row) << 1)) - first);
    // From −2 to 2 turns into [0, 1).
    if (cells >= count) cells -= count;
    while (cells < 0) cells += count;
    // Distances in [0, count): those just below zero are near `count` and too far.
    if (cells === 0 || cells > farthest) continue;
    const distance = abs(cells - usual);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = row;
    }
  }
  return best;
}

/** Sums of the straight line of z against arc length. */
let lineHits = 0;
let sum: f64 = 0;
let sumS: f64 = 0;
let sumSS: f64 = 0;
let sumZ: f64 = 0;
let sumSZ: f64 = 0;

/** Sums over the stereo super-layers of the last circle; `layerRows` are those of its event. */
function addStereo(chamber: usize, drifts: usize, layerRows: usize, eventTime: i32): void {
  lineHits = 0;
  sum = sumS = sumSS = sumZ = sumSZ = 0;
  for (let superLayer = 1; superLayer < superLayers; superLayer += 2) {
    const r = ofLayer(chamber, superLayer, radius);
    if (r > 2 * radiusOfCircle) continue;
    const halfArc = asin(r / (2 * radiusOfCircle));
    const azimuth = azimuthOfCentre + chargeOfTrack * (Math.PI / 2 - halfArc);
    const place = layerRows + ((<usize>superLayer) << 2);
    const row = nearestSegment(chamber, superLayer, azimuth, load<i32>(place), load<i32>(place, 4));
    if (row < 0) continue;
    const hit = azimuthOf(chamber, drifts, superLayer, row, eventTime);
    const z =
      ofLayer(chamber, superLayer, zBackward) -
      (2 * r * sin(wrapAngle(hit - azimuth) / 2)) / ofLayer(chamber, superLayer, tanStereo);
    const s = 2 * radiusOfCircle * halfArc;
    const share = ofLayer(chamber, superLayer, weight);
    lineHits++;
    sum += share;
    sumS += share * s;
    sumSS += share * s * s;
    sumZ += share * z;
    sumSZ += share * s * z;
  }
}

/**
 * 3-D tracks of the full tracks of a batch: a circle through the axial hits, one segment of first
 * priority of each stereo super-layer near it, and a straight line of z against arc length. Tracks
 * with fewer than two axial or two stereo hits have none. Of segments there are numbers, positions,
 * left or right and priority times, and the rows at which each super-layer of an event begins,
 * then their end; of tracks those of each event, and the rows of their axial segments within it, a
 * super-layer after the other. Returns how many there are.
 * @see basf2 trg/cdc/modules/fitting/src/CDCTrigger3DFitterModule.cc
 */
export function fitTracks3d(
  chamber: usize,
  drifts: usize,
  events: i32,
  eventTimes: usize,
  segment: usize,
  position: usize,
  leftRight: usize,
  priorityTime: usize,
  layerRows: usize,
  trackOffsets: usize,
  attached: usize,
  offsets: usize,
  track: usize,
  z0: usize,
  cotTheta: usize,
): i32 {
  segments = segment;
  positions = position;
  leftRights = leftRight;
  priorityTimes = priorityTime;
  const trackCount = load<i32>(trackOffsets + ((<usize>events) << 2));
  let found: usize = 0;
  for (let event: usize = 0; event < <usize>events; event++, layerRows += layerRowCount << 2) {
    store<u32>(offsets + (event << 2), <u32>found);
    const start = load<i32>(trackOffsets + (event << 2));
    const end = load<i32>(trackOffsets + (event << 2), 4);
    const firstRow = load<i32>(layerRows);
    const time = <i32>load<i16>(eventTimes + (event << 1));
    for (let row = start; row < end; row++) {
      const own = attached + ((<usize>row) << 1);
      if (!fitCircle(chamber, drifts, own, trackCount, firstRow, time)) continue;
      addStereo(chamber, drifts, layerRows, time);
      if (lineHits < 2) continue;
      const determinant = sum * sumSS - sumS * sumS;
      store<u16>(track + (found << 1), <u16>(row - start));
      store<f32>(z0 + (found << 2), <f32>((sumSS * sumZ - sumS * sumSZ) / determinant));
      store<f32>(cotTheta + (found << 2), <f32>((sum * sumSZ - sumS * sumZ) / determinant));
      found++;
    }
  }
  store<u32>(offsets + ((<usize>events) << 2), <u32>found);
  return <i32>found;
}
