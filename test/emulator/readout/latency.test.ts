import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { tickPeriod, ticksOf } from '../../../emulator/machine/clock.js';
import type { Accelerator } from '../../../emulator/machine/accelerator.js';
import type { SliceShares } from '../../../emulator/readout/run-readout.js';
import type { ToldState } from '../../../emulator/readout/tick-states.js';
import {
  accelerator,
  at,
  begin as beginWith,
  type Readout,
  statesOf,
  takenOf,
  ticksPerSlice,
  vetoedOf,
  type Window,
  windows,
} from './told-readout.js';

/** Without injections, whose vetoes take their ticks, unless asked for. */
const begin = (
  given: Parameters<typeof beginWith>[0] = {},
  trains = {} as Accelerator['trains'],
): Readout => beginWith(given, 1, trains);

const latency = ticksOf(4000);
/** A microsecond before the end of a slice: in flight when the next begins. */
const late = slicePeriod - 1000;

const sumOf = (told: Readout): number =>
  told.sample().states.reduce((sum, { ticks }) => sum + ticks, 0);
const ticksIn = (told: Readout, state: string): number => statesOf(told)[state]!.ticks;
const lostIn = (told: Readout, state: string): number => statesOf(told)[state]!.lost;

describe('an accept leaves a latency after its collision', () => {
  it('is known once the next slice is played, and with it the batches behind it', () => {
    const told = begin();
    told.take(windows(0, at(1e6)), 0, false);
    told.take(windows(0, at(2e6, late), 1), 0, false);
    told.take(windows(0, at(3e6), 3), 0, true);
    expect(told.sent.splice(0).map(({ taken }) => [...taken])).toEqual([[1]]);
    expect(told.sample()).toMatchObject({ issued: 3, ticks: ticksPerSlice - latency });
    expect(sumOf(told)).toBe(ticksPerSlice - latency);
    told.begin(1);
    expect(told.sent.splice(0).map(({ taken }) => [...taken])).toEqual([[1, 1], [1]]);
    expect(told.sample()).toMatchObject({ readOut: 4, ticks: ticksPerSlice });
    expect(sumOf(told)).toBe(ticksPerSlice);
  });

  it('leaves in a slice that is played without windows, and when windows of the next come', () => {
    for (const next of [
      (told: Readout) => told.playEmpty(1),
      (told: Readout) => told.take(windows(1, []), 1, true),
      // Slice 1 had none either.
      (told: Readout) => told.take(windows(2, []), 2, true),
    ]) {
      const told = begin();
      expect(takenOf(told, at(late))).toEqual([]);
      next(told);
      expect(told.sent[0]).toMatchObject({ taken: Uint32Array.of(1), lost: {} });
    }
  });

  it('is lost to a pause, a host, a recorder or a client that come before it has left', () => {
    for (const cause of ['paused', 'host', 'recorder', 'client'] satisfies ToldState[]) {
      const told = begin();
      takenOf(told, at(slicePeriod - 4500, late));
      told.giveUp(1, 2, cause);
      const [first] = told.sent.splice(0);
      expect(first).toMatchObject({ taken: Uint32Array.of(1, 0), lost: { [cause]: 1 } });
      // The books have ticks of the collision: it ends with the first that is played.
      expect(ticksIn(told, cause)).toBe(2 * ticksPerSlice + latency);
      expect(sumOf(told)).toBe(3 * ticksPerSlice);
      expect(takenOf(told, at(0, 1e6), 3)).toEqual([1, 1]);
      expect(lostIn(told, cause)).toBe(1);
    }
  });

  it('is in flight from the tick on that is a latency before the end of the slice', () => {
    for (const [ticks, taken] of [
      [latency, 0],
      [latency + 1, 1],
    ] as const) {
      const told = begin();
      takenOf(told, at((ticksPerSlice - ticks + 0.5) * tickPeriod));
      expect(told.sent).toHaveLength(0);
      expect(told.sample().readOut).toBe(taken);
      told.giveUp(1, 1, 'paused');
      expect(told.sample().readOut).toBe(taken);
      expect(lostIn(told, 'paused')).toBe(1 - taken);
    }
  });

  it('is not read out when the run ends before, by name and to the tick', () => {
    const told = begin();
    takenOf(told, at(1e6), 0);
    told.take(windows(1, at(1e6, late)), 1, true);
    expect(told.sent).toEqual([]);
    told.end(2);
    expect(told.sent[0]).toMatchObject({ taken: Uint32Array.of(1, 0), lost: { ended: 1 } });
    expect(statesOf(told)['ended']).toMatchObject({ group: 'paused', ticks: latency, lost: 1 });
    expect(told.sample()).toMatchObject({ ticks: 2 * ticksPerSlice, issued: 3, readOut: 2 });
    expect(sumOf(told)).toBe(2 * ticksPerSlice);
    // Nothing is in flight where the run ends in a pause.
    const paused = begin();
    takenOf(paused, at(late));
    paused.giveUp(1, 1, 'paused');
    paused.end(2);
    expect(ticksIn(paused, 'ended')).toBe(0);
    expect(sumOf(paused)).toBe(2 * ticksPerSlice);
  });

  it('is lost with what a run had begun when it failed', () => {
    const told = begin();
    told.take(windows(0, at(late)), 0, true);
    told.take(windows(1, at(1e6)), 1, false);
    told.end(2, 'host');
    expect(told.sent.map(({ lost }) => lost)).toEqual([{ host: 1 }]);
    expect(ticksIn(told, 'host')).toBe(ticksPerSlice + latency);
    expect(sumOf(told)).toBe(2 * ticksPerSlice);
  });

  it('is dead while a run is held by slices that are shown before they are counted', () => {
    const told = begin();
    takenOf(told, at(1e6, late));
    // Slice 1 is on its way; what passes behind it is shown but for its first slice.
    told.giveUp(2, 5, 'client');
    expect(told.sent).toEqual([]);
    expect(told.sample().ticks).toBe(5 * ticksPerSlice - latency);
    expect(sumOf(told)).toBe(5 * ticksPerSlice - latency);
    told.take(windows(1, at(late)), 1, true);
    expect(told.sent.map(({ lost }) => lost)).toEqual([{}, { client: 1 }]);
    expect(ticksIn(told, 'client')).toBe(5 * ticksPerSlice + latency);
    expect(sumOf(told)).toBe(7 * ticksPerSlice);
  });

  it('loses the same in the books whenever slices that follow are told', () => {
    const books = (isEarly: boolean) => {
      const told = begin();
      const giveUp = (): void => {
        told.giveUp(1, 1, 'host');
        told.giveUp(2, 1, 'paused');
        told.giveUp(3, 1, 'host');
        told.playEmpty(4);
        told.giveUp(5, 1, 'client');
      };
      if (isEarly) giveUp();
      told.take(windows(0, at(1e6, late)), 0, true);
      if (!isEarly) giveUp();
      told.end(6);
      return [told.sample(), told.sent] as const;
    };
    expect(books(true)).toEqual(books(false));
    const [{ states }, [first]] = books(true);
    expect(first!.lost).toEqual({ host: 1 });
    const ticks = Object.fromEntries(states.map((state) => [state.name, state.ticks]));
    expect(ticks['host']).toBe(2 * ticksPerSlice + latency);
    expect(ticks['paused']).toBe(ticksPerSlice);
    expect(ticks['client']).toBe(ticksPerSlice + latency);
  });

  it('has its time in the pipeline counted, and how many were there at once', () => {
    const told = begin();
    const rows = at(1e6, 1e6 + 1000, 1e6 + 3900, 1e6 + 4100, 5e6, late);
    takenOf(told, rows);
    told.giveUp(1, 1, 'paused');
    const { inFlight, ticks } = told.sample();
    expect(inFlight.highest).toBe(3);
    // The last one leaves nothing behind once the pause begins.
    const last = ticksPerSlice - Math.floor((late / slicePeriod) * ticksPerSlice);
    expect(inFlight.mean * ticks).toBeCloseTo(5 * latency + last, 3);
    const none = begin({ latency: 0 });
    takenOf(none, rows);
    expect(none.sample().inFlight).toEqual({ mean: 0, highest: 0 });
  });

  it('tells shares of each played slice once, in order, when its last accepts have left', () => {
    const told = begin();
    const heard: (readonly [slice: number, shares: SliceShares])[] = [];
    told.watch((...slice) => void heard.push(slice));
    takenOf(told, at(1e6, late));
    expect(heard).toEqual([]);
    told.giveUp(1, 1, 'paused');
    takenOf(told, at(1e6), 2);
    expect(heard.map(([slice]) => slice)).toEqual([0]);
    told.end(3);
    expect(heard.map(([slice]) => slice)).toEqual([0, 2]);
    const live = heard.reduce((sum, [, shares]) => sum + shares.live, 0) * ticksPerSlice;
    expect(live).toBeCloseTo(ticksIn(told, 'live'), 3);
  });
});

describe('where a run goes on, no latency changes what the front ends lose', () => {
  /** Random accepts at 60 kHz, up to the very ends of slices. */
  const rows = (slice: number): readonly Window[] => {
    const stream = new RandomStream().seed(7, slice, 0, 0, purpose.test);
    return Array.from({ length: 3000 }, () => ({
      at: slicePeriod * stream.uniform(),
      bytes: Math.round(1000 + 5000 * stream.uniform()),
    })).toSorted((one, other) => one.at - other.at);
  };
  const slices = 4;
  const run = (given: number) => {
    const told = begin(
      { latency: given, frontEnds: { klm: { events: 4, links: 1 } } },
      accelerator.trains,
    );
    for (let slice = 0; slice < slices; slice++) {
      const all = rows(slice);
      for (let first = 0; first < all.length; first += 500)
        told.take(windows(slice, all.slice(first, first + 500), first), slice, first === 2500);
    }
    // Nothing of a last slice without windows is in flight.
    told.playEmpty(slices);
    told.end(slices + 1);
    return told;
  };
  const without = run(0);

  it('spacing, APV25 and front ends lose the same accepts', () => {
    expect(lostIn(without, 'spacing')).toBeGreaterThan(20);
    expect(lostIn(without, 'apv')).toBeGreaterThan(20);
    expect(lostIn(without, 'fifo-klm')).toBeGreaterThan(20);
    for (const given of [100, 2000, 4000, 5030]) {
      const told = run(given);
      expect(told.sent).toEqual(without.sent);
      expect(told.sample().issued).toBe(slices * 3000);
    }
  });

  it('ticks are the same ones, vetoes too, but for the last that have not left', () => {
    const told = run(4000);
    for (const state of ['spacing', 'apv', 'fifo-klm', 'paused', 'host'])
      expect(ticksIn(told, state)).toBe(ticksIn(without, state));
    expect(ticksIn(told, 'ended')).toBe(latency);
    const notDead = (of: Readout): number => ticksIn(of, 'live') + vetoedOf(of);
    expect(notDead(told)).toBe(notDead(without) - latency);
    // At most one passage of a bunch is among the last.
    expect(vetoedOf(without) - vetoedOf(told)).toBeLessThan(latency);
    expect(vetoedOf(told)).toBeGreaterThan(latency);
  });

  it('says how many were in flight on the mean: rate times latency', () => {
    const { inFlight } = run(4000).sample();
    expect(inFlight.mean).toBeCloseTo(
      (slices * 3000 * latency) / ((slices + 1) * ticksPerSlice),
      9,
    );
    expect(inFlight.highest).toBeGreaterThan(1);
    expect(inFlight.highest).toBeLessThan(8);
  });
});
