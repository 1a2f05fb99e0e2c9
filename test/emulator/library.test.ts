import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

describe("the README's library example", () => {
  let home = '';
  let example = '';

  beforeAll(async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    example = /<!-- example -->\n```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    home = await mkdtemp(join(tmpdir(), 'b2l1-example-'));
    await mkdir(join(home, 'node_modules/@types'), { recursive: true });
    await symlink(root, join(home, 'node_modules/belle2-l1'), 'junction');
    for (const name of ['rxjs', '@types/node'])
      await symlink(join(root, 'node_modules', name), join(home, 'node_modules', name), 'junction');
    await writeFile(join(home, 'package.json'), '{ "type": "module" }');
    await writeFile(join(home, 'example.ts'), example);
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('is about fifteen lines', () => {
    expect(example.trim().split('\n').length).toBeGreaterThan(10);
    expect(example.trim().split('\n').length).toBeLessThanOrEqual(20);
  });

  it('compiles under strict against the published types and counts the family', async () => {
    const options = [
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--types',
      'node',
      '--skipLibCheck',
    ];
    await exec(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'example.ts'],
      { cwd: home },
    );
    const { stdout } = await exec(process.execPath, ['example.js'], { cwd: home });
    const count = Number(/^(\d+) of 20000 events need lml13\n$/.exec(stdout)?.[1]);
    // E* is 0.75 GeV: over the threshold of lml13 and under that of lml6; about a fifth of the
    // photons point into rings 6–11.
    expect(count).toBeGreaterThan(1000);
    expect(count).toBeLessThan(10_000);
  }, 120_000);
});
