import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cardFromFile } from '../../../emulator/studies/card-file.js';
import { variables } from '../../../emulator/studies/variables.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { readMenu } from '../../../triggers/gdl/read-menu.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const page = (path: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

/** Content of the first YAML block of a page. */
async function yamlOf(path: string): Promise<unknown> {
  const [, indent, block] = /^( *)```yaml\n([\s\S]*?)```/m.exec(await page(path)) ?? [];
  return parse(block!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}

describe('the page of studies', () => {
  it('shows a card that is read, with its curves and its lines of the menu', async () => {
    const card = cardFromFile(await yamlOf('emulator/studies/README.md'), 'my-card.yaml');
    expect(card.name).toBe('soft-photons');
    const layout = card.layout(compileMenu(physicsMenu));
    expect(layout.groups).toHaveLength(1 + 2);
  });

  it('names every variable that a card may use', async () => {
    const text = await page('emulator/studies/README.md');
    expect(Object.keys(variables).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the page of menus', () => {
  it('shows a menu that is read and compiled', async () => {
    const menu = readMenu(await yamlOf('triggers/menus/README.md'), 'my-menu.yaml');
    expect(compileMenu(menu).lines.map(({ name }) => name)).toEqual([
      'one_photon',
      'two_tracks',
      'energy',
    ]);
  });
});
