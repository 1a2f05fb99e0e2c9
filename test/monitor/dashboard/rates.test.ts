import { describe, expect, it } from 'vitest';
import { tokenOf } from '../../../monitor/dashboard/fragment.js';
import type { RunData } from '../../../monitor/dashboard/messages.js';
import { makeRateHistory } from '../../../monitor/dashboard/rates.js';
import { syntheticSnapshot } from '../synthetic-run.js';

const at = (wallSeconds: number, events: number, id = 'run-1'): RunData =>
  syntheticSnapshot(1, { id, state: 'running', reason: '', events, wallSeconds });

describe('the event rate', () => {
  it('is unknown with one sample', () => {
    const history = makeRateHistory();
    history.add(at(1, 1000));
    expect(history.rate()).toBeUndefined();
    expect(history.points()).toEqual([[], []]);
  });

  it('is the slope over the last 2.5 s, so an earlier pause is forgotten', () => {
    const history = makeRateHistory();
    for (const [time, events] of [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 10_000],
      [4, 20_000],
      [5, 30_000],
      [6, 40_000],
    ] as const)
      history.add(at(time, events));
    expect(history.rate()).toBeCloseTo(10_000, 6);
    // Of a second 0.0025 s were given up, 0.002 s not emulated.
    expect(history.pace()).toBeCloseTo(0.998 - 0.0025, 6);
  });

  it('falls to zero when no events come although time goes on', () => {
    const history = makeRateHistory();
    for (const time of [1, 2, 3, 4, 5]) history.add(at(time, 500));
    expect(history.rate()).toBe(0);
  });

  it('begins again with a new run', () => {
    const history = makeRateHistory();
    for (const time of [1, 2, 3]) history.add(at(time, 1e6 * time));
    history.add(at(0.5, 10, 'run-2'));
    expect(history.rate()).toBeUndefined();
    expect(history.points()).toEqual([[], []]);
  });

  it('keeps two minutes, however long the run is', () => {
    const history = makeRateHistory();
    for (let tick = 0; tick < 2000; tick++) history.add(at(tick / 2, 1000 * tick));
    const [times, rates] = history.points();
    expect(times).toHaveLength(240);
    expect(rates).toHaveLength(240);
    expect(times.at(0)).toBe(880);
  });
});

it('accepts are counted per second that was played, over ten, dead time apart', () => {
  const history = makeRateHistory();
  expect(history.acceptRate()).toBeUndefined();
  // 0.61 of the events are accepted; of a second 0.0025 s were given up, 0.002 s not emulated.
  for (let second = 0; second <= 30; second++)
    history.add(at(second, second < 20 ? 0 : 1000 * (second - 20)));
  expect(history.acceptRate()).toBeCloseTo(610 / (0.998 - 0.0025), 6);
});

it('accepts are not fewer per second for a pause', () => {
  const history = makeRateHistory();
  for (let second = 0; second <= 10; second++) {
    const paused = Math.max(0, second - 5);
    const { run, ...data } = at(second, 1000 * (second - paused));
    history.add({ ...data, run: { ...run, playedSeconds: run.playedSeconds - paused } });
  }
  expect(history.acceptRate()).toBeCloseTo(3050 / (9.98 - 0.025 - 5), 6);
});

it('pace is what was played, of the whole run as long as there is one sample', () => {
  const history = makeRateHistory();
  expect(history.pace()).toBeUndefined();
  const { run, ...data } = at(9, 1000);
  history.add({ ...data, run: { ...run, emulatedSeconds: 9.1, playedSeconds: 0.7 } });
  expect(history.pace()).toBeCloseTo(0.7 / 9, 9);
});

describe('the token', () => {
  it('is read from the fragment', () => {
    expect(tokenOf('#token=abc-_~')).toBe('abc-_~');
    expect(tokenOf('')).toBeUndefined();
    expect(tokenOf('#curves')).toBeUndefined();
  });
});
