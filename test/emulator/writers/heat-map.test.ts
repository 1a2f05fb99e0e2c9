import { describe, expect, it } from 'vitest';
import type { MapResult } from '../../../emulator/studies/map-result.js';
import { differenceSvg, mapSvg } from '../../../emulator/writers/heat-map.js';
import { mapsCsv } from '../../../emulator/writers/maps-csv.js';
import { svgToPdf } from '../../../emulator/writers/pdf.js';
import { hasFonts } from '../../../emulator/writers/plot-frame.js';
import { mapCellsOf, mapGridOf } from '../../../emulator/writers/study-tables.js';
import { uhiFileShape } from '../../../emulator/writers/uhi-schema.js';
import { uhiHistograms } from '../../../emulator/writers/uhi.js';

const axis = (variable: string, unit: string, edges: readonly number[]) => ({
  variable,
  label: variable,
  description: `the ${variable}`,
  unit,
  edges,
});
/** Two bins in x, three in y; no event at high x and low y. */
const map = {
  id: 'p × theta, all',
  title: 'Muons',
  line: 'cdcklm1',
  family: 'single-muon',
  selection: 'muons, all',
  stage: 'ftdl',
  x: axis('p', 'GeV', [0, 1, 3]),
  y: axis('theta', 'deg', [10, 20, 40, 60]),
  selected: [10, 20, 30, 0, 50, 60],
  fired: [1, 10, 30, 0, 49, 6],
  efficiency: [0.1, 0.5, 1, null, 0.98, 0.1],
  low: [0.05, 0.4, 0.9, 0, 0.9, 0.05],
  high: [0.2, 0.6, 1, 1, 0.99, 0.2],
  selectedSumw: [20, 40, 60, 0, 100, 120],
  selectedSumw2: [40, 80, 120, 0, 200, 240],
  firedSumw: [2, 20, 60, 0, 98, 12],
  firedSumw2: [4, 40, 120, 0, 196, 24],
  beyond: { xBelow: 1, xAbove: 0, yBelow: 0, yAbove: 7, undefined: 2 },
  confidence: 0.6827,
  interval: 'clopper-pearson',
} satisfies MapResult;

const count = (svg: string, pattern: RegExp): number => svg.match(pattern)?.length ?? 0;

describe('the picture of a map', () => {
  it('of input bits says what they are, and calls them no family', () => {
    const input = mapSvg({ ...map, line: 't2', stage: 'input', definition: 't2_0 | t2_1' }, '');
    expect(input).toContain('input t2: t2_0 | t2_1');
    expect(input).not.toMatch(/family t2|prescale/);
    expect(mapSvg({ ...map, lines: ['lml1', 'lml6'] }, '')).toContain(
      'family cdcklm1: lml1 ∨ lml6',
    );
  });

  const svg = mapSvg(map, 'made so');

  it('has a rectangle and a number a cell, and crosses where no event is', () => {
    for (const number of ['10.0', '50.0', '100.0', '98.0']) expect(svg).toContain(`>${number}<`);
    expect(svg).toContain('no events');
    expect(count(svg, />10\.0</g)).toBe(2);
    const full = { ...map, efficiency: map.efficiency.map((value) => value ?? 0.3) };
    expect(mapSvg(full, '')).not.toContain('no events');
  });

  it('tells cells whose weights cancel from those without events, by another mark', () => {
    const selected = [10, 20, 30, 0, 2, 60];
    const efficiency = [0.1, 0.5, 1, null, null, 0.1];
    const cancelling = mapSvg({ ...map, selected, efficiency }, '');
    expect(cancelling).toContain('of 6 cells 2 have no number (1 no events, 1 weights cancel)');
    for (const label of ['no events', 'weights cancel']) expect(cancelling).toContain(`>${label}<`);
    // Two diagonals of the cell without events, one of the other.
    const diagonals = (of: string): number => count(of, /stroke-width="0\.6"/g);
    expect(diagonals(svg)).toBe(2);
    expect(diagonals(cancelling)).toBe(3);
    const only = mapSvg({ ...map, selected: map.selected.map((n) => n || 2) }, '');
    expect(only).toContain('of 6 cells 1 have no number (weights cancel)');
    expect(only).not.toContain('no events');
  });

  it('has colours that grow lighter with the efficiency, with a bar of them from 0 to 100', () => {
    const fills = [...svg.matchAll(/fill="(rgb\([^"]*\)|#[0-9a-f]{6})"/gi)].map(([, fill]) => fill);
    expect(fills.length).toBeGreaterThan(100);
    expect(svg).toContain('Efficiency [%]');
    for (const tick of ['0', '20', '40', '60', '80', '100']) expect(svg).toContain(`>${tick}<`);
    // Dark numbers on light cells and light ones on dark.
    expect(svg).toMatch(/fill="white"[^>]*>10\.0</);
    expect(svg).toMatch(/fill="#1b1f24"[^>]*>100\.0</);
  });

  it('has shorter numbers in narrow cells, and none where there is no room', () => {
    const narrow = (first: number) =>
      mapSvg(
        { ...map, efficiency: [0.123, 0.5, 1, null, 0.98, 0.1], x: axis('p', '', [0, first, 3]) },
        '',
      );
    expect(narrow(0.15)).toContain('>12.3<');
    expect(narrow(0.12)).toContain('>12<');
    expect(narrow(0.12)).not.toContain('>12.3<');
    expect(narrow(0.06)).not.toMatch(/>12(\.3)?</);
    expect(narrow(0.06)).toContain('>98.0<');
    // By their logarithm 0.1 to 0.2 is a tenth of 0.1 to 100.
    const logarithmic = { ...map, x: axis('p', '', [0.1, 0.2, 100]) };
    expect(mapSvg(logarithmic, '')).toContain('>50.0<');
  });

  it('says what it shows, and which events are beyond it', () => {
    expect(svg).toContain(
      'lowest 10.0 at 0 to 1 and 10 to 20, highest 100.0 at 0 to 1 and 40 to 60; ' +
        'of 6 cells 1 have no number (no events)',
    );
    expect(svg).toContain('events beyond the cells: 1 below p, 7 above theta, 2 without a value');
    expect(svg).toContain('cdcklm1: Muons (muons, all)');
    expect(svg).toContain('made so');
  });

  it('begins its bar nearer to what there is where all is high', () => {
    const high = { ...map, efficiency: map.efficiency.map((value) => value && 0.93 + value / 20) };
    expect(mapSvg(high, '')).not.toContain('>80<');
    expect(mapSvg(high, '')).toContain('>90<');
  });

  it('of what is not measured says so', () => {
    const none = { ...map, efficiency: map.efficiency.map(() => null), remark: 'masked' };
    expect(mapSvg(none, '')).toContain('all 6 cells are empty: not measured');
    expect(mapSvg(none, '')).toContain('not measured: masked');
  });

  it.runIf(hasFonts())('is a PDF, too', () => {
    expect(svgToPdf(svg, 'map', { writer: 'test' }).length).toBeGreaterThan(1000);
  });

  it('of differences has 0 in the middle of its scale', () => {
    const differences = [0.031, -0.124, 0, null, 0, 0];
    const shown = differenceSvg({ x: map.x, y: map.y, title: 't', caption: 'c', differences });
    for (const tick of ['−14', '−7', '0', '7', '14']) expect(shown).toContain(`>${tick}<`);
    expect(shown).toContain('>−12.4<');
    expect(shown).toContain('not known');
  });
});

describe('tables of a map', () => {
  it('have a row a cell with both edges in CSV, empty where no event is', () => {
    const [head, ...rows] = mapsCsv([map]).trimEnd().split('\n');
    expect(rows).toHaveLength(6);
    const cells = (row: string): readonly string[] =>
      row.replaceAll(/"[^"]*"/g, 'quoted').split(',');
    for (const row of rows) expect(cells(row)).toHaveLength(head!.split(',').length);
    expect(cells(rows[1]!).slice(1, 18)).toEqual(
      'cdcklm1,single-muon,p,GeV,0,1,theta,deg,20,40,20,10,40,20,0.5,0.4,0.6'.split(','),
    );
    expect(cells(rows[3]!).slice(5, 18)).toEqual(
      '1,3,theta,deg,10,20,0,0,0,0,,0,1'.split(',').with(0, '1'),
    );
  });

  it('have y upwards and x to the right for people', () => {
    expect(mapGridOf(map)).toEqual({
      header: ['theta [deg] \\ p [GeV]', '0–1', '1–3'],
      rows: [
        ['40–60', '100.00', '10.00'],
        ['20–40', '50.00', '98.00'],
        ['10–20', '10.00', '–'],
      ],
    });
    const wide = {
      ...map,
      x: axis(
        'p',
        'GeV',
        Array.from({ length: 14 }, (_, at) => at),
      ),
    };
    expect(mapGridOf(wide)).toBeUndefined();
    expect(mapCellsOf(map).rows[4]).toEqual(['1–3', '20–40', 50, 49, '98.00', '90.00 – 99.00']);
  });

  it('are histograms of two axes, a list a bin of x', () => {
    for (const weighted of [false, true]) {
      const all = uhiHistograms({ weighted, curves: [], maps: [map] }, { version: '1' });
      expect(uhiFileShape.safeParse(JSON.parse(JSON.stringify(all))).error).toBeUndefined();
      expect(all['p × theta, all/cdcklm1/fired']).toMatchObject({
        axes: [{ edges: [0, 1, 3] }, { edges: [10, 20, 40, 60] }],
        metadata: { beyond: 10, 'beyond yAbove': 7 },
        storage: weighted
          ? {
              values: [
                [2, 20, 60],
                [0, 98, 12],
              ],
              variances: [
                [4, 40, 120],
                [0, 196, 24],
              ],
            }
          : {
              values: [
                [1, 10, 30],
                [0, 49, 6],
              ],
            },
      });
    }
  });
});
