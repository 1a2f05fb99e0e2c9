import { NEVER, lastValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { processesCommand } from '../../../emulator/commands/processes.js';

async function processes(...args: readonly string[]): Promise<string> {
  let said = '';
  await processesCommand({
    out: (text) => {
      said += text;
    },
    talk: () => {},
    terminal: false,
    clock: { now: () => 0 },
    stop$: NEVER,
    execute: async (work) => void (await lastValueFrom(work, { defaultValue: undefined })),
  })
    .exitOverride()
    .parseAsync(['node', 'processes', ...args]);
  return said;
}

interface Document {
  readonly machine: string;
  readonly luminosity: number;
  readonly processes: readonly Readonly<Record<string, unknown>>[];
}

describe('processes', () => {
  it('come as JSON: what is counted, values, source and rate, in order', async () => {
    const document = JSON.parse(await processes('dark-photon', '--json')) as Document;
    expect(document.machine).toBe('2022-peak');
    expect(document.luminosity / 4.65e34).toBeCloseTo(1, 10);
    const [first] = document.processes;
    expect(Object.keys(first!).join(' ')).toBe(
      'name kind definition order value unit expected tolerance source hz',
    );
    expect(first).toMatchObject({ name: 'dark-photon', kind: 'signal' });
  });

  it('are varied by --with: a cross section goes with the square of its coupling', async () => {
    const valueAt = async (epsilon: number): Promise<number> => {
      const text = await processes('dark-photon', '--with', `epsilon=${epsilon}`, '--json');
      return (JSON.parse(text) as Document).processes[0]!['value'] as number;
    };
    expect((await valueAt(2e-3)) / (await valueAt(1e-3))).toBeCloseTo(4, 10);
  });

  it('give more events a second at a brighter machine', async () => {
    const hzAt = async (machine: string): Promise<number> => {
      const text = await processes('gamma-gamma', '--machine', machine, '--json');
      return (JSON.parse(text) as Document).processes[0]!['hz'] as number;
    };
    expect((await hzAt('design')) / (await hzAt('2022-peak'))).toBeCloseTo(6 / 0.465, 10);
    await expect(hzAt('2022-peek')).rejects.toThrow(/nearest is "2022-peak"/);
  });

  it('that are set to a publication are not shown as agreeing with it', async () => {
    const out = await processes('bbbar');
    expect(out).toMatch(/1\.11 nb, set to it \(within/);
    expect(out).not.toContain('+0.00 %');
  });

  it('one by one show description, rows and parameters', async () => {
    const text = await processes('gamma-gamma');
    expect(text).toMatch(/^gamma-gamma \(Standard Model\): e\+e- → γγ/);
    expect(text).toMatch(/ours +[\d.]+ nb, [\d.]+ Hz/);
    expect(text).toMatch(/maxCosTheta +0\.9848/);
  });

  it('of what the tables decay tell the shares that are filled and left out', async () => {
    expect(await processes('bbbar')).toMatch(/B\+ +[\d.]+ % +[\d.]+ % +[\d.]+ %/);
    expect(await processes('gamma-gamma')).not.toContain('left out, others');
  });

  it('refuse names, parameters and masses that are not there, by name', async () => {
    await expect(processes('gama-gamma')).rejects.toThrow(/nearest is "gamma-gamma"/);
    await expect(processes('--with', 'mass=1')).rejects.toThrow(/name it/);
    await expect(processes('dark-photon', '--with', 'mas=1')).rejects.toThrow(/nearest is "mass"/);
    await expect(processes('dark-photon', '--with', 'mass=11')).rejects.toThrow(/dark-photon/);
  });
});
