import { describe, expect, it } from 'vitest';
import { DeadTime } from '../../../emulator/readout/dead-time.js';
import { stateIndex, tickStates } from '../../../emulator/readout/tick-states.js';
import { live, named, readout, slowFrontEnds } from './configs.js';

/** State that met each trigger, of coarse timing unless said otherwise. */
const fates = (deadTime: DeadTime, ticks: readonly (number | readonly [number, number])[]) =>
  ticks.map((each) => {
    const [tick, quality] = typeof each === 'number' ? [each, 1] : each;
    return tickStates[deadTime.trigger(tick, quality)];
  });

/** Ticks that six and three samples take to be read: 140 clocks of RF/16 each. */
const [six, three] = [6 * 560, 3 * 560];

describe('spacing', () => {
  it('loses a trigger 23 ticks after an accept and takes one 24 ticks after it', () => {
    expect(fates(new DeadTime(readout()), [100, 123])).toEqual(['live', 'spacing']);
    expect(fates(new DeadTime(readout()), [100, 124])).toEqual(['live', 'live']);
  });

  it('counts from the accept, not from a trigger that was lost', () => {
    expect(fates(new DeadTime(readout()), [100, 120, 124])).toEqual(['live', 'spacing', 'live']);
  });

  it('loses a second trigger of the same tick, and leaves the tick of the accept live', () => {
    const deadTime = new DeadTime(readout());
    expect(fates(deadTime, [100, 100])).toEqual(['live', 'spacing']);
    deadTime.countTo(200);
    expect(named(deadTime.counts().ticks)).toEqual({ live: 177, spacing: 23 });
  });

  it('of a fixed dead time is all there is, however many events wait', () => {
    const deadTime = new DeadTime(readout({ rule: 'fixed', fixed: '500 ns' }));
    const ticks = Array.from({ length: 100 }, (_, place) => 64 * place);
    expect(new Set(fates(deadTime, ticks))).toEqual(new Set(['live']));
    expect(fates(deadTime, [64 * 99 + 63])).toEqual(['spacing']);
  });
});

describe('the cells of the APV25', () => {
  const burst = [0, 24, 48, 72, 96];

  it('hold five events of six samples, the one that is read included', () => {
    expect(fates(new DeadTime(readout()), [...burst, 120])).toEqual([
      ...burst.map(() => 'live'),
      'apv',
    ]);
  });

  it('are free in the tick in which an event has been read, 3360 ticks after it came', () => {
    expect(fates(new DeadTime(readout()), [...burst, six - 1, six])).toEqual([
      ...burst.map(() => 'live'),
      'apv',
      'live',
    ]);
  });

  it('are read one event at a time: the second is free after another 3360 ticks', () => {
    const deadTime = new DeadTime(readout());
    fates(deadTime, [...burst, six]);
    expect(fates(deadTime, [2 * six - 1, 2 * six])).toEqual(['apv', 'live']);
  });

  it('hold ten events of three samples', () => {
    const ticks = Array.from({ length: 11 }, (_, place) => 24 * place);
    const deadTime = new DeadTime(readout({ apv: { samples: 'three' } }));
    expect(fates(deadTime, ticks)).toEqual([...Array.from({ length: 10 }, () => 'live'), 'apv']);
    expect(fates(deadTime, [three - 1, three])).toEqual(['apv', 'live']);
  });

  it('take three samples of fine and super-fine timing when mixed, six of any other', () => {
    const mixed = () => new DeadTime(readout({ apv: { samples: 'mixed' } }));
    const full = burst.map((tick) => [tick, 1] as const);
    // Two cells are left: neither fits. With four events of six and one of three, five are left.
    expect(fates(mixed(), [...full, [120, 3]]).at(-1)).toBe('apv');
    for (const quality of [2, 3])
      expect(fates(mixed(), [...full.slice(0, 4), [96, quality], [120, 2]]).at(-1)).toBe('live');
    for (const quality of [0, 1])
      expect(fates(mixed(), [...full.slice(0, 4), [96, 2], [120, quality]]).at(-1)).toBe('apv');
    expect(fates(mixed(), [...full.slice(0, 4), [96, 1], [120, 2]]).at(-1)).toBe('apv');
  });

  it('read fine timing in half the time when mixed', () => {
    const deadTime = new DeadTime(readout({ apv: { samples: 'mixed', cells: 6 } }));
    expect(
      fates(deadTime, [
        [0, 2],
        [three - 1, 1],
        [three, 1],
      ]),
    ).toEqual(['live', 'apv', 'live']);
  });

  it('take no notice of the timing when they are not mixed', () => {
    const deadTime = new DeadTime(readout({ apv: { cells: 6 } }));
    expect(
      fates(deadTime, [
        [0, 3],
        [six - 1, 3],
        [six, 3],
      ]),
    ).toEqual(['live', 'apv', 'live']);
  });

  it('are live, for fine timing alone, while only three samples fit', () => {
    const deadTime = new DeadTime(readout({ spacing: 0, apv: { samples: 'mixed', cells: 9 } }));
    deadTime.trigger(0, 1);
    deadTime.countTo(10_000);
    expect(named(deadTime.counts().ticks)).toEqual({ live: 10_000 });
    expect(deadTime.counts().liveForFine).toBe(six - 1);
  });
});

describe('buffers of events', () => {
  /** A thousand ticks an event of the second subdetector, none of the others. */
  const bytes = [0, 1000, 0, 0, 0, 0, 0];
  const filled = (given: Parameters<typeof readout>[0]) =>
    new DeadTime(readout({ spacing: 0, apv: { cells: 192, clocksPerSample: 1 }, ...given }));
  const fill = (deadTime: DeadTime, ticks: readonly number[]) =>
    ticks.map((tick) => tickStates[deadTime.trigger(tick, 1, bytes)]);

  it('lose triggers to the subdetector whose front ends are full, until its link has room', () => {
    const deadTime = filled({ frontEnds: slowFrontEnds(2) });
    expect(fill(deadTime, [0, 10, 20, 999, 1000])).toEqual([
      'live',
      'live',
      'fifo-svd',
      'fifo-svd',
      'live',
    ]);
  });

  it('lose them to the receivers behind the links, and to the event builder', () => {
    const slow = { events: 1, megabytesPerSecond: 1000 };
    expect(fill(filled({ receivers: slow }), [0, 1])).toEqual(['live', 'link']);
    expect(fill(filled({ builder: slow }), [0, 1])).toEqual(['live', 'builder']);
  });

  it('take the sizes of the row that is given', () => {
    const deadTime = filled({ frontEnds: slowFrontEnds(1) });
    const rows = [...bytes, 0, 0, 0, 0, 0, 0, 700];
    expect(deadTime.trigger(0, 1, rows, 7)).toBe(live);
    expect(tickStates[deadTime.trigger(699, 1, rows, 7)]).toBe('fifo-klm');
    expect(deadTime.trigger(700, 1, rows, 7)).toBe(live);
  });
});

describe('the books of ticks', () => {
  it('count each tick for the first state that holds', () => {
    const deadTime = new DeadTime(readout());
    deadTime.during('veto-full', 0, 50);
    deadTime.during('paused', 20, 30);
    deadTime.during('client', 10, 200);
    deadTime.during('host', 60, 70);
    deadTime.countTo(300);
    expect(named(deadTime.counts().ticks)).toEqual({
      paused: 10,
      'veto-full': 40,
      host: 10,
      client: 140,
      live: 100,
    });
  });

  it('take what comes in spite of a veto; a pause, a host, a client lose triggers', () => {
    const deadTime = new DeadTime(readout());
    for (const [place, state] of (
      ['veto-full', 'veto-gate', 'paused', 'no-beam', 'host', 'recorder', 'client'] as const
    ).entries())
      deadTime.during(state, 100 * place, 100 * place + 50);
    expect(fates(deadTime, [49, 149, 249, 250, 349, 449, 549, 649, 650])).toEqual([
      'live',
      'live',
      'paused',
      'live',
      'no-beam',
      'host',
      'recorder',
      'client',
      'live',
    ]);
    deadTime.countTo(700);
    const { ticks, lost, accepted } = deadTime.counts();
    expect(ticks[stateIndex('veto-full')]).toBe(50);
    expect(lost.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(accepted).toBe(4);
  });

  it('leave stretches alone that are told when they are past', () => {
    const deadTime = new DeadTime(readout());
    deadTime.countTo(100);
    deadTime.during('host', 20, 100);
    deadTime.during('host', 90, 120);
    deadTime.countTo(200);
    expect(named(deadTime.counts().ticks)).toEqual({ live: 180, host: 20 });
  });

  it('give each lost trigger to one cause, and hand out copies', () => {
    const deadTime = new DeadTime(readout());
    fates(deadTime, [0, 1, 2]);
    const { lost } = deadTime.counts();
    expect(named(lost)).toEqual({ spacing: 2 });
    lost.fill(7);
    expect(named(deadTime.counts().lost)).toEqual({ spacing: 2 });
  });
});
