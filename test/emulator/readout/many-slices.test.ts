import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import type { ToldState } from '../../../emulator/readout/tick-states.js';
import { at, begin, type Readout, ticksPerSlice, windows } from './told-readout.js';

const states: readonly ToldState[] = ['host', 'paused', 'recorder', 'client'];
/** Buffers that are full into the next slices. */
const slow = { frontEnds: { klm: { events: 2, links: 1 } } };

interface Told {
  readonly first: number;
  readonly slices: number;
  /** None: they are played, with an accept in flight at the end of each. */
  readonly state: ToldState | undefined;
}

/** A random course of a run, with stretches of minutes. */
function course(seed: number): readonly Told[] {
  const stream = new RandomStream().seed(seed, 0, 0, 0, purpose.test);
  let first = 0;
  return Array.from({ length: 12 }, (_, place) => {
    const state =
      place % 3 === 0 ? undefined : states[Math.floor(stream.uniform() * states.length)];
    const most = state === undefined ? 3 : [30, 1300, 5000][Math.floor(stream.uniform() * 3)]!;
    const slices = 1 + Math.floor(stream.uniform() * most);
    first += slices;
    return { first: first - slices, slices, state };
  });
}

const play = (told: Readout, slice: number): void =>
  told.take(
    windows(slice, [
      ...at(1e6),
      ...[3, 2, 1].map((before) => ({ at: slicePeriod - before * 1000, bytes: 60_000_000 })),
    ]),
    slice,
    true,
  );

/** Samples behind each stretch, and two slices later. */
function samplesOf(course: readonly Told[], atOnce: boolean) {
  const told = begin(slow);
  const samples = course.map(({ first, slices, state }) => {
    if (atOnce && state !== undefined) told.giveUp(first, slices, state);
    else
      for (let slice = first; slice < first + slices; slice++)
        if (state === undefined) play(told, slice);
        else told.giveUp(slice, 1, state);
    return told.sample();
  });
  return [...samples, told.sent.map(({ lost }) => lost)];
}

describe('many slices that are not played', () => {
  it('have the numbers of one after the other, those of the last minute too', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const told = course(seed);
      expect(samplesOf(told, true), `seed ${seed}`).toEqual(samplesOf(told, false));
    }
  });

  it('fill the minute behind them, and leave it as it becomes older', () => {
    const told = begin();
    told.giveUp(0, 5000, 'host');
    expect(told.sample().recentTicks).toBe(1200 * ticksPerSlice);
    told.giveUp(5000, 100, 'paused');
    const recent = Object.fromEntries(
      told.sample().states.map(({ name, recentTicks }) => [name, recentTicks / ticksPerSlice]),
    );
    expect(recent).toMatchObject({ host: 1100, paused: 100 });
  });

  it('are counted at once where they are those of half a year', () => {
    const told = begin();
    told.giveUp(0, 345_600_000, 'host');
    const { ticks, recentTicks, states } = told.sample();
    expect(ticks).toBe(345_600_000 * ticksPerSlice);
    expect(states.find(({ name }) => name === 'host')).toMatchObject({ ticks, recentTicks });
  });
});
