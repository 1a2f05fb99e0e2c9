import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { machineCommand } from '../../../emulator/commands/machine.js';

const folder = mkdtempSync(join(tmpdir(), 'b2l1-machine-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function machine(...args: readonly string[]): Promise<string> {
  let said = '';
  const out = (text: string): void => {
    said += text;
  };
  await machineCommand({ out })
    .exitOverride()
    .parseAsync(['node', 'machine', ...args]);
  return said;
}

describe('machine', () => {
  it('tells luminosity, shots and what the veto takes', async () => {
    const text = await machine('2022-peak');
    expect(text).toMatch(/luminosity 4\.65e34 cm⁻²s⁻¹, 46\.5 Hz for each nb/);
    expect(text).toMatch(/LER +1\.320 +0\.587 +500 +3\.00 +11\.07 +0\.239/);
    expect(text).toMatch(/both rings: 3\.0\d % of the time/);
  });

  it('tells hits of background by subdetector, with limits and where they come from', async () => {
    const text = await machine('2022-peak');
    expect(text).toMatch(/drift chamber +22 +200 +kHz a wire +Touschek, LER 40 %/);
    expect(text).toMatch(/TOP +2\.23 +5 +MHz a tube/);
    expect(text).not.toContain('fake segments');
    const few = await machine('--occupancy', '2', '--set', 'backgrounds.scale=0.01');
    expect(few).toMatch(/in a window +hits +± +reported +wires +fake segments\n/);
    expect(few).toMatch(/cdc, uncorrelated +\d\.\d/);
  });

  it('tells what is left after a time without injection', async () => {
    const document = JSON.parse(
      await machine('--json', '--after', '500s', '--set', 'ler.injection.on=false'),
    ) as { readonly rings: readonly { readonly ring: string; readonly currentAmperes: number }[] };
    const ler = document.rings.find(({ ring }) => ring === 'ler');
    expect(ler?.currentAmperes).toBeCloseTo(1.32 / Math.E, 9);
  });

  it('reads a file, and names what is wrong in it', async () => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, 'her: {current: 0.5 A}\nveto: {gate: 5 ms}\n');
    expect(await machine(file)).toMatch(/HER +0\.500/);
    writeFileSync(file, 'her: {curent: 0.5 A}\n');
    await expect(machine(file)).rejects.toThrow(/her\.curent.*nearest is "current"/);
    writeFileSync(file, 'her: {current: 0.5 GeV}\n');
    await expect(machine(file)).rejects.toThrow(/her\.current.*with a unit like A/);
    await expect(machine('2022')).rejects.toThrow(/nearest is "2020"/);
  });
});
