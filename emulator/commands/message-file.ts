import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../monitor/message-types.js';
import type { Log } from '../../monitor/ports.js';

const fileName = 'messages.jsonl';
/** So many are kept at most, twice: a full file takes the place of the one before [bytes]. */
const maxFileBytes = 16e6;
/** What is no file, a pipe that nobody reads, must not hold the daemon up. */
const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
const newline = 0x0a;

/**
 * The message log of a daemon on disk, beside the runs that it records: a JSON object a line,
 * with wall time, run and who asked. It outlives the daemon, and is no part of any recording's
 * bytes. Written at once, since there are few and the last ones before a crash are wanted most.
 * @see D-358
 */
export class MessageFile {
  readonly #path: string;
  readonly #log: Log;
  readonly #maxBytes: number;
  #lost = 0;

  /** @param log is told when the disk takes no messages, and when it does again */
  constructor(directory: string, log: Log, maxBytes = maxFileBytes) {
    this.#path = join(directory, fileName);
    this.#log = log;
    this.#maxBytes = maxBytes;
  }

  write(message: Message): void {
    try {
      if (sizeOf(this.#path) >= this.#maxBytes) renameSync(this.#path, `${this.#path}.1`);
      appendLine(this.#path, JSON.stringify(message));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (this.#lost++ === 0) this.#log.warn(`messages are not kept in ${this.#path}: ${why}`);
      return;
    }
    if (this.#lost > 0) this.#log.warn(`${this.#lost} messages are not in ${this.#path}`);
    this.#lost = 0;
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Appends a line, apart from half a line that a full disk or a loss of power has left.
 * @throws when it is not written whole
 */
function appendLine(path: string, line: string): void {
  const file = openSync(path, flags, 0o644);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Error('it is no file');
    const last = Buffer.alloc(1, newline);
    if (stat.size > 0) readSync(file, last, 0, 1, stat.size - 1);
    const bytes = Buffer.from(`${last[0] === newline ? '' : '\n'}${line}\n`);
    if (writeSync(file, bytes) < bytes.length) throw new Error('the disk took a part of one');
  } finally {
    closeSync(file);
  }
}
