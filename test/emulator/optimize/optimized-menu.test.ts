import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, describe, expect, it } from 'vitest';
import type { OptimizeDocument } from '../../../emulator/optimize/optimize-document.js';
import { optimizedConditions, optimizedMenu } from '../../../emulator/optimize/optimized-menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';

const home = mkdtempSync(join(tmpdir(), 'b2l1-optimized-'));
afterAll(() => rmSync(home, { recursive: true }));

const found = (prescales: Readonly<Record<string, number>>, thresholds: readonly string[] = []) =>
  ({
    version: '1.2.3',
    seed: 4,
    machine: 'design',
    signals: [{ card: 'alp', weight: 2 }],
    budgets: [
      { name: 'Level 1', hz: 30_000 },
      { name: 'single-photon', hz: null },
    ],
    optimized: { prescales, thresholds },
  }) as unknown as OptimizeDocument;

describe('what was found, as files', () => {
  it('is the menu with other prescales, which says where they come from', () => {
    const menu = optimizedMenu(eclMenu, found({ hie: 2.5, c4: 0 }));
    expect(menu.name).toBe('ecl-optimized');
    expect(menu.source).toContain(
      'by b2l1 optimize 1.2.3 at design, seed 4, for alp 2 within 30 kHz of Level 1',
    );
    for (const [place, line] of eclMenu.lines.entries()) {
      const own = menu.lines[place]!;
      const prescale = { hie: 2.5, c4: 0 }[line.name];
      expect(own).toMatchObject({
        ...line,
        prescale: prescale ?? line.prescale,
        source: own.source,
      });
      expect(own.source).toBe(
        prescale === undefined ? line.source : `${line.source}; prescale by b2l1 optimize 1.2.3`,
      );
    }
  });

  it('is the conditions with other thresholds over those of the file and of --set', () => {
    expect(optimizedConditions('nominal', ['ecl.geometry=projective'], found({}))).toBeUndefined();
    const file = join(home, 'mine.yaml');
    writeFileSync(file, 'bits: { ecl: { sums: { ehigh: 2 GeV, elow: 0.4 GeV } } }\n');
    const changed = found({}, ['bits.ecl.sums.ehigh=1.1 GeV']);
    expect(parse(optimizedConditions(file, ['ecl.geometry=projective'], changed)!)).toEqual({
      bits: { ecl: { sums: { ehigh: '1.1 GeV', elow: '0.4 GeV' } } },
      ecl: { geometry: 'projective' },
    });
  });
});
