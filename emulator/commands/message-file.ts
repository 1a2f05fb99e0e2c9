import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../monitor/message-types.js';
import type { Log } from '../../monitor/ports.js';

const fileName = 'messages.jsonl';
/** So many are kept at most, twice: a full file takes the place of the one before [bytes]. */
const maxFileBytes = 16e6;

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
      // A disk that was full may have taken half a line.
      const begin = this.#lost > 0 ? '\n' : '';
      appendFileSync(this.#path, `${begin}${JSON.stringify(message)}\n`);
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
