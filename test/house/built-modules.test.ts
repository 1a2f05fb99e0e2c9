import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { version } from '../../emulator/version.js';
import { importBuilt } from '../support/built-modules.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const importer = `${root}test/house/built-modules.test.ts`;
const { resolveId } = importBuilt();
const resolved = (source: string, from = importer): unknown =>
  (resolveId as unknown as (source: string, importer?: string) => unknown)(source, from);

describe('what a test imports', () => {
  it('is the module that was built, of the four folders', () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(resolved('../../emulator/version.js')).toBe(`${root}dist/emulator/version.js`);
    expect(resolved('../../detector/base/units.js')).toBe(`${root}dist/detector/base/units.js`);
  });

  it('is the source where there is no module: of the page, of kernels, of tests', () => {
    // The bundle of the page has the name of one of its modules.
    expect(existsSync(`${root}dist/monitor/dashboard/main.js`)).toBe(true);
    expect(resolved('../../monitor/dashboard/main.js')).toBeUndefined();
    expect(resolved('../../detector/top/light.wasm.js')).toBeUndefined();
    expect(resolved('../support/runs.js')).toBeUndefined();
    expect(resolved('../../emulator/of-yesterday.js')).toBeUndefined();
  });

  it('is left to sources that import one another, but for the kernels: one memory', () => {
    const page = `${root}monitor/dashboard/main.ts`;
    expect(resolved('../../detector/base/units.js', page)).toBeUndefined();
    expect(resolved('#kernels', page)).toBe(`${root}dist/kernels/module.js`);
  });
});
