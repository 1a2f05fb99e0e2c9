import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsRecord } from '../../../emulator/daq/events-record.js';
import { encodeFrame, magic, olderMagic } from '../../../emulator/daq/frames.js';
import { Journal } from '../../../emulator/daq/journal.js';
import { encodeBody } from '../../../emulator/daq/record-body.js';
import { decodeRecord, encodeRecord } from '../../../emulator/daq/record-codec.js';
import { openRecording, type RecordingItem } from '../../../emulator/daq/recording.js';
import type { RunRecord, SegmentEnd } from '../../../emulator/daq/records.js';
import { segmentsIn } from '../../../emulator/daq/segments.js';
import {
  bodiesOf,
  collect,
  eventsOf,
  faultsOf,
  rewritten,
  segmentOf,
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

const givenUp = {
  kind: 'given-up',
  cause: 'host',
  firstSlice: 1,
  slices: 2,
  events: 17,
} as const;

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
      expect(error).toMatchObject({
        code: expect.stringMatching(/^RECORDING_(EMPTY|FORMAT)$/) as string,
      });
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
      expect(faultsOf(items).join()).toMatch(/has no end mark/);
    };
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: length - 1 }), cut), {
      numRuns: 30,
    });
  });

  it('with any byte changed gives no changed event, and says what is missing', async () => {
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
      'segment-000000.b2l1: of 5 records events 1 are missing',
    ]);
  });

  it('loses one frame with any byte of its head or length, and nothing behind it', async () => {
    const original = await record('one-head');
    const bytes = readFileSync(file(original));
    const frame = bytes.indexOf(encodeRecord(expected[2]!)) - 12;
    // The length longer than the file, than the next frame, not of whole words; number; checksum.
    for (const [place, mask] of [[3, 0x80], [3, 0x01], [1, 0x01], [0, 0x02], [4, 1], [9, 1]]) {
      const changed = Buffer.from(bytes);
      changed[frame + place!] = changed[frame + place!]! ^ mask!;
      const items = (await damaged(original, (path) => writeFileSync(file(path), changed)))!;
      expect(eventsOf(items)).toEqual(expected.filter((_, batch) => batch !== 2));
      const losses = items.flatMap((item) => (item.kind === 'fault' ? [item.events] : []));
      expect(losses).toEqual([0, 1, 0]);
      expect(items.at(-1)).toMatchObject({ text: expect.stringContaining('events 1 are missing') });
    }
  });

  it('finds its way behind damage of any length, and says how far', async () => {
    const original = await record('hole');
    const changed = readFileSync(file(original));
    const first = changed.indexOf(encodeRecord(expected[1]!)) - 12;
    const next = changed.indexOf(encodeRecord(expected[3]!)) - 12;
    changed.fill(0xff, first, next);
    const items = await damaged(original, (path) => writeFileSync(file(path), changed));
    expect(eventsOf(items!)).toEqual([expected[0], expected[3], expected[4]]);
    // Frames 0 and 1 are header and state; 3 to 5 are two batches and what was given up.
    expect(faultsOf(items!)[0]).toBe(
      `segment-000000.b2l1, byte ${first}: no frame has ${2 ** 32 - 1} bytes; frame 6 is the ` +
        `next one, at byte ${next}`,
    );
  });

  it('is known by its second header when the first or the very beginning is damaged', async () => {
    const original = await record('headless');
    for (const place of [0, 8, 60]) {
      const changed = readFileSync(file(original));
      changed[place] = changed[place]! ^ 0x40;
      const items = await damaged(original, (path) => writeFileSync(file(path), changed));
      expect(eventsOf(items!)).toEqual(expected);
      expect(faultsOf(items!).length).toBeGreaterThan(0);
    }
  });

  it('with a frame twice, or frames in another order, shows no event twice', async () => {
    const original = await record('frames-moved');
    const whole = readFileSync(file(original));
    const [second, third, fourth] = [1, 2, 3].map(
      (batch) => whole.indexOf(encodeRecord(expected[batch]!)) - 12,
    ) as [number, number, number];
    const given = encodeFrame(4, encodeRecord(givenUp)).reduce((sum, { length }) => sum + length, 0);
    const twice = Buffer.concat([
      whole.subarray(0, third - given),
      whole.subarray(second, third - given),
      whole.subarray(third - given),
    ]);
    const again = (await damaged(original, (path) => writeFileSync(file(path), twice)))!;
    expect(eventsOf(again)).toEqual(expected);
    expect(faultsOf(again)).toEqual([
      expect.stringContaining('frame 3 stands behind frame 3: it is passed over'),
    ]);
    const swapped = Buffer.concat([
      whole.subarray(0, second),
      whole.subarray(third, fourth),
      whole.subarray(second, third),
      whole.subarray(fourth),
    ]);
    const moved = (await damaged(original, (path) => writeFileSync(file(path), swapped)))!;
    expect(eventsOf(moved)).toEqual(expected.filter((_, batch) => batch !== 1));
    const lost = moved.reduce((sum, item) => sum + (item.kind === 'fault' ? item.events : 0), 0);
    expect(lost).toBe(2);
  });

  it('made to look like frames everywhere is given up soon', async () => {
    const original = await record('lookalike');
    const begin = readFileSync(file(original)).subarray(0, 8);
    const head = Buffer.alloc(12);
    const size = 2 ** 21;
    const lookalikes: Buffer[] = [begin];
    // Each says that it reaches to the end, half of them beyond: to try all takes minutes.
    for (let at = 8; at + 25 < size; at += 25) {
      head.writeUInt32LE(size - at - 12 + (at % 2));
      lookalikes.push(Buffer.from(head), Buffer.from('\0\0\0\0{"kind":"'));
    }
    lookalikes.push(Buffer.alloc(25));
    const began = performance.now();
    const items = await damaged(original, (path) =>
      writeFileSync(file(path), Buffer.concat(lookalikes)),
    );
    expect(items).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1000);
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

describe('the segments of a run', () => {
  /** What is read of a copy in which files were renamed, copied or removed. */
  async function changedNames(name: string, change: (path: string) => void) {
    const path = await record(name, 1);
    change(path);
    const items = await read(path);
    const lost = items.reduce((sum, item) => sum + (item.kind === 'fault' ? item.events : 0), 0);
    return { events: eventsOf(items), faults: faultsOf(items), lost };
  }
  const segment = (path: string, number: number): string =>
    join(path, `segment-${String(number).padStart(6, '0')}.b2l1`);

  it('are not complete without the last one', async () => {
    const { events, faults } = await changedNames('no-last', (path) => rmSync(segment(path, 4)));
    expect(events).toEqual(expected.slice(0, 4));
    expect(faults).toEqual(['the last segment does not hold the end of the run']);
  });

  it('are one gap up to a number that is far away', async () => {
    const { events, faults, lost } = await changedNames('far', (path) => {
      const bodies = bodiesOf(segment(path, 4));
      const far = { ...(decodeRecord(bodies[0]!) as RunRecord), segment: 999_999_999 };
      rmSync(segment(path, 4));
      writeFileSync(
        segment(path, 999_999_999),
        segmentOf([encodeRecord(far), ...bodies.slice(1, -2), encodeRecord(far), bodies.at(-1)!]),
      );
    });
    expect(events).toEqual(expected);
    expect(faults).toEqual(['segments 4 to 999999998 are missing']);
    expect(lost).toBe(0);
  });

  it('whose names were swapped are read as what they hold', async () => {
    const { events, faults, lost } = await changedNames('swapped', (path) => {
      renameSync(segment(path, 1), join(path, 'x'));
      renameSync(segment(path, 2), segment(path, 1));
      renameSync(join(path, 'x'), segment(path, 2));
    });
    expect(events).toEqual(expected);
    expect(lost).toBe(0);
    expect(faults).toEqual([
      'segment-000002.b2l1 holds segment 1: it is read as that',
      'segment-000001.b2l1 holds segment 2: it is read as that',
    ]);
  });

  it('that were copied are read once, those in the making and odd names among them', async () => {
    const { events, faults, lost } = await changedNames('copied', (path) => {
      cpSync(segment(path, 1), segment(path, 3));
      cpSync(segment(path, 0), `${segment(path, 0)}.part`);
      cpSync(segment(path, 2), join(path, 'segment-2 (copy).b2l1'));
      cpSync(segment(path, 2), join(path, 'segment-0000002.b2l1'));
    });
    expect(events).toEqual(expected.filter((_, batch) => batch !== 3));
    expect(lost).toBe(10);
    expect(faults).toEqual([
      'segment-2 (copy).b2l1 is not the name of a segment: it is not read',
      'segment-000000.b2l1.part holds segment 0 once more: it is not read',
      'segment-000003.b2l1 holds segment 1 once more: it is not read',
      'segment-0000002.b2l1 holds segment 2 once more: it is not read',
      'segment 3 is missing',
      '10 recorded events are missing before the next segment',
    ]);
  });

  it('of another run are not read, whatever they are called', async () => {
    const other = join(scratch, 'other-run');
    const stranger = syntheticRecorder(other);
    await stranger.open();
    stranger.write(batches[0]!);
    await stranger.close(someEnd);
    const { events, faults } = await changedNames('foreign', (path) => {
      const bodies = bodiesOf(segment(other, 0));
      const header = encodeRecord({ ...(decodeRecord(bodies[0]!) as RunRecord), run: 2 });
      const strange = segmentOf([header, ...bodies.slice(1, -2), header, bodies.at(-1)!]);
      writeFileSync(segment(path, 5), strange);
      // The first header is damaged: the second tells whose it is.
      strange[60] = strange[60]! ^ 1;
      writeFileSync(segment(path, 6), strange);
    });
    expect(events).toEqual(expected);
    expect(faults).toEqual([
      'segment-000005.b2l1 belongs to another run (seed 1099511627776, run 2)',
      'segment-000006.b2l1 belongs to another run (seed 1099511627776, run 2)',
    ]);
  });

  it('without any header that repeat what was read are named once and not shown', async () => {
    const { events, faults, lost } = await changedNames('repeated', (path) => {
      const bodies = bodiesOf(segment(path, 3));
      const state = bodies[1]!;
      writeFileSync(segment(path, 4), segmentOf([state, bodies[2]!, ...bodiesOf(segment(path, 4))]));
    });
    expect(events).toEqual(expected);
    expect(lost).toBe(0);
    expect(faults.filter((text) => text.includes('twice'))).toEqual([
      'the next segment stands twice',
    ]);
  });
});
