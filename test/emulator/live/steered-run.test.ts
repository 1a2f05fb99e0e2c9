import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastValueFrom } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import type { HitTree } from '../../../emulator/chain/kept-hits.js';
import { selectHits } from '../../../emulator/chain/kept-hits.js';
import { recordedSetupAt } from '../../../emulator/daq/recorded-legs.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import { regenerateRecording } from '../../../emulator/daq/regenerate.js';
import { replayRecording } from '../../../emulator/daq/replay.js';
import { windowEvent } from '../../../emulator/explain/addressed-event.js';
import { fullEvent } from '../../../emulator/explain/explain.js';
import { machineProgram } from '../../../emulator/live/program.js';
import type { LiveRunOptions } from '../../../emulator/live/live-run.js';
import { liveRun } from '../../../emulator/live/run.js';
import type { RunCommand } from '../../../emulator/live/steering.js';
import { loadCard } from '../../../emulator/studies/card.js';
import type { Asker } from '../../../monitor/message-types.js';
import type { RunSnapshot } from '../../../monitor/ports.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { until } from '../../monitor/support.js';
import { quietLog } from '../../monitor/synthetic-run.js';
import { collect, eventsOf, temporaryDirectory } from '../daq/support.js';
import { ticksOf } from '../../../emulator/machine/clock.js';
import { readout } from '../readout/configs.js';
import { smallMachine } from './small-machine.js';

const scratch = temporaryDirectory();
const asker: Asker = { address: '127.0.0.1', by: 'page' };

/** Bhabhas and what the LER's Touschek effect throws in, a tenth of what there is. */
const { machine, config } = smallMachine('specificLuminosity=3e33', 'backgrounds.scale=0.1');
const setup: ChainSetup = { seed: 3, run: 1, config, menu: physicsMenu, points: [], machine };

/** A change of each kind, and a pause. */
const script: readonly RunCommand[] = [
  { kind: 'prescales', prescales: { lml6: 2.5, bhapur: 2 }, fromSlice: 1 },
  { kind: 'machine', set: { specificLuminosity: 6e33 }, fromSlice: 2 },
  { kind: 'pause', fromSlice: 3 },
  { kind: 'resume', fromSlice: 5 },
  { kind: 'thresholds', set: { 'gdl.edges.hold': '300 ns' }, fromSlice: 5 },
  { kind: 'menu', name: 'ecl', fromSlice: 6 },
];
const slices = 7;
const latency = ticksOf(readout().latency);

const usual: LiveRunOptions = {
  id: 'one',
  version: '0.1.0',
  setup,
  machine,
  readout: readout(),
  program: machineProgram(setup),
  programOf: machineProgram,
  conditions: 'nominal',
  source: 'machine of a test',
  pace: 'max',
  workers: 1,
  clock: performance,
  log: quietLog,
};

async function record(name: string, workers: number, batchEvents: number) {
  const directory = join(scratch, name);
  const live = liveRun({
    ...usual,
    id: name,
    probes: [{ card: loadCard('single-photon'), rate: 100 }],
    batchEvents,
    workers,
    slices,
    recording: {
      directory,
      maxBytes: 60_000,
      maxMilliseconds: 1e9,
      onFull: 'end',
      onFailure: 'end',
    },
  });
  const outcomes = script.map((command) => live.steer(command, asker));
  await lastValueFrom(live.decisions$);
  live.close();
  return { directory, outcomes, sample: live.sample(0) };
}

const bytesOf = (directory: string): readonly string[] =>
  readdirSync(directory).map((name) => readFileSync(join(directory, name), 'base64'));

const patience = 240_000;
let first: Awaited<ReturnType<typeof record>>;
beforeAll(async () => {
  first = await record('one', 1, 64);
}, patience);

describe('a run that is changed by commands', { timeout: patience }, () => {
  it('says from which slice each holds, and the epoch that begins there', () => {
    expect(first.outcomes.map(({ slice, epoch }) => [slice, epoch])).toEqual([
      [1, 1],
      [2, 2],
      [3, undefined],
      [5, undefined],
      [5, 3],
      [6, 4],
    ]);
    expect(first.sample.run).toMatchObject({ menu: 'ecl', epoch: 4 });
    expect(first.sample.machine).toMatchObject({ epoch: 4 });
  });

  it('counts lines of both menus on and new ones from 0, and says since when', () => {
    const { lines, efficiencies, overlaps } = first.sample;
    const bySlices = (seconds: number): number => Math.round(seconds / 0.04999);
    const old = lines.filter(({ since }) => since === undefined);
    const fresh = lines.flatMap(({ since }) =>
      since === undefined ? [] : [bySlices(since.seconds)],
    );
    expect(old.length + fresh.length).toBe(lines.length);
    expect(new Set(fresh)).toEqual(new Set(fresh.length === 0 ? [] : [6]));
    // Two slices of the six before were paused.
    const played = [...lines.flatMap(({ since }) => since ?? []), overlaps.since!];
    expect(new Set(played.map(({ playedSeconds }) => bySlices(playedSeconds)))).toEqual(
      new Set([4]),
    );
    expect(efficiencies.since).toMatchObject({ epoch: 4 });
    expect(bySlices(efficiencies.since!.seconds)).toBe(6);
  });

  it('gives each tick one state: live, dead, vetoed and paused are the run', () => {
    const { daq, pausedSeconds, run } = first.sample;
    const { states, ticks } = daq!;
    expect(states.reduce((sum, state) => sum + state.ticks, 0)).toBe(ticks);
    const perSlice = ticks / slices;
    // What had not left when the pause began is lost to it.
    expect(states.find(({ name }) => name === 'paused')!.ticks).toBe(2 * perSlice + latency);
    expect(states.find(({ name }) => name === 'ended')!.ticks).toBe(latency);
    expect(pausedSeconds! / run.emulatedSeconds).toBeCloseTo(2 / slices, 12);
    expect(run.playedSeconds / run.emulatedSeconds).toBeCloseTo(1 - 2 / slices, 12);
  });

  it('does so while a pause lasts, not only once it is over', async () => {
    const live = liveRun(usual);
    const lacking = ({ run, daq, pausedSeconds }: RunSnapshot) => {
      const { states, ticks, tickRate } = daq!;
      const told = states.find(({ name }) => name === 'paused')!;
      return {
        paused: (told.ticks - latency) / tickRate - pausedSeconds!,
        all: ticks / tickRate - run.emulatedSeconds,
      };
    };
    live.steer({ kind: 'pause', fromSlice: 1 }, asker);
    const end = lastValueFrom(live.decisions$);
    const isPlayed = (): boolean => live.sample(0).run.playedSeconds > 0.0499;
    await until(isPlayed, 'the slice before the pause', patience);
    const before = live.sample(0).pausedSeconds!;
    await until(() => live.sample(0).pausedSeconds! > before, 'more of the pause', patience);
    const { paused, all } = lacking(live.sample(0));
    expect(paused).toBeCloseTo(0, 9);
    expect(all).toBeCloseTo(0, 9);
    live.stop('seen');
    await end;
    live.close();
  });

  it('is the same byte by byte with 2 workers and other batches', async () => {
    const { directory, sample } = await record('two', 2, 1024);
    expect(bytesOf(directory)).toEqual(bytesOf(first.directory));
    expect(sample.lines).toEqual(first.sample.lines);
    expect(sample.daq).toEqual(first.sample.daq);
  });

  it('is decided again as it was, from hits and from addresses', async () => {
    const recording = await openRecording(first.directory);
    const replay = replayRecording({ recording, stopped: () => false });
    await lastValueFrom(replay.progress$);
    const { events, differing, sameMenu, books } = replay.result();
    expect(events).toBeGreaterThan(20);
    expect({ differing, sameMenu }).toEqual({ differing: 0, sameMenu: true });
    expect(books).toMatchObject({
      slices,
      pausedSlices: 2,
      givenUpSlices: 0,
      unaccounted: 0,
      faults: [],
      processed: first.sample.events.processed,
    });
    const { states } = first.sample.daq!;
    const lost = states.flatMap(({ name, lost: own }) => (own > 0 ? [[name, own] as const] : []));
    expect(books.lost).toEqual(Object.fromEntries(lost));
    expect(books.epochs.map(({ epoch, slice }) => [epoch, slice])).toEqual([
      [1, 1],
      [2, 2],
      [3, 5],
      [4, 6],
    ]);
    expect(books.epochs[0]).toMatchObject({ changed: ['lml6=2.5', 'bhapur=2'], asker });
    const again = regenerateRecording({ recording, workers: 1, stopped: () => false });
    await lastValueFrom(again.progress$);
    expect(again.result()).toMatchObject({
      played: first.sample.events.processed,
      recorded: events,
      differing: 0,
    });
  });

  it('tells in each segment what had been changed, so that one alone can be read', async () => {
    const { directory } = first;
    const names = readdirSync(directory);
    expect(names.length).toBeGreaterThan(2);
    const alone = await openRecording(join(directory, names.at(-1)!));
    const again = regenerateRecording({ recording: alone, workers: 1, stopped: () => false });
    await lastValueFrom(again.progress$);
    const { differing, books } = again.result();
    expect(differing).toBe(0);
    expect(books.epochs.length).toBeGreaterThan(1);
    expect(books.firstSlice).toBeGreaterThan(0);
  });

  it('has windows that are the same when they are made alone, by their epoch', async () => {
    const recording = await openRecording(first.directory);
    for (const { slice, index, hits } of eventsOf(await collect(recording.items()))) {
      if (index.length === 0) continue;
      const last = index.length - 1;
      const settings = await recordedSetupAt(recording, slice);
      const { generated } = windowEvent(settings, { run: 1, slice, index: index[last]! });
      const batch = await fullEvent(settings, generated);
      const recorded = selectHits(hits, index.length, Uint32Array.of(last));
      const own = batch.hits as unknown as HitTree;
      const alone = Object.fromEntries(Object.keys(recorded).map((name) => [name, own[name]!]));
      expect(alone).toEqual(recorded);
    }
  });
});
