import type {
  DecidedEvents,
  DecisionsCredit,
  DecisionsReader,
} from '../../monitor/decided-events.js';
import type { DecisionBatch } from '../../triggers/gdl/decide.js';

/** A reader with what it has not got yet. */
interface Reader extends DecisionsReader {
  credit: number;
  readonly waiting: DecidedEvents[];
}

/** What of a decided batch is handed out. */
type DecidedBatch = Omit<DecisionBatch, 'standing' | 'risingBits'> & {
  readonly standing?: { readonly accepts: Uint32Array };
};

/**
 * Readers that get every decision. Whoever has no credit is waited for: batches that were decided
 * meanwhile are kept for it, and the chain gets no credits until all have got theirs.
 * @see D-354
 */
export class DecisionReaders {
  readonly #readers = new Set<Reader>();
  #room: Promise<void> | undefined;
  #release: (() => void) | undefined;

  /** One more reader, from the next batch on. */
  readonly add = (reader: DecisionsReader): DecisionsCredit => {
    const own: Reader = { ...reader, credit: 0, waiting: [] };
    this.#readers.add(own);
    return {
      grant: (batches) => {
        own.credit += batches;
        this.#serve(own);
      },
      waiting: () => own.waiting.length,
      close: () => {
        this.#readers.delete(own);
        this.#giveRoom();
      },
    };
  };

  /** Hands a decided batch to all readers. */
  send(batch: DecidedBatch): void {
    if (this.#readers.size === 0 || batch.eventCount === 0) return;
    const events = decidedEvents(batch);
    for (const reader of this.#readers) {
      reader.waiting.push(events);
      this.#serve(reader);
    }
  }

  /** Undefined while nothing waits for a reader, else settles when it is so again. */
  ready(): Promise<void> | undefined {
    if (!this.#isBehind()) return undefined;
    this.#room ??= new Promise((resolve) => {
      this.#release = resolve;
    });
    return this.#room;
  }

  #serve(reader: Reader): void {
    while (reader.credit > 0 && reader.waiting.length > 0 && reader.hasRoom()) {
      reader.credit--;
      reader.take(reader.waiting.shift()!);
    }
    this.#giveRoom();
  }

  #isBehind(): boolean {
    for (const { waiting } of this.#readers) if (waiting.length > 0) return true;
    return false;
  }

  #giveRoom(): void {
    if (this.#isBehind()) return;
    this.#release?.();
    this.#release = undefined;
    this.#room = undefined;
  }
}

function decidedEvents(batch: DecidedBatch): DecidedEvents {
  const { addresses, time, ftdlBits, psnmBits, timingSource, standing } = batch;
  const { run, slice, index } = addresses;
  return {
    run,
    slice,
    index,
    time,
    ftdlBits,
    psnmBits,
    timingSource,
    ...(standing !== undefined && { accepts: standing.accepts }),
  };
}
