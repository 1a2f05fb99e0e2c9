import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EfficiencyResult } from '../../../emulator/studies/curve-result.js';
import type { StudyDocument } from '../../../emulator/studies/document.js';
import { scanDocument, scanShort } from '../../../emulator/studies/scan-document.js';
import { scanHtml } from '../../../emulator/writers/html-report.js';
import { partsIn, rememberParts, writeResult } from '../../../emulator/writers/result-files.js';
import { writeScan } from '../../../emulator/writers/scan-files.js';
import {
  scanCsv,
  scanFolder,
  scanFolders,
  showScan,
} from '../../../emulator/writers/scan-report.js';

const line = (name: string, kind: EfficiencyResult['kind'], fired: number) =>
  ({
    kind,
    name,
    family: kind === 'line' ? 'single-photon' : name,
    ...(kind === 'family' && { lines: ['lml1', 'lml6'] }),
    selection: 'all events',
    stage: 'psnm',
    selected: 100,
    fired,
    efficiency: fired / 100,
    low: fired / 100 - 0.02,
    high: fired / 100 + 0.01,
    confidence: 0.6827,
    sumw: fired,
    sumw2: fired,
    selectedSumw: 100,
    selectedSumw2: 100,
  }) as EfficiencyResult;
const studyAt = (scale: number, fired: number, width: number): StudyDocument =>
  ({
    version: '1.2.3',
    seed: 1,
    card: 'toy',
    title: 'A toy',
    selection: 'all events',
    stage: 'ftdl',
    confidence: 0.6827,
    menu: 'physics',
    conditions: 'nominal',
    machine: `2022-peak + backgrounds.scale=${scale}`,
    events: 100,
    eventsPlanned: 100,
    lines: [line('lml6', 'line', fired), line('silent', 'line', 0)],
    families: [line('single-photon', 'family', fired + 1)],
    probes: [],
    readings: [{ name: 'width', value: width, unit: 'cm' }],
    notes: [],
    provenance: {
      program: 'abc',
      conditions: `of ${scale}`,
      parameters: { 'ecl.geometry': '"offset"', 'machine.backgrounds.scale': `${scale}` },
    },
  }) as unknown as StudyDocument;
const document = scanDocument('backgrounds.scale', [
  { value: '0', study: studyAt(0, 90, 1) },
  { value: '2', study: studyAt(2, 80, 2) },
]);

describe('a scan', () => {
  it('for people is a row a line that fires and a column a value, readings below', () => {
    const rows = showScan(document).split('\n');
    expect(rows.find((row) => row.startsWith('lml6'))).toMatch(
      /90\.00 −2\.00 \+1\.00 +80\.00 −2\.00 \+1\.00/,
    );
    expect(rows.find((row) => row.startsWith('family single-photon'))).toMatch(/91\.00.*81\.00/);
    expect(rows.some((row) => row.startsWith('silent'))).toBe(false);
    expect(rows.find((row) => row.startsWith('width'))).toMatch(/1\.000 cm +2\.000 cm/);
    expect(rows).toContain('machine 2022-peak + backgrounds.scale=0,2, conditions nominal');
    expect(showScan(document)).not.toContain('INTERRUPTED');
    expect(showScan(document)).toContain('Efficiencies are before prescale; intervals are');
    const points = document.points.map((point) => ({ ...point, lines: [], families: [] }));
    expect(showScan({ ...document, points })).not.toContain('prescale');
  });

  it('as CSV is a row a value and line', () => {
    const [head, ...rows] = scanCsv(document).trimEnd().split('\n');
    expect(head).toBe(
      'parameter,value,kind,name,family,selected,fired,efficiency,low,high,' +
        'selection,stage,definition',
    );
    expect(rows).toHaveLength(6);
    expect(rows[3]).toBe(
      'backgrounds.scale,2,line,lml6,single-photon,100,80,0.8,0.78,0.81,all events,after prescale,',
    );
    expect(rows[5]).toMatch(/family,single-photon,.*,all events,after prescale,lml1 ∨ lml6$/);
  });

  it('as a document says the machine of each value', () => {
    expect(document.points.map(({ machine }) => machine)).toEqual([
      '2022-peak + backgrounds.scale=0',
      '2022-peak + backgrounds.scale=2',
    ]);
    expect(document).toMatchObject({ scan: 'backgrounds.scale', card: 'toy', seed: 1 });
  });

  it('says what all of its values were made with, not the first', () => {
    expect(document.machine).toBe('2022-peak + backgrounds.scale=0,2');
    const { conditions, parameters } = document.provenance;
    expect(parameters).toEqual({
      'ecl.geometry': '"offset"',
      'machine.backgrounds.scale': 'scanned: 0, 2',
    });
    expect(conditions).toMatch(/^[0-9a-f]{32}$/);
    const html = scanHtml(document, []);
    expect(html).toContain('>2022-peak + backgrounds.scale=0,2<');
    expect(html).not.toContain('backgrounds.scale=0<');
  });
});

describe('the folder of a value', () => {
  it('is one name in that of the scan, whatever the value', () => {
    expect(scanFolder('a.b', '100 MeV')).toBe('a.b=100 MeV');
    expect(scanFolder('a.b', './.././../tmp/x.json')).toBe('a.b=.-..-.-..-tmp-x.json');
    expect(scanFolder('a.b', 'C:\\nets\n')).toBe('a.b=C:-nets-');
  });

  it('is of one value alone', () => {
    expect(scanFolders('a.b', ['x/y', 'x', 'x-z'])).toEqual(['a.b=x-y', 'a.b=x', 'a.b=x-z']);
    expect(() => scanFolders('a.b', ['x/y', 'x', 'x-y'])).toThrow(
      /a\.b: values "x\/y" and "x-y" would have the same folder in --out, "a\.b=x-y"/,
    );
    expect(() => scanFolders('a.b', ['1', '1'])).toThrow(/values "1" and "1"/);
  });

  it('is remembered beside names that are odd, of which nothing is taken', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'b2l1-list-'));
    const list = join(folder, '.b2l1.files.json');
    try {
      const odd = { study: ['old.csv', '../up.csv', 7], of: 'later versions' };
      const values = { 'a=1': 'sum', 'a=nets/x': 'sum', 'a=2': 7 };
      await writeFile(list, JSON.stringify({ ...odd, 'folders of values': values }));
      await writeFile(join(folder, 'old.csv'), 'old');
      expect(partsIn(folder, 'value')).toEqual({ 'a=1': 'sum' });
      const { removed } = await writeResult(folder, 'study', [['new.csv', 'new']]);
      expect(removed).toEqual([join(folder, 'old.csv')]);
      expect(partsIn(folder, 'value')).toEqual({ 'a=1': 'sum' });
      await rememberParts(folder, 'value', { 'a=3': '' });
      expect(JSON.parse(await readFile(list, 'utf8'))).toMatchObject({
        study: ['new.csv'],
        'folders of values': { 'a=3': '' },
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a scan that was stopped', () => {
  const short = { ...studyAt(2, 20, 2), events: 40, eventsPlanned: 100 };
  const points = [
    { value: '0', study: studyAt(0, 90, 1) },
    { value: '2', study: short },
  ];
  const stopped = scanDocument('backgrounds.scale', points, ['0', '2', '4', '9']);
  const said = [
    'INTERRUPTED: value 2 has 40 of 100 events',
    'INTERRUPTED: not reached: values 4, 9',
  ];

  it('says which values are short and which it never reached', async () => {
    expect(scanShort(document)).toEqual([]);
    expect(scanShort(stopped)).toEqual(said);
    const text = showScan(stopped);
    const html = scanHtml(stopped, []);
    for (const line of said) {
      expect(text).toContain(`\n${line}\n`);
      expect(html).toContain(`<p>${line}</p>`);
    }
    expect(text).toMatch(/backgrounds\.scale +0 +2 \(40 of 100 events\)/);
    expect(stopped.values).toEqual(['0', '2', '4', '9']);
  });

  it('says it in its picture, and lies beside a study in one folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'b2l1-scan-'));
    try {
      await writeResult(folder, 'study', [['report.html', 'of the study']]);
      // As an older version may have left it.
      const both = { scan: ['report.html'], study: ['report.html'] };
      await writeFile(join(folder, '.b2l1.files.json'), JSON.stringify(both));
      await writeScan(folder, stopped);
      expect(await readdir(folder)).toEqual(expect.arrayContaining(['scan.html', 'scan.svg']));
      expect(await readFile(join(folder, 'report.html'), 'utf8')).toBe('of the study');
      const svg = await readFile(join(folder, 'scan.svg'), 'utf8');
      for (const line of said) expect(svg).toContain(line);
      expect(svg).toContain('"machine":"2022-peak + backgrounds.scale=0,2,4,9"');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
