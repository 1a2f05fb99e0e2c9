import {
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { EmulatorError } from '../../detector/base/errors.js';
import { makeDirectory } from './make-directory.js';

const lockName = '.b2l1.lock';
const shape = z.object({ host: z.string(), pid: z.number().int().positive() });

/** Gives up and tells whose the lock is, or takes over that of a process which is gone. */
const maxTries = 5;

/**
 * Keeps a folder for one process: made when needed, with a file in it that says whose it is. What a
 * killed process of this host left is taken over.
 * @returns what gives it back; a process that ends does so by itself.
 * @throws OUTPUT_LOCKED, OUTPUT_FAILED
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, lockName);
  const own = JSON.stringify({ host: hostname(), pid: process.pid });
  const wasThere = existsSync(folder);
  try {
    makeDirectory(folder);
    for (let attempt = 0; !isCreated(path, own); attempt++) removeStale(path, attempt);
  } catch (error) {
    if (error instanceof EmulatorError) throw error;
    throw new EmulatorError(
      'OUTPUT_FAILED',
      `${folder}: cannot be written: ${(error as Error).message}`,
      { cause: error },
    );
  }
  const release = (): void => {
    process.off('exit', release);
    if (contentOf(path) === own) rmSync(path, { force: true });
    if (!wasThere) removeIfEmpty(folder);
  };
  process.on('exit', release);
  return release;
}

/** Whoever failed before it wrote anything leaves nothing. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not empty, or gone.
  }
}

/** Of two that try at once, one makes the file. */
function isCreated(path: string, own: string): boolean {
  try {
    writeFileSync(path, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Removes the lock of a process that is gone: it is renamed first, so that of two that do this one
 * has it; a lock that another has made meanwhile is put back.
 */
function removeStale(path: string, attempt: number): void {
  const content = contentOf(path);
  if (content === undefined && attempt < maxTries) return;
  const owner = ownerOf(content);
  if (owner === undefined || isAlive(owner) || attempt >= maxTries) throw locked(path, owner);
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (contentOf(aside) !== content) linkSync(aside, path);
  unlinkSync(aside);
}

type Owner = z.infer<typeof shape>;

function ownerOf(content: string | undefined): Owner | undefined {
  try {
    return shape.parse(JSON.parse(content ?? ''));
  } catch {
    return undefined;
  }
}

/** Whether a process may still run: of another host nobody here knows. */
function isAlive({ host, pid }: Owner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function locked(path: string, owner: Owner | undefined): EmulatorError {
  const whose =
    owner === undefined ? 'by somebody unknown' : `by process ${owner.pid} of ${owner.host}`;
  return new EmulatorError(
    'OUTPUT_LOCKED',
    `${path}: the folder is in use ${whose}; choose another --out, or delete this file if ` +
      'nothing runs there',
  );
}
