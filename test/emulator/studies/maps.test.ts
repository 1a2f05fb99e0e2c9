import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { outputWords, setBit } from '../../../triggers/batches.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { cardFromFile } from '../../../emulator/studies/card-file.js';
import type { StudyDocument } from '../../../emulator/studies/document.js';
import { beyondText, cellsOf } from '../../../emulator/studies/map-result.js';
import { printCard } from '../../../emulator/studies/print-card.js';
import { Tally } from '../../../emulator/studies/tally.js';
import { runCard } from './run-card.js';

const home = mkdtempSync(join(tmpdir(), 'b2l1-maps-'));
afterAll(() => rmSync(home, { recursive: true }));

const card = (more = '') => `
name: photons
points:
  - generator: gun
    config: { pdg: 22, minimum: 0.5 GeV, maximum: 3 GeV, thetaMin: 30 deg, thetaMax: 150 deg }
lines: [lml1, hie]
curves:
  - { variable: energyCms, edges: [1, 2, 3], lines: [hie] }
  - { variable: theta, edges: [0 deg, 60 deg, 90 deg, 180 deg], lines: [hie] }
maps:
  - x: { variable: energyCms, edges: [1, 2, 3] }
    y: { variable: theta, edges: [0 deg, 60 deg, 90 deg, 180 deg] }
    lines: [hie, lml1]
  - x: { variable: theta, edges: [60 deg, 90 deg] }
    y: { variable: energyCms, edges: [1, 2] }
    lines: [hie]
${more}`;

const run = (name: string, content: string): Promise<StudyDocument> => {
  const file = join(home, `${name}.yaml`);
  writeFileSync(file, content);
  return runCard(file, 150);
};

describe('a tally over two axes', () => {
  const x = { variable: 'p', edges: Float64Array.of(0, 1, 2) };
  const y = { variable: 'theta', edges: Float64Array.of(10, 20, 30, 40) };
  const tally = new Tally({
    subjects: [{ kind: 'line', name: 'a', family: '', numbers: [5] }],
    groups: [
      { selection: 0, axis: null },
      { selection: 0, axis: x, second: y },
      { selection: 0, axis: y },
    ],
  });
  // p, θ, bin of the map: of 6 pairs, then below and above x, below and above y, undefined.
  const events = [
    [0.5, 15, 0],
    [0.5, 35, 2],
    [1, 10, 3],
    [1.5, 25, 4],
    [1.5, 25, 4],
    [-1, 25, 6],
    [-1, 99, 6],
    [2, 5, 7],
    [0.5, 9.9, 8],
    [1.9, 40, 9],
    [Number.NaN, 15, 10],
    [-1, Number.NaN, 10],
  ] as const;
  const ftdlBits = new Uint32Array(events.length * outputWords);
  setBit(ftdlBits, outputWords, 3, 5);
  tally.add({
    eventCount: events.length,
    addresses: { slice: new Uint32Array(events.length) },
    weights: new Float64Array(events.length).fill(1),
    ftdlBits,
    observations: {
      variables: {
        p: Float64Array.from(events, ([p]) => p),
        theta: Float64Array.from(events, ([, theta]) => theta),
      },
      selected: new Uint32Array(events.length).fill(1),
      probed: new Uint32Array(events.length),
    },
  });

  it('has each event in the cell of its two values, or where it is beyond them', () => {
    for (let bin = 0; bin <= 10; bin++)
      expect([bin, tally.count(1, bin).n]).toEqual([
        bin,
        events.filter(([, , cell]) => cell === bin).length,
      ]);
    expect(tally.count(1, 4, 0)).toEqual({ n: 1, sumw: 1, sumw2: 1 });
    expect(tally.count(1, 3, 0).n).toBe(0);
  });

  it('leaves curves of the same axes as they are', () => {
    expect([0, 1, 2].map((bin) => tally.count(2, bin).n)).toEqual([3, 3, 1]);
  });
});

describe('maps of a card', () => {
  let study: StudyDocument;
  beforeAll(async () => {
    study = await run('photons', card());
  });

  it('have the bins of x of the curve, added up over y, and the other way round', () => {
    const [map] = study.maps!;
    const [energy, theta] = study.curves;
    const rows = [0, 1].map((ix) => map!.selected.slice(3 * ix, 3 * ix + 3));
    const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
    expect(rows.map(sum)).toEqual(energy!.selected);
    expect(sum(map!.fired)).toBe(sum(energy!.fired));
    const inEnergy = theta!.selected.map((_, iy) => rows[0]![iy]! + rows[1]![iy]!);
    for (const [iy, n] of inEnergy.entries()) expect(n).toBeLessThanOrEqual(theta!.selected[iy]!);
    const { xBelow, xAbove, yBelow, yAbove, undefined: none } = map!.beyond;
    expect([yBelow, yAbove, none]).toEqual([0, 0, 0]);
    expect(xBelow).toBeGreaterThan(0);
    expect(sum(map!.selected) + xBelow + xAbove).toBe(150);
    expect(beyondText(map!)).toMatch(/^events beyond the cells: \d+ below E\*$/);
  });

  it('have edges in their units, intervals, and the events of x and y exchanged', () => {
    const [map, other, turned] = study.maps!;
    expect(study.maps).toHaveLength(3);
    expect(other!.line).toBe('lml1');
    expect(map).toMatchObject({
      id: 'energyCms × theta, all',
      line: 'hie',
      x: { variable: 'energyCms', unit: 'GeV', edges: [1, 2, 3] },
      y: { variable: 'theta', unit: 'deg', edges: [0, 60, 90, 180] },
    });
    const { cell } = cellsOf(map!).find(({ x, y }) => x[0] === 1 && y[0] === 60)!;
    expect(cell).toBe(1);
    expect(turned!.selected).toEqual([map!.selected[cell]]);
    expect(turned!.efficiency).toEqual([map!.efficiency[cell]]);
    for (const [at, value] of map!.efficiency.entries()) {
      if (value === null) continue;
      expect(map!.low[at]).toBeLessThanOrEqual(value);
      expect(map!.high[at]).toBeGreaterThanOrEqual(value);
      expect(value).toBe(map!.fired[at]! / map!.selected[at]!);
    }
  });

  it('count the same where events travel to be prescaled', async () => {
    const after = await run('after', card('stage: psnm'));
    for (const [index, map] of after.maps!.entries()) {
      expect(map.stage).toBe('psnm');
      expect(map.selected).toEqual(study.maps![index]!.selected);
      expect(map.beyond).toEqual(study.maps![index]!.beyond);
    }
  });

  it('read back when they are printed', () => {
    const read = cardFromFile(parse(card()), 'photons.yaml');
    const back = cardFromFile(parse(printCard(read).yaml.replace(/^variables: .*\n/m, '')), 'b');
    expect(back.maps).toEqual(read.maps);
  });

  it.each([
    ['one variable twice', 'x: { variable: energyCms', 'x: { variable: theta', 'two variables'],
    ['an unknown variable', 'y: { variable: theta', 'y: { variable: thet', 'nearest is "theta"'],
    ['a line that is not counted', 'lines: [hie, lml1]', 'lines: [hei]', 'maps[0]: "hei" is'],
    ['edges that fall', '[1, 2, 3] }\n    y', '[1, 3, 2] }\n    y', 'maps[0].x.edges: edges must'],
    [
      'more cells than a picture can show',
      '[1, 2, 3] }\n    y',
      '{ from: 1, to: 3, bins: 4000 } }\n    y',
      '4000 × 3 = 12000 cells, expected at most 10000',
    ],
    ['a key that does not exist', 'y: { variable', 'z: { variable', '"maps[0].z" does not exist'],
    [
      'an unknown selection',
      'lines: [hie, lml1]',
      'lines: [hie]\n    selection: al',
      'selection "al"',
    ],
  ])('refuse %s', (_, from, to, expected) => {
    expect(card()).toContain(from);
    expect(() => cardFromFile(parse(card().replace(from, to)), 'photons.yaml')).toThrow(expected);
  });

  it('are bounded together with curves', () => {
    const map =
      '{ x: { variable: energyCms, edges: { from: 0, to: 1, bins: 100 } }, ' +
      'y: { variable: theta, edges: { from: 0, to: 1, bins: 100 } }, ' +
      `lines: [${Array.from({ length: 4 }, () => 'hie').join(', ')}] }`;
    const many = parse(`maps: [${Array.from({ length: 90 }, () => map).join(', ')}]`);
    expect(() => cardFromFile({ ...parse(card()), ...many }, 'c')).toThrow('4500010 bins of lines');
  });

  it('are bounded by all that is counted in their cells, not by what they show', () => {
    const map =
      '{ x: { variable: energyCms, edges: { from: 0, to: 1, bins: 100 } }, ' +
      'y: { variable: theta, edges: { from: 0, to: 1, bins: 100 } }, lines: [hie] }';
    const maps = (count: number) =>
      parse(`maps: [${Array.from({ length: count }, () => map).join(', ')}]`);
    const layoutOf = (more: object) =>
      cardFromFile({ ...parse(card()), curves: [], ...more }, 'c').layout(
        compileMenu(loadMenu('physics')),
      );
    const all = { lines: 'all', families: 'all' };
    expect(() => layoutOf({ ...maps(40), ...all })).toThrowError(
      expect.objectContaining({
        code: 'CARD_BAD_VALUE',
        message: expect.stringMatching(
          /400201 bins of curves and maps, .* expected at most 4000000/,
        ),
      }),
    );
    expect(layoutOf({ ...maps(1), ...all }).groups).toHaveLength(2);
    expect(layoutOf({ ...maps(40), lines: ['hie'], families: [] }).subjects).toHaveLength(1);
  });
});
