import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studyDiffCommand } from '../../../emulator/commands/study-diff.js';
import { lockFolder } from '../../../emulator/files/folder-lock.js';
import { inProcess } from '../../support/in-process.js';
import { runCard } from '../studies/run-card.js';

const home = mkdtempSync(join(tmpdir(), 'b2l1-diff-'));
afterAll(() => rmSync(home, { recursive: true }));
const diff = (...args: readonly string[]) => inProcess(studyDiffCommand, args);

const card = (thetaMax: number) => `
name: photons
points:
  - generator: gun
    config: { pdg: 22, minimum: 1 GeV, maximum: 3 GeV, thetaMin: 40 deg, thetaMax: ${thetaMax} deg }
lines: [lml1, hie]
curves:
  - { variable: energyCms, edges: [1, 2, 3], lines: [lml1] }
maps:
  - x: { variable: energyCms, edges: [1, 2, 3] }
    y: { variable: theta, edges: [0, 1, 2, 3] }
    lines: [lml1]
`;

describe('study-diff', () => {
  const [a, b] = [join(home, 'a'), join(home, 'b')];
  beforeAll(async () => {
    for (const [folder, thetaMax] of [
      [a, 120],
      [b, 150],
    ] as const) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'card.yaml'), card(thetaMax));
      const study = await runCard(join(folder, 'card.yaml'), 80);
      writeFileSync(join(folder, 'results.json'), JSON.stringify(study));
    }
  });

  it('has ratios and differences of totals and bins, and says what is shared', async () => {
    const { totals, curves, notes } = JSON.parse((await diff(a, b, '--json')).out);
    const [lml1] = totals;
    expect(lml1).toMatchObject({ kind: 'line', name: 'lml1', stage: 'ftdl' });
    expect(lml1.ratio.value).toBeCloseTo(lml1.b.efficiency / lml1.a.efficiency, 14);
    expect(lml1.difference.value).toBeCloseTo(lml1.b.efficiency - lml1.a.efficiency, 14);
    expect(lml1.ratio.low).toBeLessThan(lml1.ratio.value);
    expect(curves[0].bins).toHaveLength(2);
    expect(curves[0].bins[1].a.efficiency).toBeGreaterThan(0);
    // Of the same card and seed, but of other angles: other events.
    expect(notes).toEqual([
      expect.stringMatching(/^points: gun .*120 deg.* in A, .*150 deg.* in B$/),
    ]);
  });

  it('compares maps cell by cell', async () => {
    const [one, other] = [a, b].map((folder) =>
      JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')),
    );
    const { maps } = JSON.parse((await diff(a, b, '--json')).out);
    expect(maps).toHaveLength(1);
    expect(maps[0]).toMatchObject({ line: 'lml1', x: { variable: 'energyCms' } });
    expect(maps[0].cells).toHaveLength(6);
    const known = maps[0].cells.findIndex(
      ({ difference }: { difference: { value: number | null } }) => difference.value !== null,
    );
    expect(maps[0].cells[known].difference.value).toBeCloseTo(
      other.maps[0].efficiency[known] - one.maps[0].efficiency[known],
      14,
    );
    const out = join(home, 'map');
    const said = await diff(a, b, '--out', out);
    expect(said.out).toContain('lml1 against E* and θ: all events, before prescale');
    const [head, ...rows] = readFileSync(join(out, 'diff-maps.csv'), 'utf8').trim().split('\n');
    expect(rows).toHaveLength(6);
    for (const row of rows)
      expect(row.replaceAll(/"[^"]*"/g, 'quoted').split(',')).toHaveLength(head!.split(',').length);
    expect(readFileSync(join(out, 'diff-map-1.svg'), 'utf8')).toContain('B − A [points]');
    // Another version may describe a variable in other words.
    const axis = { ...other.maps[0].x, label: 'energy', description: 'in other words' };
    const reworded = { ...other, maps: [{ ...other.maps[0], x: axis }] };
    writeFileSync(join(home, 'reworded.json'), JSON.stringify(reworded));
    const still = JSON.parse((await diff(a, join(home, 'reworded.json'), '--json')).out);
    expect(still.maps[0].cells).toEqual(maps[0].cells);
    const inOther = { ...other, maps: [{ ...other.maps[0], x: { ...axis, unit: 'MeV' } }] };
    writeFileSync(join(home, 'unit.json'), JSON.stringify(inOther));
    const unit = JSON.parse((await diff(a, join(home, 'unit.json'), '--json')).out);
    expect(unit.notes.join()).toContain('map energyCms × theta, all/lml1: not compared, x differ');
    const rebinned = {
      ...other,
      maps: [{ ...other.maps[0], y: { ...other.maps[0].y, edges: [0, 1, 2, 4] } }],
    };
    writeFileSync(join(home, 'rebinned.json'), JSON.stringify(rebinned));
    const { maps: none, notes } = JSON.parse(
      (await diff(a, join(home, 'rebinned.json'), '--json')).out,
    );
    expect(none).toBeUndefined();
    expect(notes.join()).toContain('map energyCms × theta, all/lml1: not compared, y differ');
  });

  it('says that two share events only of the same points and seed', async () => {
    const study = JSON.parse(readFileSync(join(a, 'results.json'), 'utf8'));
    const notesWith = async (change: object, of: object = study) => {
      writeFileSync(join(home, 'one.json'), JSON.stringify(of));
      writeFileSync(join(home, 'other.json'), JSON.stringify({ ...of, ...change }));
      const said = await diff(join(home, 'one.json'), join(home, 'other.json'), '--json');
      return JSON.parse(said.out).notes;
    };
    const share = expect.stringMatching(/share events.*rather too wide$/);
    expect(await notesWith({})).toEqual([share]);
    expect(await notesWith({ overlay: 'x.hepmc sha256:1', geometry: 'none', title: 'T' })).toEqual([
      'title: photons in A, T in B',
      'overlay: none in A, x.hepmc sha256:1 in B',
      `geometry: ${study.geometry} in A, none in B`,
      share,
    ]);
    expect(await notesWith({ process: 'mumu' })).toEqual(['process: none in A, mumu in B']);
    const file = (name: string, more: object = {}) => ({
      ...study,
      points: [{ name, generator: 'user-events', parameters: { file: name, ...more }, events: 1 }],
    });
    expect(await notesWith(file('b.lhe'), file('a.lhe'))).toEqual([
      'points: a.lhe (user-events {"file":"a.lhe"}) in A, ' +
        'b.lhe (user-events {"file":"b.lhe"}) in B',
    ]);
    expect(await notesWith({}, file('a.lhe'))).toEqual([
      expect.stringMatching(/share events.*, unless a\.lhe has changed between them$/),
    ]);
    expect(await notesWith({}, file('a.lhe', { sha256: 'f' }))).toEqual([share]);
  });

  it('refuses a folder that another writes into', async () => {
    const out = join(home, 'taken');
    const release = lockFolder(out);
    await expect(diff(a, b, '--out', out)).rejects.toMatchObject({ code: 'OUTPUT_LOCKED' });
    release();
  });

  it('is 1 with itself, as a table and as files', async () => {
    const out = join(home, 'out');
    const { out: text, talk } = await diff(a, join(a, 'results.json'), '--out', out);
    expect(text).toMatch(/hie +all events, before prescale +(\d+\.\d+) +\1 +1\.0000 /);
    expect(talk).toContain('diff.csv');
    const [head, ...rows] = readFileSync(join(out, 'diff.csv'), 'utf8').trim().split('\n');
    expect(rows).toHaveLength(2 + 2);
    for (const row of rows)
      expect(row.replaceAll(/"[^"]*"/g, 'quoted').split(',')).toHaveLength(head!.split(',').length);
    const svg = readFileSync(join(out, 'diff-1.svg'), 'utf8');
    expect(svg).toMatch(/<metadata>.*program.*[0-9a-f]{32}.*<\/metadata>/);
    expect(svg.match(/<svg /g)).toHaveLength(3);
    expect(svg).toContain('>B / A<');
    expect(svg).toMatch(/<desc>Ratio against E\* \[GeV\]: 1\.000 at 2\.5\. /);
    const hashOf = (path: string): string =>
      createHash('sha256').update(readFileSync(path)).digest('hex');
    const document = JSON.parse(readFileSync(join(out, 'diff.json'), 'utf8'));
    expect(document.totals).toHaveLength(2);
    expect(document.a.sha256).toBe(hashOf(join(a, 'results.json')));
    const beside = JSON.parse(readFileSync(join(out, 'diff.provenance.json'), 'utf8'));
    const study = JSON.parse(readFileSync(join(a, 'results.json'), 'utf8'));
    expect(beside.program).toBe(study.provenance.program);
    expect(beside.a).toStrictEqual({
      ...document.a,
      parameters: study.provenance.parameters,
    });
    expect(beside.b.source).toBe(join(a, 'results.json'));
    for (const name of ['diff.json', 'diff.csv', 'diff-1.svg'])
      expect(beside.sha256[name]).toBe(hashOf(join(out, name)));
  });

  it('compares only what is of one kind, and names the rest', async () => {
    const study = JSON.parse(readFileSync(join(a, 'results.json'), 'utf8'));
    study.lines[0].selection = 'others';
    study.lines[1].name = 'c4';
    study.curves[0].edges[1] = 1.5;
    study.seed = 9;
    const changed = join(home, 'changed.json');
    writeFileSync(changed, JSON.stringify(study));
    const { totals, curves, notes } = JSON.parse((await diff(a, changed, '--json')).out);
    expect([totals, curves]).toEqual([[], []]);
    expect(notes).toEqual([
      'seed: 3 in A, 9 in B',
      'only in A: line hie',
      'only in B: line c4',
      'line lml1: not compared, selection differ',
      'curve energyCms, all/lml1: not compared, edges differ',
    ]);
  });

  it('refuses what are no results, with the file and why', async () => {
    const empty = join(home, 'empty.json');
    writeFileSync(empty, '{}');
    await expect(diff(a, empty)).rejects.toMatchObject({ code: 'STUDY_RESULTS' });
    await expect(diff(a, empty)).rejects.toThrow(
      /empty\.json: version: .*expected the results\.json/,
    );
    await expect(diff(a, join(home, 'nowhere'))).rejects.toThrow(/nowhere: ENOENT/);
  });
});
