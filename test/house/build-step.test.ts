import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildStep, filesBelow } from '../../tools/build-step.mjs';

describe('a step of the build', () => {
  let root = '';
  let made = 0;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'b2l1-step-'));
    made = 0;
    await mkdir(join(root, 'sources/deep'), { recursive: true });
    await put('sources/a.ts', 'one');
    await put('sources/deep/b.ts', 'two');
    expect(await step()).toBe(true);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const put = (name: string, text: string): Promise<void> => writeFile(join(root, name), text);

  const step = async (settings: unknown = ['-O3', '0.28.2']): Promise<boolean> =>
    buildStep({
      root,
      name: 'page/small',
      files: await filesBelow('sources', (name) => name.endsWith('.ts'), root),
      settings,
      make: async () => {
        made++;
        const text = await readFile(join(root, 'sources/a.ts'), 'utf8');
        return [
          ['main.js', `made of ${text}`],
          ['style.css', ''],
        ];
      },
    });

  it('is done once while nothing changes', async () => {
    expect(await step()).toBe(false);
    expect(made).toBe(1);
  });

  it('is done again when a source says something else', async () => {
    await put('sources/a.ts', 'three');
    expect(await step()).toBe(true);
    expect(await readFile(join(root, 'dist/page/small/main.js'), 'utf8')).toBe('made of three');
    await put('sources/deep/b.ts', 'four');
    expect(await step()).toBe(true);
    expect(await step()).toBe(false);
  });

  it('is done again when a source comes, goes or has another name', async () => {
    await put('sources/deep/c.ts', '');
    expect(await step()).toBe(true);
    await rm(join(root, 'sources/deep/c.ts'));
    await put('sources/c.ts', '');
    expect(await step()).toBe(true);
    await rm(join(root, 'sources/c.ts'));
    expect(await step()).toBe(true);
    await put('sources/notes.md', 'no source');
    expect(await step()).toBe(false);
  });

  it('is done again with other flags or another compiler', async () => {
    expect(await step(['-O2', '0.28.2'])).toBe(true);
    expect(await step(['-O2', '0.28.3'])).toBe(true);
  });

  it('is done again when a file of it is gone, or all', async () => {
    await rm(join(root, 'dist/page/small/style.css'));
    expect(await step()).toBe(true);
    await rm(join(root, 'dist/page'), { recursive: true });
    expect(await step()).toBe(true);
    await rm(join(root, 'dist'), { recursive: true });
    expect(await step()).toBe(true);
  });

  it('leaves in its folder what it made, and nothing else', async () => {
    await put('dist/page/small/old.css', '');
    await put('sources/a.ts', 'again');
    await step();
    expect((await readdir(join(root, 'dist/page/small'))).toSorted()).toEqual([
      'main.js',
      'style.css',
    ]);
  });
});
