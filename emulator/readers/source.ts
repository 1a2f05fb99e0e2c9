import type { ErrorCode } from '../../detector/base/error-codes.js';
import { EmulatorError } from '../../detector/base/errors.js';

/** Codes of what can be wrong with an event file. */
type ReaderCode = Extract<ErrorCode, `READER_${string}`>;

/** Most particles an event may have; more is a damaged count, not an event. */
export const maxParticles = 100_000;
/** Longest line read [characters]. */
export const maxLineLength = 1 << 20;
/** Momenta and energies beyond this [GeV] are damaged numbers. */
export const maxMomentum = 1e6;
/** Weights beyond this are damaged numbers. */
export const maxWeight = 1e100;
/** Vertices beyond this (a light year) [cm] are damaged numbers. */
export const maxDistance = 1e18;

/** Where reading is in a file: named by every message about its content. */
export class Source {
  readonly path: string;
  /** Number of the line in hand, from 1; 0 before the first. */
  line = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** An error that names file and line. */
  error(code: ReaderCode, message: string, options?: ErrorOptions): EmulatorError {
    return new EmulatorError(
      code,
      `${this.path}${this.line > 0 ? `, line ${this.line}` : ''}: ${message}`,
      options,
    );
  }

  /** Something that is not what the format says. */
  malformed(found: string, expected: string): EmulatorError {
    return this.error('READER_MALFORMED', `found ${found}, expected ${expected}`);
  }

  /** A count that no event has: reading on would reserve memory for it. */
  tooMany(count: number, what: string): EmulatorError {
    return this.error(
      'READER_LIMIT',
      `${count} ${what} in an event, at most ${maxParticles} are read`,
    );
  }

  /** The end of a file that should go on. */
  truncated(missing: string): EmulatorError {
    return this.error('READER_TRUNCATED', `the file ends ${missing}; it was probably cut`);
  }
}

/** Text of a file as it may stand in a message: quoted, escaped and not longer than a glance. */
export function quoted(text: string): string {
  const shown = text.trim();
  return JSON.stringify(shown.length > 60 ? `${shown.slice(0, 57)}...` : shown);
}
