// kernel: every strip that collects charge, six samples each; AssemblyScript
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
import { halfWidthAt, SensorArea } from '../silicon/sensors.wasm';
import { drawSampling, firstSampleTime, pulsesAt, samples } from './readout.wasm';

/** Samples of a strip at most, two at a time. */
const maxSamples: i32 = 6;

/** Numbers of strips fit into it, as in geometry.ts: the compiler knows what it divides by. */
const maxStrips: u32 = 768;

/** Parameters of the strips, 64 bits each, as digitize.ts writes them. */
class StripSettings {
  purpose: f64;
  /** Spread of the centre of charge [pitches]; square of the width of an evenly filled cloud. */
  unevenness: f64;
  cloud2: f64;
  /** Smallest share of a charge that is looked at, energy [GeV] of an electron. */
  minShare: f64;
  pairEnergy: f64;
  /** A sample that is sent, in units of the noise; and the largest one [counts]. */
  zeroSuppression: f64;
  maxCounts: f64;
  /** Times [ns]. */
  samplePeriod: f64;
  shapingTime: f64;
}

/** A side of a sensor: 64 bits each, then the ends of its strips as a `SensorArea` of that side. */
class Side {
  strips: f64;
  /** Noise [counts]; counts of an electron. */
  noise: f64;
  countsPerElectron: f64;
}

class StripTable {
  count: u32;
  room: u32;
  sensor: usize;
  side: usize;
  strip: usize;
  sample0: usize;
  sample1: usize;
  sample2: usize;
  sample3: usize;
  sample4: usize;
  sample5: usize;
}

let settings = changetype<StripSettings>(0);
let sides: usize;
let areas: usize;
let quantiles: usize;
let lowIndex: u32;
let highShift: u32;
const charges: ChannelSums = new ChannelSums(maxSamples);
const random: RandomStream = new RandomStream();
/** Two for each crossing, drawn before the noise. */
const normals: Normals = new Normals();
/** Samples of the charge in hand, 64 bits each. */
const pulse = memory.data(48, 16);

/**
 * Takes over what does not change: sides of sensors, u before v, with `SensorArea` of each sensor,
 * and so many equally likely values of the noise, 32 bits each.
 */
export function placeSidesOfSensors(
  sidesOfSensors: usize,
  sensorAreas: usize,
  normalQuantiles: usize,
  quantileCount: u32,
): void {
  sides = sidesOfSensors;
  areas = sensorAreas;
  quantiles = normalQuantiles;
  lowIndex = quantileCount - 1;
  highShift = clz(quantileCount - 1);
}

/**
 * Strips over threshold in one sample at least of the events from `first` up to (not including)
 * `end`, from the charges of all lists together; where the rows of events end to `ends` (32 bits).
 * The event for whose rows the table may have no room, with which it begins when it is called
 * again, or `end`.
 */
export function digitizeStrips(
  stripSettings: usize,
  readout: usize,
  namesPlace: usize,
  lists: usize,
  listCount: i32,
  hitTable: usize,
  ends: usize,
  first: u32,
  end: u32,
): u32 {
  settings = changetype<StripSettings>(stripSettings);
  const names = changetype<EventNames>(namesPlace);
  const hits = changetype<StripTable>(hitTable);
  for (let event = first; event < end; event++) {
    if (hasCharges(lists, listCount, event)) {
      names.seedStream(random, event, <u32>settings.purpose);
      drawSampling(readout, changetype<usize>(random));
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
export function stripRowsWanted(): i32 {
  return charges.count;
}

/** Adds the pulses of an event. */
function collect(list: ChargeList, event: u32): void {
  const end = list.rowOf(event + 1);
  if (list.isByChannel !== 0) {
    const rows = list.charges();
    for (let row = list.rowOf(event); row < end; row++) {
      setPulse(columnValue(rows.charge, row), columnValue(rows.time, row));
      addPulse(load<i32>(rows.channel + ((<usize>row) << 2)), 1);
    }
    return;
  }
  const rows = list.crossings();
  const unevenness = settings.unevenness;
  for (let row = list.rowOf(event); row < end; row++) {
    const sensor = load<u8>(rows.sensor + row);
    const v = columnValue(rows.v, row);
    setPulse(columnValue(rows.energy, row) / settings.pairEnergy, columnValue(rows.time, row));
    const area = changetype<SensorArea>(areas + <usize>sensor * offsetof<SensorArea>());
    const offsetU = unevenness * normals.take();
    const u = columnValue(rows.u, row);
    share(2 * sensor, halfWidthAt(area, v), u, columnValue(rows.slopeU, row), area, offsetU);
    const offsetV = unevenness * normals.take();
    share(2 * sensor + 1, area.halfLength, v, columnValue(rows.slopeV, row), area, offsetV);
  }
}

/** The samples of a charge [e] that comes at a time [ns]; those that are not taken are 0. */
function setPulse(charge: f64, time: f64): void {
  const period = settings.samplePeriod;
  const shapingTime = settings.shapingTime;
  for (let sample = 0; sample < maxSamples; sample += 2) {
    const first = firstSampleTime + <f64>sample * period - time;
    const second = firstSampleTime + <f64>(sample + 1) * period - time;
    const times = f64x2.replace_lane(f64x2.splat(first), 1, second);
    const shapes = pulsesAt(times, shapingTime);
    v128.store(pulse + ((<usize>sample) << 3), f64x2.mul(f64x2.splat(charge), shapes));
  }
  for (let sample = samples; sample < maxSamples; sample++)
    store<f64>(pulse + ((<usize>sample) << 3), 0);
}

/** Adds a share of the pulse to a strip. */
function addPulse(channel: i32, part: f64): void {
  const sums = charges.of(channel);
  const parts = f64x2.splat(part);
  for (let pair: usize = 0; pair < <usize>maxSamples >> 1; pair++) {
    const at = sums + (pair << 3);
    const before = f64x2.promote_low_f32x4(v128.load64_zero(at));
    const after = f64x2.add(before, f64x2.mul(parts, v128.load(pulse + (pair << 4))));
    v128.store64_lane(at, f32x4.demote_f64x2_zero(after), 0);
  }
}

/**
 * Shares the pulse among the strips of a side, which is so wide from the middle: evenly along the
 * path as seen from there, widened by the charge cloud.
 */
function share(
  plane: i32,
  halfExtent: f64,
  position: f64,
  slope: f64,
  area: SensorArea,
  offset: f64,
): void {
  const strips = sideAt(plane).strips;
  const stripsPerLength = strips / (2 * halfExtent);
  const path = slope * area.thickness;
  // Widths of evenly filled stretches, that of the cloud with the same variance as the Gaussian
  // one.
  const half = (stripsPerLength * sqrt(path * path + settings.cloud2)) / 2;
  const place = (position + halfExtent) * stripsPerLength + offset;
  const low = place - half;
  const high = place + half;
  const perWidth = 1 / (high - low);
  const minShare = settings.minShare;
  const last = lesser(strips - 1, ceil(high + 0.25) - 1);
  const first = greater(0, floor(low - 0.25));
  let channel = plane * maxStrips + nearestInteger(first);
  for (let strip = first; strip <= last; strip++) {
    const part = (collected(high - strip - 0.5) - collected(low - strip - 0.5)) * perWidth;
    if (part >= minShare) addPulse(channel, part);
    channel++;
  }
}

function sideAt(plane: i32): Side {
  return changetype<Side>(sides + <usize>plane * offsetof<Side>());
}

/**
 * Charge that a strip collects of what lies before `x`, counted from its middle in units of the
 * pitch: all of what comes down next to it, half of what comes to the floating strips beside it.
 * @see basf2 svd/data/SVD-Components.xml (capacitances); equal halves are our simplification
 */
function collected(x: f64): f64 {
  if (x <= -0.75) return 0;
  if (x < -0.25) return (x + 0.75) / 2;
  if (x <= 0.25) return 0.5 + x;
  return x < 0.75 ? 0.75 + (x - 0.25) / 2 : 1;
}

/** Writes the strips of the event that are above threshold, for which there is room. */
function send(hits: StripTable): void {
  const maxCounts = settings.maxCounts;
  const zeroSuppression = settings.zeroSuppression;
  let row: usize = hits.count;
  for (let entry = 0; entry < charges.count; entry++) {
    const channel: u32 = charges.channelOf(entry);
    const plane = channel / maxStrips;
    const side = sideAt(plane);
    const noise = side.noise;
    const scale = f64x2.splat(side.countsPerElectron);
    const sums = charges.at(entry);
    // One draw is enough for two samples; both are 0 where they are not taken.
    const counts0 = countsOf(sums, 0, scale, noise, maxCounts);
    const counts1 = countsOf(sums, 1, scale, noise, maxCounts);
    const counts2 = countsOf(sums, 2, scale, noise, maxCounts);
    const highest = i32x4.max_s(i32x4.max_s(counts0, counts1), counts2);
    const least = floor(zeroSuppression * noise + 0.5);
    if (<f64>max(i32x4.extract_lane(highest, 0), i32x4.extract_lane(highest, 1)) < least) continue;
    store<u8>(hits.sensor + row, plane >> 1);
    store<u8>(hits.side + row, plane & 1);
    store<u16>(hits.strip + (row << 1), channel - plane * maxStrips);
    store<u8>(hits.sample0 + row, i32x4.extract_lane(counts0, 0));
    store<u8>(hits.sample1 + row, i32x4.extract_lane(counts0, 1));
    store<u8>(hits.sample2 + row, i32x4.extract_lane(counts1, 0));
    store<u8>(hits.sample3 + row, i32x4.extract_lane(counts1, 1));
    store<u8>(hits.sample4 + row, i32x4.extract_lane(counts2, 0));
    store<u8>(hits.sample5 + row, i32x4.extract_lane(counts2, 1));
    row++;
  }
  hits.count = <u32>row;
}

/** Counts of the two samples of a pair, in the first lanes of 32 bits. */
function countsOf(sums: usize, pair: i32, scale: v128, noise: f64, maxCounts: f64): v128 {
  const left = samples - 2 * pair;
  if (left <= 0) return i32x4.splat(0);
  const draw = random.bits();
  const first = quantileAt(draw & lowIndex);
  const second = quantileAt(draw >> highShift);
  const normal = f64x2.replace_lane(f64x2.splat(first), 1, second);
  const charge = f64x2.promote_low_f32x4(v128.load64_zero(sums + ((<usize>pair) << 3)));
  const value = f64x2.add(
    f64x2.add(f64x2.mul(charge, scale), f64x2.mul(f64x2.splat(noise), normal)),
    f64x2.splat(0.5),
  );
  const counts = i32x4.trunc_sat_f64x2_u_zero(f64x2.pmin(f64x2.splat(maxCounts), value));
  return left > 1 ? counts : i32x4.replace_lane(counts, 1, 0);
}

/** One of the equally likely values of a standard normal number. */
function quantileAt(index: u32): f64 {
  return load<f32>(quantiles + ((<usize>index) << 2));
}
