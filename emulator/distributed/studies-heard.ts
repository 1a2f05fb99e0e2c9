import type { NatsConnection } from '@nats-io/transport-node';
import type { Clock } from '../../monitor/ports.js';
import { listen } from './connection.js';
import { beatShape, beatSubject, silentMs, unpackIfOurs } from './messages.js';

/** How long a study is left alone after something went wrong on the way to it [ms]. */
const postponedMs = 5000;

/** The studies that a worker hears of. */
export class StudiesHeard {
  readonly #clock: Clock;
  /** When each was last heard, in the order in which they were last worked for. */
  readonly #heard = new Map<string, number>();
  /** Those that this worker does not work for. */
  readonly #refused = new Set<string>();
  /** Those that it does not work for before a time. */
  readonly #notBefore = new Map<string, number>();
  #wake: (() => void) | undefined;

  constructor(connection: NatsConnection, clock: Clock) {
    this.#clock = clock;
    listen(connection, beatSubject, ({ data }) => this.#hear(data));
  }

  refuse(id: string): void {
    this.#refused.add(id);
  }

  /** Leaves a study alone for a while: what went wrong may be over then. */
  postpone(id: string): void {
    this.#notBefore.set(id, this.#clock.now() + postponedMs);
  }

  isRunning(id: string): boolean {
    return this.#clock.now() - (this.#heard.get(id) ?? Number.NEGATIVE_INFINITY) < silentMs;
  }

  /** The study that has waited longest, other than `id`. */
  waiting(id?: string): string | undefined {
    return [...this.#heard.keys()].find(
      (other) =>
        other !== id &&
        !this.#refused.has(other) &&
        (this.#notBefore.get(other) ?? 0) <= this.#clock.now() &&
        this.isRunning(other),
    );
  }

  /** Has `next` look again. */
  wake(): void {
    this.#wake?.();
  }

  /**
   * Resolves with the next study to work for, or undefined once there is nothing more to wait for.
   */
  async next(stopped: () => boolean): Promise<string | undefined> {
    for (;;) {
      if (stopped()) return undefined;
      const id = this.waiting();
      if (id !== undefined) {
        const heard = this.#heard.get(id)!;
        this.#heard.delete(id);
        this.#heard.set(id, heard);
        return id;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #hear(bytes: Uint8Array): void {
    const beat = unpackIfOurs(beatShape, bytes);
    if (beat === undefined) return;
    for (const id of this.#heard.keys()) if (!this.isRunning(id)) this.#heard.delete(id);
    for (const id of this.#notBefore.keys()) if (!this.#heard.has(id)) this.#notBefore.delete(id);
    if (beat.done) {
      this.#heard.delete(beat.study);
      this.#refused.delete(beat.study);
      this.#notBefore.delete(beat.study);
    } else this.#heard.set(beat.study, this.#clock.now());
    this.wake();
  }
}
