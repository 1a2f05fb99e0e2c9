import { EmulatorError } from '../../detector/base/errors.js';
import type { StudyPart } from '../studies/shards/part.js';
import { type Shard, shardsOf } from '../studies/shards/plan.js';
import { decodeShard, type FinishedShard } from '../studies/shards/shard-file.js';
import type { Study } from '../studies/study.js';

/** Shards that are given out or wait for those before them: bounds what server and study hold. */
export const windowShards = 256;

/** Shards of a study that are given out and not emitted yet, and what has come of them. */
export class ShardWindow {
  readonly #study: Pick<Study, 'plan' | 'cellCount'>;
  /** Of the fingerprint, by which results of others are told. */
  readonly #key: string;
  readonly #waiting: Iterator<Shard>;
  readonly #given: Shard[] = [];
  readonly #done = new Map<number, FinishedShard>();

  /** @param found shards that are there already */
  constructor(
    study: Pick<Study, 'plan' | 'cellCount'>,
    key: string,
    found: ReadonlySet<number> | undefined,
  ) {
    this.#study = study;
    this.#key = key;
    this.#waiting = shardsOf(study.plan, found);
  }

  /** Whether nothing is given out. */
  get isEmpty(): boolean {
    return this.#given.length === 0;
  }

  /** Takes the next shards, as many as there is room for. */
  next(): readonly Shard[] {
    const taken: Shard[] = [];
    while (this.#given.length < windowShards) {
      const next = this.#waiting.next();
      if (next.done === true) break;
      this.#given.push(next.value);
      taken.push(next.value);
    }
    return taken;
  }

  /** A result that is none of this study's, or the second one of a shard, is passed over. */
  receive(bytes: Uint8Array): void {
    const shard = this.#decoded(bytes);
    if (shard === undefined) return;
    const planned = this.#given.find(({ slice }) => slice === shard.slice);
    if (planned?.point === shard.point && planned.events === shard.events)
      this.#done.set(shard.slice, shard);
  }

  /** Shards given out of which nothing has come. */
  missing(): readonly Shard[] {
    return this.#given.filter(({ slice }) => !this.#done.has(slice));
  }

  /** Parts of what is done, up to the first gap; they leave the window. */
  *inOrder(): Generator<StudyPart> {
    for (
      let first = this.#given[0];
      first !== undefined && this.#done.has(first.slice);
      first = this.#given[0]
    ) {
      const { parts } = this.#done.get(first.slice)!;
      this.#done.delete(first.slice);
      this.#given.shift();
      yield* parts;
    }
  }

  /** Parts of what is done, beyond gaps too. */
  *all(): Generator<StudyPart> {
    for (const { slice } of this.#given) yield* this.#done.get(slice)?.parts ?? [];
  }

  #decoded(bytes: Uint8Array): FinishedShard | undefined {
    try {
      return decodeShard(bytes, this.#key, this.#study.cellCount);
    } catch (error) {
      if (error instanceof EmulatorError) return undefined;
      throw error;
    }
  }
}
