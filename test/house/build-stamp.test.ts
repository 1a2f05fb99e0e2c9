import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unlessUnchanged } from '../../tools/build-stamp.mjs';

describe('a whole build', () => {
  let root = '';
  let built = 0;
  const put = (name: string, text: string): Promise<void> => writeFile(join(root, name), text);
  const build = (meanwhile = async () => {}): Promise<void> =>
    unlessUnchanged(root, async () => {
      built++;
      await put('dist/a.js', 'made');
      await meanwhile();
    });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'b2l1-stamp-'));
    for (const name of ['detector', 'triggers', 'monitor', 'emulator/deep', 'tools/node_modules'])
      await mkdir(join(root, name), { recursive: true });
    for (const name of ['dist', 'node_modules']) await mkdir(join(root, name));
    await put('node_modules/.package-lock.json', '{}');
    await put('emulator/deep/a.ts', 'one');
    await put('package.json', '{}');
    built = 0;
    await build();
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('is done once while every file is as it was left', async () => {
    await build();
    expect(built).toBe(1);
  });

  it.each(['emulator/deep/a.ts', 'package.json', 'node_modules/.package-lock.json', 'dist/a.js'])(
    'is done again when %s has changed, if only within its length',
    async (name) => {
      await put(name, name.endsWith('.json') ? '[]' : 'two');
      await build();
      expect(built).toBe(2);
    },
  );

  it('is done again when a file comes or something that it made is gone', async () => {
    await put('detector/new.ts', '');
    await build();
    await rm(join(root, 'dist/a.js'));
    await build();
    expect(built).toBe(3);
  });

  it('leaves packages that tools have of their own out of account', async () => {
    await put('tools/node_modules/index.js', '');
    await build();
    expect(built).toBe(1);
  });

  it('is done again when a source changed while it went on', async () => {
    await put('emulator/deep/a.ts', 'two');
    await build(() => put('emulator/deep/a.ts', 'three'));
    await build();
    expect(built).toBe(3);
  });

  it('is done again after one that failed', async () => {
    await put('emulator/deep/a.ts', 'two');
    const failing = (): Promise<void> => build(() => Promise.reject(new Error('no')));
    await expect(failing()).rejects.toThrow('no');
    await build();
    expect(built).toBe(3);
  });
});
