import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
        `card "${file}": of 48 events none is in selection "nowhere" and within the bins that ` +
        'are counted there',
      count: 1,
    });
  });
});
