import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, magic } from '../../../emulator/daq/frames.js';
import { encodeRecord } from '../../../emulator/daq/record-codec.js';
import { openRecording, type RecordingItem } from '../../../emulator/daq/recording.js';
import { expected, givenUp, read, recordIn } from './short-run.js';
import { eventsOf, faultsOf, temporaryDirectory } from './support.js';

const scratch = temporaryDirectory();
const record = (name: string, maxBytes?: number): Promise<string> =>
  recordIn(join(scratch, name), maxBytes);

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
    for (const [place, mask] of [
      [3, 0x80],
      [3, 0x01],
      [1, 0x01],
      [0, 0x02],
      [4, 1],
      [9, 1],
    ]) {
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
    const given = encodeFrame(4, encodeRecord(givenUp)).reduce(
      (sum, { length }) => sum + length,
      0,
    );
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
    const size = 2 ** 19;
    const lookalikes: Buffer[] = [begin];
    // Each says that it reaches to the end, half of them beyond: to try all takes long.
    for (let at = 8; at + 25 < size; at += 25) {
      head.writeUInt32LE(size - at - 12 + (at % 2));
      lookalikes.push(Buffer.from(head), Buffer.from('\0\0\0\0{"kind":"'));
    }
    lookalikes.push(Buffer.alloc(25));
    let began = 0;
    const items = await damaged(original, (path) => {
      writeFileSync(file(path), Buffer.concat(lookalikes));
      began = performance.now();
    });
    expect(items).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1500);
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
