import { EmulatorError } from './errors.js';

/** At most so many faults of one file are told. */
const maxTold = 20;

/** What is wrong with one file, so that a user is told all of it at once. */
export class Faults {
  readonly #found: EmulatorError[] = [];

  /** Takes note of a fault. */
  add(fault: EmulatorError): void {
    this.#found.push(fault);
  }

  /** What `make` gives; undefined where it fails with something that a user can act on. */
  attempt<T>(make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof EmulatorError)) throw error;
      this.add(error);
      return undefined;
    }
  }

  /**
   * Ends the reading where anything was wrong.
   * @throws the only fault, or one with the code of the first and the messages of all, a line each
   */
  end(): void {
    const [first, ...others] = this.#found;
    if (first === undefined) return;
    if (others.length === 0) throw first;
    const told = this.#found.slice(0, maxTold).map(({ message }) => message);
    const more = this.#found.length - told.length;
    const rest = more > 0 ? [`and ${more} more`] : [];
    throw new EmulatorError(first.code, [...told, ...rest].join('\n'), { cause: first });
  }
}
