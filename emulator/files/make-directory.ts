import { mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { syncDirectorySync } from './sync-directory.js';

/**
 * Makes a directory and those above it that are not there, one by one: asked for all of them, Node
 * never returns where the system makes none, as in /proc. The name of each that is made is safe
 * against loss of power when this returns. @throws what the system says
 */
export function makeDirectory(path: string, sync = syncDirectorySync): void {
  const whole = resolve(path);
  if (statSync(whole, { throwIfNoEntry: false }) !== undefined) return;
  makeDirectory(dirname(whole), sync);
  try {
    mkdirSync(whole);
  } catch (error) {
    // Somebody else was first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  sync(dirname(whole));
}

/**
 * Makes a directory and tries whether something can be made in it: permissions alone do not tell,
 * least of all the superuser. @throws what the system says
 */
export function makeWritableDirectory(path: string): void {
  makeDirectory(path);
  rmdirSync(mkdtempSync(join(path, '.b2l1-')));
}
