import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lockFolder } from '../../../emulator/files/folder-lock.js';

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

  it('is not given back by one who no longer has it', () => {
    const release = lockFolder(home);
    lockedBy(home, { host: 'elsewhere', pid: 1 });
    release();
    expect(existsSync(lockOf(home))).toBe(true);
    rmSync(lockOf(home));
  });
});
