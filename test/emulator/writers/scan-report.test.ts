import { describe, expect, it } from 'vitest';
import type { EfficiencyResult } from '../../../emulator/studies/curve-result.js';
import type { StudyDocument } from '../../../emulator/studies/document.js';
import { scanDocument } from '../../../emulator/studies/scan-document.js';
import { scanCsv, showScan } from '../../../emulator/writers/scan-report.js';

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
const studyAt = (machine: string, fired: number, width: number): StudyDocument =>
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
    machine,
    events: 100,
    eventsPlanned: 100,
    lines: [line('lml6', 'line', fired), line('silent', 'line', 0)],
    families: [line('single-photon', 'family', fired + 1)],
    probes: [],
    readings: [{ name: 'width', value: width, unit: 'cm' }],
    notes: [],
  }) as unknown as StudyDocument;
const document = scanDocument('backgrounds.scale', [
  { value: '0', study: studyAt('2022-peak + backgrounds.scale=0', 90, 1) },
  { value: '2', study: studyAt('2022-peak + backgrounds.scale=2', 80, 2) },
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
    expect(rows.find((row) => row.startsWith('first value'))).toContain('backgrounds.scale=0');
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
});
