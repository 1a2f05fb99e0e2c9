import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { shippedTables } from '#kernels';
import { describe, expect, it } from 'vitest';

const tables = new URL('../../tools/tables/tables.mjs', import.meta.url);
const shipped = new URL('../../dist/tables/module.js', import.meta.url);

/** Makes the tables in a process that holds none yet, and writes them to its output. */
const program = `
  const { tablesModule } = await import(${JSON.stringify(tables)});
  process.stdout.write(await tablesModule());
`;

describe('the tables that the build ships', () => {
  it('are byte by byte what a thread would make for itself', () => {
    const arguments_ = ['--input-type=module', '--eval', program];
    const text = execFileSync(process.execPath, arguments_, { encoding: 'utf8' });
    expect(text).toBe(readFileSync(shipped, 'utf8'));
  });

  it('are numbers, and those of every place that asks for such tables', () => {
    const names = new Set(shippedTables.columns.map(({ table }) => table.split(' ')[0]));
    expect([...names]).toEqual([
      'cdc/hough-attach',
      'cdc/hough-curves',
      'ecl/weights',
      'top/light',
      'top/response',
      'top/spectrum',
    ]);
    const bytes = Buffer.from(shippedTables.base64, 'base64');
    const { start, length } = shippedTables.columns.find(({ table }) => table === 'ecl/weights')!;
    const weights = new Float64Array(new Uint8Array(bytes).buffer, start, length);
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(Math.max(...weights)).toBeCloseTo(1, 3);
  });
});
