import { lastValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { revolutionsPerSlice } from '../../../emulator/chain/slices.js';
import { DecisionReaders } from '../../../emulator/daq/decision-readers.js';
import { secondsOf } from '../../../emulator/live/progress.js';
import { machineProgram } from '../../../emulator/live/program.js';
import { liveRun } from '../../../emulator/live/run.js';
import { ticksPerTurn } from '../../../emulator/machine/clock.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { startThreads } from '../../../emulator/workers/pool.js';
import type { DaqSnapshot } from '../../../monitor/daq-snapshot.js';
import type { RunSnapshot } from '../../../monitor/ports.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { until } from '../../monitor/support.js';
import { quietLog } from '../../monitor/synthetic-run.js';
import { syntheticBatch } from '../daq/support.js';
import { readout } from '../readout/configs.js';

const ticksPerSlice = revolutionsPerSlice * ticksPerTurn;
/** Bhabhas alone. */
const { machine: whole, config } = playedMachine(
  { machine: '2022-peak', machineSet: ['specificLuminosity=3e33', 'backgrounds.scale=0.1'] },
  nominalConfig(),
);
const machine = { ...whole, classes: whole.classes.filter(({ source }) => source === 5) };
const setup: ChainSetup = { seed: 3, run: 1, config, menu: physicsMenu, points: [], machine };

/** Goes on only when somebody looks at it, or by `hang`. */
function steppedClock() {
  let now = 5000;
  return {
    now: () => (now += 5),
    hang: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const ticksOf = ({ states }: DaqSnapshot, name: string): number =>
  states.find((state) => state.name === name)!.ticks;

/** The books of the ticks add up, now as at the end. */
function check({ daq, run }: RunSnapshot): DaqSnapshot {
  expect(daq!.states.reduce((sum, { ticks }) => sum + ticks, 0)).toBe(daq!.ticks);
  expect(secondsOf(daq!.ticks / ticksPerSlice)).toBeLessThan(run.emulatedSeconds + 1e-9);
  return daq!;
}

/** A run that somebody holds from its first slice on. */
function heldRun(threads = startThreads(1)) {
  const clock = steppedClock();
  const readers = new DecisionReaders();
  const reader = readers.add({ take: () => undefined, hasRoom: () => true });
  // Of the run before: nobody has taken it yet.
  readers.send(syntheticBatch(0, 0, 3));
  const live = liveRun({
    id: 'held',
    version: '0.1.0',
    setup,
    machine,
    readout: readout(),
    readers,
    program: machineProgram(setup),
    conditions: 'nominal',
    source: 'machine of a test',
    pace: 'real',
    // A batch is less than a slice.
    batchEvents: 4,
    workers: 1,
    threads,
    clock,
    log: quietLog,
  });
  const all = lastValueFrom(live.decisions$, { defaultValue: undefined });
  const comesTo = (is: (sample: RunSnapshot) => boolean, what: string): Promise<void> =>
    until(() => is(live.sample(0)), what, 60_000);
  return { clock, reader, live, all, comesTo };
}

describe('a held run', { timeout: 180_000 }, () => {
  it('has dead ticks while it is held, in its first slice too, and up to the stop', async () => {
    const { clock, reader, live, all, comesTo } = heldRun();
    const clientTicks = (): number => ticksOf(check(live.sample(0)), 'client');
    /** Held for ten seconds more: returns how many slices of the client that gave. */
    const hold = async (): Promise<number> => {
      const before = clientTicks();
      const deadBefore = live.sample(0).deadSeconds['client']!;
      clock.hang(10_000);
      await comesTo(({ deadSeconds }) => deadSeconds['client']! > deadBefore + 9.5, 'dead time');
      return (clientTicks() - before) / ticksPerSlice;
    };
    // The beam begins a second after the hold.
    await comesTo(({ deadSeconds }) => deadSeconds['client']! > 0, 'the beam');
    expect(await hold()).toBeGreaterThan(180);
    expect(live.sample(0).run.playedSeconds).toBeLessThan(0.05);

    reader.grant(1);
    await until(() => reader.waiting() > 0, 'a slice that waits for the client', 60_000);
    expect(await hold()).toBeGreaterThan(180);
    live.stop('enough');
    await all;
    const { daq, run, deadSeconds } = live.sample(0);
    check(live.sample(0));
    expect(secondsOf(daq!.ticks / ticksPerSlice)).toBeCloseTo(run.emulatedSeconds, 9);
    const client = secondsOf(ticksOf(daq!, 'client') / ticksPerSlice);
    // Behind each of the two slices that are played, what was in flight as well: 4 µs of ticks.
    expect(client).toBeLessThanOrEqual(deadSeconds['client']! + 2 * 4.01e-6);
    expect(client).toBeGreaterThan(deadSeconds['client']! - 0.01);
  });

  it('is dead in the slice that was begun when it fails', async () => {
    const threads = startThreads(1);
    const { live, all, comesTo } = heldRun(threads);
    const failure = expect(all).rejects.toMatchObject({ code: 'WORKER_FAILED' });
    await comesTo(({ run }) => run.emulatedSeconds > 0, 'the first windows');
    await threads[0]!.terminate();
    await failure;
    const daq = check(live.sample(0));
    expect(daq.ticks).toBe(ticksPerSlice);
    expect(ticksOf(daq, 'host')).toBe(ticksPerSlice);
    expect(live.sample(0).run.emulatedSeconds).toBeCloseTo(secondsOf(1), 9);
  });
});
