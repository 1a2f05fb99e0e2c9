import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm run circles` prints of a tree. */
async function circles(tree: string): Promise<string> {
  const script = join(root, 'tools/house/circles.mjs');
  return promisify(execFile)(process.execPath, [script, tree]).then(
    ({ stdout }) => stdout,
    (failure: { stdout: string }) => failure.stdout,
  );
}

describe('circles of imports', () => {
  let tree = '';
  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'b2l1-circles-'));
  });
  afterAll(() => rm(tree, { recursive: true, force: true }));

  const plant = async (files: Readonly<Record<string, string>>): Promise<void> => {
    await Promise.all(
      ['detector', 'triggers', 'monitor', 'emulator'].map((folder) =>
        rm(join(tree, folder), { recursive: true, force: true }),
      ),
    );
    for (const folder of ['detector', 'triggers', 'monitor', 'emulator'])
      await mkdir(join(tree, folder), { recursive: true });
    for (const [file, target] of Object.entries(files)) {
      await mkdir(dirname(join(tree, file)), { recursive: true });
      await writeFile(
        join(tree, file),
        target === '' ? 'export const value = 1;\n' : `export type { value } from '${target}';\n`,
      );
    }
  };

  it('do not exist here, of files or of folders', async () => {
    expect(await circles(root)).toMatch(/^\d+ files, \d+ folders: 0 circles\n$/);
  });

  it('of files are found, through types alone too', async () => {
    await plant({
      'detector/a.ts': './b.js',
      'detector/b.ts': './c.js',
      'detector/c.ts': './a.js',
    });
    expect(await circles(tree)).toMatch(/circle of files: .*detector\/a\.ts/);
  });

  it('of folders are found where no file is in a circle', async () => {
    await plant({
      'emulator/x/one.ts': '../y/one.js',
      'emulator/y/one.ts': '',
      'emulator/y/two.ts': '../z/one.js',
      'emulator/z/one.ts': '../x/two.js',
      'emulator/x/two.ts': '',
    });
    const text = await circles(tree);
    expect(text).toMatch(/circle of folders: .*emulator\/x/);
    expect(text).not.toMatch(/circle of files/);
  });

  it('are not what a list and its parts make', async () => {
    await plant({
      'detector/index.ts': './ecl/ecl.js',
      'detector/ecl/ecl.ts': '../event.js',
      'detector/event.ts': '',
    });
    expect(await circles(tree)).toMatch(/: 0 circles/);
  });
});
