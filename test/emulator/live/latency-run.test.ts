import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastValueFrom } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import { regenerateRecording } from '../../../emulator/daq/regenerate.js';
import { ticksOf } from '../../../emulator/machine/clock.js';
import { machineProgram } from '../../../emulator/live/program.js';
import { liveRun } from '../../../emulator/live/run.js';
import type { Asker } from '../../../monitor/message-types.js';
import type { Menu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { quietLog } from '../../monitor/synthetic-run.js';
import { collect, eventsOf, temporaryDirectory } from '../daq/support.js';
import { readout } from '../readout/configs.js';
import { smallMachine } from './small-machine.js';

const scratch = temporaryDirectory();
const asker: Asker = { address: '127.0.0.1', by: 'page' };

/** Bhabhas and what the LER's Touschek effect throws in; whatever has a cluster is an accept. */
const { machine, config } = smallMachine('specificLuminosity=1e35', 'backgrounds.scale=0.02');
const any = { ...eclMenu.lines[0]!, formula: 'clst > 0' };
const menu: Menu = {
  ...eclMenu,
  lines: [
    { ...any, number: 3, name: 'any', prescale: 1 },
    // Its counter shows where the decision stands.
    { ...any, number: 4, name: 'third', prescale: 3 },
  ],
};
/** In slice 4 of this seed an accept is in flight at the end. */
const setup: ChainSetup = { seed: 1, run: 1, config, menu, points: [], machine };
const last = 4;
const latency = ticksOf(readout().latency);

interface Played {
  readonly slices: number;
  /** Slices of pauses: from, and the first behind. */
  readonly pauses: readonly (readonly [from: number, until: number])[];
  readonly workers?: number;
  readonly batchEvents?: number;
  readonly given?: Parameters<typeof readout>[0];
}

async function record(name: string, { slices, pauses, given, ...batches }: Played) {
  const directory = join(scratch, name);
  const live = liveRun({
    id: name,
    version: '0.1.0',
    setup,
    machine,
    readout: readout(given),
    program: machineProgram(setup),
    programOf: machineProgram,
    conditions: 'nominal',
    source: 'machine of a test',
    pace: 'max',
    workers: 1,
    batchEvents: 64,
    ...batches,
    slices,
    // Each slice has a segment of its own, which begins with the state of the decision.
    recording: { directory, maxBytes: 1, maxMilliseconds: 1e9, onFull: 'end', onFailure: 'end' },
    clock: performance,
    log: quietLog,
  });
  for (const [from, until] of pauses) {
    live.steer({ kind: 'pause', fromSlice: from }, asker);
    live.steer({ kind: 'resume', fromSlice: until }, asker);
  }
  await lastValueFrom(live.decisions$);
  live.close();
  const recording = await openRecording(directory);
  const events = eventsOf(await collect(recording.items()));
  return { directory, sample: live.sample(0), events };
}

type Recorded = Awaited<ReturnType<typeof record>>;

const bytesOf = (directory: string): readonly string[] =>
  readdirSync(directory).map((name) => readFileSync(join(directory, name), 'base64'));

async function differencesIn(path: string) {
  const recording = await openRecording(path);
  const again = regenerateRecording({ recording, workers: 1, stopped: () => false });
  await lastValueFrom(again.progress$);
  const { differing, recorded } = again.result();
  return { differing, recorded };
}

const patience = 240_000;
const before = [0, last] as const;
let paused: Recorded;
let ended: Recorded;
let played: Recorded;
beforeAll(async () => {
  paused = await record('paused', { slices: last + 2, pauses: [before, [last + 1, last + 2]] });
  ended = await record('ended', { slices: last + 1, pauses: [before] });
  played = await record('played', { slices: last + 2, pauses: [before] });
}, patience);

describe('an accept in flight at the end of a slice', { timeout: patience }, () => {
  const recordOf = ({ events }: Recorded) => events.find(({ slice }) => slice === last)!;
  const takenIn = (of: Recorded): number =>
    recordOf(of).taken!.reduce((sum, taken) => sum + taken, 0);

  it('is read out where the run goes on, and lost by name to a pause and to the end', () => {
    const { paused: none, ended: neither, ...lost } = recordOf(played).lost!;
    expect([none, neither]).toEqual([undefined, undefined]);
    expect(recordOf(paused).lost).toEqual({ ...lost, paused: 1 });
    expect(recordOf(ended).lost).toEqual({ ...lost, ended: 1 });
    expect(takenIn(paused)).toBe(takenIn(played) - 1);
    expect(takenIn(ended)).toBe(takenIn(played) - 1);
  });

  it('has ticks that add up with all others to the run', () => {
    for (const [{ sample }, slices, pauses, inFlight] of [
      // Nothing is in flight when a run begins with a pause.
      [paused, last + 2, last + 1, latency],
      [ended, last + 1, last, 0],
      [played, last + 2, last, 0],
    ] as const) {
      const { states, ticks, issued, readOut } = sample.daq!;
      const ticksIn = (name: string): number => states.find((state) => state.name === name)!.ticks;
      const perSlice = ticks / slices;
      expect(states.reduce((sum, state) => sum + state.ticks, 0)).toBe(ticks);
      expect(ticksIn('paused')).toBe(pauses * perSlice + inFlight);
      expect(ticksIn('ended')).toBe(inFlight > 0 ? 0 : latency);
      expect(states.reduce((sum, { lost }) => sum + lost, readOut)).toBe(issued);
      expect(ticks / sample.daq!.tickRate).toBeCloseTo(sample.run.emulatedSeconds, 9);
    }
    expect(played.sample.daq!.inFlight.highest).toBeGreaterThan(1);
  });

  it('waits in one worker as in two, whatever the batches: the same bytes', async () => {
    const slices = last + 2;
    const two = await record('two', { slices, pauses: [before], workers: 2, batchEvents: 1024 });
    expect(bytesOf(two.directory)).toEqual(bytesOf(played.directory));
    expect(two.sample.daq).toEqual(played.sample.daq);
  });

  it('has the same fate when the run is played again, whole or from one segment', async () => {
    for (const { directory, events } of [paused, ended, played]) {
      const recorded = events.reduce((sum, { index }) => sum + index.length, 0);
      expect(await differencesIn(directory)).toEqual({ differing: 0, recorded });
    }
    // Where the second segment is missing nobody knows what followed: it is as recorded.
    const [name] = readdirSync(played.directory);
    expect(await differencesIn(join(played.directory, name!))).toMatchObject({ differing: 0 });
    const cut = join(scratch, 'cut');
    mkdirSync(cut);
    copyFileSync(join(played.directory, name!), join(cut, name!));
    expect(await differencesIn(cut)).toMatchObject({ differing: 0 });
  });

  it('is as recorded behind a missing first slice, whose dead time reaches on', async () => {
    const given = { rule: 'fixed', fixed: 90e6 } as const;
    const { directory, events } = await record('dead', { slices: 2, pauses: [], given });
    expect(events.map(({ slice }) => slice)).toEqual([0, 1]);
    // The first accept of the run keeps all of the next slice from being read out at first.
    expect(events[1]!.lost).toMatchObject({ spacing: expect.any(Number) });
    const [, second] = readdirSync(directory);
    expect(await differencesIn(join(directory, second!))).toMatchObject({ differing: 0 });
  });

  it('is none without latency', async () => {
    const without = await record('none', {
      slices: last + 1,
      pauses: [before],
      given: { latency: 0 },
    });
    expect(without.events.map(({ lost }) => lost)).toEqual(
      played.events.slice(0, 1).map(({ lost }) => lost),
    );
    expect(takenIn(without)).toBe(takenIn(played));
    expect(without.sample.daq!.inFlight).toEqual({ mean: 0, highest: 0 });
  });
});
