import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { decode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsRecord } from '../../../emulator/daq/events-record.js';
import { encodeFrame, magic } from '../../../emulator/daq/frames.js';
import { openRecording, type RecordingItem } from '../../../emulator/daq/recording.js';
import { encodeRecord } from '../../../emulator/daq/records.js';
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
const batches = [
  syntheticBatch(0, 0, 9),
  syntheticBatch(0, 9, 5),
  syntheticBatch(3, 0, 1),
  syntheticBatch(4, 0, 30),
  syntheticBatch(5, 0, 7),
];
const expected = batches.reduce<ReturnType<typeof eventsRecord>[]>((before, batch) => {
  const last = before.at(-1);
  return [
    ...before,
    eventsRecord(batch, last === undefined ? 0 : last.recordedBefore + last.index.length),
  ];
}, []);

/** The batches above with slices 1 and 2 given up, in segments of two batches at most. */
async function record(name: string, maxBytes = Number.POSITIVE_INFINITY): Promise<string> {
  const directory = join(scratch, name);
  const recorder = syntheticRecorder(directory, { maxBytes });
  await recorder.open();
  // Told early, as the pull loop runs ahead of the decisions.
  recorder.giveUp(1, 2, 17);
  for (const batch of batches) recorder.write(batch);
  await recorder.close({
    ...someEnd,
    slices: 6,
    processed: 52,
    accepted: 19,
    givenUp: { slices: 2, events: 17 },
  });
  return directory;
}

const read = async (path: string): Promise<RecordingItem[]> =>
  collect((await openRecording(path)).items());

describe('a recording', () => {
  it('gives back what was written, to the last bit and in the order of the beam', async () => {
    const path = await record('whole');
    expect(readdirSync(path)).toEqual(['segment-000000.b2l1']);
    const { run, items } = await openRecording(path);
    expect(run).toMatchObject({ seed: 2 ** 40, run: 1, pace: 'max', menu: { lines: [{}, {}] } });
    const all = await collect(items());
    expect(all.map(({ kind }) => kind)).toEqual([
      'state',
      'events',
      'events',
      'given-up',
      'events',
      'events',
      'events',
      'run-end',
    ]);
    expect(eventsOf(all)).toEqual(expected);
    expect(all[3]).toMatchObject({ cause: 'host', firstSlice: 1, slices: 2, events: 17 });
    expect(all.at(-1)).toMatchObject({
      outcome: 'ended',
      reason: 'enough',
      slices: 6,
      recorded: 19,
    });
  });

  it('is read by the MessagePack decoder of another maker with what README.md says', async () => {
    const bytes = readFileSync(join(await record('foreign'), 'segment-000000.b2l1'));
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('B2L1REC\n');
    const bodies: Record<string, unknown>[] = [];
    for (let offset = 8; offset < bytes.length; offset += 12 + bytes.readUInt32LE(offset)) {
      expect(bytes.readUInt32LE(offset + 4)).toBe(bodies.length);
      const body = bytes.subarray(offset + 12, offset + 12 + bytes.readUInt32LE(offset));
      expect(bytes.readUInt32LE(offset + 8)).toBe(
        crc32(Buffer.concat([bytes.subarray(offset, offset + 8), body])),
      );
      bodies.push(decode(body) as Record<string, unknown>);
    }
    expect(bodies.map(({ kind }) => kind)).toEqual([
      'run',
      'state',
      'events',
      'events',
      'given-up',
      'events',
      'events',
      'events',
      'run-end',
    ]);
    expect(bodies[0]).toMatchObject({ format: 1, seed: 2 ** 40 });
    const { dtype, shape, data } = bodies[2]!.time as {
      dtype: string;
      shape: number[];
      data: Uint8Array;
    };
    expect({ dtype, shape }).toEqual({ dtype: '<f8', shape: [3] });
    expect(new Float64Array(new Uint8Array(data).buffer)).toEqual(expected[0]!.time);
  });

  it('begins each segment with the run, the counts so far and the prescale counters', async () => {
    const path = await record('segments', 1);
    expect(readdirSync(path)).toHaveLength(batches.length);
    const items = await read(path);
    expect(faultsOf(items)).toEqual([]);
    expect(eventsOf(items)).toEqual(expected);
    const states = items.filter((item) => item.kind === 'state');
    expect(states.map(({ processed, recorded }) => [processed, recorded])).toEqual([
      [0, 0],
      [9, 3],
      [14, 5],
      [15, 6],
      [45, 16],
    ]);
    expect(states.map(({ prescale }) => prescale[0])).toEqual([0, 1, 2, 3, 4]);
  });

  it('ends a segment after its time of the wall clock', async () => {
    let now = 0;
    const directory = join(scratch, 'timed');
    const recorder = syntheticRecorder(directory, {
      maxMilliseconds: 1000,
      clock: { now: () => now },
    });
    await recorder.open();
    for (const batch of batches) {
      now += 400;
      recorder.write(batch);
    }
    await recorder.close(someEnd);
    // Three batches are 1200 ms, the rest is shorter.
    expect(readdirSync(directory)).toHaveLength(2);
    expect(eventsOf(await read(directory))).toEqual(expected);
  });

  it('says which segment is missing and how many events were in it, and reads the others', async () => {
    const path = await record('gap', 1);
    rmSync(join(path, 'segment-000001.b2l1'));
    const items = await read(path);
    expect(eventsOf(items)).toEqual(expected.filter((_, segment) => segment !== 1));
    expect(faultsOf(items)).toEqual([
      'segment 1 is missing',
      '2 recorded events are missing before the next segment',
    ]);
  });

  it('that was killed has an unfinished file and says so', async () => {
    const directory = join(scratch, 'killed');
    const recorder = syntheticRecorder(directory);
    await recorder.open();
    recorder.write(batches[0]!);
    await recorder.abandon();
    expect(readdirSync(directory)).toEqual(['segment-000000.b2l1.part']);
    const items = await read(directory);
    expect(eventsOf(items)).toEqual(expected.slice(0, 1));
    expect(faultsOf(items)).toEqual([
      expect.stringContaining('the run was killed, or is still being recorded'),
    ]);
  });

  it('is found by the directory of its run, or above when there is one run only', async () => {
    mkdirSync(join(scratch, 'above'));
    expect(
      (await openRecording((await record('above/run-000007')).replace('/run-000007', ''))).path,
    ).toContain('run-000007');
    await record('above/run-000008');
    await expect(openRecording(join(scratch, 'above'))).rejects.toMatchObject({
      code: 'RECORDING_SEVERAL',
    });
    await expect(openRecording(join(scratch, 'nowhere'))).rejects.toMatchObject({
      code: 'RECORDING_NOT_FOUND',
    });
    await expect(openRecording(scratch)).rejects.toMatchObject({ code: 'RECORDING_NOT_FOUND' });
  });

  it('of another format is refused', async () => {
    const path = await record('newer');
    const [frame] = [readFileSync(join(path, 'segment-000000.b2l1'))];
    const { run } = await openRecording(path);
    const newer = encodeFrame(0, encodeRecord({ ...run, format: 2 }));
    writeFileSync(
      join(path, 'segment-000000.b2l1'),
      Buffer.concat([magic, ...newer, frame!.subarray(magic.length)]),
    );
    await expect(openRecording(path)).rejects.toMatchObject({ code: 'RECORDING_FORMAT' });
  });
});

describe('a damaged recording', () => {
  const file = (path: string): string => join(path, 'segment-000000.b2l1');

  /** What can be read of a copy that `damage` has changed; undefined when nothing can. */
  async function damaged(
    original: string,
    damage: (path: string) => void,
  ): Promise<RecordingItem[] | undefined> {
    const copy = join(scratch, 'damaged');
    rmSync(copy, { recursive: true, force: true });
    cpSync(original, copy, { recursive: true });
    damage(copy);
    try {
      return await read(copy);
    } catch (error) {
      expect(error).toMatchObject({ code: 'RECORDING_EMPTY' });
      return undefined;
    }
  }

  it('cut anywhere gives a beginning of its events and says that it was cut', async () => {
    const original = await record('to-cut');
    const { length } = readFileSync(file(original));
    const cut = async (size: number): Promise<void> => {
      const items = await damaged(original, (path) => truncateSync(file(path), size));
      if (items === undefined) return;
      const events = eventsOf(items);
      expect(events).toEqual(expected.slice(0, events.length));
      expect(faultsOf(items).join()).toMatch(/has no end/);
    };
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: length - 1 }), cut), {
      numRuns: 30,
    });
  });

  it('with a byte changed anywhere gives no changed event, and says that something is missing', async () => {
    const original = await record('to-flip');
    const bytes = readFileSync(file(original));
    const flip = async (offset: number, mask: number): Promise<void> => {
      const items = await damaged(original, (path) => {
        const changed = Buffer.from(bytes);
        changed[offset] = changed[offset]! ^ mask;
        writeFileSync(file(path), changed);
      });
      if (items === undefined) return;
      expect(faultsOf(items)).not.toEqual([]);
      for (const record of eventsOf(items)) expect(expected).toContainEqual(record);
    };
    const offsets = fc.integer({ min: 0, max: bytes.length - 1 });
    await fc.assert(fc.asyncProperty(offsets, fc.integer({ min: 1, max: 255 }), flip), {
      numRuns: 40,
    });
  });

  it('loses one frame with one changed body, and counts its events', async () => {
    const original = await record('one-frame');
    const changed = readFileSync(file(original));
    const body = changed.indexOf(encodeRecord(expected[3]!));
    changed[body + 40] = changed[body + 40]! ^ 1;
    const items = await damaged(original, (path) => writeFileSync(file(path), changed));
    expect(eventsOf(items!)).toEqual(expected.filter((_, batch) => batch !== 3));
    expect(faultsOf(items!)).toEqual([
      expect.stringContaining('the checksum of a frame does not fit'),
      '10 recorded events are missing before slice 5',
    ]);
  });

  it('with any bytes under a right checksum is a fault, never a crash', async () => {
    const original = await record('to-forge');
    const { run } = await openRecording(original);
    const head = Buffer.concat([magic, ...encodeFrame(0, encodeRecord(run))]);
    const forge = async (body: Uint8Array): Promise<void> => {
      const forged = Buffer.concat([head, ...encodeFrame(1, Buffer.from(body))]);
      const items = await damaged(original, (path) => writeFileSync(file(path), forged));
      expect(faultsOf(items!).length).toBeGreaterThan(0);
    };
    const anything = fc.uint8Array({ maxLength: 60 });
    // Bytes of a real record with some of them changed reach deeper than noise.
    const real = encodeRecord(expected[0]!);
    const nearly = fc
      .array(fc.tuple(fc.nat(real.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const changed = Buffer.from(real);
        for (const [offset, value] of changes) changed[offset] = value;
        return changed;
      });
    await fc.assert(fc.asyncProperty(fc.oneof(anything, nearly), forge), { numRuns: 60 });
  });
});
