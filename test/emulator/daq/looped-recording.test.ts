import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { loopedRecording } from '../../../emulator/daq/looped-recording.js';
import { menuHash } from '../../../emulator/daq/menu-hash.js';
import { openRecording } from '../../../emulator/daq/recording.js';
import { inputWords } from '../../../triggers/batches.js';
import type { Menu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { recordIn } from './short-run.js';
import { someEnd, syntheticBatch, syntheticRecorder, temporaryDirectory } from './support.js';

const scratch = temporaryDirectory();
const opened = async (path: string) => loopedRecording(await openRecording(path));
const told = (notes: readonly { readonly message: string }[]): string =>
  notes.map(({ message }) => message).join('\n');

/** A recording of events under a menu, without windows. */
async function recordedWith(menu: Menu, name: string): Promise<string> {
  const { run } = await openRecording(await recordIn(join(scratch, `of-${name}`)));
  const directory = join(scratch, name);
  const recorder = syntheticRecorder(directory, {
    run: { ...run, menu, menuHash: menuHash(menu) },
  });
  await recorder.open();
  recorder.write(syntheticBatch(0, 0, 9));
  await recorder.close({ ...someEnd, slices: 1 });
  return directory;
}

describe('a recording in a loop', () => {
  it('is as long as what was recorded, and knows what stands where', async () => {
    const loop = await opened(await recordIn(join(scratch, 'whole')));
    expect(loop).toMatchObject({ events: 19, slices: 6 });
    expect(loop.partsIn(0)).toEqual([
      { first: 0, end: 9, events: 3 },
      { first: 9, end: 14, events: 2 },
    ]);
    expect(loop.partsIn(1)).toEqual([]);
    expect(loop.partsIn(4 + 6 * 1000)).toEqual([{ first: 0, end: 30, events: 10 }]);
    expect(loop.sliceOf(4 + 6 * 1000)).toBe(4);
  });

  it('gives the same events in every lap, addresses and times shifted by whole laps', async () => {
    const loop = await opened(await recordIn(join(scratch, 'laps'), 2000));
    const reader = loop.reader();
    const first = await reader.read(7, 4, 0, 30);
    expect([...first.addresses.index]).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
    expect(first.addresses.run).toBe(7);
    expect(first.time[1]).toBe(4e9 + 3 / 3);
    const later = await reader.read(7, 4 + 6 * 50, 0, 30);
    expect([...later.addresses.slice]).toEqual(Array.from({ length: 10 }, () => 304));
    expect([...later.time]).toEqual([...first.time].map((time) => time + 300 * slicePeriod));
    expect(later.hits).toEqual(first.hits);
    expect(later.givenBits).toEqual(first.givenBits);
    // The loop goes on where it was, and back to where it began.
    expect((await reader.read(7, 5 + 6 * 50, 0, 7)).eventCount).toBe(3);
    expect([...(await reader.read(7, 6 * 51, 9, 5)).addresses.index]).toEqual([9, 12]);
    // A part of a record, as a small batch wants it.
    expect([...(await reader.read(7, 4, 6, 5)).addresses.index]).toEqual([6, 9]);
    expect((await reader.read(7, 4, 6, 5)).hits).toMatchObject({
      wires: { offsets: { length: 3 } },
    });
    await reader.close();
    await expect(reader.read(7, 0, 0, 9)).rejects.toThrow('the run is over');
  });

  it('lets events that had been refused stand for those that were left out', async () => {
    const directory = join(scratch, 'passed');
    const { run } = await openRecording(await recordIn(join(scratch, 'of')));
    const recorder = syntheticRecorder(directory, { run: { ...run, passThrough: 5 } });
    await recorder.open();
    const passed = Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0);
    recorder.write({ ...syntheticBatch(0, 0, 9), passed });
    await recorder.close({ ...someEnd, slices: 1 });
    const loop = await opened(directory);
    const reader = loop.reader();
    const { addresses, weights } = await reader.read(1, 0, 0, 9);
    await reader.close();
    expect([...addresses.index]).toEqual([0, 1, 3, 6]);
    // Weights of the synthetic events are 1, 1/2, 1/4 and 1/7; the second had been refused.
    expect([...weights]).toEqual([1, 5 / 2, 1 / 4, 1 / 7]);
    expect(told(loop.limits(eclMenu))).toContain('stands for 5');
  });

  it('gives each window the inputs of the machine, its class and its last member', async () => {
    const directory = join(scratch, 'windows');
    const recorder = syntheticRecorder(directory);
    await recorder.open();
    const batch = syntheticBatch(2, 0, 9);
    recorder.write({
      ...batch,
      givenBits: Uint32Array.from({ length: 9 * inputWords }, (_, word) => 100 + word),
      windows: {
        lastMember: batch.time.map((time) => time + 5),
        anchor: Uint8Array.from({ length: 9 }, (_, event) => 10 + event),
        artificial: Float64Array.from({ length: 9 }, (_, event) => 10_000 + event),
      },
    });
    await recorder.close({ ...someEnd, slices: 4 });
    const loop = await opened(directory);
    const reader = loop.reader();
    // The second and third of the accepted events 0, 3 and 6, a lap later.
    const { addresses, givenBits, windows, time } = await reader.read(1, 6, 1, 8);
    await reader.close();
    expect([...addresses.index]).toEqual([3, 6]);
    const given = [3, 6].flatMap((event) =>
      Array.from({ length: inputWords }, (_, word) => 100 + event * inputWords + word),
    );
    expect([...givenBits]).toEqual(given);
    expect([...windows!.anchor]).toEqual([13, 16]);
    expect([...windows!.artificial!]).toEqual([10_003, 10_006]);
    expect(told(loop.limits(physicsMenu))).not.toContain('artificial');
    expect([...time]).toEqual([3, 6].map((event) => 2e9 + event / 3 + 4 * slicePeriod));
    expect([...windows!.lastMember]).toEqual([...time].map((each) => each + 5));
  });

  it('says which lines it cannot count where it lacks what windows stand for in them', async () => {
    const directory = join(scratch, 'lacking');
    const { run } = await openRecording(await recordIn(join(scratch, 'of-lacking')));
    const recorder = syntheticRecorder(directory, {
      run: { ...run, menu: physicsMenu, menuHash: menuHash(physicsMenu) },
    });
    await recorder.open();
    const batch = syntheticBatch(0, 0, 9);
    recorder.write({
      ...batch,
      givenBits: new Uint32Array(9 * inputWords),
      windows: { lastMember: batch.time, anchor: new Uint8Array(9) },
    });
    await recorder.close({ ...someEnd, slices: 1 });
    const notes = (await opened(directory)).limits(physicsMenu);
    const [lacking] = notes.filter(({ message }) => message.includes('artificial input'));
    expect(lacking!.message).toMatch(/counts and rates of .*revolution.* are lower limits$/);
    expect(lacking!.count).toBeGreaterThan(1);
    const whole = notes.find(({ message }) => message.startsWith('every event of'))!;
    const complete = await opened(await recordedWith(physicsMenu, 'complete'));
    const all = complete
      .limits(physicsMenu)
      .find(({ message }) => message.startsWith('every event of'))!;
    // Of those it has, the unprescaled ones had been among the whole.
    expect(whole.count).toBeGreaterThan(all.count!);
  });

  it('says which questions it cannot answer', async () => {
    const loop = await opened(await recordIn(join(scratch, 'limits')));
    const text = told(loop.limits(eclMenu));
    expect(text).toContain('played in a loop of 6 slices (19 events)');
    expect(text).toMatch(/Events that it refused cannot come back/);
    expect(text).toMatch(/every event of \d+ of \d+ lines of menu ecl is there/);
    expect(text).toContain('efficiencies, luminosity');
    expect(text).toContain('2 of its slices were given up or paused');
    const directory = join(scratch, 'paused');
    const recorder = syntheticRecorder(directory);
    await recorder.open();
    recorder.giveUp(1, 3, 0, 'paused');
    recorder.giveUp(4, 2, 8);
    recorder.write(syntheticBatch(0, 0, 9));
    await recorder.close({ ...someEnd, slices: 6 });
    expect(told((await opened(directory)).limits(eclMenu))).toContain('5 of its slices were given');
  });

  it('of one segment is the slices that it holds', async () => {
    const path = await recordIn(join(scratch, 'segments'), 1);
    const loop = await opened(join(path, 'segment-000003.b2l1'));
    // From slice 3 on, which the segment before has, to the last of its own.
    expect(loop).toMatchObject({ events: 10, slices: 2 });
    expect([0, 1, 2, 3].map(loop.sliceOf)).toEqual([3, 4, 3, 4]);
    const reader = loop.reader();
    expect((await reader.read(1, 3, 0, 30)).eventCount).toBe(10);
    await reader.close();
  });
});

describe('a recording that cannot be played in a loop', () => {
  it('has no event', async () => {
    const directory = join(scratch, 'empty');
    const recorder = syntheticRecorder(directory);
    await recorder.open();
    await recorder.close({ ...someEnd, slices: 3 });
    await expect(opened(directory)).rejects.toMatchObject({
      code: 'RECORDING_NO_EVENTS',
      message: expect.stringMatching(/empty has no recorded event in its 3 slices/) as string,
    });
  });

  it('is damaged, which names the place and how to see more', async () => {
    const directory = await recordIn(join(scratch, 'damaged'));
    const [name] = readdirSync(directory);
    const path = join(directory, name!);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1500]! ^= 1;
    writeFileSync(path, bytes);
    await expect(opened(directory)).rejects.toMatchObject({
      code: 'RECORDING_DAMAGED',
      message: expect.stringMatching(/segment-000000.b2l1.*b2l1 replay lists them/s) as string,
    });
  });

  it('lost a segment while it was played', async () => {
    const from = await recordIn(join(scratch, 'from'), 2000);
    const directory = join(scratch, 'changes');
    cpSync(from, directory, { recursive: true });
    const loop = await opened(directory);
    const reader = loop.reader();
    expect((await reader.read(1, 0, 0, 9)).eventCount).toBe(3);
    const names = readdirSync(directory).toSorted();
    for (const name of names.slice(1)) rmSync(join(directory, name));
    await expect(reader.read(1, 5, 0, 7)).rejects.toMatchObject({
      code: 'RECORDING_DAMAGED',
      message: expect.stringMatching(/changed while it was played/) as string,
    });
  });

  it('but a run that was killed can be: what is there of it', async () => {
    const directory = join(scratch, 'killed');
    const recorder = syntheticRecorder(directory);
    await recorder.open();
    recorder.write(syntheticBatch(0, 0, 9));
    await recorder.abandon();
    const loop = await opened(directory);
    expect(loop).toMatchObject({ events: 3, slices: 1 });
    expect(told(loop.limits(eclMenu))).toContain('no end of the run');
  });
});
