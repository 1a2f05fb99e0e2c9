// kernel: every shower of every photon and electron; AssemblyScript
import { cbrt, log } from '../base/elementary.wasm';
import { RandomStream } from '../base/random.wasm';
import { calorimeter, crystalRing, Geometry, regionWith } from './crystals.wasm';
import { lightDelayOnRay, RayPath } from './ray-path.wasm';
import { shareOverCrystals } from './share.wasm';

/** What does not change, in 64 bits each: steps of the tables, and what `shower.ts` derives. */
class Profiles {
  energyBins: f64 = 0;
  energyScale: f64 = 0;
  logLowest: f64 = 0;
  depthBins: f64 = 0;
  depthStep: f64 = 0;
  /** Energy of the electron whose shower develops like that of a pair, relative to the photon's. */
  pairEquivalent: f64 = 0;
  /** Part of a shower that is as narrow as its axis. */
  axisShare: f64 = 0;
  /** Conversions of photons per radiation length. */
  conversionRate: f64 = 0;
  /** Depth at which what started inside a gap has scattered out of it, at 1 GeV [cm]. */
  escapeLength: f64 = 0;
}

/** Resolution by region and energy: see resolution.ts. */
class Resolution {
  logLowest: f64 = 0;
  scale: f64 = 0;
  bins: f64 = 0;
  /** Elements from one region to the next. */
  stride: f64 = 0;
}

let profiles: Profiles = new Profiles();
let containment: usize = 0;
let meanDepths: usize = 0;

/** Takes over the tables of longitudinal profiles. */
export function placeShowers(numbers: usize, contained: usize, depths: usize): void {
  profiles = changetype<Profiles>(numbers);
  containment = contained;
  meanDepths = depths;
}

/**
 * Row of the tables for an energy, with its fraction; energies outside the tables take the last
 * row.
 */
export function showerRow(energy: f64): f64 {
  const row = (log(energy) - profiles.logLowest) * profiles.energyScale;
  const last = profiles.energyBins - 1e-9;
  return row < 0 ? 0 : row > last ? last : row;
}

/** Part of the shower's energy within `depth` [radiation lengths]; `row` from `showerRow`. */
export function showerContained(row: f64, depth: f64): f64 {
  return interpolate(containment, row, depth);
}

/** Mean depth of the energy within `depth`, both in radiation lengths from the shower's start. */
export function showerMeanDepth(row: f64, depth: f64): f64 {
  return interpolate(meanDepths, row, depth);
}

function interpolate(table: usize, row: f64, depth: f64): f64 {
  const depthBins = profiles.depthBins;
  const depthStep = profiles.depthStep;
  const column: f64 =
    depth <= 0 ? 0 : depth >= depthBins * depthStep ? depthBins - 1e-9 : depth / depthStep;
  const i = <i32>row;
  const j = <i32>column;
  const columns = <i32>depthBins + 1;
  const here = table + ((<usize>(i * columns + j)) << 3);
  const next = here + ((<usize>columns) << 3);
  const dj = column - <f64>j;
  const low = load<f64>(here) + dj * (load<f64>(here, 8) - load<f64>(here));
  const high = load<f64>(next) + dj * (load<f64>(next, 8) - load<f64>(next));
  return low + (row - <f64>i) * (high - low);
}

/** What is left to smear of an energy in a region, relative to it; tables behind the numbers. */
export function residualWidth(resolution: usize, region: i32, energy: f64): f64 {
  const numbers = changetype<Resolution>(resolution);
  const bin = (log(energy) - numbers.logLowest) * numbers.scale;
  const place: f64 = bin < 0 ? 0 : bin > numbers.bins ? numbers.bins : NativeMath.round(bin);
  const element = region * <i32>numbers.stride + <i32>place;
  return load<f64>(resolution + offsetof<Resolution>() + ((<usize>element) << 3));
}

function escapeLength(energy: f64): f64 {
  return profiles.escapeLength * cbrt(energy * energy);
}

/**
 * Where on the ray a photon's shower starts [cm], −1 when it passes through: exponential in the
 * material, less the way out of a gap.
 */
function photonStart(path: RayPath, random: RandomStream, energy: f64): f64 {
  if (path.entryCrystal < 0) return -1;
  const perLength = calorimeter.csiRadiationLength;
  let left = random.exponential() / profiles.conversionRate;
  let position = path.first;
  for (let segment = 0; segment <= path.count; segment++) {
    const gap = path.gap(segment);
    const gapEnd = segment < path.count ? path.enter(segment) : path.last;
    if (left < gap) return position + (left / gap) * (gapEnd - position) + escapeLength(energy);
    left -= gap;
    if (segment === path.count) break;
    const csi = path.leave(segment) - path.enter(segment);
    if (left * perLength < csi) return path.enter(segment) + left * perLength;
    left -= csi / perLength;
    position = path.leave(segment);
  }
  return -1;
}

/** Where an electron's shower starts: where it enters, or deeper when it enters into a gap. */
function electronStart(path: RayPath, energy: f64): f64 {
  const deeper = path.first + escapeLength(energy);
  return path.count === 0 ? deeper : min(path.enter(0), deeper);
}

/**
 * Shower of a photon or an electron of `energy` whose path is laid, from (x, y, z) along (ux, uy,
 * uz), into a table with room for it; false when the photon passes.
 */
export function showerOnRay(
  isPhoton: bool,
  geometry: usize,
  pathPlace: usize,
  stream: usize,
  resolution: usize,
  table: usize,
  x: f64,
  y: f64,
  z: f64,
  ux: f64,
  uy: f64,
  uz: f64,
  time: f64,
  energy: f64,
): bool {
  const path = changetype<RayPath>(pathPlace);
  const random = changetype<RandomStream>(stream);
  const start = isPhoton ? photonStart(path, random, energy) : electronStart(path, energy);
  if (start < 0) return false;
  const row = showerRow(isPhoton ? profiles.pairEquivalent * energy : energy);
  const dead = path.deadBehind(start);
  const csi = path.csiBehind(start);
  const depth = (csi + (1 - profiles.axisShare) * dead) / calorimeter.csiRadiationLength;
  if (depth <= 0) return true;
  const at = start + (showerMeanDepth(row, depth) / depth) * (csi + dead);
  const ring = crystalRing(path.entryCrystal);
  const region = regionWith(changetype<Geometry>(geometry), ring);
  const width = residualWidth(resolution, region, energy);
  const seen = energy * showerContained(row, depth) * max<f64>(0, 1 + width * random.gaussian());
  const light = time + at / calorimeter.speedOfLight + lightDelayOnRay(pathPlace, at);
  shareOverCrystals(geometry, ring, x + ux * at, y + uy * at, z + uz * at, seen, light, table);
  return true;
}
