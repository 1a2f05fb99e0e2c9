/** Bodies that wait for the disk, at most: as much memory is kept. */
const kept = 16;
/** Memory is taken in steps of this, so that bodies of like size fit into each other's [bytes]. */
const step = 2 ** 18;

/**
 * Memory of bodies that have reached the disk, for those that come: fresh memory for each would
 * cost as much as filling it.
 */
export class BodyMemory {
  readonly #free: Buffer[] = [];

  /** So many bytes, with whatever stood there before. */
  readonly take = (bytes: number): Buffer => {
    const place = this.#free.findIndex(({ length }) => length >= bytes);
    const [memory] = place < 0 ? [] : this.#free.splice(place, 1);
    const taken = memory ?? Buffer.allocUnsafeSlow(Math.ceil(bytes / step) * step);
    return taken.subarray(0, bytes);
  };

  /** Nobody reads these bytes any more. */
  give({ buffer, byteOffset }: Buffer): void {
    if (byteOffset !== 0 || this.#free.length >= kept) return;
    this.#free.push(Buffer.from(buffer));
  }
}
