import { lastValueFrom, tap } from 'rxjs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sliceEventCount, slicePeriod } from '../../../emulator/chain/slices.js';
import { DecisionReaders } from '../../../emulator/daq/decision-readers.js';
import { cardProgram } from '../../../emulator/live/program.js';
import type { LiveRun, LiveRunOptions } from '../../../emulator/live/live-run.js';
import { liveRun } from '../../../emulator/live/run.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { type CardSetup, loadCard } from '../../../emulator/studies/card.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { until } from '../../monitor/support.js';
import { quietLog } from '../../monitor/synthetic-run.js';

const card = loadCard('single-photon');
const seed = 11;
const rate = 1000;
/** Length of a slice [s]. */
const period = slicePeriod / 1e9;

/**
 * A wall clock that goes on only when somebody looks at it, 20 ms at a time: a host of any speed is
 * neither fast nor slow by it. `hang` makes it stand for so many milliseconds once.
 */
function steppedClock() {
  let now = 5000;
  return {
    now: () => (now += 20),
    hang: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

interface Options extends Partial<Omit<LiveRunOptions, 'setup'>> {
  readonly setup?: CardSetup & { readonly rate: number };
  readonly schedule?: readonly number[];
}

const usual = {
  seed,
  run: 1,
  config: emulatorConfig(),
  menu: eclMenu,
  points: card.points,
  rate,
  card: card.reference,
};

/** A run of a card with nothing beside it. */
const common = {
  id: 'test',
  version: '0.1.0',
  setup: usual,
  program: cardProgram(usual, card.schedule),
  card,
  conditions: 'nominal',
  source: 'card single-photon',
  pace: 'real',
  workers: 1,
  log: quietLog,
} as const;

/** Plays a run of a few slices to its end. */
async function play(
  { setup = usual, schedule = card.schedule, ...options }: Options,
  onDecided: (live: LiveRun) => void = () => undefined,
) {
  const live = liveRun({
    ...common,
    setup,
    program: cardProgram(setup, schedule),
    clock: steppedClock(),
    ...options,
  });
  await lastValueFrom(live.decisions$.pipe(tap(() => onDecided(live))));
  return live.sample(0);
}

const eventsOf = (first: number, slices: number): number =>
  Array.from({ length: slices }, (_, slice) =>
    sliceEventCount(seed, 1, first + slice, rate),
  ).reduce((sum, events) => sum + events, 0);

// Of a busy host these take long, and nothing else.
const patience = { timeout: 180_000 };

describe('a run under a menu of few lines', patience, () => {
  it('plays any card, and its samples say once what the menu lacks', async () => {
    const menu = {
      ...eclMenu,
      name: 'few',
      lines: eclMenu.lines.filter(({ name }) => name === 'lml6'),
    };
    const setup = {
      seed,
      run: 1,
      config: emulatorConfig(),
      menu,
      points: card.points,
      rate,
      card: card.reference,
    };
    const { run, efficiencies } = await play({ slices: 1, setup });
    expect(run.notes).toEqual([
      'menu "few" lacks lml1, lml2, lml4, lml7, lml13, hie of card "single-photon": left out',
    ]);
    expect(efficiencies.lines.map(({ name }) => name)).toEqual(['lml6']);
    expect((await play({ slices: 1 })).run).not.toHaveProperty('notes');
  });

  it('says that variations of a card are left out', async () => {
    const varied = { ...card, variations: [{ name: 'projective', set: [], machineSet: [] }] };
    const { run } = await play({ slices: 1, card: varied });
    expect(run.notes).toEqual([
      'variations of card "single-photon" are left out: only b2l1 study runs them',
    ]);
  });
});

describe('a run at real pace', patience, () => {
  it('keeps pace with the beam: one emulated second per second, nothing dead', async () => {
    const slices = 12;
    const { run, events, deadSeconds } = await play({ slices });
    expect(run.emulatedSeconds).toBeCloseTo(slices * period, 9);
    // The clock is looked at some times more at the beginning and the end.
    expect(run.wallSeconds).toBeGreaterThan(run.emulatedSeconds - 0.01);
    expect(run.wallSeconds).toBeLessThan(run.emulatedSeconds + 0.2);
    expect(deadSeconds.host).toBe(0);
    expect(events).toMatchObject({ busy: 0, processed: eventsOf(0, slices) });
  });

  it('does so while somebody sets the time of day to and fro', async () => {
    let looked = 0;
    // An hour ahead, then an hour behind.
    const date = vi.spyOn(Date, 'now').mockImplementation(() => (++looked % 2) * 7.2e6 - 3.6e6);
    onTestFinished(() => date.mockRestore());
    const slices = 12;
    const { run, events, deadSeconds } = await play({ slices }, () => void Date.now());
    expect(looked).toBeGreaterThan(0);
    expect(run.emulatedSeconds).toBeCloseTo(slices * period, 9);
    expect(run.wallSeconds).toBeLessThan(run.emulatedSeconds + 0.2);
    expect(deadSeconds.host).toBe(0);
    expect(events).toMatchObject({ busy: 0, processed: eventsOf(0, slices) });
  });

  it('on a host that hangs for three seconds is dead for that time alone', async () => {
    const clock = steppedClock();
    const told: string[] = [];
    const log = { ...quietLog, warn: (text: string) => void told.push(text) };
    const slices = 80;
    let batches = 0;
    const { run, events, deadSeconds } = await play({ slices, clock, log }, (live) => {
      if (++batches === 1) clock.hang(3000);
      // A batch is a slice. What is on its way behind it may have passed, and is not played.
      expect(live.sample(0).run.playedSeconds).toBeCloseTo(batches * period, 9);
    });
    expect(told).toHaveLength(1);
    const [first, last, lost] = /slices (\d+) to (\d+) with (\d+) events/
      .exec(told[0]!)!
      .slice(1)
      .map(Number) as [number, number, number];
    const stretch = last - first + 1;
    expect(stretch * period).toBeGreaterThan(2.9);
    expect(stretch * period).toBeLessThan(3.3);
    expect(deadSeconds.host).toBeCloseTo(stretch * period, 9);
    expect(run.playedSeconds).toBeCloseTo((slices - stretch) * period, 9);
    expect(lost).toBe(eventsOf(first, stretch));
    expect(events.busy).toBe(lost);
    expect(events.processed).toBe(eventsOf(0, slices) - lost);
    expect(run.emulatedSeconds).toBeCloseTo(slices * period, 9);
  });
});

describe('a run at real pace of which somebody takes no more', patience, () => {
  it('is dead in that name while it lasts, and up to the stop', async () => {
    const clock = steppedClock();
    const readers = new DecisionReaders();
    // Without credit.
    readers.add({ take: () => undefined, hasRoom: () => true });
    // A batch is less than a slice.
    const live = liveRun({ ...common, clock, readers, batchEvents: 8 });
    const all = lastValueFrom(live.decisions$);
    await until(() => live.sample(0).events.processed > 0, 'the first decisions');
    clock.hang(8000);
    await until(() => live.sample(0).deadSeconds['client']! > 7.5, 'dead time', 60_000);
    const { run, deadSeconds } = live.sample(0);
    expect(run.state).toBe('running');
    expect(run.emulatedSeconds).toBeGreaterThan(8);
    expect(run.playedSeconds).toBeLessThan(0.1);
    clock.hang(4000);
    live.stop('enough');
    await all;
    const last = live.sample(0);
    expect(last.deadSeconds['client']).toBeGreaterThan(deadSeconds['client']! + 3.9);
    expect(last.deadSeconds).toMatchObject({ host: 0, recorder: 0 });
    const slices = Math.round(last.run.emulatedSeconds / period);
    expect(last.events.processed + last.events.busy).toBe(eventsOf(0, slices));
    const { playedSeconds, emulatedSeconds } = last.run;
    expect(playedSeconds + last.deadSeconds['client']!).toBeCloseTo(emulatedSeconds, 9);
  });
});

describe('a run that is asked to stop', patience, () => {
  const batchEvents = 8;

  it('ends behind a whole slice, and drops what was begun of the next', async () => {
    let batches = 0;
    const { run, events } = await play({ batchEvents, pace: 'max' }, (live) => {
      if (++batches === 10) live.stop('enough');
    });
    const slices = Math.round(run.emulatedSeconds / period);
    expect(run).toMatchObject({ state: 'ended', reason: 'enough' });
    // The tenth batch is of the second slice.
    expect(slices).toBe(2);
    expect(events.processed).toBe(eventsOf(0, slices));
  });

  it('behind a stretch that the host could not play still counts all before it', async () => {
    const clock = steppedClock();
    let stopped = false;
    const { run, events } = await play({ batchEvents, clock }, (live) => {
      if (live.sample(0).run.emulatedSeconds > 1 && !stopped) {
        clock.hang(3000);
        stopped = true;
        setTimeout(() => live.stop('enough'), 20);
      }
    });
    const slices = Math.round(run.emulatedSeconds / period);
    expect(events.processed + events.busy).toBe(eventsOf(0, slices));
  });

  it('before its first slice has played none, and does not wait for its workers', async () => {
    const live = liveRun({
      id: 'test',
      version: '0.1.0',
      setup: usual,
      program: cardProgram(usual, card.schedule),
      card,
      conditions: 'nominal',
      source: 'card',
      pace: 'real',
      workers: 1,
      clock: steppedClock(),
      log: quietLog,
    });
    const all = lastValueFrom(live.decisions$, { defaultValue: undefined });
    live.stop('never mind');
    expect(await all).toBeUndefined();
    expect(live.sample(0)).toMatchObject({
      run: { state: 'ended', reason: 'never mind', emulatedSeconds: 0 },
      events: { processed: 0 },
    });
  });
});

describe('a run whose schedule names a source that is not there', patience, () => {
  it('ends before its beam: workers warm up on all of its sources', async () => {
    const schedule = [...card.schedule, 99];
    const told: unknown[] = [];
    const played = play({ slices: 1, schedule }, () => told.push('decided'));
    await expect(played).rejects.toMatchObject({ code: 'CHAIN_FAILED' });
    expect(told).toEqual([]);
  });
});

describe('a run of a gun with τ', patience, () => {
  it('says once that they are decayed, and how many, or that nothing sees them', async () => {
    const told: string[] = [];
    const log = { ...quietLog, info: (text: string) => void told.push(text) };
    const taus = { generator: 'gun', config: { pdg: 15, minimum: 2 } };
    const setup = { seed, run: 1, config: emulatorConfig(), menu: eclMenu, rate };
    const played = (decay: boolean) =>
      play({
        log,
        pace: 'max',
        slices: 3,
        setup: { ...setup, points: card.points.map(() => taus), card: card.reference, decay },
      });
    const { run, events } = await played(true);
    const said = 'tau- (PDG code 15) are final';
    expect(run.notes).toEqual([
      `${events.processed} ${said} in the generator and were decayed here`,
    ]);
    expect(told.filter((text) => text.includes('tau'))).toEqual([
      expect.stringMatching(
        /^in the first events of this kind: \d+ tau- \(PDG code 15\) .* were decayed here$/,
      ),
    ]);
    const left = await played(false);
    expect(left.run.notes?.[0]).toMatch(new RegExp(`^${events.processed} tau- .*were not decayed`));
    expect(left.events.accepted).toBe(0);
  });
});

describe('a run at full speed', patience, () => {
  it('is busy for less than the time that passes, more than 1/1000 of it', async () => {
    const began = performance.now();
    const { workerBusySeconds } = await play({ pace: 'max', slices: 20, workers: 1 });
    const passed = (performance.now() - began) / 1000;
    expect(workerBusySeconds).toBeLessThan(passed);
    expect(workerBusySeconds).toBeGreaterThan(passed / 1000);
  });
});
