import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, lastValueFrom, take, toArray } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beams } from '../../../detector/beams.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { openEventFile } from '../../../emulator/readers/events.js';
import { fileEvents$ } from '../../../emulator/settings/file-events.js';
import { fiveEvents } from '../../support/event-files/events.js';
import { lheText } from '../../support/event-files/texts.js';

let home = '';
let file = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-file-events-'));
  file = join(home, 'events.lhe');
  await writeFile(file, lheText([...fiveEvents, ...fiveEvents, ...fiveEvents]));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const all = (options = {}) => lastValueFrom(fileEvents$(file, options).pipe(toArray()));

describe('fileEvents$', () => {
  it('gives the events of the reader, with their numbers, however they are cut', async () => {
    const read = await openEventFile(file, { beams: beams(nominalConfig().beams), seed: 1 });
    const { value: whole } = await read[Symbol.asyncIterator]().next();
    for (const batchSize of [4, 1024]) {
      const batches = await all({ batchSize });
      expect(batches.length).toBe(Math.ceil(15 / batchSize));
      expect(batches.flatMap(({ numbers }) => [...numbers])).toEqual([...whole.numbers]);
      expect(batches.flatMap(({ particles }) => [...particles.pz])).toEqual([
        ...whole.particles.pz,
      ]);
      expect(batches.flatMap(({ addresses }) => [...addresses.index])).toEqual(
        Array.from({ length: 15 }, (_, event) => event),
      );
    }
  });

  it('is cold: each subscriber reads the file anew, with the seed that was given', async () => {
    const events$ = fileEvents$(file, { seed: 5, vertex: 'smear' });
    const [first, second] = [await lastValueFrom(events$), await lastValueFrom(events$)];
    expect([...first.particles.z]).toEqual([...second.particles.z]);
    const [other] = await all({ seed: 6, vertex: 'smear' });
    expect([...other!.particles.z]).not.toEqual([...first.particles.z]);
    expect(first.settings.seed).toBe(5);
  });

  it('tells what was decided about the file', async () => {
    const [{ file: told }] = (await all()) as [Awaited<ReturnType<typeof all>>[0]];
    expect(told).toMatchObject({ path: file, format: 'LHE' });
    expect(told.notes.map(({ code }) => code)).toContain('READER_FRAME_TAKEN');
  });

  it('stops where it is told to, by a limit or by whoever leaves', async () => {
    const batches = await all({ limit: 7, batchSize: 4 });
    expect(batches.map(({ eventCount }) => eventCount)).toEqual([4, 3]);
    const first = await firstValueFrom(fileEvents$(file, { batchSize: 2 }).pipe(take(1)));
    expect(first.eventCount).toBe(2);
  });

  it('fails with the code of the reader, after the good events', async () => {
    await expect(lastValueFrom(fileEvents$(join(home, 'absent.lhe')))).rejects.toMatchObject({
      code: 'READER_OPEN',
    });
    const cut = join(home, 'cut.lhe');
    const text = lheText([...fiveEvents, ...fiveEvents]);
    await writeFile(cut, text.slice(0, text.lastIndexOf('<event>') + 60));
    let events = 0;
    const outcome = await new Promise((resolve) => {
      fileEvents$(cut).subscribe({
        next: ({ eventCount }) => (events += eventCount),
        error: resolve,
        complete: () => resolve('complete'),
      });
    });
    expect(outcome).toMatchObject({ code: 'READER_TRUNCATED' });
    expect(events).toBe(9);
  });

  it('lays a machine over the events, and says so', async () => {
    const [batch] = await all({ machine: '2022-peak' });
    expect(batch!.overlays!.length).toBeGreaterThan(5);
    expect(batch!.diffuse).toBeDefined();
    expect(batch!.file.notes.map(({ code }) => code)).toContain('MACHINE_LAID_OVER');
    const [alone] = await all();
    expect(alone!.overlays).toBeUndefined();
  });
});
