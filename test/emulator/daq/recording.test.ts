import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { olderMagic } from '../../../emulator/daq/frames.js';
import { Journal } from '../../../emulator/daq/journal.js';
import { encodeBody } from '../../../emulator/daq/record-body.js';
import { decodeRecord, encodeRecord } from '../../../emulator/daq/record-codec.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import type { RunRecord, SegmentEnd } from '../../../emulator/daq/records.js';
import { segmentsIn } from '../../../emulator/daq/segments.js';
import { batches, expected, read, recordIn } from './short-run.js';
import {
  bodiesOf,
  collect,
  eventsOf,
  faultsOf,
  rewritten,
  segmentOf,
  someEnd,
  syntheticRecorder,
  temporaryDirectory,
} from './support.js';

const scratch = temporaryDirectory();
const record = (name: string, maxBytes?: number): Promise<string> =>
  recordIn(join(scratch, name), maxBytes);

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
    expect(faultsOf(all)).toEqual([]);
    expect(eventsOf(all)).toEqual(expected);
    expect(all[3]).toMatchObject({ cause: 'host', firstSlice: 1, slices: 2, events: 17 });
    expect(all.at(-1)).toMatchObject({
      outcome: 'ended',
      reason: 'enough',
      slices: 6,
      recorded: 19,
    });
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
    // The second segment ends with slice 0; that slices 1 and 2 are given up stands in the third.
    expect(states.map(({ slice, event }) => [slice, event])).toEqual([
      [0, 0],
      [0, 9],
      [0, 14],
      [3, 1],
      [4, 30],
    ]);
    expect(states.map(({ prescale }) => prescale[0])).toEqual([0, 1, 2, 3, 4]);
  });

  it('ends each segment with a mark that counts its records', async () => {
    const path = await record('marks', 1);
    const last = segmentsIn(path).map(({ name }) =>
      decodeRecord(bodiesOf(join(path, name)).at(-1)!),
    );
    expect(last.map(({ kind }) => kind)).toEqual(batches.map(() => 'segment-end'));
    expect(last.at(0)).toMatchObject({
      processed: 9,
      recorded: 3,
      records: { run: 2, state: 1, events: 1 },
    });
    expect(last.at(2)).toMatchObject({
      records: { run: 2, state: 1, events: 1, 'given-up': 1 },
    });
    expect(last.at(-1)).toMatchObject({
      processed: 52,
      recorded: 19,
      records: { run: 2, state: 1, events: 1, 'run-end': 1 },
    });
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

  it('says which segment is missing, how many events it had, and reads the others', async () => {
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
      'segment-000000.b2l1.part has no end mark (the run was killed, or is still being ' +
        'recorded); what it held from slice 0, event 9 on is not known',
    ]);
  });

  it.each([0, 1, 7])(
    'that was killed when %i bytes of its next segment were there lost nothing by it',
    async (bytes) => {
      const from = await record(`begun-${bytes}`, 1);
      const directory = join(scratch, `begun-${bytes}-killed`);
      mkdirSync(directory);
      cpSync(join(from, 'segment-000000.b2l1'), join(directory, 'segment-000000.b2l1'));
      const next = readFileSync(join(from, 'segment-000001.b2l1')).subarray(0, bytes);
      writeFileSync(join(directory, 'segment-000001.b2l1.part'), next);
      const items = await read(directory);
      expect(eventsOf(items)).toEqual(expected.slice(0, 1));
      const faults = items.filter((item) => item.kind === 'fault');
      expect(faults[0]?.text).toContain('the file ends within its first 8 bytes');
      expect(faults.every(({ unfinished }) => unfinished)).toBe(true);
      // What is called whole is not.
      cpSync(join(directory, 'segment-000001.b2l1.part'), join(directory, 'segment-000001.b2l1'));
      const whole = (await read(directory)).filter((item) => item.kind === 'fault');
      expect(whole.some(({ unfinished }) => unfinished !== true)).toBe(true);
    },
  );

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

  it('lies in segments of which each can be read alone', async () => {
    const path = await record('alone', 1);
    const name = segmentsIn(path)[3]!.name;
    mkdirSync(join(scratch, 'one'));
    cpSync(join(path, name), join(scratch, 'one', name));
    const recording = await openRecording(join(scratch, 'one', name));
    expect(recording).toMatchObject({ alone: true, run: { seed: 2 ** 40, segment: 3 } });
    const items = await collect(recording.items());
    expect(items.map(({ kind }) => kind)).toEqual(['state', 'events']);
    expect(eventsOf(items)).toEqual([expected[3]]);
    const journal = new Journal(recording);
    for (const item of items) journal.add(item);
    expect(journal.books()).toMatchObject({ firstSlice: 3, slices: 5, faults: [], processed: 30 });
    // In a folder it is a run of which the rest is missing.
    expect(faultsOf(await read(join(scratch, 'one')))).toEqual([
      'segments 0 to 2 are missing',
      '6 recorded events are missing before the next segment',
      'the last segment does not hold the end of the run',
    ]);
  });

  it.each([
    ['1', '\n'],
    ['4', '4'],
  ])('of format %s is refused by name', async (format, mark) => {
    const path = await record(`format-${format}`);
    const file = join(path, 'segment-000000.b2l1');
    const bytes = readFileSync(file);
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('B2L1REC3');
    bytes.write(mark, 7);
    writeFileSync(file, bytes);
    await expect(openRecording(path)).rejects.toMatchObject({
      code: 'RECORDING_FORMAT',
      message: expect.stringContaining(
        `a recording of format ${format}; this version reads 2 and 3`,
      ) as string,
    });
  });

  it('of format 2, with its header at the beginning alone, is read as ever', async () => {
    const path = await record('of-format-2', 1);
    for (const { name } of segmentsIn(path)) {
      const bodies = bodiesOf(join(path, name));
      const end = decodeRecord(bodies.at(-1)!) as SegmentEnd;
      const mark = encodeRecord({ ...end, records: { ...end.records, run: 1 } });
      const older = segmentOf([...bodies.slice(0, -2), mark]);
      olderMagic.copy(older);
      writeFileSync(join(path, name), older);
    }
    const items = await read(path);
    expect(faultsOf(items)).toEqual([]);
    expect(eventsOf(items)).toEqual(expected);
    expect(items.at(-1)).toMatchObject({ kind: 'run-end', recorded: 19 });
  });

  it('in which one segment has another format is read without it', async () => {
    const path = await record('mixed', 1);
    const file = join(path, segmentsIn(path)[1]!.name);
    writeFileSync(file, Buffer.concat([Buffer.from('B2L1REC\n'), readFileSync(file).subarray(8)]));
    const items = await read(path);
    expect(eventsOf(items)).toEqual(expected.filter((_, segment) => segment !== 1));
    expect(faultsOf(items)[0]).toContain('segment-000001.b2l1 is a recording of format 1');
  });
});

describe('a recording of a later version', () => {
  const seeds = encodeBody({ kind: 'run-control', command: 'stop', slice: 0 }, [
    { name: 'seeds', rows: 2, columns: { time: Float64Array.of(1, 2) } },
  ]);

  it('may hold records of kinds that are not known: they are passed over and counted', async () => {
    const original = await record('later-kinds');
    const path = rewritten(original, join(scratch, 'with-later-kinds'), (bodies) => {
      const end = decodeRecord(bodies.at(-1)!) as SegmentEnd;
      const records = { ...end.records, 'run-control': 2 };
      const mark = encodeRecord({ ...end, records });
      return [...bodies.slice(0, 3), seeds, ...bodies.slice(3, -1), seeds, mark];
    });
    const recording = await openRecording(path);
    const items = await collect(recording.items());
    expect(faultsOf(items)).toEqual([]);
    expect(eventsOf(items)).toEqual(expected);
    const journal = new Journal(recording);
    for (const item of items) journal.add(item);
    expect(journal.books().unknownKinds).toEqual([{ kind: 'run-control', records: 2 }]);
  });

  it('counts them in its end mark, so that a lost one is missed without being known', async () => {
    const original = await record('lost-kind');
    const path = rewritten(original, join(scratch, 'with-lost-kind'), (bodies) => {
      const end = decodeRecord(bodies.at(-1)!) as SegmentEnd;
      const mark = encodeRecord({ ...end, records: { ...end.records, 'run-control': 1 } });
      return [...bodies.slice(0, -1), mark];
    });
    expect(faultsOf(await read(path))).toEqual([
      'segment-000000.b2l1: of 1 records run-control 1 are missing',
    ]);
  });

  it('that says what its reader must know is refused by one that does not', async () => {
    const original = await record('needs');
    const path = rewritten(original, join(scratch, 'needs-epochs'), ([first, ...rest]) => [
      encodeRecord({ ...(decodeRecord(first!) as RunRecord), needs: ['epochs'] }),
      ...rest,
    ]);
    await expect(openRecording(path)).rejects.toMatchObject({
      code: 'RECORDING_NEEDS',
      message: expect.stringContaining('"epochs"') as string,
    });
  });
});
