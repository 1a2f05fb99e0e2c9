// kernel: every Cherenkov photon that could be detected, two at a time; AssemblyScript
import { reserve } from '../base/memory.wasm';
import { RandomStream } from '../base/random.wasm';
import { bars, pmtColumns } from './bars.wasm';
import { Passage } from './crossing.wasm';
import { DepositTable } from './photon-table.wasm';

// Light of a passage. A photon draws 32 bits for its colour, place and azimuth, and if it is
// trapped in the bar 32 more. Which of the numbers of the stream begin a photon is known only
// after that; so all of them are looked at as if they did, two at a time and without branches,
// and then it is counted out which ones do.

/** Above this mean the number of photons is drawn from a normal distribution. */
const manyPhotons: f64 = 30;
/** Grazing passages count as no longer than so many thicknesses of the bar. */
const maxThickness: f64 = 10;
/** Numbers that are drawn at a time, even. */
const drawsAtOnce: i32 = 32;
/** Bits of tables' indices. */
const colours: u32 = 255;
const azimuths: u32 = 2047;
const depthIndex: u32 = 4095;
const responseIndex: u32 = 1023;

/** What light a configuration gives; light.ts says what the numbers are. */
class Yield {
  photonsPerLength: f64;
  meanInverseSquare: f64;
  lossPerLength: f64;
  lossAcross: f64;
  lossThrough: f64;
  mirrorLoss: f64;
}

let light = changetype<Yield>(0);
// Of each colour 1/n and time per length; delays; cosine and sine of azimuths; attenuations.
let inverseIndex: usize;
let slowness: usize;
let response: usize;
let cosines: usize;
let sines: usize;
let depths: usize;

/** Takes over the numbers of a configuration, and tables of 64-bit numbers. */
export function setTopLight(
  numbers: usize,
  inverseOfColour: usize,
  slownessOfColour: usize,
  delays: usize,
  cosineTable: usize,
  sineTable: usize,
  depthTable: usize,
): void {
  light = changetype<Yield>(numbers);
  inverseIndex = inverseOfColour;
  slowness = slownessOfColour;
  response = delays;
  cosines = cosineTable;
  sines = sineTable;
  depths = depthTable;
}

/** Path of a passage in its bar [cm]. */
function pathInBar(passage: Passage): f64 {
  return min(maxThickness * bars.thickness, bars.thickness / passage.dy);
}

/** Number of photons of a passage that could be detected. */
export function drawPhotons(passage: Passage, random: RandomStream): i32 {
  const velocity = passage.velocity;
  const sinSquare = 1 - light.meanInverseSquare / (velocity * velocity);
  if (!(sinSquare > 0)) return 0;
  const perLength = light.photonsPerLength * passage.chargeSquare * sinSquare;
  const mean = perLength * pathInBar(passage);
  return mean < manyPhotons
    ? random.poisson(mean)
    : i32(max<f64>(0, floor(mean + sqrt(mean) * random.gaussian() + 0.5)));
}

// Numbers drawn: 32 bits, whether a photon that begins with one is trapped, and its direction.
let room: i32 = 0;
let draws: usize;
let trapped: usize;
let kxs: usize;
let kys: usize;
let kzs: usize;
/** The number with which each trapped photon begins. */
let starts: usize;

function makeRoom(made: i32): void {
  const needed = 2 * made + 2 * drawsAtOnce;
  if (needed <= room) return;
  room = 2 * needed;
  draws = reserve(4 * room);
  trapped = reserve(room);
  kxs = reserve(8 * room);
  kys = reserve(8 * room);
  kzs = reserve(8 * room);
  starts = reserve(4 * room);
}

/** Follows `made` photons of a passage; those detected go to the table, with room for two more. */
export function shine(
  passage: Passage,
  made: i32,
  random: RandomStream,
  particle: u32,
  table: DepositTable,
): void {
  makeRoom(made);
  detect(passage, findTrapped(passage, made, random), particle, table);
}

/** Which numbers begin a photon that is trapped, into `starts`; how many there are. */
function findTrapped(passage: Passage, made: i32, random: RandomStream): i32 {
  let count: i32 = 0;
  let draw: i32 = 0;
  let drawn: i32 = 0;
  let s0: u32 = 0;
  let s1: u32 = 0;
  let s2: u32 = 0;
  let s3: u32 = 0;
  for (let photon = 0; photon < made; ) {
    s0 = random.s0;
    s1 = random.s1;
    s2 = random.s2;
    s3 = random.s3;
    const end = drawn + drawsAtOnce;
    for (let next = drawn; next < end; next++)
      store<u32>(draws + ((<usize>next) << 2), random.bits());
    emit(passage, drawn, end);
    drawn = end;
    // A photon may need the number behind its first.
    while (photon < made && draw + 1 < drawn) {
      const isTrapped = <i32>load<u8>(trapped + <usize>draw);
      store<i32>(starts + ((<usize>count) << 2), draw);
      count += isTrapped;
      draw += 1 + isTrapped;
      photon++;
    }
  }
  if (made === 0) return 0;
  // The stream goes on behind the last number that was used.
  random.s0 = s0;
  random.s1 = s1;
  random.s2 = s2;
  random.s3 = s3;
  for (let used = drawn - drawsAtOnce; used < draw; used++) random.bits();
  return count;
}

/**
 * Photons that begin with the numbers from `first` up to (not including) `end`: their directions,
 * and whether they meet all faces beyond the angle of total reflection.
 */
function emit(passage: Passage, first: i32, end: i32): void {
  const dz = passage.dz;
  const perVelocity = f64x2.splat(1 / passage.velocity);
  const transverse = sqrt(1 - dz * dz);
  const acrossX = f64x2.splat(passage.dx / transverse);
  const acrossY = f64x2.splat(passage.dy / transverse);
  const across = f64x2.splat(transverse);
  const along = f64x2.splat(dz);
  const one = f64x2.splat(1);
  const ends = <usize>end;
  for (let draw: usize = first; draw < ends; draw += 2) {
    const bits = load<u32>(draws + (draw << 2));
    const other = load<u32>(draws + (draw << 2), 4);
    const inverse = ofTwo(inverseIndex, bits & colours, other & colours);
    const azimuth = (bits >>> 8) & azimuths;
    const otherAzimuth = (other >>> 8) & azimuths;
    const cosine = f64x2.mul(inverse, perVelocity);
    const sine = f64x2.sqrt(f64x2.sub(one, f64x2.mul(cosine, cosine)));
    // Components along the track, and along two directions across it: towards z, and level.
    const up = f64x2.mul(sine, ofTwo(cosines, azimuth, otherAzimuth));
    const level = f64x2.mul(sine, ofTwo(sines, azimuth, otherAzimuth));
    const plane = f64x2.sub(f64x2.mul(cosine, across), f64x2.mul(up, along));
    const kx = f64x2.add(f64x2.mul(plane, acrossX), f64x2.mul(level, acrossY));
    const ky = f64x2.sub(f64x2.mul(plane, acrossY), f64x2.mul(level, acrossX));
    const limit = f64x2.sub(one, f64x2.mul(inverse, inverse));
    const isLost = v128.or(
      f64x2.ge(cosine, one),
      v128.or(f64x2.gt(f64x2.mul(kx, kx), limit), f64x2.gt(f64x2.mul(ky, ky), limit)),
    );
    v128.store(kxs + (draw << 3), kx);
    v128.store(kys + (draw << 3), ky);
    v128.store(kzs + (draw << 3), f64x2.add(f64x2.mul(cosine, along), f64x2.mul(up, across)));
    const lost = i64x2.bitmask(isLost);
    store<u8>(trapped + draw, ~lost & 1);
    store<u8>(trapped + draw, (~lost >> 1) & 1, 1);
  }
}

/** Two numbers of a table of 64-bit numbers. */
function ofTwo(table: usize, one: u32, other: u32): v128 {
  const low = f64x2.splat(load<f64>(table + ((<usize>one) << 3)));
  return f64x2.replace_lane(low, 1, load<f64>(table + ((<usize>other) << 3)));
}

/** Trapped photons go on in a straight line of the unfolded bar, directly or by the mirror. */
function detect(passage: Passage, count: i32, particle: u32, table: DepositTable): void {
  if (count === 0) return;
  // The last one alone is looked at twice, and written once.
  store<i32>(starts + ((<usize>count) << 2), load<i32>(starts + ((<usize>(count - 1)) << 2)));
  const path = f64x2.splat(pathInBar(passage));
  const x = f64x2.splat(passage.x);
  const z = f64x2.splat(passage.z);
  const time = f64x2.splat(passage.time);
  const dx = f64x2.splat(passage.dx);
  const dz = f64x2.splat(passage.dz);
  const timePerPath = f64x2.splat(1 / passage.velocity / bars.speedOfLight);
  const plane = f64x2.splat(bars.detectorPlane);
  const mirrored = f64x2.splat(2 * bars.forward);
  const width = f64x2.splat(bars.width);
  const lossPerLength = f64x2.splat(light.lossPerLength);
  const lossAcross = f64x2.splat(light.lossAcross);
  const lossThrough = f64x2.splat(light.lossThrough);
  const mirrorLoss = f64x2.splat(light.mirrorLoss);
  const zero = f64x2.splat(0);
  const half = f64x2.splat(0.5);
  const two = f64x2.splat(2);
  const perPlace = f64x2.splat(1 / 8192.0);
  const columns = f64x2.splat(f64(pmtColumns));
  const lastColumn = i32x4.splat(pmtColumns - 1);
  const module = passage.module;
  let row: usize = table.count;
  for (let photon: usize = 0; photon < <usize>count; photon += 2) {
    const start: usize = load<u32>(starts + (photon << 2));
    const next: usize = load<u32>(starts + (photon << 2), 4);
    const draw = load<u32>(draws + (start << 2));
    const nextDraw = load<u32>(draws + (next << 2));
    const other = load<u32>(draws + (start << 2), 4);
    const nextOther = load<u32>(draws + (next << 2), 4);
    const kx = ofTwo(kxs, <u32>start, <u32>next);
    const ky = ofTwo(kys, <u32>start, <u32>next);
    const kz = ofTwo(kzs, <u32>start, <u32>next);
    const place = f64x2.convert_low_i32x4_u(
      i32x4.replace_lane(i32x4.splat(draw >>> 19), 1, nextDraw >>> 19),
    );
    const along = f64x2.mul(f64x2.sub(f64x2.mul(place, perPlace), half), path);
    const from = f64x2.add(z, f64x2.mul(along, dz));
    const isDirect = f64x2.lt(kz, zero);
    const far = f64x2.sub(f64x2.sub(mirrored, from), plane);
    const length = f64x2.div(v128.bitselect(f64x2.sub(plane, from), far, isDirect), kz);
    const onFaces = f64x2.add(
      f64x2.add(lossPerLength, f64x2.mul(lossAcross, f64x2.abs(kx))),
      f64x2.mul(lossThrough, f64x2.abs(ky)),
    );
    const depth = f64x2.add(f64x2.mul(length, onFaces), v128.andnot(mirrorLoss, isDirect));
    const survived = ofTwo(depths, other & depthIndex, nextOther & depthIndex);
    let kept = i64x2.bitmask(f64x2.lt(depth, survived));
    if (photon + 1 === <usize>count) kept &= 1;
    const colour = ofTwo(slowness, draw & colours, nextDraw & colours);
    const delay = ofTwo(
      response,
      (other >>> 12) & responseIndex,
      (nextOther >>> 12) & responseIndex,
    );
    const arrival = f32x4.demote_f64x2_zero(
      f64x2.add(
        f64x2.add(f64x2.add(time, f64x2.mul(along, timePerPath)), f64x2.mul(length, colour)),
        delay,
      ),
    );
    // Unfolded, faces across repeat with every width, every second one mirrored.
    const across = f64x2.add(
      f64x2.div(f64x2.add(f64x2.add(x, f64x2.mul(along, dx)), f64x2.mul(length, kx)), width),
      half,
    );
    const nearest = f64x2.floor(f64x2.add(f64x2.div(across, two), half));
    const folded = f64x2.abs(f64x2.sub(across, f64x2.mul(two, nearest)));
    const column = i32x4.min_s(
      lastColumn,
      i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(folded, columns)),
    );
    writePhoton(
      table,
      row,
      module,
      i32x4.extract_lane(column, 0),
      other,
      f32x4.extract_lane(arrival, 0),
      particle,
    );
    row += <usize>(kept & 1);
    writePhoton(
      table,
      row,
      module,
      i32x4.extract_lane(column, 1),
      nextOther,
      f32x4.extract_lane(arrival, 1),
      particle,
    );
    row += <usize>(kept >> 1);
  }
  table.count = <u32>row;
}

/** The highest bit of `other` says in which of the two rows of photodetectors it is. */
function writePhoton(
  table: DepositTable,
  row: usize,
  module: i32,
  column: i32,
  other: u32,
  time: f32,
  particle: u32,
): void {
  store<u8>(table.module + row, module);
  store<u8>(table.pmt + row, column + <i32>(other >>> 31) * pmtColumns);
  store<f32>(table.time + (row << 2), time);
  store<u16>(table.particle + (row << 1), particle);
}
