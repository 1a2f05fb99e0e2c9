import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../detector/base/config.js';
import type { Addresses } from '../../detector/event.js';
import { sliceAddresses } from '../../detector/event.js';
import { subdetectors } from '../../detector/index.js';
import { arich } from '../../detector/arich/arich.js';
import { cdc } from '../../detector/cdc/cdc.js';
import { ecl } from '../../detector/ecl/ecl.js';
import { klm } from '../../detector/klm/klm.js';
import { pxd } from '../../detector/pxd/pxd.js';
import { svd } from '../../detector/svd/svd.js';
import { top } from '../../detector/top/top.js';
import { materialSchema } from '../../detector/material.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../detector/particles.js';
import { transportSchema } from '../../detector/propagation/schema.js';
import {
  type DepositList,
  moveParticles,
  respond,
  simulateDetector,
  type WayConfig,
} from '../../detector/simulate.js';
import type { GeneratedBatch, ParticleList } from '../../detector/truth.js';

const quiet: WayConfig & Readonly<Record<string, unknown>> = {
  material: parseConfig(materialSchema, {}, 'test'),
  transport: parseConfig(transportSchema, {}, 'test'),
  ...Object.fromEntries(
    subdetectors.map(({ name, schema }) => [name, parseConfig(schema, {}, 'test')]),
  ),
};
const context = { seed: 11 };

/** In each list a photon and a charged pair into barrel, forward endcap and pixels. */
function pionsAndPhoton(lists: number): Particles {
  const builder = new ParticleBuilder();
  for (let list = 0; list < lists; list++) {
    builder.push(211, particleStatus.final, -1, 0.9, 0.3, 0.2, Math.hypot(0.9, 0.3, 0.2, 0.1396));
    builder.push(-211, particleStatus.final, -1, 0.3, 0.2, 0.9, Math.hypot(0.3, 0.2, 0.9, 0.1396));
    builder.push(13, particleStatus.final, -1, -1.5, 0.4, 0.3, Math.hypot(1.5, 0.4, 0.3, 0.1057));
    builder.push(22, particleStatus.final, -1, -0.5, -0.6, 0.2, Math.hypot(0.5, 0.6, 0.2));
    builder.endEvent();
  }
  return builder.take();
}

const seeds = (source: number, index: readonly number[]): Addresses => ({
  run: 2,
  source,
  slice: new Uint32Array(index.length).fill(5),
  index: Uint32Array.from(index),
});

/** Seeds of the given numbers over the given events, at time 0. */
const overlay = (source: number, index: readonly number[], event: readonly number[]) =>
  ({
    origin: `toy ${source}`,
    addresses: seeds(source, index),
    event: Uint32Array.from(event),
    time: new Float64Array(event.length),
    particles: pionsAndPhoton(index.length),
  }) satisfies ParticleList;

const batchOf = (...overlays: ParticleList[]): GeneratedBatch => ({
  eventCount: 3,
  addresses: sliceAddresses(2, 5, 0, 3),
  weights: new Float64Array(3).fill(1),
  time: new Float64Array(3),
  particles: pionsAndPhoton(3),
  overlays,
});

/** Deposits of all lists, by subdetector. */
function depositsOf(
  batch: GeneratedBatch,
  config = quiet,
): ReadonlyMap<string, readonly DepositList[]> {
  const lists = moveParticles(config, context)(batch);
  return new Map(
    subdetectors.map((subdetector) => [
      subdetector.name,
      respond(subdetector, config[subdetector.name], context).deposit(lists, batch.addresses),
    ]),
  );
}

/** Columns of one event, without its neighbours. */
function rowsOf({ deposits }: DepositList, event: number): Record<string, number[]> {
  const { offsets, ...columns } = deposits;
  return Object.fromEntries(
    Object.entries(columns as unknown as Record<string, Float32Array>).map(([name, column]) => [
      name,
      [...column.subarray(offsets[event]!, offsets[event + 1]!)],
    ]),
  );
}

describe('particles laid over events', () => {
  const names = subdetectors.map(({ name }) => name);

  it('leave the same in two events when one seed lies over both', () => {
    for (const [name, [, laid]] of depositsOf(batchOf(overlay(1, [7, 7], [0, 2])))) {
      expect(rowsOf(laid!, 0).time!.length, name).toBeGreaterThan(0);
      expect(rowsOf(laid!, 2), name).toEqual(rowsOf(laid!, 0));
      expect(rowsOf(laid!, 1).time, name).toEqual([]);
    }
  });

  it.each(names)(
    'leave something else in %s for two seeds of one source over one event',
    (name) => {
      const both = depositsOf(batchOf(overlay(1, [7, 8], [1, 1]))).get(name)![1]!;
      const first = depositsOf(batchOf(overlay(1, [7], [1]))).get(name)![1]!;
      const second = depositsOf(batchOf(overlay(1, [8], [1]))).get(name)![1]!;
      expect(rowsOf(first, 1)).not.toEqual(rowsOf(second, 1));
      for (const [column, values] of Object.entries(rowsOf(both, 1)))
        expect(values).toEqual([...rowsOf(first, 1)[column]!, ...rowsOf(second, 1)[column]!]);
    },
  );

  it.each(names)('leave something else in %s under the name of another source', (name) => {
    const { particles, addresses, arcs } = moveParticles(quiet, context)(batchOf())[0];
    const subdetector = subdetectors.find((candidate) => candidate.name === name)!;
    const deposit = subdetector.deposit(quiet[name] as never, context);
    const left = [undefined, 0, 1, 2].map((source) =>
      deposit(particles, source === undefined ? addresses : { ...addresses, source }, arcs),
    );
    expect(left[0]!.time.length).toBeGreaterThan(0);
    expect(left[1]).toEqual(left[0]);
    expect(left[2]).not.toEqual(left[0]);
    expect(left[2]).not.toEqual(left[3]);
  });

  it('convert, scatter and decay in their own way for each source', () => {
    const photons = new ParticleBuilder();
    for (let photon = 0; photon < 200; photon++) {
      photons.push(22, particleStatus.final, -1, 1, 0, 0, 1);
    }
    photons.endEvent();
    const batch = { ...batchOf(), particles: photons.take(), addresses: seeds(0, [0]) };
    const lists = [1, 2].map((source) => ({
      ...overlay(source, [0], [0]),
      particles: batch.particles,
    }));
    const [first, ...others] = moveParticles(quiet, context)({ ...batch, overlays: lists });
    for (const other of others) expect(other.particles.x).not.toEqual(first.particles.x);
    const tracks = moveParticles(
      quiet,
      context,
    )(batchOf(overlay(1, [0], [0]), overlay(2, [0], [0])));
    const ends = tracks.map(({ arcs }) => arcs.px.subarray(0, arcs.offsets[1]));
    expect(ends[1]).not.toEqual(ends[0]);
    expect(ends[1]).not.toEqual(ends[2]);
  });

  it('do not change what the collisions leave, and keep the order of their sources', () => {
    const alone = depositsOf(batchOf());
    const among = depositsOf(batchOf(overlay(1, [3, 4], [0, 0]), overlay(2, [9], [2])));
    for (const name of names) {
      expect(among.get(name)![0], name).toEqual(alone.get(name)![0]);
      expect(among.get(name)!.map(({ origin }) => origin)).toEqual(['collision', 'toy 1', 'toy 2']);
    }
  });

  it('lie below noise, which is one list more and changes no other', () => {
    const noisy = {
      ...quiet,
      cdc: parseConfig(cdc.schema, { noiseRate: '22 kHz' }, 'test'),
      top: parseConfig(top.schema, { noiseRate: '1 MHz' }, 'test'),
      arich: parseConfig(arich.schema, { noiseHits: 0.066 }, 'test'),
      klm: parseConfig(klm.schema, { noiseRate: '1 kHz' }, 'test'),
      pxd: parseConfig(pxd.schema, { occupancy: { layer1: 1e-4 } }, 'test'),
      svd: parseConfig(svd.schema, { occupancy: { layer3: 1e-3 } }, 'test'),
    };
    const before = depositsOf(batchOf(overlay(1, [7], [1])));
    const among = depositsOf(batchOf(overlay(1, [7], [1])), noisy);
    for (const name of names) {
      const [collision, laid, noise] = among.get(name)!;
      expect([collision, laid], name).toEqual(before.get(name));
      if (name === 'ecl') expect(noise).toBeUndefined();
      else expect(noise!.origin).toBe('noise');
      if (name !== 'ecl') expect(noise!.deposits.offsets.length).toBe(4);
    }
    const alone = depositsOf(batchOf(), noisy);
    for (const name of names.filter((candidate) => candidate !== 'ecl'))
      expect(alone.get(name)!.at(-1), name).toEqual(among.get(name)!.at(-1));
  });

  it('have the diffuse background of their event, without a level that of the conditions', () => {
    const noisy = {
      ...quiet,
      ecl: parseConfig(ecl.schema, { pileUp: { barrel: '1 MHz' } }, 'test'),
      top: parseConfig(top.schema, { noiseRate: '1 MHz' }, 'test'),
      klm: parseConfig(klm.schema, { noiseRate: '1 kHz' }, 'test'),
    };
    const level = Float64Array.of(1, 0, 1);
    const diffuse = { top: [level], ecl: [level, level, level] };
    const hitsOf = (config: typeof quiet, batch: GeneratedBatch) =>
      simulateDetector(subdetectors, config, context)(batch).hits;
    const plain = hitsOf(noisy, batchOf());
    const none = hitsOf(quiet, batchOf());
    const leveled = hitsOf(noisy, { ...batchOf(), diffuse });
    const rows = (table: { offsets: Uint32Array }, column: Float32Array, event: number) =>
      column.subarray(table.offsets[event], table.offsets[event + 1]);
    for (const event of [0, 1, 2]) {
      const expected = event === 1 ? none : plain;
      expect(rows(leveled.top, leveled.top.time, event)).toEqual(
        rows(expected.top, expected.top.time, event),
      );
    }
    for (const event of [0, 2])
      expect(rows(leveled.ecl.crystals, leveled.ecl.crystals.energy, event)).toEqual(
        rows(plain.ecl.crystals, plain.ecl.crystals.energy, event),
      );
    expect(leveled.klm).toEqual(plain.klm);
    expect(leveled.ecl.crystals).not.toEqual(plain.ecl.crystals);
  });

  it('share crystals with the collision: the sum is read, truth is of the collision', () => {
    const simulate = simulateDetector(subdetectors, quiet, context);
    const alone = simulate(batchOf());
    const both = simulate(batchOf(overlay(1, [7], [1])));
    const energyIn = (
      { offsets, energy }: (typeof alone)['hits']['ecl']['crystals'],
      event: number,
    ) => energy.subarray(offsets[event], offsets[event + 1]).reduce((sum, value) => sum + value, 0);
    expect(energyIn(both.hits.ecl.crystals, 1)).toBeGreaterThan(
      1.5 * energyIn(alone.hits.ecl.crystals, 1),
    );
    expect(energyIn(both.hits.ecl.crystals, 0)).toBe(energyIn(alone.hits.ecl.crystals, 0));
    expect(both.particles).toEqual(alone.particles);
    expect(both.arcs).toEqual(alone.arcs);
  });
});
