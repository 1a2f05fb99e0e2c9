import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom, tap } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { type LoopedRecording, loopedRecording } from '../../../emulator/daq/looped-recording.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import type { EventsRecord } from '../../../emulator/daq/records.js';
import type { LiveRun, LiveRunOptions } from '../../../emulator/live/live-run.js';
import { cardProgram } from '../../../emulator/live/program.js';
import { liveRun } from '../../../emulator/live/run.js';
import { playLoop } from '../../../emulator/commands/played.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { loadCard } from '../../../emulator/studies/card.js';
import type { DecisionBatch } from '../../../triggers/gdl/decide.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { quietLog } from '../../monitor/synthetic-run.js';

// Of a busy host these take long, and nothing else.
const patience = { timeout: 180_000 };

const card = loadCard('single-photon');
const base = { seed: 3, config: emulatorConfig(), menu: eclMenu };
const common = {
  id: 'test',
  version: '0.1.0',
  conditions: 'nominal',
  pace: 'max',
  workers: 1,
  clock: performance,
  log: quietLog,
} as const;

const slices = 3;
let scratch = '';
let loop: LoopedRecording;
let records: EventsRecord[] = [];

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'b2l1-loop-'));
  const directory = join(scratch, 'run-000001');
  const setup = { ...base, run: 1, points: card.points, rate: 2000, card: card.reference };
  const live = liveRun({
    ...common,
    setup,
    program: cardProgram(setup, card.schedule),
    card,
    source: 'card single-photon',
    slices,
    // All of them, so that prescales find what they found.
    recording: {
      directory,
      maxBytes: 2e4,
      maxMilliseconds: 1e9,
      onFull: 'end',
      onFailure: 'end',
      passThrough: 1,
    },
  });
  await lastValueFrom(live.decisions$);
  const recording = await openRecording(directory);
  records = [];
  for await (const item of recording.items()) if (item.kind === 'events') records.push(item);
  loop = await loopedRecording(recording);
}, patience.timeout);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Plays the recording for some slices; returns what was decided in each, and the last sample. */
async function play(
  options: Partial<LiveRunOptions> & { readonly laps: number },
  onDecided: (live: LiveRun, batch: DecisionBatch) => void = () => undefined,
) {
  const live = liveRun({
    ...common,
    ...playLoop(loop, [], base)(2),
    slices: options.laps * slices,
    ...options,
  });
  const decided = new Map<number, DecisionBatch[]>();
  await lastValueFrom(
    live.decisions$.pipe(
      tap((batch) => {
        onDecided(live, batch);
        const slice = batch.addresses.slice[0]!;
        decided.set(slice, [...(decided.get(slice) ?? []), batch]);
      }),
    ),
  );
  return { live, decided, sample: live.sample(0) };
}

const all = <T>(batches: readonly DecisionBatch[], of: (batch: DecisionBatch) => Iterable<T>) =>
  batches.flatMap((batch) => [...of(batch)]);

describe('a recording as a live source', patience, () => {
  it('is decided as it was recorded, lap after lap, at times shifted by whole laps', async () => {
    const { decided, sample } = await play({ laps: 2 });
    let before = 0;
    for (let slice = 0; slice < slices; slice++) {
      const [one, two] = [decided.get(slice)!, decided.get(slice + slices)!];
      const of = records.filter((record) => record.slice === slice);
      const recorded = <T>(column: (record: EventsRecord) => Iterable<T>) =>
        of.flatMap((record) => [...column(record)]);
      expect(all(one, (batch) => batch.ftdlBits)).toEqual(recorded(({ ftdlBits }) => ftdlBits));
      // The first lap has the counters of the recorded run, too.
      expect(all(one, (batch) => batch.psnmBits)).toEqual(recorded(({ psnmBits }) => psnmBits));
      expect(all(one, (batch) => batch.time)).toEqual(recorded(({ time }) => time!));
      expect(all(two, (batch) => batch.ftdlBits)).toEqual(all(one, (batch) => batch.ftdlBits));
      expect(all(two, (batch) => batch.addresses.index)).toEqual(recorded(({ index }) => index));
      const shift = slices * slicePeriod;
      expect(all(two, (batch) => batch.time)).toEqual(
        all(one, (batch) => batch.time).map((time) => time + shift),
      );
      expect(all(two, (batch) => batch.time)[0]).toBeGreaterThan(before);
      before = all(two, (batch) => batch.time).at(-1)!;
    }
    expect(loop.events).toBeGreaterThan(100);
    expect(sample.events).toMatchObject({ processed: 2 * loop.events, busy: 0 });
    expect(sample.run.loop).toEqual({ recording: loop.path, run: 1, events: loop.events, lap: 2 });
    expect(sample.run.notes?.join('\n')).toContain('played in a loop of 3 slices');
    expect(sample.efficiencies.curves).toEqual([]);
  });

  it('counts a lap once its beam has passed, not when its last slice begins', async () => {
    const lapSeconds = (slices * slicePeriod) / 1e9;
    const laps = new Set<number>();
    await play({ laps: 2, batchEvents: 7 }, (live) => {
      const { loop: lap, emulatedSeconds } = live.sample(0).run;
      laps.add(lap!.lap);
      expect(lap!.lap).toBe(Math.floor(emulatedSeconds / lapSeconds + 1e-6));
    });
    expect([...laps].slice(0, 2)).toEqual([0, 1]);
  });

  it('gives the same decisions for small batches and two workers', async () => {
    const once = await play({ laps: 1 });
    const { decided } = await play({ laps: 1, workers: 2, batchEvents: 7 });
    for (let slice = 0; slice < slices; slice++)
      for (const column of ['ftdlBits', 'psnmBits', 'time'] as const)
        expect(all(decided.get(slice)!, (batch) => batch[column] as Iterable<number>)).toEqual(
          all(once.decided.get(slice)!, (batch) => batch[column] as Iterable<number>),
        );
  });

  it('follows the menu that holds now: a line that is masked fires and keeps nothing', async () => {
    let asked = false;
    const { sample } = await play({ laps: 3 }, (live) => {
      if (asked) return;
      asked = true;
      const prescales = Object.fromEntries(eclMenu.lines.map(({ name }) => [name, 0]));
      live.steer({ kind: 'prescales', prescales, fromSlice: slices }, { address: 'test' } as never);
    });
    const one = await play({ laps: 1 });
    expect(one.sample.events.accepted).toBeGreaterThan(50);
    expect(sample.events.accepted).toBe(one.sample.events.accepted);
    expect(sample.events.processed).toBe(3 * loop.events);
    const fired = (of: typeof sample) => of.lines.reduce((sum, { ftdl }) => sum + ftdl, 0);
    expect(fired(sample)).toBe(3 * fired(one.sample));
  });

  it('names the recorded event in place of showing it', async () => {
    const { live } = await play({ laps: 2 });
    await expect(live.events.event({ run: 2, slice: 4, index: 5 })).rejects.toThrow(
      `event 2:4:5 is event 1:1:5 of a recording that is played in a loop, ` +
        'which is not made again ' +
        `here: b2l1 explain ${loop.path} --event 1:1:5`,
    );
    await expect(live.events.findEvent!({ line: 'lml6' })).rejects.toThrow(/b2l1 explain/);
    expect(await live.events.sampleEvent()).toBeUndefined();
  });

  it('refuses what would change recorded hits', () => {
    expect(() => playLoop(loop, ['ecl.geometry=projective'], base)).toThrow(
      '--set ecl.geometry=projective has no effect on hits that are recorded',
    );
    expect(() => playLoop(loop, ['triggers.ecl.cells.threshold=90 MeV'], base)).not.toThrow(
      'has no effect',
    );
  });
});
