import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ratesCommand } from '../../../emulator/commands/rates.js';
import { lockFolder } from '../../../emulator/files/folder-lock.js';
import { writeResult } from '../../../emulator/writers/result-files.js';
import { inProcess } from '../../support/in-process.js';
import { temporaryDirectory } from '../daq/support.js';

const scratch = temporaryDirectory();
const few = ['--events', '400', '--workers', '1'];

describe('rates', () => {
  it('tell what fires a line, the most frequent first', async () => {
    const { out, talk } = await inProcess(ratesCommand, [...few, '--line', 'c4']);
    expect(out).toMatch(/^line c4: .* Hz before prescale, .* Hz after prescale 1/);
    const rates = [...out.matchAll(/ ([\d.e+]+) ± /g)].map(([, hz]) => Number(hz)).slice(1);
    expect(rates.length).toBeGreaterThan(2);
    expect(rates).toStrictEqual(rates.toSorted((one, other) => other - one));
    expect(out).toContain('two jets');
    expect(talk).toContain('known to a factor of two');
  });

  it('of a line that the menu lacks name the nearest, of a machine too', async () => {
    await expect(inProcess(ratesCommand, ['--line', 'lml66'])).rejects.toThrow('nearest is "lml6"');
    await expect(inProcess(ratesCommand, ['--machine', '2024-pek'])).rejects.toThrow('"2024-peak"');
  });

  it('refuse a folder that another writes into, before any window, and give it back', async () => {
    const out = join(scratch, 'locked');
    const release = lockFolder(out);
    const refused = await inProcess(ratesCommand, ['--out', out]).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'OUTPUT_LOCKED' });
    release();
    await inProcess(ratesCommand, [...few, '--out', out]);
    expect(existsSync(join(out, 'results.json'))).toBe(true);
    expect(existsSync(join(out, '.b2l1.lock'))).toBe(false);
  });

  it('refuse a folder with the results of a study, before any window', async () => {
    const out = join(scratch, 'of-a-study');
    await writeResult(out, 'study', [['results.json', '{}']]);
    const refused = inProcess(ratesCommand, ['--out', out, '--events', '1000000000']);
    await expect(refused).rejects.toMatchObject({ code: 'OUTPUT_OTHER' });
    expect(await readFile(join(out, 'results.json'), 'utf8')).toBe('{}');
  });

  it('against a parameter of the machine have a row a value, tried first', async () => {
    const scan = ['--scan', 'backgrounds.scale=0,2'];
    const { out } = await inProcess(ratesCommand, [...few, ...scan, '--json']);
    const { points } = JSON.parse(out) as {
      readonly points: readonly {
        readonly value: string;
        readonly rates: {
          readonly sources: readonly { readonly origin: string }[];
          readonly totalHz: number;
          readonly modelHighHz: number;
          readonly diffuse: { readonly chamberHz: number; readonly topHz: number };
        };
      }[];
    };
    expect(points.map(({ value }) => value)).toStrictEqual(['0', '2']);
    const [without, twice] = points.map(({ rates }) => rates);
    expect(without!.diffuse).toStrictEqual({ chamberHz: 0, topHz: 0 });
    const isStray = ({ origin }: { readonly origin: string }) => /stray|injection/.test(origin);
    expect(without!.sources.some(isStray)).toBe(false);
    expect(twice!.sources.filter(isStray)).toHaveLength(19);
    expect(without!.modelHighHz).toBe(without!.totalHz);
    expect(twice!.totalHz).toBeGreaterThan(without!.totalHz);
    const wrong = inProcess(ratesCommand, ['--scan', 'her.current=1,2 GeV']);
    await expect(wrong).rejects.toThrow('her.current');
    await expect(inProcess(ratesCommand, ['--scan', 'ler.current'])).rejects.toThrow('expected');
  });
});
