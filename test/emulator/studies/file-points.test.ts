import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emulateCommand } from '../../../emulator/commands/emulate.js';
import { explainCommand } from '../../../emulator/commands/explain.js';
import { studyCommand } from '../../../emulator/commands/study.js';
import type { Note } from '../../../detector/base/notes.js';
import { loadCard } from '../../../emulator/studies/card.js';
import { eventsOfPoints } from '../../../emulator/studies/point-events.js';
import { fiveEvents } from '../../support/event-files/events.js';
import { lheText } from '../../support/event-files/texts.js';
import { inProcess } from '../../support/in-process.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-file-points-'));
  const events = Array.from({ length: 8 }, () => fiveEvents).flat();
  await writeFile(
    join(home, 'forty.lhe'),
    lheText(events.map((event) => ({ ...event, weight: 1 }))),
  );
  await writeFile(join(home, 'five.lhe'), lheText(fiveEvents));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** A card of some points in the folder of the files. */
async function cardOf(points: string, more = ''): Promise<string> {
  const path = join(home, 'card.yaml');
  const curve = '{ variable: energyLab, edges: { from: 0, to: 8, bins: 4 }, lines: [lml1, hie] }';
  await writeFile(
    path,
    `points: ${points}\nlines: [lml1, hie]\nfamilies: [single-photon]\ncurves: [${curve}]\n${more}`,
  );
  return path;
}

const study = async (...args: readonly string[]) =>
  JSON.parse((await inProcess(studyCommand, ['--workers', '1', '--json', ...args])).out);

describe('a point of a card that is a file', () => {
  it('counts each event of the file once: the numbers of emulate', async () => {
    const card = await cardOf('[{ file: forty.lhe }]');
    const document = await study(card, '--seed', '3');
    const file = join(home, 'forty.lhe');
    const args = [file, '--card', card, '--seed', '3', '--json', '--workers', '1'];
    const emulated = JSON.parse((await inProcess(emulateCommand, args)).out);
    expect(document.events).toBe(40);
    expect(document.lines).toEqual(emulated.lines);
    expect(document.families).toEqual(emulated.families);
    expect(document.curves).toEqual(emulated.curves);
    expect(document.lines.some(({ fired }: { fired: number }) => fired > 0)).toBe(true);
    expect(document.points).toMatchObject([
      { name: 'forty.lhe', parameters: { file: 'forty.lhe', format: 'LHE' }, events: 40 },
    ]);
    expect(document.points[0].parameters.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(document.notes.map(({ code }: Note) => code)).toContain('READER_FRAME_TAKEN');
  });

  it('measures references as a study does, not leaving them out', async () => {
    const references =
      'references:\n' +
      '  - { probe: lml1, reference: energy }\n' +
      '  - { probe: hie, reference: [lml1], variable: energyLab, edges: [0, 4, 8] }\n';
    const card = await cardOf('[{ file: forty.lhe }]', references);
    const document = await study(card, '--seed', '3');
    const args = [join(home, 'forty.lhe'), '--card', card, '--seed', '3', '--json'];
    const emulated = JSON.parse((await inProcess(emulateCommand, [...args, '--workers', '1'])).out);
    expect(emulated.references).toEqual(document.references);
    expect(emulated.references).toHaveLength(2);
    expect(emulated.references[0].total.truth.selected).toBe(40);
    expect(emulated.references[0].total.measured.selected).toBeGreaterThan(0);
  });

  it('has the same results for any number of workers and size of batches', async () => {
    const card = await cardOf('[{ file: forty.lhe }, { file: five.lhe, name: few }]');
    const document = await study(card);
    expect(document.points.map(({ events }: { events: number }) => events)).toEqual([40, 5]);
    expect(document.weighted).toBe(true);
    expect(await study(card, '--workers', '2', '--batch', '7')).toEqual(document);
  }, 60_000);

  it('goes beside generators, and says where it has fewer events than its share', async () => {
    const card = await cardOf('[{ file: five.lhe }, { generator: gamma-gamma }]', 'events: 20\n');
    const document = await study(card);
    expect(document.events).toBe(15);
    expect(document.points.map(({ events }: { events: number }) => events)).toEqual([5, 10]);
    expect(document.notes).toContainEqual({
      code: 'CARD_FILE_SHORT',
      message: expect.stringContaining('five.lhe has 5 of 10'),
      count: 1,
    });
    const fewer = await study(card, '--events', '8');
    expect(fewer.events).toBe(8);
    expect(fewer.notes.map(({ code }: Note) => code)).not.toContain('CARD_FILE_SHORT');
  });

  it('is read up to a limit', async () => {
    expect((await study(await cardOf('[{ file: forty.lhe, limit: 12 }]'))).events).toBe(12);
  });

  it('is another study once the file is another', async () => {
    const card = await cardOf('[{ file: changing.lhe }]');
    const out = join(home, 'results');
    const text = lheText([...fiveEvents, ...fiveEvents]);
    await writeFile(join(home, 'changing.lhe'), text);
    await study(card, '--out', out, '--keep-shards');
    const again = await study(card, '--out', out, '--resume', '--keep-shards');
    expect(again.events).toBe(10);
    await writeFile(
      join(home, 'changing.lhe'),
      lheText([...fiveEvents, ...fiveEvents.toReversed()]),
    );
    await expect(study(card, '--out', out, '--resume')).rejects.toMatchObject({
      code: 'STUDY_DIFFERS',
    });
  });

  it.each([
    ['[{ file: a.lhe, generator: mumu }]', /either "generator" or "file"/],
    ['[{ share: 2 }]', /points\[0\]: expected either "generator" or "file"/],
    ['[{ file: a.lhe, config: {} }]', /"config" has no effect beside "file"/],
    ['[{ generator: mumu, limit: 3, frame: lab }]', /"frame", "limit" has no effect beside/],
    ['[{ file: a.lhe, frame: moon }]', /frame/],
  ])('is refused with what does not belong to it: %s', async (points, message) => {
    const path = await cardOf(points);
    expect(() => loadCard(path)).toThrow(message);
  });

  it('must be there, and a file', async () => {
    await expect(study(await cardOf('[{ file: absent.lhe }]'))).rejects.toMatchObject({
      code: 'READER_OPEN',
    });
    await expect(study(await cardOf('[{ file: . }]'))).rejects.toThrow(/no regular file/);
  });

  it('is of studies alone: neither explain nor other hosts have it', async () => {
    const card = await cardOf('[{ file: five.lhe }]');
    await expect(
      inProcess(explainCommand, ['--process', card, '--event', '0']),
    ).rejects.toMatchObject({ code: 'CARD_FILE_POINT' });
    await expect(study(card, '--engine', 'nats')).rejects.toThrow(/of this host/);
  });
});

describe('events of points', () => {
  const point = { name: 'a', generator: 'mumu', config: {}, share: 1 };
  const card = loadCard('mumu');

  it('are in proportion to the shares, at most what a file has', () => {
    const points = [{ ...point, share: 3, events: 50 }, point];
    expect(eventsOfPoints({ ...card, points }, 40).counts).toEqual([30, 10]);
    expect(eventsOfPoints({ ...card, points }, 400).counts).toEqual([50, 100]);
  });

  it('are all of the files where no number is given', () => {
    const points = [
      { ...point, events: 50 },
      { ...point, events: 7 },
    ];
    expect(eventsOfPoints({ ...card, events: 0, points }).counts).toEqual([50, 7]);
  });
});
