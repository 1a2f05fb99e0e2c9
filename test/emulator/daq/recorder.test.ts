import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastValueFrom, of, throwError, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { recordings } from '../../../emulator/daq/live-recorder.js';
import { selectHits } from '../../../emulator/chain/kept-hits.js';
import type { RecordableBatch } from '../../../emulator/daq/events-record.js';
import { recorded } from '../../../emulator/daq/recorder.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import type { OpenSegment } from '../../../emulator/daq/segment-writer.js';
import { until } from '../../monitor/support.js';
import {
  collect,
  eventsOf,
  faultsOf,
  someEnd,
  syntheticBatch,
  syntheticRecorder,
  temporaryDirectory,
} from './support.js';

const scratch = temporaryDirectory();
const batches = [0, 1, 2, 3].map((slice) => syntheticBatch(slice, 0, 30));

/** A disk with room for so many bytes; more can be made. */
interface SmallDisk {
  left: number;
}

const noSpace = (): Error =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

/** Files on a small disk: the write that passes its room stores a part and fails. */
const filesOn =
  (disk: SmallDisk): OpenSegment =>
  async (path) => {
    const file = await open(path, 'ax');
    return {
      writev: async (frames) => {
        const bytes = Buffer.concat(frames);
        const part = bytes.subarray(0, disk.left);
        await file.appendFile(part);
        disk.left -= part.length;
        if (part.length < bytes.length) throw noSpace();
        return { bytesWritten: bytes.length };
      },
      datasync: () => file.datasync(),
      stat: () => file.stat(),
      truncate: async (length) => {
        const { size } = await file.stat();
        disk.left += size - length!;
        await file.truncate(length);
      },
      close: () => file.close(),
    };
  };

const diskOf = (bytes: number): OpenSegment => filesOn({ left: bytes });

let sized = 0;
/** Bytes of a recording with the first `count` batches, end not included. */
async function sizeOf(count: number): Promise<number> {
  const directory = join(scratch, `size-${sized++}`);
  const recorder = syntheticRecorder(directory);
  await recorder.open();
  for (const batch of batches.slice(0, count)) recorder.write(batch);
  await recorder.abandon();
  return readFileSync(join(directory, 'segment-000000.b2l1.part')).length;
}

describe('a recorder on a full disk', () => {
  it('ends the run with path and reason; the file is whole frames, unfinished', async () => {
    const two = await sizeOf(2);
    const directory = join(scratch, 'full');
    const recorder = syntheticRecorder(directory, { openSegment: diskOf(two + 100) });
    await recorder.open();
    const writeAll = async (): Promise<void> => {
      for (const batch of batches) {
        const { bytes } = recorder.counts();
        recorder.write(batch);
        // One write for each batch: of several batches in one write, none is whole.
        await until(
          () => recorder.counts().bytes > bytes || recorder.counts().state === 'failed',
          'the disk',
        );
      }
      await recorder.close(someEnd);
    };
    await expect(writeAll()).rejects.toMatchObject({
      code: 'RECORDER_FAILED',
      message: expect.stringMatching(
        new RegExp(`full/segment-000000.b2l1.part: ENOSPC.*whole frames end at byte \\d+`),
      ) as string,
    });
    await recorder.abandon();
    expect(readdirSync(directory)).toEqual(['segment-000000.b2l1.part']);
    const items = await collect((await openRecording(directory)).items());
    // Cut between frames: nothing is damaged, but the end is missing.
    expect(faultsOf(items)).toEqual([expect.stringContaining('has no end')]);
    expect(eventsOf(items).length).toBeLessThanOrEqual(2);
    expect(recorder.counts()).toMatchObject({
      state: 'failed',
      events: eventsOf(items).reduce((sum, { index }) => sum + index.length, 0),
    });
  });

  it('lets the run go on when told so, says it once, and counts what was lost', async () => {
    const errors: string[] = [];
    const log = { info: () => {}, warn: () => {}, error: (text: string) => errors.push(text) };
    const recorder = syntheticRecorder(join(scratch, 'goes-on'), {
      openSegment: diskOf(1000),
      onFull: 'continue',
      log,
    });
    const done = await lastValueFrom(
      of(...batches).pipe(
        recorded(recorder, () => someEnd),
        toArray(),
      ),
    );
    expect(done).toHaveLength(batches.length);
    expect(errors).toEqual([expect.stringContaining('goes on without being recorded')]);
    expect(recorder.counts()).toMatchObject({ state: 'failed', events: 0, bytes: 0, lost: 40 });
    expect(recorder.ready()).toBeUndefined();
  });
});

describe('a recorder that waits on a full disk', () => {
  const pausing = async (name: string, disk: SmallDisk) => {
    const told: string[] = [];
    const tell = (text: string): void => void told.push(text);
    const directory = join(scratch, name);
    const recorder = syntheticRecorder(directory, {
      openSegment: filesOn(disk),
      onFull: 'pause',
      clock: performance,
      log: { info: tell, warn: tell, error: tell },
    });
    await recorder.open();
    await until(() => recorder.counts().bytes > 0, 'the header');
    for (const batch of batches) recorder.write(batch);
    await until(() => recorder.counts().state === 'paused', 'the full disk');
    return { told, directory, recorder };
  };

  it('holds the chain, and goes on with every event once there is room', async () => {
    const disk = { left: (await sizeOf(2)) + 100 };
    const { told, directory, recorder } = await pausing('pauses', disk);
    const room = recorder.ready();
    expect(room).toBeInstanceOf(Promise);
    expect(recorder.counts().lost).toBe(0);
    disk.left = 1e6;
    await room;
    await recorder.close(someEnd);
    expect(recorder.counts()).toMatchObject({ state: 'closed', events: 40, lost: 0 });
    const items = await collect((await openRecording(directory)).items());
    expect(faultsOf(items)).toEqual([]);
    expect(eventsOf(items).reduce((sum, { index }) => sum + index.length, 0)).toBe(40);
    expect(told).toEqual([
      expect.stringContaining('the disk is full: the run waits for room'),
      expect.stringContaining('room again after'),
    ]);
  });

  it('counts what is lost when the run ends before there is room', async () => {
    const { told, directory, recorder } = await pausing('ends-full', { left: await sizeOf(2) });
    await until(() => recorder.counts().pausedSeconds > 0.2, 'a while');
    const { pausedSeconds } = recorder.counts();
    recorder.stopWaiting();
    await recorder.ready();
    // What was decided before the stop comes still, in parts of a record, too.
    recorder.write(syntheticBatch(4, 0, 30));
    await recorder.close(someEnd);
    const { state, events, lost, pausedSeconds: inAll } = recorder.counts();
    expect({ state, all: events + lost }).toEqual({ state: 'failed', all: 50 });
    expect(lost).toBeGreaterThan(10);
    expect(inAll).toBeGreaterThanOrEqual(pausedSeconds);
    expect(told.filter((text) => text.includes('the recording stopped'))).toEqual([
      expect.stringMatching(
        new RegExp(`ENOSPC.*; there was no room before the run ended: ${lost} events are lost$`),
      ),
    ]);
    const items = await collect((await openRecording(directory)).items());
    expect(faultsOf(items)).toEqual([expect.stringContaining('has no end')]);
  });

  it('loses the parts of a record, too, of which no more came than the disk took', async () => {
    const disk = { left: await sizeOf(0) };
    const recorder = syntheticRecorder(join(scratch, 'parts-full'), {
      openSegment: filesOn(disk),
      onFull: 'pause',
      endsBefore: (slice) => slice < 3,
    });
    await recorder.open();
    await until(() => recorder.counts().bytes > 0, 'the header');
    disk.left = 0;
    for (const batch of batches) recorder.write(batch);
    await until(() => recorder.counts().state === 'paused', 'the full disk');
    recorder.stopWaiting();
    await until(() => recorder.counts().state === 'failed', 'the failure');
    await recorder.close(someEnd);
    expect(recorder.counts()).toMatchObject({ events: 0, lost: 40 });
  });

  it('does not wait where a flush finds no room: what it makes safe may be gone', async () => {
    const full: OpenSegment = async (path) => ({
      ...(await filesOn({ left: 1e6 })(path)),
      datasync: () => Promise.reject(noSpace()),
    });
    const directory = join(scratch, 'flush-full');
    const recorder = syntheticRecorder(directory, {
      openSegment: full,
      onFull: 'pause',
      // While names are made safe nothing else is, and the header is all that comes.
      syncDirectory: () => Promise.resolve(),
    });
    await recorder.open();
    await until(() => recorder.counts().state === 'failed', 'the failure');
    expect(() => recorder.write(batches[0]!)).toThrow(/ENOSPC/);
    expect(recorder.counts().flushedEvents).toBe(0);
    await recorder.abandon();
  });

  it('waits for a disk alone: another failure ends the run at once', async () => {
    const broken: OpenSegment = async (path) => ({
      ...(await filesOn({ left: 1e6 })(path)),
      writev: () => Promise.reject(Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })),
    });
    const directory = join(scratch, 'broken');
    const recorder = syntheticRecorder(directory, { openSegment: broken, onFull: 'pause' });
    await recorder.open();
    await until(() => recorder.counts().state === 'failed', 'the failure');
    expect(() => recorder.write(batches[0]!)).toThrow(/EIO/);
    await recorder.abandon();
  });
});

describe('a recorder', () => {
  it('is opening until its directory is there, which no end of a recording is', async () => {
    const directory = join(scratch, 'opens');
    const recorder = syntheticRecorder(directory);
    expect(recorder.counts().state).toBe('opening');
    await recorder.open();
    expect(recorder.counts().state).toBe('recording');
    await recorder.close(someEnd);
    expect(recorder.counts().state).toBe('closed');
    const again = syntheticRecorder(directory);
    await expect(again.open()).rejects.toMatchObject({ code: 'RECORDER_DIRECTORY' });
    await again.abandon();
    expect(again.counts().state).toBe('failed');
  });

  it('asks the chain to wait while the disk is behind, until there is room', async () => {
    let release: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: OpenSegment = async () => ({
      writev: async (frames) => {
        await gate;
        return { bytesWritten: Buffer.concat(frames).length };
      },
      datasync: () => Promise.resolve(),
      stat: () => Promise.reject(new Error('no disk')),
      truncate: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
    const recorder = syntheticRecorder(join(scratch, 'slow'), { openSegment: slow });
    await recorder.open();
    const large = syntheticBatch(0, 0, 1000);
    let writes = 0;
    while (recorder.ready() === undefined) {
      recorder.write(large);
      writes++;
    }
    // A few batches fit into the 16 MiB that may wait.
    expect(writes).toBeGreaterThan(1);
    release();
    await recorder.ready();
    expect(recorder.ready()).toBeUndefined();
    await recorder.abandon();
  });

  it('writes one file ahead of the one that is made safe, and no more', async () => {
    let release: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: OpenSegment = async (path) => ({
      ...(await filesOn({ left: 1e6 })(path)),
      datasync: () => gate,
    });
    const directory = join(scratch, 'ahead');
    const recorder = syntheticRecorder(directory, { openSegment: slow, maxBytes: 1 });
    await recorder.open();
    for (const batch of batches) recorder.write(batch);
    await until(() => recorder.counts().events === 20, 'the second file');
    // The others would come at once.
    await sleep(100);
    expect(readdirSync(directory).toSorted()).toEqual([
      'segment-000000.b2l1.part',
      'segment-000001.b2l1.part',
    ]);
    expect(recorder.counts()).toMatchObject({ events: 20, flushedEvents: 0 });
    release();
    await recorder.close(someEnd);
    expect(recorder.counts()).toMatchObject({ events: 40, flushedEvents: 40 });
    expect(readdirSync(directory).every((name) => name.endsWith('.b2l1'))).toBe(true);
  });

  it('tells how many events and bytes a second it writes, and none once it is closed', async () => {
    let now = 0;
    const recorder = syntheticRecorder(join(scratch, 'rates'), { clock: { now: () => now } });
    await recorder.open();
    await until(() => recorder.counts().bytes > 0, 'the header');
    const { bytes } = recorder.counts();
    recorder.write(batches[0]!);
    await until(() => recorder.counts().events === 10, 'a batch on disk');
    now = 2000;
    const counts = recorder.counts();
    expect(counts.eventRate).toBe(5);
    // The header may have been there at the first look, or not.
    expect(counts.byteRate).toBeGreaterThanOrEqual((counts.bytes - bytes) / 2);
    expect(counts.byteRate).toBeLessThanOrEqual(counts.bytes / 2);
    await recorder.close(someEnd);
    expect(recorder.counts()).toMatchObject({ eventRate: 0, byteRate: 0 });
  });

  it('writes the reason into the end of a run that failed', async () => {
    const directory = join(scratch, 'failed-run');
    const recorder = syntheticRecorder(directory);
    const failing = throwError(() => new Error('a stage broke')).pipe(
      recorded(recorder, (reason) => ({ ...someEnd, outcome: 'failed', reason: reason ?? '' })),
    );
    await expect(lastValueFrom(failing)).rejects.toThrow('a stage broke');
    const items = await collect((await openRecording(directory)).items());
    expect(items.at(-1)).toMatchObject({
      kind: 'run-end',
      outcome: 'failed',
      reason: 'a stage broke',
    });
  });

  it('never writes over a recording', async () => {
    const directory = join(scratch, 'taken');
    mkdirSync(directory);
    await expect(syntheticRecorder(directory).open()).rejects.toMatchObject({
      code: 'RECORDER_DIRECTORY',
    });
  });
});

describe('the runs of a directory', () => {
  const settings = {
    segmentMegabytes: 1,
    segmentTime: 5e9,
    passThrough: 0,
    onFull: 'end',
    onFailure: 'end',
  } as const;

  it('are numbered on, so that a daemon that starts again adds to them', () => {
    const directory = join(scratch, 'runs');
    expect(recordings(directory, settings).lastRun).toBe(0);
    mkdirSync(join(directory, 'run-000041'));
    const { lastRun, of: next } = recordings(directory, settings);
    expect(lastRun).toBe(41);
    expect(next(42)).toEqual({
      directory: join(directory, 'run-000042'),
      maxBytes: 1e6,
      maxMilliseconds: 5000,
      onFull: 'end',
      onFailure: 'end',
    });
    expect(existsSync(join(directory, 'run-000042'))).toBe(false);
  });

  it('cannot lie where no files can be made', () => {
    const file = join(scratch, 'file');
    writeFileSync(file, '');
    const system = ['/proc/b2l1', '/proc/b2l1/deeper', '/sys/b2l1'];
    for (const path of [file, join(file, 'below'), ...(existsSync('/proc/self') ? system : [])])
      expect(() => recordings(path, settings), path).toThrow(
        expect.objectContaining({ code: 'USAGE_RECORD' }) as Error,
      );
    const deep = join(scratch, 'a/b/../c');
    recordings(deep, settings);
    expect(readdirSync(join(scratch, 'a/c'))).toEqual([]);
  });
});

describe('records', () => {
  const frames = async (directory: string, sizes: readonly number[]): Promise<Buffer> => {
    const recorder = syntheticRecorder(join(scratch, directory), {
      endsBefore: (_, event) => event % 16 === 0 || event === 40,
      deciderState: () => ({ prescale: new Uint32Array(192) }),
    });
    await recorder.open();
    const whole = syntheticBatch(3, 0, 40);
    let first = 0;
    for (const size of sizes) {
      recorder.write(partOf(whole, first, size));
      first += size;
    }
    await recorder.close({ ...someEnd, slices: 4 });
    return readFileSync(join(scratch, directory, 'segment-000000.b2l1'));
  };

  it('are the same bytes whatever batches the events came in', async () => {
    const batches = await frames('of-16', [16, 16, 8]);
    expect(await frames('of-4', [4, 4, 4, 4, 4, 4, 4, 4, 4, 4])).toEqual(batches);
    const read = eventsOf(await collect((await openRecording(join(scratch, 'of-4'))).items()));
    expect(read.map(({ first, played }) => [first, played])).toEqual([
      [0, 16],
      [16, 16],
      [32, 8],
    ]);
    expect(read[1]!.recordedBefore).toBe(read[0]!.index.length);
  });

  it('tell of slices that are given up one after the other for one cause as of one', async () => {
    const directory = join(scratch, 'given-up');
    const recorder = syntheticRecorder(directory);
    await recorder.open();
    recorder.giveUp(3, 2, 60, 'recorder');
    recorder.giveUp(5, 20, 500, 'recorder');
    recorder.giveUp(25, 1, 7, 'client');
    recorder.giveUp(27, 1, 8, 'client');
    await recorder.close({ ...someEnd, slices: 28 });
    const items = await collect((await openRecording(directory)).items());
    expect(items.filter(({ kind }) => kind === 'given-up')).toEqual([
      expect.objectContaining({ cause: 'recorder', firstSlice: 3, slices: 22, events: 560 }),
      expect.objectContaining({ cause: 'client', firstSlice: 25, slices: 1, events: 7 }),
      expect.objectContaining({ cause: 'client', firstSlice: 27, slices: 1, events: 8 }),
    ]);
  });

  it('of changes of the machine stand before the first events that they hold for', async () => {
    const epoch = (number: number, slice: number) => ({
      kind: 'epoch' as const,
      epoch: number,
      slice,
      changed: ['her.current=1 A'],
    });
    const directory = join(scratch, 'epochs');
    const recorder = syntheticRecorder(directory, {
      epochs: [epoch(1, 2), epoch(2, 5), epoch(3, 6)],
    });
    await recorder.open();
    recorder.write(syntheticBatch(1, 0, 3));
    recorder.giveUp(3, 2, 60);
    recorder.write(syntheticBatch(5, 0, 3));
    await recorder.close({ ...someEnd, slices: 6 });
    const items = await collect((await openRecording(directory)).items());
    expect(items.map(({ kind }) => kind)).toEqual([
      'state',
      'events',
      'epoch',
      'given-up',
      'epoch',
      'events',
      'run-end',
    ]);
    expect(items[2]).toMatchObject({ epoch: 1, slice: 2, changed: ['her.current=1 A'] });
  });
});

/** Some events of a batch, as one of its own. */
function partOf(whole: RecordableBatch, first: number, count: number): RecordableBatch {
  const { eventCount, addresses, kept } = whole;
  const of = <A extends Uint8Array | Uint32Array | Float64Array>(column: A): A => {
    const width = column.length / eventCount;
    return column.slice(first * width, (first + count) * width) as A;
  };
  const { events, hits } = kept!;
  const own = events.filter((event) => event >= first && event < first + count);
  const rows = Uint32Array.from(own, (event) => events.indexOf(event));
  return {
    ...whole,
    eventCount: count,
    addresses: { ...addresses, slice: of(addresses.slice), index: of(addresses.index) },
    weights: of(whole.weights),
    time: of(whole.time),
    inputBits: of(whole.inputBits),
    ftdlBits: of(whole.ftdlBits),
    risingBits: of(whole.risingBits),
    psnmBits: of(whole.psnmBits),
    timingSource: of(whole.timingSource),
    kept: {
      events: own.map((event) => event - first),
      hits: selectHits(hits, events.length, rows),
    },
  };
}
