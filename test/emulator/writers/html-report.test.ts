import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { StudyDocument } from '../../../emulator/studies/document.js';
import { scanDocument } from '../../../emulator/studies/scan-document.js';
import { scanHtml, studyHtml, surveyHtml } from '../../../emulator/writers/html-report.js';
import { makeCurve } from '../studies/curve-builder.js';

const total = {
  kind: 'line',
  name: 'lml6',
  family: 'single-photon',
  selection: 'all events',
  stage: 'ftdl',
  selected: 10,
  fired: 4,
  efficiency: 0.4,
  low: 0.25,
  high: 0.5,
  confidence: 0.6827,
  interval: 'clopper-pearson',
  sumw: 4,
  sumw2: 4,
  selectedSumw: 10,
  selectedSumw2: 10,
  prescale: 20,
} as const;

const study: StudyDocument = {
  version: '1.2.3',
  seed: 5,
  menu: 'ecl',
  conditions: 'nominal',
  machine: '2022-peak',
  geometry: 'offset',
  card: 'test',
  notes: [{ code: 'CARD_LEFT_OUT', message: 'lml99 is left out', count: 1 }],
  provenance: {
    program: 'abc',
    run: 0,
    card: 'test 123',
    menu: 'ecl 1 456',
    conditions: '789',
    parameters: { 'ecl.geometry': '"offset"' },
  },
  title: 'A <study>',
  events: 10,
  eventsPlanned: 20,
  weighted: false,
  stage: 'ftdl',
  confidence: 0.6827,
  interval: 'clopper-pearson',
  systematics: [],
  references: [],
  selection: 'all events',
  points: [{ name: 'guns', generator: 'gun', parameters: { pdg: 22 }, events: 10, rateHz: 12.5 }],
  lines: [total],
  families: [{ ...total, kind: 'family', name: 'single-photon', lines: ['lml6', 'hie'] }],
  probes: [],
  curves: [makeCurve([0, 1, 2], [5, 5], [1, 3], 'lml6')],
  readings: [
    {
      name: 'plateau',
      value: 0.97,
      low: 0.96,
      high: 0.98,
      unit: '',
      atLeast: 0.99,
      verdict: 'missed',
    },
    { name: 'half', value: 1.04, unit: 'GeV', atMost: 1.1, verdict: 'met' },
  ],
};
const picture = { name: 'p', title: 'a picture', svg: '<svg role="img"><title>p</title></svg>' };

/** Rows of the table of a caption, as texts. */
function rowsOf(html: string, caption: string): readonly (readonly string[])[] {
  const { document } = parseHTML(html);
  const table = [...document.querySelectorAll('table')].find(
    (each) => each.querySelector('caption')?.textContent === caption,
  );
  return [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.children].map(({ textContent }) => textContent ?? ''),
  );
}

describe('the page of a study', () => {
  const html = studyHtml(study, [picture, picture]);

  it('has every number: totals, and each bin with the events that fired', () => {
    expect(rowsOf(html, 'Of all events')).toEqual([
      ['lml6', 'single-photon', '20', '10', '4', '40.00', '25.00', '50.00'],
      ['family single-photon', '', '20', '10', '4', '40.00', '25.00', '50.00'],
    ]);
    const bins = rowsOf(html, 'A curve: all events');
    expect(bins.map((row) => row.slice(0, 4))).toEqual([
      ['0–1', '5', '1', '20.00'],
      ['1–2', '5', '3', '60.00'],
    ]);
    expect(html).toContain('family single-photon: lml6 ∨ hie, before prescale');
  });

  it('says what was met and missed, and sets misses off', () => {
    expect(html).toContain('1 NOT MET, 1 met.');
    const rows = rowsOf(html, 'Numbers read off, beside what is expected');
    expect(rows[0]).toEqual([
      'plateau',
      '97.00 %',
      '96.00 % – 98.00 %',
      '≥ 99.00 %',
      'NOT MET',
      '',
    ]);
    const { document } = parseHTML(html);
    expect([...document.querySelectorAll('.missed')].map((cell) => cell.textContent)).toEqual([
      'NOT MET',
    ]);
    expect(html).toContain('of 20 planned: INTERRUPTED');
    expect(html).toContain('lml99 is left out');
  });

  it('says what it was made with: names, hashes, seed, machine, points, all parameters', () => {
    expect(Object.fromEntries(rowsOf(html, 'Names, versions and hashes'))).toEqual({
      'belle2-l1': '1.2.3',
      program: 'abc',
      card: 'test 123',
      seed: '5',
      run: '0',
      menu: 'ecl 1 456',
      conditions: 'nominal 789',
      machine: '2022-peak',
      geometry: 'offset',
      Node: process.version,
    });
    expect(rowsOf(html, 'Events')).toEqual([['guns', 'gun', '{"pdg":22}', '10', '12.50']]);
    expect(rowsOf(html, 'Parameters; long ones as a hash')).toEqual([['ecl.geometry', '"offset"']]);
  });

  it('has its pictures within, and asks nobody for anything', () => {
    const { document } = parseHTML(html);
    expect(document.querySelectorAll('figure svg[role=img] > title')).toHaveLength(2);
    expect(document.querySelector('figcaption')?.textContent).toBe('a picture');
    expect(document.querySelector('h1')?.textContent).toBe('A <study>');
    expect(html).not.toMatch(/src=|href=|<script|@import/);
  });
});

it('the page of a scan has a column a value, and leads to the study of each', () => {
  const scan = scanDocument('beams.x', [
    { value: '1', study },
    { value: '2', study: { ...study, lines: [{ ...total, fired: 5, efficiency: 0.5 }] } },
  ]);
  const html = scanHtml(scan, [picture]);
  expect(rowsOf(html, 'In percent: all events')[0]).toEqual([
    'lml6',
    '40.00 −15.00 +10.00',
    '50.00 −25.00 +0.00',
  ]);
  expect(html).toContain('href="./beams.x%3D2/report.html"');
  expect(html).toContain('abc');
});

it('the page of a survey has all rows of its table', () => {
  const table = {
    title: 'layers',
    columns: [
      { name: 'theta', unit: 'deg' },
      { name: 'x0', unit: '%' },
    ],
    rows: Array.from({ length: 100 }, (_, row) => [row, row / 2]),
  };
  const { version, conditions, geometry, card, title, readings, provenance } = study;
  const made = { version, conditions, geometry, card, title, readings, provenance };
  const shape = { file: 'p', title: 't', yName: 'y', columns: ['x0'] };
  const html = surveyHtml({ ...made, table, picture: shape }, [picture]);
  expect(rowsOf(html, 'layers')).toHaveLength(100);
  expect(html).toContain('1 NOT MET, 1 met.');
});
