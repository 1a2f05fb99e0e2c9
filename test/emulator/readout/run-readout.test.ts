import { describe, expect, it } from 'vitest';
import type { SliceShares } from '../../../emulator/readout/run-readout.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { Accelerator } from '../../../emulator/machine/accelerator.js';
import { tickPeriod } from '../../../emulator/machine/clock.js';
import type { DaqSnapshot } from '../../../monitor/daq-snapshot.js';
import { timingSources } from '../../../triggers/gdl/timing.js';
import {
  accelerator,
  at,
  begin as beginWith,
  config,
  type Readout,
  statesOf,
  takenOf,
  ticksPerSlice,
  vetoedOf,
  windows,
} from './told-readout.js';

/** Without a latency: what comes of a slice is known with the slice. */
const begin: typeof beginWith = (given = {}, ...others) =>
  beginWith({ latency: 0, ...given }, ...others);

describe('the read-out of a run', () => {
  it('loses an accept that comes 100 ns after another, and none that are refused', () => {
    const told = begin();
    const rows = [{ at: 1e6 }, { at: 1e6 + 50, accepts: 0 }, { at: 1e6 + 100 }, { at: 1e6 + 300 }];
    told.take(windows(0, rows), 0, true);
    const [slice] = told.sent;
    expect([...slice!.taken]).toEqual([1, 0, 0, 1]);
    expect(slice!.lost).toEqual({ spacing: 1 });
    expect(told.sample()).toMatchObject({ ticks: ticksPerSlice, issued: 3, readOut: 2 });
    expect(statesOf(told)['spacing']).toMatchObject({ group: 'dead', ticks: 46, lost: 1 });
  });

  it('gives the batches of a slice once it is whole, in order of time whatever their order', () => {
    const told = begin();
    told.take(windows(0, at(2e6)), 0, false);
    expect(told.sent).toEqual([]);
    expect(told.sample().readOut).toBe(0);
    told.take(windows(0, at(2e6 - 100), 1), 0, true);
    const both = told.sent.splice(0);
    expect(both.map(({ taken }) => [...taken])).toEqual([[0], [1]]);
    expect(both.map(({ lost }) => lost)).toEqual([{ spacing: 1 }, {}]);
    expect(takenOf(told, at(0), 3)).toEqual([1]);
    expect(told.sample()).toMatchObject({ ticks: 4 * ticksPerSlice, issued: 3, readOut: 2 });
  });

  it('takes an accept when its event time says, but within its slice', () => {
    // 200 ns apart, and 150 ns by their event times.
    const early = [
      { at: 1e6, late: 25 },
      { at: 1e6 + 200, late: -25 },
    ];
    expect(takenOf(begin(), at(1e6, 1e6 + 200))).toEqual([1, 1]);
    expect(takenOf(begin(), early)).toEqual([1, 0]);
    const told = begin();
    expect(takenOf(told, [{ at: 10, late: -500 }])).toEqual([1]);
    expect(takenOf(told, [{ at: slicePeriod - 10, late: 500 }], 1)).toEqual([1]);
    expect(told.sample().ticks).toBe(2 * ticksPerSlice);
  });

  it('spreads the accepts that a window stands for over its slice, the same for a seed', () => {
    const counts = (seed: number) => {
      const told = begin({}, seed);
      const [taken] = takenOf(told, [{ at: 1e6, accepts: 1500 }]);
      expect(told.sample().readOut).toBe(taken);
      return told.sample();
    };
    // 1500 accepts in 50 ms are 30 kHz, of which 3.7 % are lost: 55.
    const { readOut, states } = counts(1);
    expect(readOut).toBeGreaterThan(1400);
    expect(readOut).toBeLessThan(1490);
    expect(states.reduce((sum, { lost }) => sum + lost, readOut)).toBe(1500);
    expect(counts(1)).toEqual(counts(1));
    expect(counts(1)).not.toEqual(counts(2));
  });

  it('reads three samples of mixed strips where timing is fine, and has less data for it', () => {
    const mixed = { apv: { samples: 'mixed' } } as const;
    // Eight accepts of six samples in 20 us do not fit, of three they do.
    const times = Array.from({ length: 8 }, (_, event) => 1e6 + 2500 * event);
    const rows = (quality: number) => times.map((time) => ({ at: time, quality }));
    const [coarse, fine] = [begin(mixed), begin(mixed)];
    expect(takenOf(coarse, rows(1))).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
    expect(takenOf(fine, rows(2))).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    const svd = (told: Readout): number => told.sample().links[1]!.eventBytes;
    expect(svd(coarse)).toBe(1000);
    expect(svd(fine)).toBe(700);
    expect(statesOf(coarse)['apv']!.lost).toBe(3);
    // Quality is that of a measured time: what no detector timed has none.
    const self = begin(mixed);
    const untimed = rows(2).map((row) => ({ ...row, source: timingSources.self }));
    expect(takenOf(self, untimed)).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  });

  it('stops triggers when events are larger than the links carry away', () => {
    const told = begin({ frontEnds: { klm: { events: 2, links: 1 } } });
    // 127 kB take a millisecond of a link of 127 MB/s.
    const rows = [0, 1, 2, 3].map((event) => ({ at: 1e6 + 1e5 * event, bytes: 127_000 }));
    expect(takenOf(told, rows)).toEqual([1, 1, 0, 0]);
    expect(statesOf(told)['fifo-klm']).toMatchObject({ lost: 2 });
    const klm = told.sample().buffers.find(({ name }) => name === 'fifo-klm')!;
    expect(klm).toMatchObject({ unit: 'events', capacity: 2, highest: 2 });
    // One event waits a millisecond, the next 1.9, in 50.
    expect(klm.mean).toBeCloseTo(2.9 / 50, 3);
    expect(told.sample().links.at(-1)).toMatchObject({ name: 'KLM', links: 1, capacity: 127 });
    expect(told.sample().links.at(-1)!.rate).toBeCloseTo((2 * 0.127) / (slicePeriod / 1e9), 6);
  });

  it('spreads accepts without event time over the set length, always the same', () => {
    const self = (length: number) => {
      const told = begin({ selfSpread: length });
      const times = Array.from({ length: 2000 }, (_, event) => 1e4 + 2e4 * event);
      takenOf(
        told,
        times.map((time) => ({ at: time, source: timingSources.self, late: 77 })),
      );
      return told.sample().timing;
    };
    const [spread, ...others] = self(120);
    expect(others).toEqual([]);
    expect(spread).toMatchObject({ source: 'self', quality: 'none', accepts: 2000 });
    expect(spread!.rms).toBeGreaterThan(33);
    expect(spread!.rms).toBeLessThan(36.5);
    expect(Math.abs(spread!.mean)).toBeLessThan(3);
    expect(self(120)).toEqual(self(120));
    expect(self(0)[0]!.rms).toBe(0);
  });

  it('tells the jitter by source and quality, of artificial accepts none', () => {
    const told = begin();
    takenOf(told, [
      { at: 1e6, quality: 1, late: 10 },
      { at: 2e6, quality: 1, late: -10, accepts: 1 },
      { at: 3e6, quality: 2, late: 3 },
      { at: 4e6, source: timingSources.cdc, quality: 1, late: 8 },
      { at: 5e6, source: timingSources.random, quality: 2, late: 99 },
    ]);
    expect(told.sample().timing).toMatchObject([
      { source: 'ECL', quality: 'coarse', accepts: 2, mean: 0, rms: 10 },
      { source: 'ECL', quality: 'fine', accepts: 1, mean: 3, rms: 0 },
      { source: 'CDC', quality: 'coarse', accepts: 1, mean: 8, rms: 0 },
      { source: 'random', quality: 'none', accepts: 1, mean: 0, rms: 0 },
    ]);
  });

  it('has the ticks of the veto after injections, as the accelerator tells them', () => {
    const told = begin();
    told.begin(20);
    const states = statesOf(told);
    const vetoed = states['veto-full']!.ticks + states['veto-gate']!.ticks;
    const share = accelerator.vetoedShare(['her', 'ler'], 0, 20 * slicePeriod);
    expect(vetoed).toBe(Math.round(share * 20 * ticksPerSlice));
    expect(states['veto-full']!.ticks).toBeGreaterThan(states['veto-gate']!.ticks / 10);
    expect(states['live']!.ticks).toBe(20 * ticksPerSlice - vetoed);
  });

  it('has no veto behind injections that a command has switched off, and the one before', () => {
    const off = {
      ...config,
      her: { ...config.her, injection: { ...config.her.injection, on: false } },
    };
    const changed = new Accelerator([
      { from: 0, config },
      { from: 10 * slicePeriod, config: off },
    ]);
    const told = begin();
    told.begin(7);
    told.follow(changed.trains);
    told.begin(20);
    const states = statesOf(told);
    const vetoed = states['veto-full']!.ticks + states['veto-gate']!.ticks;
    const shareOf = (of: Accelerator): number =>
      of.vetoedShare(['her', 'ler'], 0, 20 * slicePeriod);
    expect(vetoed).toBe(Math.round(shareOf(changed) * 20 * ticksPerSlice));
    expect(shareOf(changed)).toBeLessThan(shareOf(accelerator));
  });

  it('is dead by who held it up in slices that were not played, and adds up to the tick', () => {
    const told = begin();
    takenOf(told, [{ at: 1e6, accepts: 5 }]);
    told.giveUp(2, 3);
    told.giveUp(7, 1, 'client');
    told.giveUp(8, 2, 'paused');
    takenOf(told, [{ at: 1e6, accepts: 5 }], 5);
    told.begin(11);
    const states = statesOf(told);
    expect(states['host']!.ticks).toBe(3 * ticksPerSlice);
    expect(states['client']!.ticks).toBe(ticksPerSlice);
    expect(states['paused']!.ticks).toBe(2 * ticksPerSlice);
    // The veto of slices that were played, and of no others.
    const shareOf = (slice: number): number =>
      accelerator.vetoedShare(['her', 'ler'], slice * slicePeriod, (slice + 1) * slicePeriod);
    const played = [0, 1, 5, 6, 10].reduce((sum, slice) => sum + shareOf(slice), 0);
    const vetoed = states['veto-full']!.ticks + states['veto-gate']!.ticks;
    expect(vetoed).toBe(Math.round(played * ticksPerSlice));
    expect(shareOf(5)).toBeGreaterThan(0);
    const ticks = Object.values(states).reduce((sum, state) => sum + state.ticks, 0);
    expect(ticks).toBe(11 * ticksPerSlice);
    expect(told.sample().ticks).toBe(ticks);
  });

  it('counts slices of a pause while it lasts, behind slices that are still on their way', () => {
    const told = begin();
    const books = () => {
      const { ticks, states } = told.sample();
      expect(states.reduce((sum, state) => sum + state.ticks, 0)).toBe(ticks);
      const paused = states.find(({ group }) => group === 'paused')!;
      return [ticks / ticksPerSlice, paused.ticks / ticksPerSlice];
    };
    takenOf(told, at(1e6));
    told.giveUp(1, 1, 'paused');
    expect(books()).toEqual([2, 1]);
    told.giveUp(2, 1, 'paused');
    expect(books()).toEqual([3, 2]);
    // Slices 3 and 4 are with the workers, 4 has no window, 5 to 7 pass.
    told.playEmpty(4);
    told.giveUp(5, 3, 'paused');
    // The first behind them waits for what they leave in the buffers.
    expect(books()).toEqual([5, 4]);
    told.take(windows(3, at(1e6)), 3, false);
    expect(books()).toEqual([5, 4]);
    told.take(windows(3, at(2e6), 1), 3, true);
    expect(books()).toEqual([8, 5]);
    told.playEmpty(8);
    expect(books()).toEqual([9, 5]);
    // The veto is that of the slices that were played, whenever they were counted.
    const late = begin();
    late.begin(9);
    const idle = [1, 2, 5, 6, 7].reduce(
      (all, slice) =>
        all +
        accelerator.vetoedShare(['her', 'ler'], slice * slicePeriod, (slice + 1) * slicePeriod),
      0,
    );
    expect(vetoedOf(told)).toBe(vetoedOf(late) - Math.round(idle * ticksPerSlice));
  });

  it('shows what passes while a slice is held, and counts it exactly once that is whole', () => {
    const [told, plain] = [begin(), begin()];
    // Five accepts at the end fill the APV25 into the slice behind.
    const full = at(...[5, 4, 3, 2, 1].map((place) => slicePeriod - 300 * place));
    takenOf(told, at(1e6));
    told.take(windows(1, at(1e6)), 1, false);
    const seen: ReturnType<typeof statesOf>[] = [];
    const look = (): DaqSnapshot => {
      const sample = told.sample();
      for (const column of ['ticks', 'recentTicks'] as const)
        expect(sample.states.reduce((sum, state) => sum + state[column], 0)).toBe(sample[column]);
      seen.push(statesOf(told));
      return sample;
    };
    look();
    for (let second = 0; second < 70; second++) {
      told.giveUp(2 + 20 * second, 20, 'recorder');
      const { ticks } = look();
      expect(ticks).toBe((1 + 19 + 20 * second) * ticksPerSlice);
      expect(seen.at(-1)!['recorder']!.ticks).toBe(ticks - ticksPerSlice);
    }
    // The accept of the first slice is no longer of the last minute.
    expect(look()).toMatchObject({ recentTicks: 1200 * ticksPerSlice, recentIssued: 0, issued: 1 });
    expect(seen.at(-1)!['recorder']!.recentTicks).toBe(1200 * ticksPerSlice);
    told.take(windows(1, full, 1), 1, true);
    expect(look().ticks).toBe(1402 * ticksPerSlice);
    const { ticks: recorder } = seen.at(-1)!['recorder']!;
    expect(recorder).toBeGreaterThan(1399 * ticksPerSlice);
    expect(recorder).toBeLessThan(1400 * ticksPerSlice);
    for (const [place, states] of seen.entries())
      for (const [name, { ticks }] of Object.entries(seen[place - 1] ?? states))
        expect([name, states[name]!.ticks >= ticks]).toEqual([name, true]);
    // As if it had been told when it was due.
    takenOf(plain, at(1e6));
    plain.take(windows(1, at(1e6)), 1, false);
    plain.take(windows(1, full, 1), 1, true);
    for (let slice = 2; slice < 1402; slice++) plain.giveUp(slice, 1, 'recorder');
    expect(told.sample()).toEqual(plain.sample());
  });

  it('has the minute of what is counted and what passes behind it', () => {
    const told = begin({}, 1, {} as Accelerator['trains']);
    takenOf(told, at(1e6), 999);
    told.take(windows(1000, at(1e6)), 1000, false);
    told.giveUp(1001, 401, 'client');
    const { recentTicks, recentIssued, states } = told.sample();
    expect(recentIssued).toBe(1);
    expect(recentTicks / ticksPerSlice).toBeGreaterThan(1180);
    expect(recentTicks / ticksPerSlice).toBeLessThanOrEqual(1200);
    expect(states.find(({ name }) => name === 'client')!.recentTicks).toBe(400 * ticksPerSlice);
    expect(told.sample().ticks).toBe(1400 * ticksPerSlice);
  });

  it('is dead in slices that were begun and are lost, by who lost them', () => {
    const told = begin();
    takenOf(told, at(1e6));
    told.take(windows(1, at(1e6)), 1, false);
    told.giveUp(2, 2, 'recorder');
    told.end(5, 'host');
    const { host, recorder, live } = statesOf(told);
    expect([host!.ticks, recorder!.ticks]).toEqual([2 * ticksPerSlice, 2 * ticksPerSlice]);
    expect(live!.ticks).toBeLessThan(ticksPerSlice);
    expect(told.sample().ticks).toBe(5 * ticksPerSlice);
  });

  it('tells of each played slice once which shares of it were live and vetoed, in order', () => {
    const told = begin();
    const heard: (readonly [slice: number, shares: SliceShares])[] = [];
    told.watch((...slice) => void heard.push(slice));
    told.giveUp(1, 1);
    takenOf(told, [{ at: 1e6, accepts: 100 }]);
    told.begin(4);
    expect(heard.map(([slice]) => slice)).toEqual([0, 2, 3]);
    const sum = (of: (shares: SliceShares) => number): number =>
      heard.reduce((all, [, shares]) => all + of(shares), 0) * ticksPerSlice;
    expect(sum(({ live }) => live)).toBeCloseTo(statesOf(told)['live']!.ticks, 3);
    expect(sum(({ vetoed }) => vetoed)).toBeCloseTo(vetoedOf(told), 3);
    expect(heard[0]![1].live).toBeLessThan(1 - heard[0]![1].vetoed);
  });

  it('tells the last minute of emulated time beside the run', () => {
    // Without injections, whose gates take their time.
    const told = begin({}, 1, {} as Accelerator['trains']);
    takenOf(told, at(1e6, 1e6 + 100));
    told.begin(600);
    expect(told.sample()).toMatchObject({ recentTicks: 600 * ticksPerSlice, recentIssued: 2 });
    takenOf(told, at(1e6), 1500);
    const { recentTicks, recentIssued, recentReadOut, issued, states } = told.sample();
    expect(issued).toBe(3);
    expect(recentIssued).toBe(1);
    expect(recentReadOut).toBe(1);
    // A minute to a second: 1200 slices of 50 ms.
    expect(recentTicks / ticksPerSlice).toBeGreaterThan(1180);
    expect(recentTicks / ticksPerSlice).toBeLessThanOrEqual(1200);
    expect(states.reduce((sum, each) => sum + each.recentTicks, 0)).toBe(recentTicks);
    expect(states.find(({ name }) => name === 'spacing')!.recentLost).toBe(0);
    expect((recentTicks * tickPeriod) / 1e9).toBeGreaterThan(59);
  });

  it('names the latency of the accept, and which sizes are a stand-in', () => {
    const { latency, links } = begin({ latency: '4.4 us' }).sample();
    expect(latency).toBe(4400);
    expect(links.filter(({ isStandIn }) => isStandIn).map(({ name }) => name)).toEqual(['PXD']);
  });
});
