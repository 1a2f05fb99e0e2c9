import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
const batches = [0, 1, 2, 3].map((slice) => syntheticBatch(slice, 0, 30));

describe('a recorder whose files are removed', () => {
  const counted = async (remove: (directory: string) => void, name: string) => {
    let now = 0;
    const errors: string[] = [];
    const directory = join(scratch, name);
    const recorder = syntheticRecorder(directory, {
      maxBytes: 1,
      onFailure: 'continue',
      clock: { now: () => now },
      log: { info: () => {}, warn: () => {}, error: (text: string) => errors.push(text) },
    });
    await recorder.open();
    recorder.write(batches[0]!);
    recorder.write(batches[1]!);
    await until(() => recorder.counts().events === 20, 'two batches on disk');
    remove(directory);
    // Within a period of flushes the file seems to take what is written.
    now += 1000;
    recorder.write(batches[2]!);
    await until(() => recorder.counts().state === 'failed', 'the next flush');
    recorder.write(batches[3]!);
    const { events, bytes, lost } = recorder.counts();
    await recorder.abandon();
    return { events, bytes, lost, errors };
  };

  it('with their directory notices at the next flush and counts all events as lost', async () => {
    const { errors, ...counts } = await counted(
      (path) => rmSync(path, { recursive: true }),
      'gone',
    );
    expect(counts).toEqual({ events: 0, bytes: 0, lost: 40 });
    expect(errors).toEqual([expect.stringContaining('the directory was removed or moved')]);
  });

  it('with their directory loses all, too, where the next file notices first', async () => {
    const directory = join(scratch, 'gone-before-the-next');
    const recorder = syntheticRecorder(directory, { onFailure: 'continue', maxBytes: 1 });
    await recorder.open();
    recorder.write(batches[0]!);
    recorder.write(batches[1]!);
    await until(() => recorder.counts().flushedEvents >= 10, 'a segment that is safe');
    rmSync(directory, { recursive: true });
    recorder.write(batches[2]!);
    await until(() => recorder.counts().state === 'failed', 'the next file');
    expect(recorder.counts()).toMatchObject({ events: 0, flushedEvents: 0, bytes: 0, lost: 30 });
    await recorder.abandon();
  });

  it('one by one loses those of the file that is gone alone', async () => {
    const { errors, ...counts } = await counted(
      (path) => rmSync(join(path, 'segment-000001.b2l1.part')),
      'one-gone',
    );
    // The next segment may have begun by the time the flush of the one before finds nothing.
    const left = join(scratch, 'one-gone');
    const items = await collect((await openRecording(left)).items());
    const events = eventsOf(items).reduce((sum, { index }) => sum + index.length, 0);
    expect([10, 20]).toContain(events);
    expect(counts).toMatchObject({ events, lost: 40 - events });
    const sizes = readdirSync(left).map((name) => readFileSync(join(left, name)).length);
    expect(counts.bytes).toBe(sizes.reduce((sum, size) => sum + size));
    expect(errors).toEqual([expect.stringContaining('the file was removed or moved')]);
  });

  it('ends its run with the reason when the end of the run finds nothing', async () => {
    const directory = join(scratch, 'gone-at-the-end');
    const recorder = syntheticRecorder(directory);
    await recorder.open();
    recorder.write(batches[0]!);
    await until(() => recorder.counts().events === 10, 'a batch on disk');
    rmSync(directory, { recursive: true });
    await expect(recorder.close(someEnd)).rejects.toMatchObject({ code: 'RECORDER_FAILED' });
    expect(recorder.counts()).toMatchObject({ state: 'failed', events: 0, lost: 10 });
  });
});
