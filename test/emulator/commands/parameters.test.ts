import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { menuYaml } from '../../../emulator/commands/menu-report.js';
import { menus } from '../../../triggers/menus/index.js';
import { parametersCommand } from '../../../emulator/commands/parameters.js';

async function parameters(...args: readonly string[]): Promise<string> {
  let said = '';
  const out = (text: string): void => {
    said += text;
  };
  await parametersCommand({ out })
    .exitOverride()
    .parseAsync(['node', 'parameters', ...args]);
  return said;
}

describe('parameters', () => {
  it('are listed from their declarations, with default, unit, range and doc', async () => {
    expect(await parameters('ecl')).toMatch(/ecl\.geometry +offset +one of offset, projective/);
    expect(await parameters('beams')).toContain('beams.preset');
    expect(await parameters('generators')).toMatch(/dark-photon: mass/);
    expect(await parameters('run')).toMatch(/^pace +real/m);
  });

  it('of a path that does not exist name the nearest', async () => {
    await expect(parameters('trigers')).rejects.toThrow(/nearest is "triggers"/);
  });

  it('come as JSON', async () => {
    const document = JSON.parse(await parameters('--json')) as {
      readonly parameters: readonly { readonly path: string }[];
    };
    expect(document.parameters.length).toBeGreaterThan(60);
    expect(document.parameters.every(({ path }) => path.length > 0)).toBe(true);
  });
});

describe('the schemas of files', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const example = (name: string): unknown =>
    parse(readFileSync(join(root, 'emulator/examples', name), 'utf8'));
  /** Whether a file fits the schema that is printed for its kind, by zod's own reader of such. */
  const fits = async (kind: string, content: unknown): Promise<boolean> => {
    const schema = JSON.parse(await parameters('--schema', kind));
    expect(schema).toMatchObject({ $schema: expect.stringContaining('2020-12') });
    return z.fromJSONSchema(schema).safeParse(content).success;
  };

  it.each([
    ['card', 'card.yaml'],
    ['card', 'variations.yaml'],
    ['menu', 'menu.yaml'],
    ['conditions', 'conditions.yaml'],
  ])('take the example: %s, %s', async (kind, file) => {
    expect(await fits(kind, example(file))).toBe(true);
  });

  it('take every built-in menu as it is exported', async () => {
    for (const menu of menus) expect(await fits('menu', parse(menuYaml(menu)))).toBe(true);
  });

  it.each([
    ['conditions', { ecl: { geometry: 'projective' }, klm: { yokeField: '-1.3 T' } }, true],
    ['conditions', { ecl: { geometri: 'projective' } }, false],
    ['conditions', { ecl: { geometry: 'round' } }, false],
    ['conditions', { klm: { yokeField: '-1.3 cm' } }, false],
    ['run', { pace: 'max', port: 0 }, true],
    ['run', { port: 70_000 }, false],
    ['machine', { ler: { current: '1 A' } }, true],
    ['machine', { ler: { curent: 1 } }, false],
    ['card', { points: [{ generator: 'gun', config: { pdg: 13, minimum: '1 GeV' } }] }, true],
    ['card', { points: [{ generator: 'gun', config: { pgd: 13 } }] }, false],
    ['card', { points: [{ generator: 'gunn' }] }, false],
    ['card', { points: [{ file: 'a.lhe', generator: 'mumu' }] }, false],
    ['card', { points: [] }, false],
    ['menu', { extends: 'physics', change: { stt: { prescale: 2 } } }, true],
    ['menu', { extends: 'physics', chang: {} }, false],
    ['menu', { name: 'mine', lines: [{ number: 1, name: 'a' }] }, false],
  ])('say of %s %j whether it is one: %s', async (kind, content, isOne) => {
    expect(await fits(kind, content)).toBe(isOne);
  });

  it('have default, range and doc of each parameter, as the code declares them', async () => {
    const { properties } = JSON.parse(await parameters('--schema', 'run'));
    expect(properties.port).toEqual({
      type: 'integer',
      minimum: 0,
      maximum: 65_535,
      description: expect.stringContaining('Port of the dashboard'),
      default: 8421,
    });
    expect(properties.pace.enum).toEqual(['real', 'max']);
  });

  it('are of kinds that there are, and of whole files', async () => {
    await expect(parameters('--schema', 'cards')).rejects.toThrow(/conditions, run/);
    await expect(parameters('ecl', '--schema', 'card')).rejects.toThrow(/whole file/);
  });
});
