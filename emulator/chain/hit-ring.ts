import { type HitTree, isTypedArray, type TypedArray } from './kept-hits.js';

/** Columns begin at multiples of it, for any type of element [bytes]. */
const alignment = 8;

/** Hits of a batch that the ring holds. */
interface HeldTree<Label> {
  readonly label: Label;
  /** Its columns lie in the ring: valid until the ring takes further ones. */
  readonly tree: HitTree;
}

/**
 * The hits of the batches that came last, in memory that is taken once: columns are copied into it,
 * and the oldest batches give way to new ones.
 */
export class HitRing<Label> {
  readonly #memory: ArrayBuffer;
  #batches: (HeldTree<Label> & { readonly at: number; readonly end: number })[] = [];
  #next = 0;

  /**
   * @param bytes that it takes. Their addresses are reserved from the start; the system gives the
   * memory as the first turn comes to it, for all at once hold up the start of a run by 0.1 s.
   */
  constructor(bytes: number) {
    this.#memory = new ArrayBuffer(bytes);
  }

  /** Takes a copy; false: it is larger than the ring. */
  add(label: Label, tree: HitTree): boolean {
    const bytes = bytesOf(tree);
    if (bytes > this.#memory.byteLength) return false;
    const at = this.#next + bytes > this.#memory.byteLength ? 0 : this.#next;
    // What lies behind the newest goes with the turn of the ring, before what lies at its start.
    if (at < this.#next) this.#drop((oldest) => oldest.at >= this.#next);
    const end = at + bytes;
    this.#drop((oldest) => oldest.at < end && oldest.end > at);
    const place = { next: at };
    this.#batches.push({ label, tree: this.#copy(tree, place), at, end });
    this.#next = end;
    return true;
  }

  /** All that is held, oldest first. */
  held(): readonly HeldTree<Label>[] {
    return this.#batches.map(({ label, tree }) => ({ label, tree }));
  }

  #drop(isInTheWay: (oldest: { readonly at: number; readonly end: number }) => boolean): void {
    while (this.#batches.length > 0 && isInTheWay(this.#batches[0]!)) this.#batches.shift();
  }

  #copy(tree: HitTree, place: { next: number }): HitTree {
    const copied = Object.entries(tree).map(([name, value]) => {
      if (isTypedArray(value)) return [name, this.#columnOf(value, place)] as const;
      return [name, typeof value === 'object' ? this.#copy(value, place) : value] as const;
    });
    return Object.fromEntries(copied);
  }

  #columnOf(column: TypedArray, place: { next: number }): TypedArray {
    const kind = column.constructor as new (
      memory: ArrayBuffer,
      at: number,
      length: number,
    ) => TypedArray;
    const copy = new kind(this.#memory, place.next, column.length);
    copy.set(column as never);
    place.next += aligned(column.byteLength);
    return copy;
  }
}

const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/** What the columns of a tree take in the ring. */
function bytesOf(tree: HitTree): number {
  return Object.values(tree).reduce<number>((sum, value) => {
    if (isTypedArray(value)) return sum + aligned(value.byteLength);
    return typeof value === 'object' ? sum + bytesOf(value) : sum;
  }, 0);
}
