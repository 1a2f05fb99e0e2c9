import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastValueFrom } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HitTree } from '../../../emulator/chain/kept-hits.js';
import { selectHits } from '../../../emulator/chain/kept-hits.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import { regenerateRecording } from '../../../emulator/daq/regenerate.js';
import { replayRecording } from '../../../emulator/daq/replay.js';
import { recordedEvent, windowEvent } from '../../../emulator/explain/addressed-event.js';
import { explainEvent, fullEvent } from '../../../emulator/explain/explain.js';
import { explainWindow } from '../../../emulator/explain/window.js';
import { machineProgram } from '../../../emulator/live/program.js';
import { liveRun } from '../../../emulator/live/run.js';
import { machineWindows } from '../../../emulator/settings/machine-in-time.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { loadCard } from '../../../emulator/studies/card.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { counted, counterSeries } from '../../monitor/counter-series.js';
import { quietLog } from '../../monitor/synthetic-run.js';
import { readout } from '../readout/configs.js';
import { collect, eventsOf, temporaryDirectory } from '../daq/support.js';

const scratch = temporaryDirectory();
const changes = join(scratch, 'changes.yaml');
writeFileSync(changes, '- {slice: 1, set: {backgrounds.scale: 0.3}}\n');

/** Bhabhas and what the LER's Touschek effect throws in, a tenth of what there is. */
const { machine: whole, config } = playedMachine(
  {
    machine: '2022-peak',
    machineSet: ['specificLuminosity=3e33', 'backgrounds.scale=0.1'],
    changes,
  },
  nominalConfig(),
);
const kept = [5, 111, 112];
const machine = {
  ...whole,
  classes: whole.classes.filter(({ source }) => kept.includes(source)),
};
const setup = { seed: 3, run: 1, config, menu: physicsMenu, points: [], machine };
const slices = 2;
/** One event of six samples at a time, ten times as slow: a run of milliseconds loses some. */
const tight = readout({ apv: { cells: 6, clocksPerSample: 1400 } });

async function record(name: string, workers: number, batchEvents: number, withProbes = false) {
  const directory = join(scratch, name);
  const live = liveRun({
    id: name,
    version: '0.1.0',
    setup,
    machine,
    readout: tight,
    program: machineProgram(setup),
    ...(withProbes && { probes: [{ card: loadCard('two-track'), rate: 200 }] }),
    conditions: 'nominal',
    source: 'machine of a test',
    pace: 'max',
    batchEvents,
    workers,
    slices,
    recording: { directory, maxBytes: 1e9, maxMilliseconds: 1e9, onFull: 'end', onFailure: 'end' },
    clock: performance,
    log: quietLog,
  });
  const before = live.sample(0);
  await lastValueFrom(live.decisions$);
  return { directory, before, sample: live.sample(0) };
}

const bytesOf = (directory: string): readonly string[] =>
  readdirSync(directory).map((name) => readFileSync(join(directory, name), 'base64'));

const patience = 180_000;
let first: Awaited<ReturnType<typeof record>>;
beforeAll(async () => {
  first = await record('one', 1, 64, true);
}, patience);

describe('a run of a machine', { timeout: patience }, () => {
  it('has all series of its counters before the first event: what comes later has no rate', () => {
    const { before, sample } = first;
    expect(counted(before, 'events_accepted_total')).toBe(0);
    for (const name of ['daq_triggers_lost_total', 'daq_timed_accepts_total'])
      expect([name, counted(before, name), counted(sample, name) > 0]).toEqual([name, 0, true]);
    expect(counterSeries(sample)).toEqual(counterSeries(before));
    expect(counted(sample, 'daq_timed_accepts_total')).toBe(sample.daq!.issued);
  });

  it('is the same byte by byte with 4 workers, other batches and without probes', async () => {
    const { directory, sample } = await record('four', 4, 1024);
    expect(sample.daq).toEqual(first.sample.daq);
    expect(bytesOf(directory)).toEqual(bytesOf(first.directory));
  });

  it('is decided again as it was, from hits and from addresses, across its change', async () => {
    const recording = await openRecording(first.directory);
    const replay = replayRecording({ recording, stopped: () => false });
    await lastValueFrom(replay.progress$);
    const { events, differing, books } = replay.result();
    expect(events).toBeGreaterThan(20);
    // All subdetectors are simulated where hits are kept: no size is a stand-in.
    expect(first.sample.daq!.links.some(({ isStandIn }) => isStandIn)).toBe(false);
    // What the read-out lost is not recorded, and the recording says what lost it.
    const { readOut, issued, states } = first.sample.daq!;
    expect(readOut).toBeLessThan(issued);
    const lost: Record<string, number> = {};
    let taken = 0;
    for await (const item of recording.items()) {
      if (item.kind !== 'events') continue;
      taken += item.taken!.reduce((sum, count) => sum + count, 0);
      expect(item.taken!.every((count, row) => count > 0 && count <= item.accepts![row]!)).toBe(
        true,
      );
      for (const [cause, count] of Object.entries(item.lost!))
        lost[cause] = (lost[cause] ?? 0) + count;
    }
    expect(taken).toBe(readOut);
    const told = states.filter((state) => state.lost > 0).map((state) => [state.name, state.lost]);
    expect(lost).toEqual(Object.fromEntries(told));
    expect(lost['apv']).toBeGreaterThan(0);
    expect(differing).toBe(0);
    expect(books).toMatchObject({
      unaccounted: 0,
      processed: first.sample.events.processed,
      epochs: [{ epoch: 1, slice: 1, changed: ['backgrounds.scale=0.3'] }],
    });
    const again = regenerateRecording({ recording, workers: 1, stopped: () => false });
    await lastValueFrom(again.progress$);
    expect(again.result()).toMatchObject({
      played: first.sample.events.processed,
      recorded: events,
      differing: 0,
    });
  });

  it('has windows that are the same when they are made alone, epoch by epoch', async () => {
    const recording = await openRecording(first.directory);
    for (const { slice, index, hits } of eventsOf(await collect(recording.items()))) {
      const last = index.length - 1;
      const address = { run: 1, slice, index: index[last]! };
      const { generated } = recordedEvent(recording.run, address);
      const batch = await fullEvent(setup, generated);
      const recorded = selectHits(hits, index.length, Uint32Array.of(last));
      const own = batch.hits as unknown as HitTree;
      const alone = Object.fromEntries(Object.keys(recorded).map((name) => [name, own[name]!]));
      expect(alone).toEqual(recorded);
    }
  });

  it('tells of a window its seeds, what opened it and what it stands for', async () => {
    const recording = await openRecording(first.directory);
    const { slice, index, weight, anchor } = eventsOf(await collect(recording.items()))[0]!;
    const found = windowEvent(setup, { run: 1, slice, index: index[0]! });
    const batch = await fullEvent(setup, found.generated);
    const { stages } = explainEvent(batch, compileMenu(physicsMenu), setup);
    const seeds = stages.find(({ stage }) => stage === 'seeds')!;
    expect(seeds.rows.some(([, , , , time]) => time === 0)).toBe(true);
    expect(explainWindow(found.generated, setup)).toMatchObject({
      openedBy: machine.classes[anchor![0]!]!.name,
      standsFor: weight![0]!,
    });
    expect(() => windowEvent(setup, { run: 1, slice: 0, index: 1e6 })).toThrow(
      /there is no 1000000/,
    );
    expect(() => windowEvent(setup, { position: 3 })).toThrow(/run:slice:index/);
  });

  it('names the nearest window where a seed opens none', () => {
    const { make, count } = machineWindows(setup)!;
    const all = make({ kind: 'windows', slice: 0, first: 0, count: count(0) }).addresses.index;
    const idle = [...all.keys()].find((number) => !all.includes(number))!;
    const distances = Array.from(all, (number) => Math.abs(number - idle));
    const nearest = all[distances.indexOf(Math.min(...distances))]!;
    expect(() => windowEvent(setup, { run: 1, slice: 0, index: idle })).toThrow(
      new RegExp(`nearest that opens one is 1:0:${nearest}$`),
    );
  });

  it('counts windows by the class that opened them, luminosity and probes by themselves', () => {
    const { run, machine: told, daq, events, efficiencies } = first.sample;
    const { ticks, readOut, issued, states } = daq!;
    expect(ticks).toBe(slices * 4970 * 1280);
    expect(states.reduce((sum, state) => sum + state.ticks, 0)).toBe(ticks);
    expect(states.reduce((sum, { lost }) => sum + lost, readOut)).toBe(issued);
    expect(issued).toBe(events.accepted);
    const { classes, delivered, live, vetoed, epoch, probes, realTime } = told!;
    const { liveSeconds, vetoedSeconds } = told!;
    const sum = (of: (each: (typeof classes)[0]) => number): number =>
      classes.reduce((all, each) => all + of(each), 0);
    expect(sum(({ windows }) => windows)).toBe(events.processed);
    // Of the artificial inputs a window stands for as many as come; in the books each is one.
    const artificial = classes.at(-1)!;
    expect(sum(({ weighted }) => weighted) - artificial.weighted).toBe(
      events.sumWeights - artificial.windows,
    );
    expect(artificial.weighted).toBeGreaterThan(10 * artificial.windows);
    expect(sum(({ accepts }) => accepts)).toBe(events.accepted);
    expect(classes.map(({ seeds }) => seeds > 0)).toEqual([true, true, true, false]);
    expect(epoch).toBe(1);
    expect(run.emulatedSeconds).toBeCloseTo(0.1, 3);
    // The run is over: nothing of its pace is live any more.
    expect(realTime.recent).toBeNaN();
    expect(realTime.run).toBeGreaterThan(0);
    // 3e33 · 1.32 · 1.1 cm⁻²s⁻¹ for 100 ms.
    expect(delivered).toBeCloseTo(3e33 * 1.32 * 1.1 * 1e-33 * 2 * 0.05, 2);
    // The luminosity is nearly even: its live part is that of the ticks, and dead ones are missing.
    const inGroup = (group: string): number =>
      states.reduce((all, state) => all + (state.group === group ? state.ticks : 0), 0) / ticks;
    expect(inGroup('dead')).toBeGreaterThan(1e-4);
    expect(live / delivered).toBeCloseTo(inGroup('live'), 5);
    expect(vetoed / delivered).toBeCloseTo(inGroup('vetoed'), 5);
    expect(liveSeconds / run.emulatedSeconds).toBeCloseTo(inGroup('live'), 9);
    expect(vetoedSeconds / run.emulatedSeconds).toBeCloseTo(inGroup('vetoed'), 9);
    expect(vetoed).toBeGreaterThan(0);
    const { detectors } = told!.backgrounds;
    expect(detectors.find(({ detector }) => detector === 'TOP')).toMatchObject({
      limit: 5,
      limitNote: expect.stringMatching(/^yellow alarm/) as string,
    });
    expect(detectors.find(({ detector }) => detector === 'calorimeter, barrel')).not.toHaveProperty(
      'limitNote',
    );
    expect(probes).toEqual([
      { card: 'two-track', rate: 200, events: expect.any(Number) as number },
    ]);
    expect(probes[0]!.events).toBeGreaterThan(5);
    expect(efficiencies.families.map(({ name }) => name)).toContain('two-track');
    expect(efficiencies.curves[0]!.selection).toMatch(/^probes of card two-track: /);
  });
});
