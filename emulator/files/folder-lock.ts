import {
  closeSync,
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  realpathSync,
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
import { isEarlierStart, type SlurmTask, slurmTaskShape } from './slurm-task.js';

const lockName = '.b2l1.lock';
const shape = z.object({
  host: z.string(),
  pid: z.number().int().positive(),
  job: slurmTaskShape.optional(),
});

/** Whose a lock is besides, and who is told of one that was taken over from another host. */
interface LockOptions {
  readonly job?: SlurmTask | undefined;
  readonly told?: (text: string) => void;
}

/** Locks that this process holds. */
const held = new Set<string>();

/** Gives up and tells whose the lock is, or takes over that of a process which is gone. */
const maxTries = 5;

/**
 * Does something while a folder is kept for this process; without a folder it is just done.
 * @throws the codes of `lockFolder`
 */
export async function inLockedFolder(
  folder: string | undefined,
  work: () => Promise<void>,
  options?: LockOptions,
): Promise<void> {
  const release = folder === undefined ? undefined : lockFolder(folder, options);
  try {
    await work();
  } finally {
    release?.();
  }
}

/**
 * Keeps a folder for one process: made when needed, with a file in it that says whose it is. What a
 * killed process of this host left is taken over, and what an earlier start of the same task of a
 * job array left on any host.
 * @returns what gives it back; a process that ends does so by itself.
 * @throws OUTPUT_LOCKED, OUTPUT_FAILED
 */
export function lockFolder(folder: string, options: LockOptions = {}): () => void {
  const own = JSON.stringify({ host: hostname(), pid: process.pid, job: options.job });
  const wasThere = existsSync(folder);
  let path = join(folder, lockName);
  try {
    makeDirectory(folder);
    // One folder may have several names.
    path = join(realpathSync(folder), lockName);
    for (let attempt = 0; !isCreated(path, own); attempt++) removeStale(path, attempt, options);
  } catch (error) {
    if (error instanceof EmulatorError) throw error;
    throw new EmulatorError(
      'OUTPUT_FAILED',
      `${folder}: cannot be written: ${(error as Error).message}`,
      { cause: error },
    );
  }
  held.add(path);
  const release = (): void => {
    process.off('exit', release);
    held.delete(path);
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
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeFileSync(file, own);
  } catch (error) {
    // As on a full disk: without its content it would be nobody's, for good.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return true;
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
function removeStale(path: string, attempt: number, { job, told }: LockOptions): void {
  const content = contentOf(path);
  if (content === undefined && attempt < maxTries) return;
  const owner = ownerOf(content);
  if (owner === undefined || attempt >= maxTries) throw locked(path, owner);
  const isRestarted = owner.host !== hostname() && isEarlierStart(owner.job, job);
  if (!isRestarted && isAlive(owner, path)) throw locked(path, owner);
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (contentOf(aside) !== content) linkSync(aside, path);
  else if (isRestarted)
    told?.(
      `${path}: taken over from process ${owner.pid} of ${owner.host}, an earlier start of task ` +
        `${owner.job?.task} of job array ${owner.job?.array}`,
    );
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

/**
 * Whether a process may still run: of another host nobody here knows. One with the number of this
 * process that this process does not know was another, as before a container started anew.
 */
function isAlive({ host, pid }: Owner, path: string): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return held.has(path);
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
