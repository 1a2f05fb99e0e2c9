import { cp, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../detector/base/random.js';
import { readFrames } from '../../emulator/daq/frames.js';
import { openRecording } from '../../emulator/daq/recording.js';
import { decodeRecord } from '../../emulator/daq/record-codec.js';
import { replayRecording } from '../../emulator/daq/replay.js';
import type { RunSnapshot } from '../../monitor/ports.js';
import { b2l1, interrupted, startDaemon } from '../support/command.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-kills-'));
  await writeFile(small, 'recorder: {segmentMegabytes: 1}\n');
  await writeFile(waiting, 'recorder: {onFull: pause, segmentMegabytes: 1}\n');
});
afterAll(() => rm(home, { recursive: true, force: true }));

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const small = join(tmpdir(), `b2l1-kills-small-${process.pid}.yaml`);
const waiting = join(tmpdir(), `b2l1-kills-waiting-${process.pid}.yaml`);
afterAll(() => Promise.all([small, waiting].map((file) => rm(file, { force: true }))));

const daemon = ['--pace', 'max', '--workers', '1', '--rate', '2kHz', '--card'];
const photons = [...daemon, 'single-photon'];
/** Of 8 kB an event: a segment of a megabyte is full after 120. */
const tracks = [...daemon, 'two-track'];
/** What runs play, and how they are recorded. */
const manners = [
  photons,
  [...photons, '--record-all'],
  [...tracks, '--config', small],
  [...tracks, '--config', small, '--record-all'],
  [...tracks, '--config', waiting],
] as const;

/** How many are killed, and how many at a time. */
const [kills, lanes] = [50, 2];
/**
 * One in five is killed so long after its address is known, at most; the others so long after so
 * many events are written, at most [ms].
 */
const [startMs, maxEvents, behindMs] = [1500, 1500, 250];
/** Nobody waits longer for these events [ms]. */
const patienceMs = 20_000;
const seed = Number(process.env.B2L1_KILLS_SEED ?? Math.floor(performance.timeOrigin % 1e6));

/** Moments and manners of all kills, drawn from the seed: those of each are told apart. */
const planned = Array.from({ length: kills }, (_, kill) => {
  const stream = new RandomStream().seed(seed, kill, 0, 0, 0);
  return {
    kill,
    atEvents: kill % 5 === 0 ? 0 : Math.ceil(maxEvents * stream.uniform()),
    ms: Math.floor((kill % 5 === 0 ? startMs : behindMs) * stream.uniform()),
    manner: Math.floor(manners.length * stream.uniform()),
    place: stream.uniform(),
  };
});
type Kill = (typeof planned)[number];

/** What was told of a recording last before its run was killed. */
interface Told {
  readonly events: number;
  readonly flushedEvents: number;
}

/** Records until the moment comes, whatever the run does then; looks all the time. */
async function killed({ atEvents, ms, manner }: Kill, folder: string): Promise<Told> {
  const run = await startDaemon('--record', folder, ...manners[manner]!);
  let told: Told = { events: 0, flushedEvents: 0 };
  let isOver = false;
  const look = async (): Promise<void> => {
    while (!isOver) {
      // Killed under the question.
      const answer = await fetch(`${run.origin}/api/snapshot`)
        .then(async (response) => (await response.json()) as RunSnapshot)
        .catch(() => undefined);
      told = answer?.recording ?? told;
      await pause(20);
    }
  };
  const looked = look();
  const patience = performance.now() + patienceMs;
  while (told.events < atEvents && performance.now() < patience) await pause(10);
  await pause(ms);
  await run.stop('SIGKILL');
  isOver = true;
  await looked;
  return told;
}

/** Decides a recording again. */
async function replayed(folder: string) {
  const recording = await openRecording(folder);
  const { progress$, result } = replayRecording({ recording, stopped: () => false });
  await lastValueFrom(progress$, { defaultValue: 0 });
  return { recording, ...result() };
}

/** Where the frames of events lie in a file, with how many events each has. */
async function eventFrames(path: string) {
  const file = await open(path, 'r');
  const frames: { readonly offset: number; readonly events: number }[] = [];
  try {
    for await (const part of readFrames(file)) {
      if (part.kind !== 'body') continue;
      const record = decodeRecord(part.body);
      if (record.kind === 'events')
        frames.push({ offset: part.offset, events: record.index.length });
    }
  } finally {
    await file.close();
  }
  return frames;
}

/** Of a copy of a recording, one frame is spoiled and the end cut off: both must be told. */
async function missingOf(directory: string, files: readonly string[], { place }: Kill) {
  const path = files.at(-1)!;
  const frames = await eventFrames(path);
  if (frames.length < 4) return undefined;
  const copy = `${directory}-damaged`;
  await cp(directory, copy, { recursive: true });
  const damaged = path.replace(directory, copy);
  const spoiled = frames[1 + Math.floor(place * (frames.length - 3))]!;
  const file = await open(damaged, 'r+');
  await file.write(Buffer.from([0xff]), 0, 1, spoiled.offset + 40);
  await file.close();
  // In the midst of the last frame.
  await truncate(damaged, frames.at(-1)!.offset + 20);
  const { books } = await replayed(copy);
  await rm(copy, { recursive: true });
  const missing = books.faults.reduce((sum, { events }) => sum + events, 0);
  return { missing, spoiled: spoiled.events, recorded: books.recorded, cut: frames.at(-1)!.events };
}

/** Whether one file begins with the bytes of the other. */
async function isBeginning(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([readFile(one), readFile(other)]);
  const length = Math.min(a.length, b.length);
  return a.subarray(0, length).equals(b.subarray(0, length));
}

const withoutPart = (name: string): string => name.replace(/\.part$/, '');

describe(`${kills} recording runs that are killed at moments of seed ${seed}`, () => {
  const left: {
    readonly kill: Kill;
    readonly files: readonly string[];
    readonly recorded: number;
  }[] = [];
  const spoiled: number[] = [];

  async function killAndCheck(kill: Kill): Promise<void> {
    const folder = join(home, `recording-${kill.kill}`);
    const told = await killed(kill, folder);
    const moment = `${kill.ms} ms behind ${kill.atEvents} events`;
    const what = `kill ${kill.kill} of seed ${seed}: ${moment}, ${manners[kill.manner]!.join(' ')}`;
    const runs = (await readdir(folder)).filter((name) => name.startsWith('run-'));
    if (runs.length === 0 || (await readdir(join(folder, runs[0]!))).length === 0) {
      // Nothing was written yet, and nothing said to be.
      expect(told, what).toMatchObject({ events: 0, flushedEvents: 0 });
      return;
    }
    const directory = join(folder, runs[0]!);
    const begun = await replayed(directory).catch((error: { readonly code?: string }) => error);
    if (!('books' in begun)) {
      expect({ code: begun.code, ...told }, what).toMatchObject({
        code: 'RECORDING_EMPTY',
        events: 0,
      });
      return;
    }
    const { recording, differing, books } = begun;
    expect({ differing, unaccounted: books.unaccounted, ended: books.ended }, what).toEqual({
      differing: 0,
      unaccounted: 0,
      ended: false,
    });
    expect(
      books.faults.filter(({ unfinished }) => unfinished !== true),
      what,
    ).toEqual([]);
    expect(books.recorded, what).toBeGreaterThanOrEqual(told.flushedEvents);
    expect(books.recorded, what).toBeGreaterThanOrEqual(told.events);
    const missing = await missingOf(directory, recording.files, kill);
    if (missing !== undefined) {
      expect(missing, what).toMatchObject({
        missing: missing.spoiled,
        recorded: books.recorded - missing.spoiled - missing.cut,
      });
      spoiled.push(missing.missing);
    }
    left.push({ kill, files: recording.files, recorded: books.recorded });
  }

  it('leave every event that was told, decided as it was, and count what is spoiled', async () => {
    const rest = [...planned];
    const began = performance.now();
    const lane = async (): Promise<void> => {
      for (let kill = rest.shift(); kill !== undefined; kill = rest.shift())
        await killAndCheck(kill);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const events = left.map(({ recorded }) => recorded).toSorted((a, b) => a - b);
    const segments = left.map(({ files }) => files.length);
    console.log(
      `seed ${seed}: ${kills} kills in ${((performance.now() - began) / 1000).toFixed(0)} s, ` +
        `${left.length} left something: ${events[0]} to ${events.at(-1)} events, up to ` +
        `${Math.max(...segments)} segments; ${spoiled.length} spoiled afterwards`,
    );
    expect(left.length).toBeGreaterThan(kills / 2);
    expect(spoiled.length).toBeGreaterThan(kills / 4);
  });

  it('leave the bytes of a run that went on, as far as they got', async () => {
    let compared = 0;
    for (const manner of manners.keys()) {
      const alike = left.filter(({ kill }) => kill.manner === manner);
      const longestRun = alike.toSorted((a, b) => b.recorded - a.recorded)[0];
      for (const { kill, files } of alike) {
        for (const [segment, file] of files.entries()) {
          const other = longestRun!.files[segment]!;
          expect(withoutPart(file).slice(-20)).toBe(withoutPart(other).slice(-20));
          expect(await isBeginning(file, other), `kill ${kill.kill}, ${file}`).toBe(true);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThanOrEqual(left.length);
  });
});

describe('a recording run that is killed', () => {
  it('goes on as a run of its own in the same folder, and both are right', async () => {
    const folder = join(home, 'again');
    const flags = [
      '--record',
      folder,
      '--pace',
      'max',
      '--workers',
      '1',
      '--card',
      'single-photon',
      '--rate',
      '2kHz',
    ];
    const first = await startDaemon(...flags);
    await pause(1500);
    await first.stop('SIGKILL');
    const second = await startDaemon(...flags);
    await pause(1500);
    const { code, stderr } = await second.stop('SIGTERM');
    expect(code, stderr).toBe(0);
    const runs = (await readdir(folder)).filter((name) => name.startsWith('run-'));
    expect(runs).toHaveLength(2);
    for (const run of runs) {
      const replayed = await b2l1('replay', join(folder, run), '--json');
      expect(replayed.code, replayed.stderr).toBe(0);
      expect(JSON.parse(replayed.stdout)).toMatchObject({ differing: 0 });
    }
  });
});

describe('a study that is killed', () => {
  const card = ['study', 'two-track', '--events', '20000', '--json'];

  it('again and again ends with the bytes of one that ran through', async () => {
    const whole = await b2l1(...card, '--workers', '2');
    expect(whole.code, whole.stderr).toBe(0);
    const out = ['--out', join(home, 'study')];
    // The first has nothing to go on from; each of the others is killed once it says how far it is.
    await interrupted('SIGKILL', /%/, ...card, '--workers', '2', ...out);
    await interrupted('SIGKILL', /%/, ...card, '--workers', '1', '--resume', ...out);
    const last = await b2l1(...card, '--workers', '2', '--resume', ...out);
    expect(last.code, last.stderr).toBe(0);
    expect(last.stdout === whole.stdout).toBe(true);
    expect(await readFile(join(home, 'study', 'results.json'), 'utf8')).toBe(whole.stdout);
  });
});
