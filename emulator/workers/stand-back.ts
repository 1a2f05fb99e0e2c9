import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/**
 * What Linux calls niceness, by how much more threads have of it that stand back than the others of
 * their process, whatever that was started with: while both want a core, one that stands back gets
 * a third of what another gets, and is interrupted at once when another wakes up.
 */
const niceness = 5;

/** No thread has more of it, nor asks for more. */
const mostNiceness = 19;

/**
 * The thread that calls it stands back behind the others of its process. On Linux priorities are of
 * threads; where they are of processes, or threads have no names, it stays as it is.
 * @returns whether it stands back
 * @see D-375
 */
export function standBack(): boolean {
  try {
    // PID/task/TID, of the thread that reads it: there is none but on Linux.
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, Math.min(mostNiceness, getPriority(thread) + niceness));
    return true;
  } catch {
    return false;
  }
}
