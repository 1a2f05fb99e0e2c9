// kernel: every crossing of a sensor; AssemblyScript
import { lesser } from '../base/extremes.wasm';
import { RandomStream } from '../base/random.wasm';
import { ArcTable, arcValue, ParticleKind } from '../propagation/arc-table.wasm';
import { EventNames } from './event-names.wasm';
import { SiliconLoss } from './ionization.wasm';
import { SensorArea } from './sensors.wasm';

/** Crossings of the same sensor closer than this are the same one [cm]. */
const same: f64 = 1e-3;
/** Crossings kept to be compared with. */
const kept: u32 = 4;

/** Rows and columns of crossings, as kernel-table.ts lays them out. */
export class CrossingTable {
  count: u32;
  room: u32;
  sensor: usize;
  u: usize;
  v: usize;
  slopeU: usize;
  slopeV: usize;
  energy: usize;
  time: usize;
  particle: usize;
}

/** What a detector makes of crossings, 64 bits each, as deposit.ts writes it. */
class CrossingSettings {
  /** Probability that a crossing of the sensitive area leaves charge. */
  efficiency: f64;
  /** Longest path through a sensor, in units of its thickness. */
  maxObliquity: f64;
  speedOfLight: f64;
  purpose: f64;
}

let settings = changetype<CrossingSettings>(0);
let areas: usize;
/** 1 for each sensor that is there, in 8 bits. */
let installed: usize;
let loss = changetype<SiliconLoss>(0);
let table = changetype<CrossingTable>(0);

/**
 * What the next crossings are of: settings, `SensorArea` of each sensor, those that are there, a
 * `SiliconLoss`, and a table.
 */
export function setSensors(
  crossingSettings: usize,
  sensorAreas: usize,
  installedSensors: usize,
  siliconLoss: usize,
  crossingTable: usize,
): void {
  settings = changetype<CrossingSettings>(crossingSettings);
  areas = sensorAreas;
  installed = installedSensors;
  loss = changetype<SiliconLoss>(siliconLoss);
  table = changetype<CrossingTable>(crossingTable);
}

// Of the event: its names, and whether its stream is seeded: that waits for its first crossing,
// most events with photons have none.
let names = changetype<EventNames>(0);
let event: u32;
let isSeeded = false;
const random: RandomStream = new RandomStream();

// Of the particle: its row, its kind, and the sensors and places of its last crossings.
let particle: u32;
let kind = changetype<ParticleKind>(0);
const lastSensor = memory.data(16, 16);
const lastU = memory.data(32, 16);
const lastV = memory.data(32, 16);
let next: u32;

/** Begins an event of a batch. */
export function startCrossings(eventNames: EventNames, number: u32): void {
  names = eventNames;
  event = number;
  isSeeded = false;
}

/** Begins a particle of the event: its row, and its kind. */
export function startParticle(row: u32, itsKind: ParticleKind): void {
  particle = row;
  kind = itsKind;
  v128.store(lastSensor, i32x4.splat(-1));
  loss.start();
}

/**
 * Writes a crossing on an arc: sensor, place on it [cm], change of u and v per distance along its
 * normal, transverse length [cm]. Counts it where there is no room.
 */
export function cross(
  arcs: ArcTable,
  arc: u32,
  sensor: i32,
  u: f64,
  v: f64,
  slopeU: f64,
  slopeV: f64,
  length: f64,
): void {
  if (isAgain(sensor, u, v)) return;
  if (load<u8>(installed + sensor) === 0) return;
  if (!isSeeded) names.seedStream(random, event, <u32>settings.purpose);
  isSeeded = true;
  if (random.uniform() > settings.efficiency) return;
  const px = arcValue(arcs.px, arc);
  const py = arcValue(arcs.py, arc);
  const pz = arcValue(arcs.pz, arc);
  const pt2 = px * px + py * py;
  const p2 = pt2 + pz * pz;
  const mass = kind.mass;
  loss.set(mass, sqrt(p2), kind.charge);
  const area = changetype<SensorArea>(areas + <usize>sensor * offsetof<SensorArea>());
  const path =
    area.thickness * lesser(settings.maxObliquity, sqrt(1 + slopeU * slopeU + slopeV * slopeV));
  const energy = loss.draw(path, random);
  const row = table.count++;
  if (row >= table.room) return;
  const word = (<usize>row) << 2;
  store<u8>(table.sensor + row, sensor);
  store<f32>(table.u + word, <f32>u);
  store<f32>(table.v + word, <f32>v);
  store<f32>(table.slopeU + word, <f32>slopeU);
  store<f32>(table.slopeV + word, <f32>slopeV);
  store<f32>(table.energy + word, <f32>energy);
  const time =
    arcValue(arcs.time, arc) + (length * sqrt((p2 + mass * mass) / pt2)) / settings.speedOfLight;
  store<f32>(table.time + word, <f32>time);
  store<u16>(table.particle + ((<usize>row) << 1), particle);
}

/** Whether it is one of the last crossings, found in the next arc once more; it is kept if not. */
function isAgain(sensor: i32, u: f64, v: f64): bool {
  for (let index: usize = 0; index < kept; index++) {
    if (
      load<i32>(lastSensor + (index << 2)) === sensor &&
      abs(load<f64>(lastU + (index << 3)) - u) < same &&
      abs(load<f64>(lastV + (index << 3)) - v) < same
    )
      return true;
  }
  const index: usize = next;
  next = (next + 1) % kept;
  store<i32>(lastSensor + (index << 2), sensor);
  store<f64>(lastU + (index << 3), u);
  store<f64>(lastV + (index << 3), v);
  return false;
}
