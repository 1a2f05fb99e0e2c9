import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../detector/base/random.js';
import { eventsRecord } from '../../../emulator/daq/events-record.js';
import type { RecorderOptions } from '../../../emulator/daq/recorder.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import { until } from '../../monitor/support.js';
import {
  collect,
  eventsOf,
  someEnd,
  syntheticBatch,
  syntheticRecorder,
  temporaryDirectory,
} from './support.js';

const scratch = temporaryDirectory();

/** A page of a file reaches the disk whole or not at all [bytes]. */
const page = 512;

/**
 * Bytes of a file of which so many are flushed, as they may be after the power was lost: pages
 * behind these have got to the disk in any order, and those that have not are zeros.
 */
function torn(bytes: Buffer, flushed: number, chance: RandomStream): Buffer {
  const end = flushed + Math.floor((bytes.length - flushed) * chance.uniform());
  const left = Buffer.from(bytes.subarray(0, end));
  for (let at = flushed; at < end; at = Math.min(end, (Math.floor(at / page) + 1) * page))
    if (chance.uniform() < 0.5) left.fill(0, at, Math.min(end, (Math.floor(at / page) + 1) * page));
  return left;
}

/**
 * A disk that forgets at loss of power what was not flushed: of a file what came after its last
 * flush, of a directory the names since its own.
 * @param chance what it forgets: all of it when absent, else any part.
 */
function forgetfulDisk(flushMs = 0, chance?: RandomStream) {
  /** Flushed bytes by number of the file, and numbers by name in each flushed directory. */
  const flushed = new Map<number, number>();
  const names = new Map<string, ReadonlyMap<string, number>>();
  const options: Pick<RecorderOptions, 'openSegment' | 'syncDirectory'> = {
    openSegment: async (path) => {
      const file = await open(path, 'ax');
      return {
        writev: (frames) => file.writev(frames),
        datasync: async () => {
          // What is written while the disk works is not safe with it.
          const { ino, size } = await file.stat();
          if (flushMs > 0) await sleep(flushMs);
          flushed.set(ino, size);
        },
        stat: () => file.stat(),
        truncate: (length) => file.truncate(length),
        close: () => file.close(),
      };
    },
    syncDirectory: (path) => {
      names.set(path, readNames(path));
      return Promise.resolve();
    },
  };
  /** What is left of a directory after the power was lost, in another; undefined if nothing is. */
  const leftOf = (path: string, copy: string): string | undefined => {
    if (!names.get(dirname(path))?.has(basename(path))) return undefined;
    mkdirSync(copy);
    const now = new Map(
      readdirSync(path).map((name) => [statSync(join(path, name)).ino, join(path, name)]),
    );
    const hasNames = chance !== undefined && chance.uniform() < 0.5;
    const kept = hasNames ? readNames(path) : (names.get(path) ?? []);
    for (const [name, ino] of kept) {
      const bytes = readFileSync(now.get(ino)!);
      const safe = flushed.get(ino) ?? 0;
      const left = chance === undefined ? bytes.subarray(0, safe) : torn(bytes, safe, chance);
      writeFileSync(join(copy, name), left);
    }
    return copy;
  };
  return { options, leftOf };
}

/** Numbers of files by name. */
const readNames = (path: string): ReadonlyMap<string, number> =>
  new Map(readdirSync(path).map((name) => [name, statSync(join(path, name)).ino]));

/** What the synthetic batch of a slice is recorded as. */
const recordOf = (slice: number) => eventsRecord(syntheticBatch(slice, 0, 30), 10 * slice);

describe('a recording when the power is lost', () => {
  it.each([
    ['at once', 0, undefined],
    ['late, while more is written', 25, undefined],
    ['at once, and any part of the rest', 0, 1],
    ['late, and any part of the rest', 25, 2],
  ])(
    'has every event that was told as flushed, unaltered, by a disk that does so %s',
    async (how, flushMs, seed) => {
      const chance = seed === undefined ? undefined : new RandomStream().seed(seed, 0, 0, 0, 0);
      const { options, leftOf } = forgetfulDisk(flushMs, chance);
      const directory = join(scratch, how);
      let now = 0;
      const recorder = syntheticRecorder(directory, {
        ...options,
        clock: { now: () => now },
        // A few segments.
        maxBytes: 6000,
      });
      await recorder.open();
      const holdsWhatWasTold = async (moment: number): Promise<void> => {
        const told = recorder.counts().flushedEvents;
        const left = leftOf(directory, join(scratch, `${how}: ${moment}`))!;
        expect(left).toBeDefined();
        if (told === 0) return;
        const kept = eventsOf(await collect((await openRecording(left)).items()));
        const events = kept.reduce((sum, { index }) => sum + index.length, 0);
        expect(events).toBeGreaterThanOrEqual(told);
        // Flushed or not: what is there is what was written.
        for (const { recordedBefore, index, time, ftdlBits, hits } of kept) {
          const wrote = recordOf(recordedBefore / 10);
          expect({ index, time, ftdlBits, hits }).toEqual({
            index: wrote.index,
            time: wrote.time,
            ftdlBits: wrote.ftdlBits,
            hits: wrote.hits,
          });
        }
      };
      for (let slice = 0; slice < 12; slice++) {
        // Far enough for a flush behind every second batch.
        now += slice % 2 === 0 ? 2000 : 1;
        const { events } = recorder.counts();
        recorder.write(syntheticBatch(slice, 0, 30));
        await until(() => recorder.counts().events > events, 'the disk');
        if (slice > 0) await holdsWhatWasTold(slice);
      }
      // At once, all but the last batch or two.
      expect(recorder.counts().flushedEvents).toBeGreaterThanOrEqual(flushMs === 0 ? 90 : 10);
      expect(recorder.counts().segment).toBeGreaterThan(1);
      await recorder.close(someEnd);
      expect(recorder.counts().flushedEvents).toBe(12 * 10);
      await holdsWhatWasTold(12);
      const left = readdirSync(join(scratch, `${how}: 12`));
      expect(left).toContain('segment-000000.b2l1');
      expect(left.some((name) => name.endsWith('.part'))).toBe(false);
    },
  );
});

describe('a recording that is killed between two files', () => {
  it('has no whole file without one behind it', async () => {
    const directory = join(scratch, 'between');
    const left: string[] = [];
    const slow = async (path: string) => {
      if (left.length > 0 || readdirSync(directory).length > 0) {
        // Long enough for what goes on beside.
        await sleep(50);
        left.push(join(scratch, `between-${left.length}`));
        cpSync(directory, left.at(-1)!, { recursive: true });
      }
      return open(path, 'ax');
    };
    const recorder = syntheticRecorder(directory, { openSegment: slow, maxBytes: 1 });
    await recorder.open();
    for (const slice of [0, 1, 2, 3]) recorder.write(syntheticBatch(slice, 0, 30));
    await recorder.close(someEnd);
    const seen = await Promise.all(left.map(async (path) => (await openRecording(path)).items()));
    for (const [place, items] of seen.entries()) {
      const read = await collect(items);
      expect(eventsOf(read).length).toBe(place + 1);
      expect(read.filter(({ kind }) => kind === 'fault')).toEqual([
        expect.objectContaining({
          text: 'the last segment does not hold the end of the run',
          unfinished: true,
        }),
      ]);
    }
    expect(seen.length).toBe(3);
  });
});
