import { describe, expect, it } from 'vitest';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { revolutionsPerSlice, slicePeriod } from '../../../emulator/chain/slices.js';
import { ReadoutBooks } from '../../../emulator/live/readout-books.js';
import { Accelerator } from '../../../emulator/machine/accelerator.js';
import { ticksPerTurn } from '../../../emulator/machine/clock.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { readout } from '../readout/configs.js';

const ticksPerSlice = revolutionsPerSlice * ticksPerTurn;
const { machine } = playedMachine({ machine: '2022-peak', machineSet: [] }, nominalConfig());
const accelerator = new Accelerator([{ from: 0, config: machine.epochs[0].config }]);

const books = (seed = 1, given: Parameters<typeof readout>[0] = {}) =>
  new ReadoutBooks({
    seed,
    run: 1,
    readout: readout(given),
    machine,
    trains: accelerator.trains,
  });

/** Windows of a slice: when each comes in it [ns], and how many accepts it stands for. */
function windows(slice: number, rows: readonly (readonly [number, number])[]) {
  const count = rows.length;
  return {
    eventCount: count,
    addresses: {
      run: 1,
      slice: new Uint32Array(count).fill(slice),
      index: Uint32Array.from(rows.keys()),
    },
    time: Float64Array.from(rows, ([time]) => slice * slicePeriod + time),
    standing: { accepts: Uint32Array.from(rows, ([, accepts]) => accepts) },
  };
}

const statesOf = (told: ReadoutBooks) =>
  Object.fromEntries(told.sample().states.map(({ name, ...counts }) => [name, counts]));

describe('the read-out of a run', () => {
  it('loses an accept that comes 100 ns after another, and none that are refused', () => {
    const told = books();
    told.add(
      windows(0, [
        [1e6, 1],
        [1e6 + 50, 0],
        [1e6 + 100, 1],
        [1e6 + 300, 1],
      ]),
    );
    told.countTo(1);
    expect(told.sample()).toMatchObject({ ticks: ticksPerSlice, readOut: 2 });
    expect(statesOf(told)['spacing']).toMatchObject({ group: 'dead', ticks: 46, lost: 1 });
  });

  it('puts batches of a slice in order of time, and counts it when the next one begins', () => {
    const told = books();
    told.add(windows(0, [[2e6, 1]]));
    told.add(windows(0, [[2e6 - 100, 1]]));
    expect(told.sample().readOut).toBe(0);
    told.add(windows(3, [[0, 1]]));
    expect(told.sample()).toMatchObject({ ticks: 3 * ticksPerSlice, readOut: 1 });
    expect(statesOf(told)['spacing']!.lost).toBe(1);
  });

  it('spreads the accepts that a window stands for over its slice, the same for a seed', () => {
    const counts = (seed: number) => {
      const told = books(seed);
      told.add(windows(0, [[1e6, 1500]]));
      told.countTo(1);
      return told.sample();
    };
    // 1500 accepts in 50 ms are 30 kHz, of which 3.7 % are lost: 55.
    expect(counts(1).readOut).toBeGreaterThan(1400);
    expect(counts(1).readOut).toBeLessThan(1490);
    const { readOut, states } = counts(1);
    expect(states.reduce((sum, { lost }) => sum + lost, readOut)).toBe(1500);
    expect(counts(1)).toEqual(counts(1));
    expect(counts(1)).not.toEqual(counts(2));
  });

  it('has the ticks of the veto after injections, as the accelerator tells them', () => {
    const told = books();
    told.countTo(20);
    const states = statesOf(told);
    const vetoed = states['veto-full']!.ticks + states['veto-gate']!.ticks;
    const share = accelerator.vetoedShare(['her', 'ler'], 0, 20 * slicePeriod);
    expect(vetoed).toBe(Math.round(share * 20 * ticksPerSlice));
    expect(states['veto-full']!.ticks).toBeGreaterThan(states['veto-gate']!.ticks / 10);
    expect(states['live']!.ticks).toBe(20 * ticksPerSlice - vetoed);
  });

  it('is dead by the host in slices that were not played, and adds up to the tick', () => {
    const told = books();
    told.add(windows(0, [[1e6, 5]]));
    told.giveUp(2, 3);
    told.giveUp(7, 1);
    told.add(windows(5, [[1e6, 5]]));
    told.countTo(9);
    const states = statesOf(told);
    expect(states['host']!.ticks).toBe(4 * ticksPerSlice);
    // The veto of slices that were played, and of no others.
    const shareOf = (slice: number): number =>
      accelerator.vetoedShare(['her', 'ler'], slice * slicePeriod, (slice + 1) * slicePeriod);
    const played = [0, 1, 5, 6, 8].reduce((sum, slice) => sum + shareOf(slice), 0);
    const vetoed = states['veto-full']!.ticks + states['veto-gate']!.ticks;
    expect(vetoed).toBe(Math.round(played * ticksPerSlice));
    expect(shareOf(5)).toBeGreaterThan(0);
    const ticks = Object.values(states).reduce((sum, state) => sum + state.ticks, 0);
    expect(ticks).toBe(9 * ticksPerSlice);
    expect(told.sample().ticks).toBe(ticks);
  });

  it('counts ticks of a pause as paused, vetoes in them too, and what a client holds up', () => {
    const told = books();
    told.pause(1, 2);
    told.during('client', 3 * ticksPerSlice, 3 * ticksPerSlice + 1000);
    told.countTo(4);
    const states = statesOf(told);
    expect(states['paused']!.ticks).toBe(2 * ticksPerSlice);
    expect(states['client']!.ticks).toBeGreaterThan(0);
    expect(states['client']!.ticks).toBeLessThanOrEqual(1000);
    expect(told.sample().ticks).toBe(4 * ticksPerSlice);
  });
});
