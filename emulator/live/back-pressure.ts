import type { Clock } from '../../monitor/ports.js';

/** Who keeps a run from taking what the beam brings. */
export type DeadCause = 'host' | 'recorder' | 'client';
/** Causes in the order in which they are told. */
export const deadCauses: readonly DeadCause[] = ['host', 'recorder', 'client'];

/** Somebody who takes what comes out of the chain: undefined while there is room. */
interface Consumer {
  readonly ready: () => Promise<void> | undefined;
}

/** How often it is told that somebody is waited for [ms]. */
const tellPeriod = 1000;

/** A consumer with how long it has been waited for. */
interface Held extends Consumer {
  readonly cause: DeadCause;
  /** Since when [ms]; undefined while it has room. */
  since: number | undefined;
  spentMs: number;
}

/**
 * Consumers that a run waits for, and who of them has made it late. With a wall clock that leads,
 * waiting is dead time of whoever is waited for.
 * @see D-354
 */
export class BackPressure {
  readonly #clock: Clock;
  readonly #held: readonly Held[];
  /** What is waited for at present. */
  readonly #waits = new Set<() => void>();
  readonly #onWaiting: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isReleased = false;

  /** @param onWaiting told once a second while somebody is waited for */
  constructor(
    clock: Clock,
    consumers: Readonly<Partial<Record<DeadCause, Consumer | undefined>>>,
    onWaiting: () => void = () => undefined,
  ) {
    this.#clock = clock;
    this.#onWaiting = onWaiting;
    this.#held = deadCauses.flatMap((cause) => {
      const consumer = consumers[cause];
      if (consumer === undefined) return [];
      return [{ cause, ready: () => consumer.ready(), since: undefined, spentMs: 0 }];
    });
  }

  /** Nobody is waited for any more: the run is to end. */
  release(): void {
    this.#isReleased = true;
    for (const go of this.#waits) go();
  }

  /** Of the worker pool: each notes the time that it is waited for. */
  consumers(): readonly Consumer[] {
    return this.#held.map((held) => ({ ready: () => this.#wait(held) }));
  }

  /** Who was waited for at least half of so long since the run was last on time; else the host. */
  readonly causeOf = (lagMs: number): DeadCause => {
    const now = this.#clock.now();
    let [cause, longest] = ['host' as DeadCause, lagMs / 2];
    for (const held of this.#held) {
      const spent = held.spentMs + (held.since === undefined ? 0 : now - held.since);
      if (spent < longest) continue;
      [cause, longest] = [held.cause, spent];
    }
    return cause;
  };

  /** The run is on time again. */
  forget(): void {
    const now = this.#clock.now();
    for (const held of this.#held) {
      held.spentMs = 0;
      if (held.since !== undefined) held.since = now;
    }
  }

  #wait(held: Held): Promise<void> | undefined {
    const room = this.#isReleased ? undefined : held.ready();
    if (room === undefined) return undefined;
    held.since ??= this.#clock.now();
    return new Promise((resolve) => {
      const go = (): void => {
        this.#waits.delete(go);
        if (this.#waits.size === 0) this.#stopTelling();
        if (held.since !== undefined) held.spentMs += this.#clock.now() - held.since;
        held.since = undefined;
        resolve();
      };
      this.#waits.add(go);
      this.#timer ??= setInterval(this.#onWaiting, tellPeriod).unref();
      room.then(go, go);
    });
  }

  #stopTelling(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
