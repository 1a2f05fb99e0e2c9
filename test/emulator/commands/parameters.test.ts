import { describe, expect, it } from 'vitest';
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
