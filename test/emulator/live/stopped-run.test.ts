import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastValueFrom } from 'rxjs';
import { expect, it } from 'vitest';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import type { RunEnd } from '../../../emulator/daq/records.js';
import { secondsOf } from '../../../emulator/live/progress.js';
import { machineProgram } from '../../../emulator/live/program.js';
import { liveRun } from '../../../emulator/live/run.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { until } from '../../monitor/support.js';
import { quietLog } from '../../monitor/synthetic-run.js';
import { collect, temporaryDirectory } from '../daq/support.js';
import { readout } from '../readout/configs.js';

const scratch = temporaryDirectory();
/** Bhabhas alone. */
const { machine: whole, config } = playedMachine(
  { machine: '2022-peak', machineSet: ['specificLuminosity=3e33', 'backgrounds.scale=0.1'] },
  nominalConfig(),
);
const machine = { ...whole, classes: whole.classes.filter(({ source }) => source === 5) };
const setup: ChainSetup = { seed: 3, run: 1, config, menu: physicsMenu, points: [], machine };

it('a run that is stopped while it catches up with a sleep ends alike everywhere', async () => {
  let slept = 0;
  const directory = join(scratch, 'stopped');
  const live = liveRun({
    id: 'stopped',
    version: '0.1.0',
    setup,
    machine,
    readout: readout(),
    program: machineProgram(setup),
    conditions: 'nominal',
    source: 'machine of a test',
    pace: 'real',
    workers: 1,
    recording: { directory, maxBytes: 1e9, maxMilliseconds: 1e9, onFull: 'end', onFailure: 'end' },
    clock: { now: () => performance.now() + slept },
    log: quietLog,
  });
  const all = lastValueFrom(live.decisions$, { defaultValue: undefined });
  const sample = () => live.sample(0);
  // The beam waits no more: workers are warm, or it has waited for four seconds.
  const isWarm = () => sample().run.emulatedSeconds > 0.5 && sample().run.wallSeconds > 4.2;
  await until(isWarm, 'the beam', 60_000);
  slept = 10 * 3_600_000;
  await until(() => sample().run.emulatedSeconds > 60, 'slices given up', 60_000);
  live.stop('enough');
  await all;
  const { run, daq, deadSeconds } = sample();
  const items = await collect((await openRecording(directory)).items());
  const end = items.find(({ kind }) => kind === 'run-end') as RunEnd;
  const told = items.reduce((sum, item) => sum + (item.kind === 'given-up' ? item.slices : 0), 0);
  // Of ten hours.
  expect(run.emulatedSeconds).toBeLessThan(5 * 3600);
  expect(secondsOf(end.slices)).toBeCloseTo(run.emulatedSeconds, 9);
  const dead = Object.values(deadSeconds).reduce((sum, seconds) => sum + seconds, 0);
  expect(secondsOf(end.givenUp.slices)).toBeCloseTo(dead, 9);
  expect(told).toBe(end.givenUp.slices);
  expect(daq!.ticks / daq!.tickRate).toBeCloseTo(run.emulatedSeconds, 6);
  // Nothing passes any more.
  await sleep(300);
  expect(sample().run.emulatedSeconds).toBe(run.emulatedSeconds);
  expect(sample().deadSeconds).toEqual(deadSeconds);
  expect(sample().daq!.ticks).toBe(daq!.ticks);
  live.close();
}, 120_000);
