import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withSourceNames } from '../../../emulator/files/source-names.js';

const bundle = `import { kernels } from '#kernels';

// node_modules/rxjs/dist/esm/internal/Observable.js
var Observable = class {};

// dist/detector/ecl/deposit.js
function deposit() {
  // rounded as in share.js
  throw new Error('deposit');
}

// dist/emulator/workers/worker.js
deposit();
`;

describe('the stack of an error in a bundle', () => {
  let home = '';
  let url = '';
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'b2l1-stack-'));
    await mkdir(join(home, 'dist/bundle'), { recursive: true });
    await writeFile(join(home, 'dist/bundle/worker.js'), bundle);
    url = pathToFileURL(join(home, 'dist/bundle/worker.js')).href;
  });
  afterAll(() => rm(home, { recursive: true }));

  const places: readonly (readonly [string, number, string])[] = [
    ['the module that the line is of', 9, 'detector/ecl/deposit.js'],
    ['the module whose head is that very line', 12, 'emulator/workers/worker.js'],
    ['the module of a package', 4, 'node_modules/rxjs/dist/esm/internal/Observable.js'],
  ];
  it.each(places)('names %s', (_, line, source) => {
    expect(withSourceNames(`Error: deposit\n    at deposit (${url}:${line}:9)`)).toBe(
      `Error: deposit\n    at deposit (${source} in ${url}:${line}:9)`,
    );
  });

  it('stays as it is before the first module, elsewhere, and where the bundle is gone', () => {
    for (const place of [
      `${url}:1:1`,
      'node:internal/modules/run_main:117:5',
      'file:///a/b.js:3:4',
    ])
      expect(withSourceNames(`    at ${place}`)).toBe(`    at ${place}`);
    const gone = `    at x (${url.replace('worker', 'no-worker')}:9:9)`;
    expect(withSourceNames(gone)).toBe(gone);
  });
});
