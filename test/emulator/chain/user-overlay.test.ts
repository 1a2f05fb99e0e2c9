import { from, lastValueFrom, map, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { bucketPeriod } from '../../../detector/base/constants.js';
import { kHz, MHz } from '../../../detector/base/units.js';
import { type DetectorHits, subdetectors } from '../../../detector/index.js';
import { type ChainSetup, makeChain } from '../../../emulator/chain/chain.js';
import { hits$ } from '../../../emulator/settings/events.js';
import type { GenerateJob } from '../../../emulator/chain/jobs.js';
import type { HitTree } from '../../../emulator/chain/kept-hits.js';
import { namedOverlay, type UserOverlay } from '../../../emulator/chain/user-overlay.js';
import { joinedInSharedMemory } from '../../../emulator/chain/joined-events.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { decideInOrder } from '../../../emulator/workers/pool.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { muonOverlay } from '../../support/muon-overlay.js';

const config = emulatorConfig();
const photon = { frame: 'lab', minimum: '20 MeV', maximum: '30 MeV' } as const;
const setup: ChainSetup = {
  seed: 3,
  run: 0,
  config,
  menu: physicsMenu,
  points: [{ generator: 'gun', config: photon }],
};
const jobs: readonly GenerateJob[] = [0, 1, 2, 3].map((first) => ({
  kind: 'generate',
  slice: 7,
  first: 100 * first,
  count: 100,
  point: 0,
}));

describe('particles of a user at a rate', () => {
  const overlaysOf = (overlay: UserOverlay) => {
    const { generate } = makeChain({ ...setup, overlay });
    return jobs.map((job) => generate(job).overlays![0]!);
  };
  const all = overlaysOf(muonOverlay(2 * MHz));
  const times = all.flatMap(({ time }) => [...time]);

  it('come in Poisson numbers from 1 µs before to 300 ns after each event', () => {
    const expected = 400 * 2 * MHz * 1300;
    expect(Math.abs(times.length - expected)).toBeLessThan(4.5 * Math.sqrt(expected));
    const perEvent = new Float64Array(400);
    all.forEach(({ event }, batch) => {
      for (const at of event) perEvent[100 * batch + at]!++;
    });
    const variance = perEvent.reduce((sum, count) => sum + (count - 2.6) ** 2, 0) / 400;
    // Of 400 counts the variance is known to 8 %.
    expect(Math.abs(variance / 2.6 - 1)).toBeLessThan(0.35);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(-1000);
    expect(Math.max(...times)).toBeLessThanOrEqual(300);
    const late = times.filter((time) => time > -350).length;
    expect(Math.abs(late - times.length / 2)).toBeLessThan(4.5 * Math.sqrt(times.length / 4));
  });

  it('come with bunches', () => {
    const spacing = config.beams.filling.spacing * bucketPeriod;
    for (const time of times)
      expect(Math.abs(time / spacing - Math.round(time / spacing))).toBeLessThan(1e-6);
  });

  it('are others over every event of a slice, of as many as the preset design has', () => {
    const { generate } = makeChain({ ...setup, overlay: muonOverlay(2 * MHz) });
    const namesOf = (first: number) =>
      generate({ ...jobs[0]!, first }).overlays![0]!.addresses.index;
    const names = [4464, 2 ** 16 + 4464, 89_600].flatMap((first) => [...namesOf(first)]);
    expect(names.length).toBeGreaterThan(600);
    expect(new Set(names).size).toBe(names.length);
    expect(Math.min(...names)).toBeGreaterThanOrEqual(3 * 2 ** 30);
  });

  it('are events of the file, by their weights', () => {
    const momenta = (overlay: UserOverlay) =>
      overlaysOf(overlay).flatMap(({ particles }) => [...particles.px]);
    const counts = (px: readonly number[]) =>
      [1, 2, 3].map((p) => px.filter((x) => x === p).length);
    const even = counts(momenta(muonOverlay(2 * MHz)));
    for (const count of even)
      expect(Math.abs(count - times.length / 3)).toBeLessThan(4.5 * Math.sqrt(times.length / 4.5));
    const [first, second, third] = counts(momenta(muonOverlay(2 * MHz, Float64Array.of(1, 1, 5))));
    expect(second).toBe(0);
    expect(Math.abs(first! - times.length / 5)).toBeLessThan(4.5 * Math.sqrt(times.length * 0.16));
    expect(first! + third!).toBe(times.length);
  });

  it('are the same for an event whatever the batch and the worker', async () => {
    const with100 = { ...setup, overlay: muonOverlay(300 * kHz) };
    const one = makeChain(with100).generate({ ...jobs[0]!, first: 250, count: 1 }).overlays![0]!;
    const among = makeChain(with100).generate(jobs[2]!).overlays![0]!;
    const own = [...among.event.keys()].filter((seed) => among.event[seed] === 50);
    expect([...one.time]).toEqual(own.map((seed) => among.time[seed]));
    expect([...one.addresses.index]).toEqual(own.map((seed) => among.addresses.index[seed]));
    const here = await lastValueFrom(
      from(jobs).pipe(
        makeChain(with100).decide,
        map(({ ftdlBits }) => ftdlBits),
        toArray(),
      ),
    );
    const there = await lastValueFrom(
      decideInOrder(jobs, { setup: with100, workers: 2 }).pipe(
        map(({ batch }) => batch.ftdlBits),
        toArray(),
      ),
    );
    expect(there).toEqual(here);
    expect(here.some((bits) => bits.some((word) => word !== 0))).toBe(true);
  });
});

describe('recorded hits over events', () => {
  const made = { generator: 'gun', events: 30, seed: 9 } as const;
  const muon = { pdg: 13, frame: 'lab', minimum: '1 GeV', maximum: '2 GeV' } as const;

  it('are those of one recorded event, the same in chain and library', async () => {
    const { hits } = await lastValueFrom(hits$({ ...made, config: muon }));
    const overlay: UserOverlay = {
      name: 'record',
      hash: 'def',
      content: { kind: 'hits', events: 30, hits: joinedInSharedMemory([hits as never]) },
    };
    const quiet = { generator: 'gun', config: photon, events: 30, seed: 4 } as const;
    const plain = await lastValueFrom(hits$(quiet));
    const laid = await lastValueFrom(hits$({ ...quiet, overlay }));
    const wiresOf = ({ offsets, wire }: DetectorHits['cdc'], event: number) =>
      wire.subarray(offsets[event], offsets[event + 1]).join();
    const recorded = new Map(
      Array.from({ length: 30 }, (_, event) => [wiresOf(hits.cdc, event), event]),
    );
    const chosen = Array.from({ length: 30 }, (_, event) => {
      const own = new Set(wiresOf(plain.hits.cdc, event).split(','));
      const others = wiresOf(laid.hits.cdc, event).split(',');
      return recorded.get(others.filter((wire) => !own.has(wire)).join()) ?? -1;
    });
    // A photon may leave hits of its own in wires that the muon hit too, seldom.
    expect(chosen.filter((event) => event >= 0).length).toBeGreaterThan(25);
    expect(new Set(chosen).size).toBeGreaterThan(10);
    const chain = makeChain({ ...setup, seed: 4, run: 1, overlay });
    const job: GenerateJob = { kind: 'generate', slice: 0, first: 10, count: 5, point: 0 };
    const full = await lastValueFrom(from([chain.generate(job)]).pipe(chain.full));
    const seen = full.hits as DetectorHits;
    for (let event = 0; event < 5; event++)
      expect(wiresOf(seen.cdc, event)).toBe(wiresOf(laid.hits.cdc, 10 + event));
    expect(Object.keys(seen)).toEqual(subdetectors.map(({ name }) => name));
  });

  it('leave subdetectors alone that were not recorded', async () => {
    const { hits } = await lastValueFrom(hits$({ ...made, config: muon }));
    const content = { kind: 'hits', events: 30, hits: { cdc: hits.cdc } as never } as const;
    const overlay = { name: 'part', hash: '', content };
    const plain = await lastValueFrom(hits$({ ...made, config: photon }));
    const laid = await lastValueFrom(hits$({ ...made, config: photon, overlay }));
    expect(laid.hits.ecl).toEqual(plain.hits.ecl);
    expect(laid.hits.cdc).not.toEqual(plain.hits.cdc);
  });
});

describe('tables in memory that threads share', () => {
  it('are joined event by event, without what one of them lacks', () => {
    const first: HitTree = {
      a: {
        offsets: Uint32Array.of(0, 1, 3),
        x: Float32Array.of(1, 2, 3),
        y: Int8Array.of(1, 2, 3),
      },
      perEvent: Uint8Array.of(5, 6),
    };
    const second: HitTree = {
      a: { offsets: Uint32Array.of(0, 2), x: Float32Array.of(4, 5) },
      perEvent: Uint8Array.of(7),
      only: Uint8Array.of(1),
    };
    const joined = joinedInSharedMemory([first, second]);
    expect(joined).toEqual({
      a: { offsets: Uint32Array.of(0, 1, 3, 5), x: Float32Array.of(1, 2, 3, 4, 5) },
      perEvent: Uint8Array.of(5, 6, 7),
    });
    expect((joined['perEvent'] as Uint8Array).buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('are named in documents with their hash', () => {
    expect(namedOverlay(muonOverlay(1))).toEqual({ overlay: 'muons sha256:abc' });
    expect(namedOverlay(undefined)).toEqual({});
  });
});
