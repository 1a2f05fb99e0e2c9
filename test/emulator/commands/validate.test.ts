import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateCommand } from '../../../emulator/commands/validate.js';
import { inProcess } from '../../support/in-process.js';

const validate = (...args: readonly string[]) =>
  inProcess(validateCommand, ['--workers', '1', ...args]);

describe('validate', () => {
  it('prints rows of the agreed shape, those that are asked for', async () => {
    const document = JSON.parse((await validate('--only', 'recoil', '--json')).out);
    expect(document).toMatchObject({
      seed: 1,
      menu: 'physics',
      conditions: 'nominal',
      only: 'recoil',
      isWhole: true,
    });
    expect(document.rows.map(({ id }: { id: string }) => id)).toEqual([
      'recoil-1',
      'recoil-4',
      'recoil-8',
    ]);
    expect(Object.keys(document.rows[0]).sort()).toEqual([
      'bound',
      'conditions',
      'expected',
      'high',
      'id',
      'kind',
      'low',
      'met',
      'reason',
      'source',
      'tolerance',
      'unit',
      'value',
      'what',
    ]);
    expect(document.rows[2].value).toBeCloseTo(2.265, 3);
  });

  it('runs the study of a row that needs events, and writes a page', async () => {
    const home = await mkdtemp(join(tmpdir(), 'b2l1-validate-'));
    const html = join(home, 'validation.html');
    const { out, talk } = await validate('--only', 'cosmic-muons', '--html', html);
    expect(out).toMatch(/met +cosmic-muons +145\.9 Hz +167 ± 40 Hz/);
    expect(talk).toContain(`wrote ${html}`);
    expect(await readFile(html, 'utf8')).toContain('Muons through a horizontal square metre');
    await rm(home, { recursive: true });
  });

  it('has other events with another seed', async () => {
    const share = async (seed: string): Promise<number> =>
      JSON.parse((await validate('--only', 'mumu-both-24-134', '--seed', seed, '--json')).out)
        .rows[0].value;
    const [one, other] = [await share('1'), await share('2')];
    expect(one).not.toBe(other);
    // 200 000 pairs: σ = 0.001 each.
    expect(Math.abs(one - other)).toBeLessThan(0.006);
  });

  it('names the nearest row of one that does not exist', async () => {
    await expect(validate('--only', 'cosmic-muon-s')).rejects.toMatchObject({
      code: 'USAGE_VALIDATE',
      message: expect.stringContaining('cosmic-muons'),
    });
  });

  it('has rows of another time by their conditions and menu, alone when asked', async () => {
    const asked = ['--conditions', '2018', '--only', 'alp-energy-2018', '--json'];
    const { menu, conditions, rows } = JSON.parse((await validate(...asked)).out);
    expect({ menu, conditions }).toEqual({ menu: '2018', conditions: '2018' });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      id: 'alp-energy-2018',
      today: { conditions: 'nominal, menu physics' },
    });
    await expect(validate('--conditions', '2018', '--only', 'boost')).rejects.toMatchObject({
      code: 'USAGE_VALIDATE',
    });
    await expect(validate('--conditions', '2017')).rejects.toThrow(/2018/);
  });
});
