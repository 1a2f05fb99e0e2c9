import { createHash } from 'node:crypto';
import { kernels } from '#kernels';
import { expect, it } from 'vitest';
import { type Table, TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import { cos, sin } from '../../../detector/base/elementary.js';
import { RandomStream } from '../../../detector/base/random.js';
import { cdc } from '../../../detector/cdc/cdc.js';
import { layerCount, layerOfWire, layerRadius, wireCount } from '../../../detector/cdc/geometry.js';
import type { CdcSignals } from '../../../detector/cdc/hits.js';
import { noiseRateOf } from '../../../detector/cdc/noise.js';
import { sliceAddresses } from '../../../detector/event.js';
import { ParticleTable } from '../../../detector/particle-table.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../../detector/particles.js';
import { type Arcs, arcSchema } from '../../../detector/propagation/arcs.js';

const random = new RandomStream().seed(1, 0, 0, 0, 255);
const between = (low: number, high: number) => low + (high - low) * random.uniform();
const choice = <T>(list: readonly T[]): T => list[Math.floor(list.length * random.uniform())]!;

interface Start {
  readonly r: number;
  /** Azimuth of the direction against that of the place. */
  readonly turn: number;
  readonly pt: number;
  /** Radius of the circle, with the sense as sign. */
  readonly radius: number;
  readonly length: number;
}

const bent = (pt: number) => choice([-1, 1]) * (pt / 0.0045);

/** Kinds of arcs, each with something of its own to go wrong. */
const kinds: readonly (() => Start)[] = [
  function fromTheBeam() {
    const pt = between(0.05, 3);
    return { r: between(0, 2), turn: between(-3, 3), pt, radius: bent(pt), length: 150 };
  },
  function curling() {
    const pt = between(0.04, 0.25);
    return { r: between(0, 30), turn: between(-3, 3), pt, radius: bent(pt), length: 700 };
  },
  function alongALayer() {
    const r = layerRadius[Math.floor(between(0, layerCount))]!;
    const radius = choice([-1, 1]) * (r + between(-1, 1));
    const turn = Math.PI / 2 + choice([0, 0, 1e-3, Math.PI]);
    return { r, turn, pt: Math.abs(radius) * 0.0045, radius, length: between(1, 300) };
  },
  function turningBackAtALayer() {
    const farthest = layerRadius[Math.floor(between(0, layerCount))]! + between(-1, 1);
    return { r: 0, turn: 0, pt: 0.3, radius: (choice([-1, 1]) * farthest) / 2, length: 400 };
  },
  function fromWithin() {
    const pt = between(0.02, 2);
    return {
      r: between(15, 112),
      turn: between(-3, 3),
      pt,
      radius: bent(pt),
      length: between(0, 200),
    };
  },
  function fromBeyond() {
    const pt = between(0.1, 5);
    return { r: between(111, 125), turn: between(1, 5), pt, radius: bent(pt), length: 250 };
  },
  function nearlyStraight() {
    return {
      r: between(0, 60),
      turn: between(-3, 3),
      pt: 2,
      radius: choice([-5e9, 5e9, 1e5]),
      length: 200,
    };
  },
  function aroundTheAxis() {
    const r = between(17, 110);
    return { r, turn: Math.PI / 2, pt: 0.2, radius: choice([r, -r, r + 1e-6]), length: 600 };
  },
  function tooShort() {
    return { r: between(0, 16), turn: 0.2, pt: 1, radius: bent(1), length: between(0, 2) };
  },
];

const own = 4_900_001;
const codes = [211, -211, 13, 11, -2212, 321, 1_000_010_020, 999_999_999, own, -own];

/** Arcs of `count` events; one in four has none. */
function drawn(count: number): { particles: Particles; arcs: Arcs } {
  const particles = new ParticleBuilder();
  const arcs = new TableBuilder(arcSchema);
  for (let event = 0; event < count; event++) {
    const tracks = choice([0, 1, 2, 5]);
    for (let track = 0; track < tracks; track++) {
      particles.push(choice(codes), particleStatus.final, -1, 0, 0, 1, 1, 0, 0, 0, 0);
      for (let piece = choice([0, 1, 1, 2]); piece > 0; piece--)
        pushArc(arcs, track, choice(kinds)());
    }
    particles.endEvent();
    arcs.endEvent();
  }
  return { particles: particles.take(), arcs: arcs.take() };
}

function pushArc(
  arcs: TableBuilder<typeof arcSchema>,
  particle: number,
  { r, turn, pt, radius, length }: Start,
): void {
  const phi = between(-4, 4);
  arcs.reserve(1);
  const values = {
    particle,
    end: 0,
    x: r * cos(phi),
    y: r * sin(phi),
    z: between(-20, 60),
    time: between(-5, 20),
    px: pt * cos(phi + turn),
    py: pt * sin(phi + turn),
    pz: pt * choice([0, between(-1, 2), between(-0.3, 0.3)]),
    curvature: 1 / radius,
    length,
  };
  for (const name of Object.keys(arcSchema) as (keyof typeof arcSchema)[])
    arcs.columns[name][arcs.rowCount] = values[name];
  arcs.rowCount++;
}

/** The events from `first` on, as a batch of their own. */
function part(
  all: ReturnType<typeof drawn>,
  first: number,
  count: number,
): ReturnType<typeof drawn> {
  const cut = <T extends Table<Record<never, never>>>(table: T): T => {
    const from = table.offsets[first]!;
    const to = table.offsets[first + count]!;
    return Object.fromEntries(
      Object.entries(table).map(([name, column]) => [
        name,
        name === 'offsets'
          ? (column as Uint32Array).slice(first, first + count + 1).map((row) => row - from)
          : (column as Uint32Array).slice(from, to),
      ]),
    ) as unknown as T;
  };
  return { particles: cut(all.particles), arcs: cut(all.arcs) };
}

const events = 1000;
const all = drawn(events);
const context = {
  seed: 7 + 2 ** 40,
  particles: new ParticleTable([{ pdg: own, name: 'x', mass: 5, charge: 0.2, lifetime: 0 }]),
};
const configs = {
  nominal: {},
  exact: { efficiency: 1, resolution: 0, clusterDensity: 1e6 },
  worn: { efficiency: 0.5, clusterDensity: 2, resolution: 0.05, driftVelocity: 3e-3 },
  noisy: { noiseRate: `${noiseRateOf(160) * 1e9} Hz`, windowStart: '-20 ns' },
};

/** What the chamber makes of the events, in batches of so many. */
function rowsOf(raw: unknown, size: number) {
  const config = parseConfig(cdc.schema, raw, 'test');
  const deposit = cdc.deposit(config, context);
  const signal = cdc.signal!(config, context);
  const digitize = cdc.digitize(config, context);
  const noise = cdc.noise!(config, context);
  return Array.from({ length: events / size }, (_, batch) => {
    const { particles, arcs } = part(all, batch * size, size);
    const addresses = { ...sliceAddresses(3, 5, batch * size, size), source: 2 };
    const deposits = deposit(particles, addresses, arcs);
    const signals = signal(particles, addresses, arcs);
    const lists = noise === undefined ? [signals] : [signals, noise(addresses), deposits];
    return { deposits, signals, hits: digitize(lists, addresses) };
  });
}

/** Hash and number of rows of all tables laid end to end. */
function digest<T extends Table<Record<never, never>>>(tables: readonly T[]): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(tables[0]!).filter((key) => key !== 'offsets'))
    for (const table of tables) hash.update(table[name as keyof T] as Uint8Array);
  let rows = 0;
  for (const { offsets } of tables) {
    for (let event = 1; event < offsets.length; event++)
      hash.update(Uint32Array.of(offsets[event]! - offsets[event - 1]!));
    rows += offsets.at(-1)!;
  }
  return `${rows} rows ${hash.digest('hex').slice(0, 16)}`;
}

const table = (size: number) =>
  Object.entries(configs)
    .map(([name, raw]) => {
      const batches = rowsOf(raw, size);
      return (
        `${name}: deposits ${digest(batches.map(({ deposits }) => deposits))}, ` +
        `signals ${digest(batches.map(({ signals }) => signals))}, ` +
        `hits ${digest(batches.map(({ hits }) => hits))}\n`
      );
    })
    .join('');

it.each([1000, 1])(
  'golden: rows of a thousand events of curlers, tracks along a layer and from within, %i a batch',
  async (size) => {
    await expect(table(size)).toMatchFileSnapshot('./rows.txt');
  },
);

/** The rows of some wires. */
function rowsIn({ offsets, wire, time }: CdcSignals, isIn: (wire: number) => boolean): CdcSignals {
  const places: number[] = [];
  const ends = [...offsets.subarray(1)].map((end, event) => {
    for (let row = offsets[event]!; row < end; row++) if (isIn(wire[row]!)) places.push(row);
    return places.length;
  });
  return {
    offsets: Uint32Array.of(0, ...ends),
    wire: Uint16Array.from(places, (row) => wire[row]!),
    time: Float32Array.from(places, (row) => time[row]!),
  };
}

it('leaves out the cells of layers of which nobody reads a wire, and changes no other', () => {
  // Next to each other, in axial and in stereo layers, the first and the last.
  const left = new Set([0, 1, 2, 9, 10, 30, 31, 50, 55]);
  const read = Uint8Array.from(layerOfWire, (layer) => (left.has(layer) ? 0 : 1));
  const addresses = { ...sliceAddresses(3, 5, 0, events), source: 2 };
  for (const raw of Object.values(configs)) {
    const config = parseConfig(cdc.schema, raw, 'test');
    const signalOf = (wires?: Uint8Array) =>
      cdc.signal!(config, context, wires)(all.particles, addresses, all.arcs);
    const whole = signalOf();
    const part = signalOf(read);
    const expected = rowsIn(whole, (wire) => read[wire] === 1);
    expect(expected.wire.length).toBeLessThan(whole.wire.length);
    expect(digest([part])).toBe(digest([expected]));
    // A layer with a wire that is read is whole, and the next chamber has all layers again.
    const one = new Uint8Array(wireCount);
    one[layerOfWire.indexOf(9) + 3] = 1;
    const layer = rowsIn(whole, (wire) => layerOfWire[wire] === 9);
    expect(digest([signalOf(one)])).toBe(digest([layer]));
    expect(digest([signalOf()])).toBe(digest([whole]));
  }
});

it('leaves the memory of the kernels as large as it is over thousands of batches', () => {
  const config = parseConfig(cdc.schema, configs.noisy, 'test');
  const small = part(all, 0, 3);
  const addresses = sliceAddresses(3, 5, 0, 3);
  const once = () => {
    const signals = cdc.signal!(config, context)(small.particles, addresses, small.arcs);
    const deposits = cdc.deposit(config, context)(small.particles, addresses, small.arcs);
    cdc.digitize(config, context)([signals, deposits], addresses);
  };
  once();
  const before = kernels.memory.buffer.byteLength;
  for (let batch = 0; batch < 2000; batch++) once();
  expect(kernels.memory.buffer.byteLength).toBe(before);
});
