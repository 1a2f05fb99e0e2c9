import type { ErrorCode } from './error-codes.js';

/** Something a user should know of how events were read or made. */
export interface Note {
  /** Stable, for programs; listed with the codes of errors. */
  readonly code: ErrorCode;
  /** In words, with an example where there were several. */
  readonly message: string;
  /** Events, particles or lines that it is about; 1 for what concerns a whole file. */
  readonly count: number;
}

/** Notes in the order in which they first came up. */
export class Notes implements Iterable<Note> {
  /** Whether cases are not taken: those behind the events that were asked for. */
  isSilent = false;
  readonly #notes = new Map<string, { code: ErrorCode; message: string; count: number }>();

  /** Adds one case. Cases of one code are counted together; the first gives the message. */
  add(code: ErrorCode, message: string): void {
    if (this.isSilent) return;
    const known = this.#notes.get(code);
    if (known) known.count++;
    else this.#notes.set(code, { code, message, count: 1 });
  }

  [Symbol.iterator](): Iterator<Note> {
    return this.#notes.values();
  }
}
