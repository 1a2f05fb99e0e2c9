import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { loadConditions } from '../../../emulator/settings/conditions.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { loadCard } from '../../../emulator/studies/card.js';
import { fingerprintOf } from '../../../emulator/studies/shards/fingerprint.js';
import { openStudy } from '../../../emulator/studies/study.js';
import { runCard } from './run-card.js';

const folder = mkdtempSync(join(tmpdir(), 'b2l1-own-card-'));
afterAll(() => rmSync(folder, { recursive: true }));

const card = `
points:
  - generator: gun
    config: { pdg: 22, minimum: 1 GeV, maximum: 3 GeV, thetaMin: 40 deg, thetaMax: 120 deg }
lines: [lml1, hie]
families: [single-photon]
totals: central
systematics: [{ name: energy, relative: 0.5, lines: [hie] }]
selections: { central: { theta: [50 deg, 100 deg] }, nowhere: { theta: [170 deg, 180 deg] } }
curves:
  - { variable: energyCms, selection: central, edges: [1, 2, 3], lines: [single-photon] }
  - { variable: energyCms, selection: nowhere, edges: [1, 2, 3], lines: [lml1] }
`;

/** What decides on a study of a card under a machine and conditions of files. */
function studyOf(home: string, name = 'mine.yaml') {
  const at = (file: string): string => join(home, file);
  writeFileSync(at(name), card);
  writeFileSync(at('c.yaml'), 'ecl: { geometry: projective }\n');
  writeFileSync(at('m.yaml'), 'backgrounds: { scale: 0.5 }\n');
  const conditions = loadConditions(at('c.yaml'), ['ecl.geometry=offset']);
  const overlay = {
    name: `${at('events.lhe')},rate=20kHz`,
    hash: 'abc',
    content: { kind: 'particles', events: 0, rate: 0, particles: {} as never },
  } as const;
  const study = openStudy(loadCard(at(name)), {
    version: 'test',
    seed: 3,
    menu: physicsMenu,
    conditions: conditions.name,
    config: conditions.config,
    events: 48,
    overlay,
  });
  return {
    fingerprint: fingerprintOf(study.setup),
    document: study.document(),
    machine: loadMachine(at('m.yaml'), ['filling.bunches=9']).name,
  };
}

describe('a card of a file, wherever it lies', () => {
  it('gives the same results, of which none says where that was', () => {
    const deep = join(folder, 'sub', 'folder');
    mkdirSync(deep, { recursive: true });
    const [here, there] = [studyOf(folder), studyOf(deep)];
    expect(there).toEqual(here);
    expect(JSON.stringify(here)).not.toContain(folder);
    const { document, fingerprint, machine } = here;
    expect(document).toMatchObject({
      card: 'mine.yaml',
      title: 'mine.yaml',
      conditions: 'c.yaml + ecl.geometry=offset',
      overlay: 'events.lhe,rate=20kHz sha256:abc',
    });
    expect(machine).toBe('m.yaml + filling.bunches=9');
    expect(document.provenance.card).toBe(`mine.yaml ${fingerprint.card}`);
    expect(studyOf(deep, 'renamed.yaml').fingerprint).toEqual(fingerprint);
  });

  it('is named in messages as it was given', () => {
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, 'pionts: []\n');
    expect(() => loadCard(file)).toThrow(`card "${file}": key "pionts"`);
  });
});

describe('a card of a file, run', () => {
  it('has with each number its selection, stage and definition, and what is given', async () => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, card);
    const { lines, families, curves, notes, systematics } = await runCard(file, 48);
    const selection = '50 deg ≤ θ < 100 deg';
    const [lml1, hie] = lines;
    expect(lml1).toMatchObject({ name: 'lml1', selection, stage: 'ftdl' });
    expect(lml1).not.toHaveProperty('systematic');
    expect(hie!.systematic!.error).toBeCloseTo(hie!.efficiency! / 2, 14);
    expect(hie!.systematic!.low).toBeLessThan(hie!.low);
    expect(systematics).toHaveLength(1);
    const definition = expect.arrayContaining(['lml1', 'lml2', 'hie']) as unknown;
    expect(families[0]).toMatchObject({ selection, stage: 'ftdl', lines: definition });
    expect(curves[0]).toMatchObject({ selection, stage: 'ftdl', lines: definition });
    expect(curves[1]).not.toHaveProperty('lines');
    expect(notes).toContainEqual({
      code: 'CARD_EMPTY_SELECTION',
      message:
        `card "mine.yaml": of 48 events none is in selection "nowhere" and within the bins that ` +
        'are counted there',
      count: 1,
    });
  });
});
