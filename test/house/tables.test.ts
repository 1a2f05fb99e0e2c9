import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { shippedTables } from '#kernels';
import { describe, expect, it } from 'vitest';

const tables = new URL('../../tools/tables/tables.mjs', import.meta.url);
const shipped = new URL('../../dist/tables/', import.meta.url);

const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** What a program writes to its output, in a process that holds no tables yet. */
async function outputOf(program: string): Promise<string> {
  const run = promisify(execFile);
  return (await run(process.execPath, ['--input-type=module', '--eval', program])).stdout;
}

describe('the tables that the build ships', () => {
  it('are byte by byte what a thread would make for itself', async () => {
    const made = await outputOf(`
      import { createHash } from 'node:crypto';
      const { tableFiles } = await import(${JSON.stringify(tables)});
      for (const [name, content] of await tableFiles())
        console.log(name, createHash('sha256').update(content).digest('hex'));
    `);
    const names = await readdir(shipped);
    const lines = names.map(
      async (name) => `${name} ${hashOf(await readFile(new URL(name, shipped)))}`,
    );
    expect(made.trim().split('\n').toSorted()).toEqual((await Promise.all(lines)).toSorted());
  });

  it('are those of every place that asks for such tables, no more', () => {
    const names = new Set(
      shippedTables.columns.map(({ table }) =>
        table.split(' ')[0]!.replace(/^materials.*/, 'materials'),
      ),
    );
    expect([...names]).toEqual([
      'arich/azimuths',
      'cdc/activation',
      'cdc/hough-attach',
      'cdc/hough-curves',
      'cdc/ionization',
      'cdc/segment-wires',
      'ecl/blocks',
      'ecl/crystals',
      'ecl/phi-walls',
      'ecl/planes',
      'ecl/resolution-low',
      'ecl/showers',
      'ecl/weights',
      'materials',
      'normal-quantiles',
      'top/light',
      'top/response',
      'top/spectrum',
      'two-photon-pairs',
    ]);
    const bytes = shippedTables.read()!;
    const { start, length } = shippedTables.columns.find(({ table }) => table === 'ecl/weights')!;
    const weights = new Float64Array(bytes.buffer, bytes.byteOffset + start, length);
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(Math.max(...weights)).toBeCloseTo(1, 3);
  });

  it('are not taken from a file that is cut off, which is named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'b2l1-tables-'));
    try {
      const file = (await readdir(shipped)).find((name) => name.endsWith('.bin'))!;
      await cp(new URL('module.js', shipped), join(folder, 'module.mjs'));
      const whole = await readFile(new URL(file, shipped));
      await writeFile(join(folder, file), whole.subarray(0, -8));
      const module = JSON.stringify(pathToFileURL(join(folder, 'module.mjs')).href);
      const read = outputOf(`(await import(${module})).shippedTables.read();`);
      await expect(read).rejects.toThrow(
        `${file} has ${whole.length - 8} bytes in place of ${whole.length}: install or build`,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are none where the file of their bytes is not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'b2l1-tables-'));
    try {
      await cp(new URL('module.js', shipped), join(folder, 'module.mjs'));
      const module = JSON.stringify(pathToFileURL(join(folder, 'module.mjs')).href);
      expect(
        await outputOf(`
          const { shippedTables } = await import(${module});
          console.log(shippedTables.read());
        `),
      ).toBe('undefined\n');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
