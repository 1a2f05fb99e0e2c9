import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inLockedFolder, lockFolder } from '../../../emulator/files/folder-lock.js';

const built = new URL('../../../dist/emulator/files/folder-lock.js', import.meta.url).href;
const home = mkdtempSync(join(tmpdir(), 'b2l1-lock-'));
afterAll(() => rmSync(home, { recursive: true }));

const lockOf = (folder: string): string => join(folder, '.b2l1.lock');
const lockedBy = (folder: string, owner: object | string): void =>
  writeFileSync(lockOf(folder), typeof owner === 'string' ? owner : JSON.stringify(owner));

describe('the lock of a folder', () => {
  it('refuses a second, by name and with whose it is, and lets go when released', () => {
    const folder = join(home, 'new', 'folder');
    const release = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(
      new RegExp(`\\.b2l1\\.lock: .* by process ${process.pid} of `),
    );
    writeFileSync(join(folder, 'results.json'), '');
    release();
    expect(readdirSync(folder)).toEqual(['results.json']);
    lockFolder(folder)();
  });

  it('leaves no folder behind that nothing was written into', () => {
    const folder = join(home, 'empty');
    lockFolder(folder)();
    expect(existsSync(folder)).toBe(false);
    expect(lockFolder(home)).not.toThrow();
    expect(existsSync(home)).toBe(true);
  });

  it('takes over what a process that is gone has left, not that of another host', () => {
    const gone = { host: hostname(), pid: 2 ** 22 + 1 };
    lockedBy(home, gone);
    const release = lockFolder(home);
    expect(readFileSync(lockOf(home), 'utf8')).toContain(String(process.pid));
    release();
    expect(readdirSync(home).filter((name) => name.includes('lock'))).toEqual([]);
    lockedBy(home, { ...gone, host: 'elsewhere' });
    expect(() => lockFolder(home)).toThrow(/process 4194305 of elsewhere/);
    lockedBy(home, 'nonsense');
    expect(() => lockFolder(home)).toThrow(/in use by somebody unknown/);
    rmSync(lockOf(home));
  });

  it('takes over that of an earlier start of the same task of a job array, and says so', () => {
    const job = { array: '812', task: '3', restarts: 1 };
    const earlier = { host: 'node17', pid: 4711, job: { ...job, restarts: 0 } };
    for (const [owner, mine] of [
      [{ ...earlier, job }, job],
      [{ ...earlier, job: { ...job, restarts: 2 } }, job],
      [{ ...earlier, job: { ...earlier.job, task: '4' } }, job],
      [{ ...earlier, job: { ...earlier.job, array: '813' } }, job],
      [{ ...earlier, job: undefined }, job],
      [earlier, undefined],
      // Of this host it is known that it runs.
      [{ ...earlier, host: hostname(), pid: process.ppid }, job],
    ] as const) {
      lockedBy(home, owner);
      expect(() => lockFolder(home, { job: mine }), JSON.stringify(owner)).toThrow(/in use by/);
    }
    lockedBy(home, earlier);
    const said: string[] = [];
    const release = lockFolder(home, { job, told: (text) => said.push(text) });
    expect(said).toEqual([
      expect.stringMatching(/process 4711 of node17, an earlier start of task 3 of job array 812$/),
    ]);
    expect(JSON.parse(readFileSync(lockOf(home), 'utf8'))).toMatchObject({ pid: process.pid, job });
    release();
    expect(readdirSync(home).filter((name) => name.includes('lock'))).toEqual([]);
  });

  it('takes over one with its own number that it has not made: a container started anew', () => {
    lockedBy(home, { host: hostname(), pid: process.pid });
    const release = lockFolder(home);
    expect(() => lockFolder(home)).toThrow(new RegExp(`by process ${process.pid} of `));
    const link = `${home}-link`;
    symlinkSync(home, link);
    expect(() => lockFolder(link)).toThrow(/in use by process/);
    rmSync(link);
    release();
    expect(existsSync(lockOf(home))).toBe(false);
  });

  it('leaves no empty one where its content cannot be written', () => {
    const folder = join(home, 'full');
    mkdirSync(folder);
    const script =
      `import { lockFolder } from ${JSON.stringify(built)};` +
      `try { lockFolder(${JSON.stringify(folder)}); } catch (error) { console.log(error.code); }`;
    // No file may grow: what a full disk does, after the file is made.
    const args = ['-c', 'trap "" XFSZ; ulimit -f 0; exec "$@"', 'sh', process.execPath];
    const program = [...args, '--input-type=module', '-e', script];
    expect(execFileSync('bash', program, { encoding: 'utf8' }).trim()).toBe('OUTPUT_FAILED');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('lasts as long as the work in it, which may fail', async () => {
    const work = inLockedFolder(home, async () => {
      expect(() => lockFolder(home)).toThrow(/in use by process/);
      throw new Error('broken off');
    });
    await expect(work).rejects.toThrow('broken off');
    lockFolder(home)();
  });

  it('is not given back by one who no longer has it', () => {
    const release = lockFolder(home);
    lockedBy(home, { host: 'elsewhere', pid: 1 });
    release();
    expect(existsSync(lockOf(home))).toBe(true);
    rmSync(lockOf(home));
  });
});
