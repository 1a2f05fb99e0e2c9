import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
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

/**
 * A disk that forgets at loss of power what was not flushed: of a file what came after its last
 * flush, of a directory the names since its own.
 */
function forgetfulDisk(flushMs = 0) {
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
      const there = readdirSync(path).map(
        (name) => [name, statSync(join(path, name)).ino] as const,
      );
      names.set(path, new Map(there));
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
    for (const [name, ino] of names.get(path) ?? []) {
      const bytes = readFileSync(now.get(ino)!).subarray(0, flushed.get(ino) ?? 0);
      writeFileSync(join(copy, name), bytes);
    }
    return copy;
  };
  return { options, leftOf };
}

describe('a recording when the power is lost', () => {
  it.each([
    ['at once', 0],
    ['late, while more is written', 25],
  ])('has every event that was told as flushed, by a disk that does so %s', async (_, flushMs) => {
    const { options, leftOf } = forgetfulDisk(flushMs);
    const directory = join(scratch, `run-${flushMs}`);
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
      const left = leftOf(directory, join(scratch, `left-${flushMs}-${moment}`))!;
      expect(left).toBeDefined();
      if (told === 0) return;
      const kept = eventsOf(await collect((await openRecording(left)).items()));
      const events = kept.reduce((sum, { index }) => sum + index.length, 0);
      expect(events).toBeGreaterThanOrEqual(told);
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
    const left = readdirSync(join(scratch, `left-${flushMs}-12`));
    expect(left).toContain('segment-000000.b2l1');
    expect(left.some((name) => name.endsWith('.part'))).toBe(false);
  });
});
