import { describe, expect, it } from 'vitest';
import { alarmsOf, deadShares, type Watched } from '../../../monitor/dashboard/alarms.js';
import { specificLuminosity } from '../../../monitor/dashboard/machine-control.js';
import type {
  BackgroundsData,
  DaqData,
  MessageData,
  RunData,
} from '../../../monitor/dashboard/messages.js';
import { startOf } from '../../../monitor/dashboard/start-dialog.js';
import { hourBack } from '../../../monitor/dashboard/status-panel.js';
import { syntheticDaq } from '../synthetic-daq.js';
import { syntheticSnapshot, type SyntheticState } from '../synthetic-run.js';

const runAt = (change: Partial<SyntheticState> = {}): RunData => {
  const state = { id: 'run-1', state: 'running', reason: '', events: 1000, wallSeconds: 100 };
  return syntheticSnapshot(1, { ...state, machine: true, ...change } as SyntheticState) as RunData;
};
const now = Date.parse('2026-07-01T12:00:00Z');
const watched = (change: Partial<Watched>): Watched => ({
  run: runAt(),
  daq: undefined,
  backgrounds: undefined,
  messages: [],
  now,
  ...change,
});
const idsOf = (change: Partial<Watched>): readonly string[] =>
  alarmsOf(watched(change)).map(({ id }) => id);

/** A read-out whose client holds it for a share of the last minute, and another of the run. */
function daqWith(recent: number, whole: number): DaqData {
  const { states, ...daq } = syntheticDaq(100);
  const shareOf = (name: string, share: number): number =>
    name === 'live' ? 1 - share : name === 'client' ? share : 0;
  return {
    ...daq,
    recentTicks: 1000,
    ticks: 1000,
    states: states.map((state) => ({
      ...state,
      recentTicks: 1000 * shareOf(state.name, recent),
      ticks: 1000 * shareOf(state.name, whole),
    })),
  };
}

const background = (rate: number, limit?: number): BackgroundsData => ({
  sources: ['a', 'b'],
  detectors: [
    {
      detector: 'TOP',
      unit: 'MHz/tube',
      rates: { dtype: '<f8', shape: [2], data: [rate, null] },
      ...(limit !== undefined && { limit }),
    },
  ],
  phases: [],
});

const message = (change: Partial<MessageData>): MessageData => ({
  sequence: 0,
  at: '2026-07-01T11:55:00Z',
  run: 1,
  emulatedSeconds: 0,
  level: 'warning',
  kind: 'client',
  text: 'a client was closed',
  ...change,
});

describe('alarms', () => {
  it('are none while all is well, and none before anything has come', () => {
    expect(idsOf({})).toEqual([]);
    expect(idsOf({ run: undefined })).toEqual([]);
  });

  it('tell dead time of the last minute above 5 %, its largest cause, and what to do', () => {
    const [alarm] = alarmsOf(watched({ daq: daqWith(0.051, 0) }));
    expect(alarm?.title).toBe(
      'Dead time 5.10\u202f% of the last minute, above 5.00\u202f%: client of decisions behind ' +
        '5.10\u202f%',
    );
    expect(alarm?.advice).toMatch(/gives no credit/);
    // What the run had before the last minute is over.
    expect(idsOf({ daq: daqWith(0.05, 0.5) })).toEqual([]);
    expect(idsOf({ daq: daqWith(0.5, 0), run: runAt({ state: 'ended' }) })).toEqual([]);
  });

  it('of a card are of the run: it has no clock', () => {
    const run = { ...runAt({ machine: false }), deadSeconds: { host: 6, latency: 0 } };
    expect(deadShares({ run, daq: {} }).over).toBe('the run');
    expect(idsOf({ run, daq: {} })).toEqual(['dead-time']);
    expect(idsOf({ run: { ...run, deadSeconds: { host: 4.9 } } })).toEqual([]);
  });

  it('tell a host below 0.9 of real time, when the beam sets the pace', () => {
    const run = runAt();
    const at = (recent: number | null, pace: 'real' | 'max' = 'real'): RunData => ({
      ...run,
      run: { ...run.run, pace },
      machine: { ...run.machine!, realTime: { recent, run: 1 } },
    });
    expect(idsOf({ run: at(0.89) })).toEqual(['real-time']);
    expect(idsOf({ run: at(0.9) })).toEqual([]);
    expect(idsOf({ run: at(0.1, 'max') })).toEqual([]);
    expect(idsOf({ run: at(null) })).toEqual([]);
  });

  it('tell a failed run, a recorder that lost events, and background above its limit', () => {
    expect(idsOf({ run: runAt({ state: 'failed', reason: 'worker 1 stopped' }) })).toEqual([
      'failed',
    ]);
    const run = runAt();
    const failed = { ...run.recording!, lost: 1 };
    expect(idsOf({ run: { ...run, recording: failed } })).toEqual(['recorder']);
    const full = { ...run, recording: { ...run.recording!, state: 'paused' as const } };
    expect(alarmsOf(watched({ run: full })).map(({ title }) => title)).toEqual([
      'The disk of /data/run-000001 is full: the run waits',
    ]);
    expect(idsOf({ backgrounds: background(5.1, 5) })).toEqual(['background TOP']);
    expect(idsOf({ backgrounds: background(5, 5) })).toEqual([]);
    expect(idsOf({ backgrounds: background(500) })).toEqual([]);
  });

  it('tell clients that were dropped in the last ten minutes, not what clients merely did', () => {
    expect(idsOf({ messages: [message({})] })).toEqual(['client']);
    // The clock of the host was an hour ahead, and was set back.
    expect(idsOf({ messages: [message({ at: '2026-07-01T13:00:00Z' })] })).toEqual([]);
    expect(idsOf({ messages: [message({ at: '2026-07-01T11:50:00Z' })] })).toEqual([]);
    expect(idsOf({ messages: [message({ level: 'info' })] })).toEqual([]);
    expect(idsOf({ messages: [message({ kind: 'run' })] })).toEqual([]);
    const [alarm] = alarmsOf(watched({ messages: [message({}), message({ sequence: 1 })] }));
    expect(alarm?.title).toBe('a client was closed (2 messages in 10 min)');
  });
});

it('the rate an hour back is the mean of the rows around then, or none where none is', () => {
  const times = Array.from({ length: 3700 }, (_, second) => second);
  const values = times.map((second) => (second < 150 ? 2 : 7));
  expect(hourBack(times, values)).toBe(2);
  expect(hourBack(times.slice(200), values.slice(200))).toBeUndefined();
  expect(hourBack([], [])).toBeUndefined();
});

it('a luminosity is had from the product of the currents', () => {
  expect(specificLuminosity(4.65, [1.1, 1.32])).toBeCloseTo(4.65e34 / (1.1 * 1.32), -29);
});

it('a start names what was filled in, and leaves out the rest', () => {
  const fields = new Map([
    ['machine', ' design '],
    ['card', ''],
    ['menu', '  '],
  ]);
  const form = { get: (key: string) => fields.get(key) ?? null };
  expect(startOf(form)).toEqual({ kind: 'start', machine: 'design' });
});
