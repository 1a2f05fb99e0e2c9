import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeDirectory, makeWritableDirectory } from '../../../emulator/files/make-directory.js';

const scratch = mkdtempSync(join(tmpdir(), 'b2l1-make-directory-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('a directory', () => {
  it('is made with all above it, and left as it is when it is there', () => {
    const path = join(scratch, 'a', 'b', 'c');
    makeDirectory(path);
    writeFileSync(join(path, 'kept'), '');
    makeDirectory(path);
    expect(readdirSync(path)).toEqual(['kept']);
  });

  it('is safe with its name once it is made, and so is each that was made above it', () => {
    const synced: string[] = [];
    const path = join(scratch, 'd', 'e', 'f');
    makeDirectory(path, (each) => void synced.push(each));
    expect(synced).toEqual([scratch, join(scratch, 'd'), join(scratch, 'd', 'e')]);
    makeDirectory(path, (each) => void synced.push(each));
    expect(synced).toHaveLength(3);
  });

  it('that is said to be writable holds nothing of the trial', () => {
    const path = join(scratch, 'tried');
    makeWritableDirectory(path);
    expect(readdirSync(path)).toEqual([]);
  });

  it('below a file, or where the system makes none, is refused at once', () => {
    writeFileSync(join(scratch, 'file'), '');
    expect(() => makeDirectory(join(scratch, 'file', 'below'))).toThrow(/ENOTDIR/);
    if (existsSync('/proc/self')) expect(() => makeDirectory('/proc/b2l1/deep')).toThrow(/ENOENT/);
    expect(() => makeWritableDirectory(join(scratch, 'file'))).toThrow(/ENOTDIR/);
  });
});
