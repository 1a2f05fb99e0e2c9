import { firstValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { DecidableBatch } from '../../../emulator/chain/chain.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { artificialAnchor } from '../../../emulator/chain/windows.js';
import { diffuseAt } from '../../../emulator/settings/diffuse-at.js';
import { machineOf, machineWindows } from '../../../emulator/settings/machine-in-time.js';
import { makeTimedChain } from '../../../emulator/settings/timed-chain.js';
import { buildDetector, type MovedList, respond } from '../../../detector/simulate.js';
import type { AnySubdetector } from '../../../detector/subdetector.js';
import { subdetectors } from '../../../detector/index.js';
import type { ParticleList } from '../../../detector/truth.js';
import { selectHits } from '../../../emulator/chain/kept-hits.js';
import { inputWords, outputWords } from '../../../triggers/batches.js';
import { busySetup } from './machine.js';

const setup = busySetup();
const windows = machineWindows(setup)!;
const chain = makeTimedChain(setup);
const decide = (slice: number, first: number, count: number): Promise<DecidableBatch> =>
  firstValueFrom(of({ kind: 'windows' as const, slice, first, count }).pipe(chain.decide));
const make = (slice: number, first: number, count: number) =>
  windows.make({ kind: 'windows', slice, first, count });
const slice = 2;

describe('a window of the machine in time', () => {
  it('decided alone has the bits that it has among the others of its slice', async () => {
    const all = await decide(slice, 100, 400);
    expect(all.eventCount).toBeGreaterThan(50);
    expect(all.ftdlBits.some((word) => word !== 0)).toBe(true);
    for (const row of [0, 17, all.eventCount - 1]) {
      const one = await decide(slice, all.addresses.index[row]!, 1);
      const of = (words: Uint32Array, width: number) => words.slice(row * width, (row + 1) * width);
      expect(one.inputBits).toStrictEqual(of(all.inputBits, inputWords));
      expect(one.ftdlBits).toStrictEqual(of(all.ftdlBits, outputWords));
      expect(one.time[0]).toBe(all.time[row]);
      expect(one.windows!.lastMember[0]).toBe(all.windows!.lastMember[row]);
    }
  });

  it('is the same in a batch that reaches over the end of a part of its slice', () => {
    const end = windows.partEnd(slice, 0);
    const [before, after] = [make(slice, end - 200, 200), make(slice, end, 200)];
    const both = make(slice, end - 200, 400);
    expect(before.eventCount > 10 && after.eventCount > 10).toBe(true);
    expect(both.eventCount).toBe(before.eventCount + after.eventCount);
    const [list] = both.overlays!;
    const [early, late] = [before.overlays![0]!, after.overlays![0]!];
    const shifted = late.event.map((event) => event + before.eventCount);
    expect([...list!.event]).toStrictEqual([...early.event, ...shifted]);
    expect([...list!.time]).toStrictEqual([...early.time, ...late.time]);
    expect([...list!.particles.energy]).toStrictEqual([
      ...early.particles.energy,
      ...late.particles.energy,
    ]);
    expect(list!.particles.offsets).toHaveLength(list!.event.length + 1);
    expect([...both.addresses.index]).toStrictEqual([
      ...before.addresses.index,
      ...after.addresses.index,
    ]);
    expect([...both.diffuse!.cdc![0]!]).toStrictEqual([
      ...before.diffuse!.cdc![0]!,
      ...after.diffuse!.cdc![0]!,
    ]);
    expect(both.givenBits).toHaveLength(both.eventCount * inputWords);
  });

  it('has the number of the seed that opened it, is in its slice, members within 188.6 ns', () => {
    const { time, addresses, windows: columns } = make(slice, 0, windows.count(slice));
    expect(
      windows.make({ kind: 'windows', slice, first: windows.count(slice), count: 10 }),
    ).toMatchObject({ eventCount: 0 });
    expect(new Set(addresses.index).size).toBe(time.length);
    for (const [window, zero] of time.entries()) {
      expect(Math.floor(zero / slicePeriod)).toBe(slice);
      const joined = columns.lastMember[window]! - zero;
      expect(joined >= 0 && joined < 188.7).toBe(true);
    }
  });

  it('has the particles of its seeds alone, each with the number of its class', () => {
    const { particles, overlays, weights, windows: columns } = make(slice, 0, 500);
    expect(particles.pdg).toHaveLength(0);
    expect(new Set(weights)).toStrictEqual(new Set([1, 4]));
    const machine = machineOf(setup)!;
    const [{ addresses, event, time }] = overlays as readonly [ParticleList];
    expect(Math.min(...time)).toBeGreaterThanOrEqual(-1000);
    expect(Math.max(...time)).toBeLessThanOrEqual(300);
    expect([...event]).toStrictEqual([...event].toSorted((one, other) => one - other));
    // Each window is opened by a seed of its class at time zero.
    const openers = Array.from(event, (window, seed) => `${window} ${addresses.sources![seed]}`);
    const atZero = openers.filter((_, seed) => time[seed] === 0);
    for (const [window, place] of columns.anchor.entries())
      if (place !== artificialAnchor)
        expect(atZero).toContain(`${window} ${machine.classes[place]!.source}`);
  });

  it('has seeds that decay what is short-lived, unless the run does not', () => {
    const machine = machineOf(setup)!;
    const taus = {
      ...machine.classes[0]!,
      generator: 'gun',
      config: { pdg: 15, minimum: '2 GeV' },
    };
    const short = { ...setup, machine: { ...machine, classes: [taus] } };
    const pdgOf = (asked: typeof short) =>
      machineWindows(asked)!.make({ kind: 'windows', slice, first: 0, count: 50 }).overlays![0]!
        .particles.pdg;
    const undecayed = new Set(pdgOf({ ...short, decay: false }));
    expect(undecayed).toStrictEqual(new Set([15]));
    expect(new Set(pdgOf(short)).size).toBeGreaterThan(3);
  });

  it('has the diffuse hits of its own time', () => {
    const batch = make(slice, 100, 400);
    const machine = machineOf(setup)!;
    expect(batch.diffuse).toStrictEqual(diffuseAt(machine, setup.config, 'told')(batch.time));
    const { cdc } = batch.diffuse!;
    expect(cdc![0]).toHaveLength(batch.eventCount);
  });

  it('sees of a seed what every other window sees of it, at another time', () => {
    const { overlays = [], ...batch } = make(slice, 0, 400);
    const context = { seed: setup.seed };
    const { move } = buildDetector(subdetectors, setup.config, context);
    const responses = subdetectors.map((subdetector) =>
      respond(subdetector as AnySubdetector, setup.config[subdetector.name], context),
    );
    let compared = 0;
    for (const list of overlays) {
      const [, { laid: _laid, ...moved }] = move({ ...batch, overlays: [list] }) as readonly [
        MovedList,
        MovedList,
      ];
      const left = responses.map(({ deposit }) => deposit([moved], list.addresses)[0]!.deposits);
      const seeds = list.event.length;
      for (const [one, other] of seenTwice(list)) {
        for (const table of [moved.particles, ...left]) {
          const of = (seed: number) => selectHits(table as never, seeds, Uint32Array.of(seed));
          expect(of(other)).toStrictEqual(of(one));
        }
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('leaves of a seed what its class’s number draws, by itself or among those of others', () => {
    const { overlays = [], ...batch } = make(slice, 0, 200);
    const context = { seed: setup.seed };
    const { move } = buildDetector(subdetectors, setup.config, context);
    const [list] = overlays as readonly [ParticleList];
    const { sources: _, ...names } = list.addresses;
    const leftWith = (addresses: ParticleList['addresses']) => {
      const [, { laid: _laid, ...moved }] = move({
        ...batch,
        overlays: [{ ...list, addresses }],
      }) as readonly [MovedList, MovedList];
      return subdetectors.map((subdetector) =>
        respond(subdetector as AnySubdetector, setup.config[subdetector.name], context).deposit(
          [moved],
          addresses,
        ),
      );
    };
    const source = 101;
    const sources = new Uint32Array(list.event.length).fill(source);
    const [alone, among] = [leftWith({ ...names, source }), leftWith({ ...names, sources })];
    for (const [place, { name }] of subdetectors.entries())
      expect(among[place]![0]!.deposits, name).toStrictEqual(alone[place]![0]!.deposits);
    expect(leftWith({ ...names, source: 102 })).not.toStrictEqual(alone);
  });
});

/** Pairs of rows of a list that are the same seed in two windows. */
function seenTwice({
  addresses: { sources, slice: from, index },
}: ParticleList): (readonly [number, number])[] {
  const first = new Map<string, number>();
  return Array.from(index.keys()).flatMap((row) => {
    const name = `${sources![row]}:${from[row]}:${index[row]}`;
    const known = first.get(name);
    if (known === undefined) first.set(name, row);
    return known === undefined ? [] : [[known, row] as const];
  });
}
