import { describe, expect, it } from 'vitest';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { ticksOf } from '../../../emulator/machine/clock.js';
import {
  at,
  begin as beginWith,
  type Readout,
  statesOf,
  ticksPerSlice,
  windows,
} from './told-readout.js';

const latency = ticksOf(4000);
/** In flight when the next slice begins. */
const late = slicePeriod - 1000;
const slices = 6;

/** Whoever is sent a batch with this window makes the run fail, which has six slices. */
function failing(window: number) {
  const told = beginWith({}, 1, {} as Parameters<Readout['follow']>[0]);
  const got: number[] = [];
  const heard: number[] = [];
  told.watch((slice) => void heard.push(slice));
  told.sendTo(({ addresses, taken }) => {
    if (addresses.index.includes(window)) {
      told.end(slices, 'host');
      return false;
    }
    got.push(...taken);
    return true;
  });
  // One batch is whole and one waits for what becomes of slice 1.
  told.take(windows(0, at(1e6, 2e6)), 0, false);
  told.take(windows(0, at(3e6, late), 2), 0, true);
  return { told, got, heard };
}

const check = ({ told, got, heard }: ReturnType<typeof failing>): void => {
  const { ticks, states, readOut, issued, links } = told.sample();
  expect(ticks).toBe(slices * ticksPerSlice);
  expect(states.reduce((sum, state) => sum + state.ticks, 0)).toBe(ticks);
  expect(readOut).toBe(got.reduce((sum, taken) => sum + taken, 0));
  expect(states.reduce((sum, { lost }) => sum + lost, readOut)).toBe(issued);
  expect(statesOf(told)['host']!.lost).toBe(issued - readOut - statesOf(told)['ended']!.lost);
  // Bytes are of what is read out, too: those of 1000 are whole words.
  expect(links.find(({ name }) => name === 'CDC')!.eventBytes).toBe(readOut > 0 ? 1000 : 0);
  expect(new Set(heard).size).toBe(heard.length);
  expect(Math.max(...heard)).toBeLessThan(slices);
  // Nothing counts any more.
  told.giveUp(slices, 3);
  told.playEmpty(slices + 3);
  told.take(windows(slices, at(1e6)), slices, true);
  told.begin(slices + 5);
  told.end(slices + 5, 'host');
  expect(told.sample()).toMatchObject({ ticks, issued, readOut });
};

describe('a run that fails by what it is sent', () => {
  /** What makes the batch of window 2, which waits, leave. */
  const entries: Readonly<Record<string, (told: Readout) => void>> = {
    giveUp: (told) => told.giveUp(1, 3),
    playEmpty: (told) => told.playEmpty(1),
    begin: (told) => told.begin(1),
    take: (told) => told.take(windows(1, at(1e6), 5), 1, true),
    end: (told) => told.end(slices, 'host'),
  };
  for (const [name, enter] of Object.entries(entries))
    it(`has its slices and no more when that comes of ${name}`, () => {
      const run = failing(2);
      enter(run.told);
      check(run);
      expect(run.got).toEqual([1, 1]);
      expect(run.heard).toEqual(name === 'playEmpty' ? [0, 1] : [0]);
    });

  it('has them when that comes of a slice that is whole, whatever waits behind it', () => {
    const run = failing(0);
    expect(run.got).toEqual([]);
    check(run);
    expect(statesOf(run.told)['host']!.ticks).toBe((slices - 1) * ticksPerSlice + latency);
    expect(run.told.sample()).toMatchObject({ issued: 4, readOut: 0 });
  });

  it('goes on counting what is not taken by anybody, as lost, until it is told the end', () => {
    const told = beginWith();
    const sent: number[] = [];
    told.sendTo(({ addresses }) => {
      sent.push(...addresses.index);
      return false;
    });
    told.take(windows(0, at(1e6)), 0, true);
    told.take(windows(1, at(1e6), 1), 1, true);
    expect(told.sample()).toMatchObject({ issued: 2, readOut: 0 });
    expect(statesOf(told)['host']!.lost).toBe(2);
    // The second is not sent: nobody takes it.
    expect(sent).toEqual([0]);
  });

  it('has no accept read out that is being sent when it is asked', () => {
    const told = beginWith();
    const during: number[] = [];
    told.sendTo(() => void during.push(told.sample().readOut));
    told.take(windows(0, at(1e6, 2e6)), 0, false);
    told.take(windows(0, at(3e6), 2), 0, true);
    expect(during).toEqual([0, 2]);
    expect(told.sample().readOut).toBe(3);
  });

  it('counts on where whoever is sent a batch tells of slices that are given up', () => {
    const told = beginWith();
    told.sendTo(() => told.giveUp(1, 2, 'client'));
    told.take(windows(0, at(1e6)), 0, true);
    told.end(3);
    const { ticks, states } = told.sample();
    expect(ticks).toBe(3 * ticksPerSlice);
    expect(states.reduce((sum, state) => sum + state.ticks, 0)).toBe(ticks);
    expect(statesOf(told)['client']!.ticks).toBe(2 * ticksPerSlice + latency);
  });
});
