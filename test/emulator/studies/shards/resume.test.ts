import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concat, from, lastValueFrom, map, tap, throwError } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { physicsMenu } from '../../../../triggers/menus/physics.js';
import { emulatorConfig } from '../../../../emulator/settings/emulator-config.js';
import { cardChain, findCard } from '../../../../emulator/studies/card.js';
import {
  fingerprintDifferences,
  fingerprintOf,
  programFiles,
  programFolder,
} from '../../../../emulator/studies/shards/fingerprint.js';
import { partCounter, type StudyPart } from '../../../../emulator/studies/shards/part.js';
import { keepShards, withFoundShards } from '../../../../emulator/studies/shards/resume.js';
import { openShardFolder } from '../../../../emulator/studies/shards/shard-folder.js';
import { openStudy, type Study } from '../../../../emulator/studies/study.js';

const config = emulatorConfig({});
/** Counters of prescaled lines run through all shards. */
const menu = {
  ...physicsMenu,
  lines: physicsMenu.lines.map((line) => (line.name === 'hie' ? { ...line, prescale: 7 } : line)),
};
const photons = { name: 'photons', points: [{ generator: 'gun' }], lines: ['lml6', 'hie'] };

function open(content: Record<string, unknown>, events: number, seed = 1): Study {
  const reference = { name: 'card.yaml', content };
  const options = {
    version: 'test',
    seed,
    events,
    menu,
    conditions: 'nominal',
    config,
    batchEvents: 1000,
  };
  return openStudy({ ...findCard(reference), reference }, options);
}

/** Two whole shards and a short one, made once for all tests. */
const wholeEvents = 2 * 4096 + 500;

let out = '';
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'b2l1-resume-'));
});
afterAll(() => rm(out, { recursive: true, force: true }));

async function made(study: Study): Promise<readonly StudyPart[]> {
  const parts: StudyPart[] = [];
  const { decide } = cardChain(study.setup);
  const made$ = from(study.jobs()).pipe(decide, map(partCounter(study.card, study.menu)));
  await lastValueFrom(made$.pipe(tap((part) => parts.push(part))));
  return parts;
}

const kept = (study: Study) => ({ ...study, fingerprint: fingerprintOf(study.setup) });
const documentOf = (study: Study): string => JSON.stringify(study.document());

describe.each([
  ['counted in the workers', photons],
  ['behind prescale counters, counted in order', { ...photons, stage: 'psnm' }],
])('a study %s', async (name, card) => {
  const parts = await made(open(card, wholeEvents));
  const uninterrupted = open(card, wholeEvents);
  for (const part of parts) uninterrupted.add(part);
  expect(uninterrupted.document().lines.every(({ fired }) => fired > 100)).toBe(true);
  const folderOf = (): string => join(out, name.replaceAll(/\W/g, '-'));

  it('that breaks off goes on from finished shards and ends the same to a bit', async () => {
    const first = open(card, wholeEvents);
    const folder = await openShardFolder(folderOf(), kept(first), false);
    // Killed within the second shard.
    const breaking$ = concat(
      from(parts.slice(0, parts.findIndex(({ slice }) => slice === 1) + 1)),
      throwError(() => new Error('killed')),
    );
    await expect(
      lastValueFrom(breaking$.pipe(keepShards(folder, first.plan), tap(first.add))),
    ).rejects.toThrow('killed');
    await folder.saved();
    // What a kill in the middle of a write leaves.
    await writeFile(join(folderOf(), 'shards', '0000000001.shard.part'), 'half');

    const second = open(card, wholeEvents);
    const again = await openShardFolder(folderOf(), kept(second), true);
    expect([...again.found]).toEqual([0]);
    expect(again.foundEvents).toBe(4096);
    const missing = new Set([...second.jobs(again.found)].map(({ slice }) => slice));
    expect([...missing]).toEqual([1, 2]);
    const rest$ = from(parts.filter(({ slice }) => missing.has(slice)));
    await lastValueFrom(
      rest$.pipe(keepShards(again, second.plan), withFoundShards(again), tap(second.add)),
    );
    expect(documentOf(second)).toBe(documentOf(uninterrupted));
    expect(
      (await readdir(join(folderOf(), 'shards'))).filter((file) => file.endsWith('.part')),
    ).toEqual([]);
  });

  it('finds shards in the middle, too, and makes a damaged one again', async () => {
    const path = join(folderOf(), 'shards', '0000000000.shard');
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 1));
    const study = open(card, wholeEvents);
    const folder = await openShardFolder(folderOf(), kept(study), true);
    expect([[...folder.found], folder.damaged]).toEqual([[1, 2], 1]);
    await lastValueFrom(
      from(parts.filter(({ slice }) => slice === 0)).pipe(withFoundShards(folder), tap(study.add)),
    );
    expect(documentOf(study)).toBe(documentOf(uninterrupted));
  });
});

describe('the folder of shards', async () => {
  const parts = await made(open(photons, 4096));
  const filled = async (name: string): Promise<string> => {
    const study = open(photons, 4096);
    const folder = await openShardFolder(join(out, name), kept(study), false);
    await lastValueFrom(from(parts).pipe(keepShards(folder, study.plan)));
    return join(out, name);
  };

  it('keeps what was done when more events are wanted', async () => {
    const more = open(photons, 9000);
    expect([...(await openShardFolder(await filled('more'), kept(more), true)).found]).toEqual([0]);
  });

  it('is not overwritten while its study is unfinished, and is once it is done', async () => {
    const folder = await filled('unfinished');
    const study = kept(open(photons, 4096));
    await expect(openShardFolder(folder, study, false)).rejects.toMatchObject({
      code: 'STUDY_UNFINISHED',
    });
    await (await openShardFolder(folder, study, true)).describe(true);
    expect((await openShardFolder(folder, study, false)).found.size).toBe(0);
  });

  it('refuses another study and says what differs', async () => {
    const folder = await filled('differs');
    const other = open(photons, 4096, 2);
    const setup = { ...other.setup, config: emulatorConfig({ ecl: { geometry: 'projective' } }) };
    const refused = openShardFolder(folder, { ...other, fingerprint: fingerprintOf(setup) }, true);
    await expect(refused).rejects.toMatchObject({ code: 'STUDY_DIFFERS' });
    await expect(refused).rejects.toThrow(
      'seed 1, here 2; ecl.geometry "offset", here "projective"',
    );
    await writeFile(join(folder, 'shards', 'study.json'), '{}');
    await expect(openShardFolder(folder, kept(other), true)).rejects.toMatchObject({
      code: 'STUDY_FOLDER',
    });
  });

  it('knows the program by all that was compiled, kernels, tables and workers among it', () => {
    const files = programFiles(programFolder());
    expect(files).toContain('kernels/module.js');
    expect(files).toContain('tables/module.js');
    for (const entry of ['worker.js', 'display-worker.js', 'b2l1.js', 'command.js'])
      expect(files).toContain(`bundle/${entry}`);
    // What the command loads on demand has names of its own; nothing else lies there.
    const bundled = files.filter((file) => file.startsWith('bundle/'));
    expect(bundled.length).toBeGreaterThan(6);
    expect(files).toHaveLength(bundled.length + 2);
  });

  it('tells programs, menus and cards apart', () => {
    const ours = fingerprintOf(open(photons, 1).setup);
    expect(fingerprintDifferences(ours, ours)).toEqual([]);
    expect(fingerprintDifferences({ ...ours, program: 'x' }, ours)).toEqual([
      'another build of the program',
    ]);
    expect(fingerprintDifferences({ ...ours, version: '9', program: 'x' }, ours)).toHaveLength(1);
    expect(fingerprintDifferences({ ...ours, menu: 'm', card: 'c' }, ours)).toHaveLength(2);
    expect(fingerprintDifferences({ ...ours, parameters: {} }, ours)).toHaveLength(6);
  });
});
