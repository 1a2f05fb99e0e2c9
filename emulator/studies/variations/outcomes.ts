// kernel: the serial part runs `add` for every event of a study with variations
import { outputWords } from '../../../triggers/batches.js';
import type { WeightedCount } from '../intervals.js';
import type { TallyBatch, TallySubject } from '../tally.js';

/** What an event is to a subject: not selected, selected, or selected and fired. */
const kinds = 3;
const columns = 3;
/** n, Σw and Σw² of each pair of what an event is in two studies. */
const tableSize = kinds * kinds * columns;

/** Events of a study as its totals see them, one byte for each subject and event. */
export class Outcomes {
  readonly subjects: readonly TallySubject[];
  readonly #selection: number;
  readonly #chunks: Uint8Array[] = [];
  #eventCount = 0;

  /** @param selection bit of the selection of the totals */
  constructor(subjects: readonly TallySubject[], selection: number) {
    this.subjects = subjects;
    this.#selection = selection;
  }

  /** Events so far. */
  get eventCount(): number {
    return this.#eventCount;
  }

  /** Keeps the outcomes of a batch; batches come in the order of their addresses. */
  add(batch: Omit<TallyBatch, 'addresses'>): void {
    this.#chunks.push(this.of(batch));
    this.#eventCount += batch.eventCount;
  }

  /** Outcomes of a batch, event after event, without keeping them. */
  of({ eventCount, ftdlBits, observations }: Omit<TallyBatch, 'addresses'>): Uint8Array {
    const { subjects } = this;
    const { selected, probed } = observations;
    const outcomes = new Uint8Array(eventCount * subjects.length);
    for (let event = 0, at = 0; event < eventCount; event++) {
      if (((selected[event]! >>> this.#selection) & 1) === 0) at += subjects.length;
      else
        for (const subject of subjects)
          outcomes[at++] = isFired(subject, ftdlBits, event * outputWords, probed[event]!) ? 2 : 1;
    }
    return outcomes;
  }

  /** All that were kept, as one. */
  all(): Uint8Array {
    const whole = new Uint8Array(this.#eventCount * this.subjects.length);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }
}

function isFired(
  { numbers, probe }: TallySubject,
  bits: Uint32Array,
  row: number,
  probed: number,
): boolean {
  for (const number of numbers)
    if (((bits[row + (number >>> 5)]! >>> (number & 31)) & 1) !== 0) return true;
  return probe !== undefined && ((probed >>> probe) & 1) !== 0;
}

/** Events of two studies by what they are in both, for one subject. */
export interface PairedCounts {
  /** n, Σw and Σw² of what they are in the first (0 to 2) and in the second. */
  readonly at: (first: number, second: number) => WeightedCount;
}

/** Compares a study with one of the same events, batch by batch. */
export class PairedTally {
  readonly #first: Uint8Array;
  readonly #outcomes: Outcomes;
  readonly #tables: Float64Array;
  #eventCount = 0;

  /** @param first all outcomes of the first, of the same subjects as `second` counts */
  constructor(first: Uint8Array, second: Outcomes) {
    this.#first = first;
    this.#outcomes = second;
    this.#tables = new Float64Array(second.subjects.length * tableSize);
  }

  /** Events that both have so far. */
  get eventCount(): number {
    return this.#eventCount;
  }

  /** Counts a batch of the second; events that the first has not are left out. */
  add(batch: Omit<TallyBatch, 'addresses'>): void {
    const { weights } = batch;
    const second = this.#outcomes.of(batch);
    const first = this.#first;
    const tables = this.#tables;
    const subjects = this.#outcomes.subjects.length;
    let at = this.#eventCount * subjects;
    for (let event = 0, own = 0; event < batch.eventCount; event++) {
      if (at + subjects > first.length) break;
      const weight = weights[event]!;
      for (let subject = 0; subject < subjects; subject++) {
        const cell = subject * tableSize + (first[at++]! * kinds + second[own++]!) * columns;
        tables[cell] = tables[cell]! + 1;
        tables[cell + 1] = tables[cell + 1]! + weight;
        tables[cell + 2] = tables[cell + 2]! + weight * weight;
      }
      this.#eventCount++;
    }
  }

  /** Counts of a subject. */
  counts(subject: number): PairedCounts {
    return {
      at: (first, second) => {
        const cell = subject * tableSize + (first * kinds + second) * columns;
        const [n, sumw, sumw2] = this.#tables.subarray(cell, cell + columns);
        return { n: n!, sumw: sumw!, sumw2: sumw2! };
      },
    };
  }
}
