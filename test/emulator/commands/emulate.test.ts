import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emulateCommand } from '../../../emulator/commands/emulate.js';
import { b2l1 } from '../../support/command.js';
import { fiveEvents } from '../../support/event-files/events.js';
import { inProcess } from '../../support/in-process.js';
import { hepmc3Text, lheText } from '../../support/event-files/texts.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-emulate-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const emulate = (...args: readonly string[]) =>
  inProcess(emulateCommand, ['--workers', '1', ...args]);

/** Per-event decisions of a file, as the bytes of the CSV table. */
async function decisions(file: string, ...options: readonly string[]): Promise<string> {
  const out = join(home, 'decisions.csv');
  await emulate(file, '--events-out', out, ...options);
  return readFile(out, 'utf8');
}

/** A file with 40 events: the five of the readers' tests, eight times. */
const events = Array.from({ length: 8 }, () =>
  fiveEvents.map((event) => ({ ...event, weight: 1 })),
).flat();

describe('emulate', () => {
  it('decides the same event by event from LHE and from HepMC3, plain or gzip', async () => {
    const files = { 'a.lhe': lheText(events), 'a.hepmc': hepmc3Text(events) };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(home, name), text);
      await writeFile(join(home, `${name}.gz`), gzipSync(text));
    }
    const reference = await decisions(join(home, 'a.lhe'));
    expect(reference.trim().split('\n')).toHaveLength(41);
    const rows = (table: string): string[] =>
      table
        .trim()
        .split('\n')
        .map((row) => row.replace(/^[^,]*,/, ''));
    expect(rows(await decisions(join(home, 'a.lhe.gz')))).toEqual(rows(reference));
    expect(rows(await decisions(join(home, 'a.hepmc')))).toEqual(rows(reference));
    expect(rows(await decisions(join(home, 'a.hepmc.gz'), '--workers', '2'))).toEqual(
      rows(reference),
    );
  });

  it('prints one JSON document with intervals and curves of the agreed shape', async () => {
    const file = join(home, 'b.lhe');
    await writeFile(file, lheText(events));
    const document = JSON.parse((await emulate(file, '--json', '--seed', '3')).out);
    expect(document).toMatchObject({
      file,
      seed: 3,
      menu: 'physics',
      conditions: 'nominal',
      geometry: 'offset',
      events: 40,
      curves: [],
    });
    for (const line of [...document.lines, ...document.families]) {
      expect(line.selected).toBe(40);
      expect(line.low).toBeLessThanOrEqual(line.efficiency);
      expect(line.high).toBeGreaterThanOrEqual(line.efficiency);
    }
  });

  it('keeps and counts the good events before a malformed line, names the line and fails', async () => {
    const text = lheText(events);
    const cut = text.indexOf('<event>', text.length / 2);
    const lineNumber = text.slice(0, cut).split('\n').length + 1;
    const file = join(home, 'broken.lhe');
    await writeFile(
      file,
      text.slice(0, cut) + text.slice(cut).replace(/<event>\n[^\n]*/, '<event>\nsix things'),
    );
    const out = join(home, 'broken.csv');
    const { code, stdout, stderr } = await b2l1('emulate', file, '--json', '--events-out', out);
    expect(code).toBe(1);
    expect(stderr).toContain(`line ${lineNumber}`);
    expect(stderr).toContain('found "six"');
    const good = JSON.parse(stdout).events;
    expect(good).toBeGreaterThan(10);
    expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(good + 1);
  });

  it('leaves nothing half-written when the file is no event file', async () => {
    const file = join(home, 'letter.txt');
    await writeFile(file, 'Dear trigger group,\n');
    await expect(emulate(file, '--events-out', join(home, 'letter.csv'))).rejects.toMatchObject({
      code: 'READER_UNKNOWN_FORMAT',
    });
    expect((await readdir(home)).filter((name) => name.startsWith('letter'))).toEqual([
      'letter.txt',
    ]);
  });

  it('refuses a table of unknown kind and a wrong option before it reads anything, with exit code 2', async () => {
    await expect(emulate('x.lhe', '--frame', 'moon')).rejects.toThrow(/moon.*auto, lab, cms/);
    expect(await b2l1('emulate', 'x.lhe', '--set', 'ecl.geometri=offset')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"geometry"'),
    });
  });
});

const shared = fileURLToPath(
  new URL('../../../../shared/data/gamma_aprime_ee_11gev_500', import.meta.url),
);
const present = existsSync(`${shared}.lhe`) && existsSync(`${shared}.hepmc3`);

describe.skipIf(!present)(
  `500 events from MadGraph${present ? '' : ' (the third-party files are not there)'}`,
  () => {
    it('get identical decisions from LHE, HepMC3 and gzip of either; lml1 fires on at least 65', async () => {
      const reference = await decisions(`${shared}.lhe`);
      const [header, ...rows] = reference
        .trim()
        .split('\n')
        .map((row) => row.split(','));
      const lml1 = header!.indexOf('lml1');
      expect(rows).toHaveLength(500);
      expect(rows.filter((row) => Number(row[lml1]) === 1).length).toBeGreaterThanOrEqual(65);
      expect(await decisions(`${shared}.hepmc3`)).toBe(reference);
      for (const ending of ['lhe', 'hepmc3']) {
        const packed = join(home, `packed.${ending}.gz`);
        await writeFile(packed, gzipSync(readFileSync(`${shared}.${ending}`)));
        expect(await decisions(packed)).toBe(reference);
      }
    });

    it('fire lines of tracks and of matches', async () => {
      const { out } = await emulate(`${shared}.lhe`, '--json');
      const fired = new Map(
        (JSON.parse(out).lines as readonly { readonly name: string; readonly fired: number }[]).map(
          (line) => [line.name, line.fired],
        ),
      );
      // A boosted pair of 1 GeV and its photon: one or two full tracks in some, mostly forward.
      for (const line of ['cdctiming', 'f', 'ff', 'cdcecl1'])
        expect(fired.get(line), line).toBeGreaterThan(0);
      expect(fired.get('fff')).toBeLessThan(30);
    });
  },
);
