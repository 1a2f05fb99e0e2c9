import type { Clock } from './ports.js';

/** Small work is done for so long before the event loop turns [ms]. */
const longest = 4;

/**
 * Small works of which many may come at once: they are done one after the other, and the event loop
 * turns whenever they have taken some milliseconds, so that whoever asks something else is answered
 * in between.
 */
export class Turns {
  readonly #clock: Clock;
  #waiting: (() => void)[] = [];
  #isOn = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Does a work when its turn has come. @throws what it throws */
  take(work: () => void): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          work();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    if (!this.#isOn) setImmediate(() => this.#turn());
    this.#isOn = true;
    return done;
  }

  #turn(): void {
    const began = this.#clock.now();
    let next = 0;
    while (next < this.#waiting.length && this.#clock.now() - began < longest)
      this.#waiting[next++]!();
    this.#waiting = this.#waiting.slice(next);
    this.#isOn = this.#waiting.length > 0;
    if (this.#isOn) setImmediate(() => this.#turn());
  }
}
