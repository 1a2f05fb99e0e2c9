// kernel: flat arrays over the vertices of one event, emptied and filled again
import { IntList } from './int-list.js';
import type { RawEvent } from './raw-event.js';

/**
 * Vertices of a HepMC3 event by their number, from 1: what goes into each and where it is. They may
 * be named before and after their particles.
 */
export class Hepmc3Vertices {
  /** Ids of the particles going into vertices, one vertex after the other; rows once resolved. */
  readonly incoming = new IntList();
  /** Where the last vertex begins in it. */
  #last = 0;
  /** Of each vertex, where it begins and ends in `incoming`; −1 before its line was read. */
  #from = new Int32Array(0);
  #to = new Int32Array(0);
  #isJoined = new Uint8Array(0);
  /** x y z ct of each. */
  #place = new Float64Array(0);

  /** Empties all for an event of so many vertices. */
  clear(count: number): void {
    if (this.#from.length <= count) {
      const room = 2 * count + 1;
      this.#from = new Int32Array(room);
      this.#to = new Int32Array(room);
      this.#isJoined = new Uint8Array(room);
      this.#place = new Float64Array(4 * room);
    }
    this.#from.fill(-1, 0, count + 1);
    this.#isJoined.fill(0, 0, count + 1);
    this.incoming.clear();
    this.#last = 0;
  }

  /** What was added to `incoming` since the last call goes into this vertex. */
  add(vertex: number): void {
    this.#from[vertex] = this.#last;
    this.#last = this.#to[vertex] = this.incoming.length;
    this.#place.fill(0, 4 * vertex, 4 * vertex + 4);
  }

  /** Puts a vertex somewhere [base units]. */
  place(vertex: number, position: readonly [number, number, number, number]): void {
    this.#place.set(position, 4 * vertex);
  }

  has(vertex: number): boolean {
    return this.#from[vertex]! >= 0;
  }

  /** Replaces ids of particles by their rows. */
  resolve(rows: Int32Array): void {
    const { values, length } = this.incoming;
    for (let index = 0; index < length; index++) values[index] = rows[values[index]!]!;
  }

  /** Makes a row come out of a vertex: it is there, and has its mothers. */
  bear(vertex: number, event: RawEvent, row: number): void {
    const place = this.#place;
    const at = 4 * vertex;
    const x = place[at]!;
    const y = place[at + 1]!;
    const z = place[at + 2]!;
    const ct = place[at + 3]!;
    // The HepMC3 library takes a position of zero for one that is not set.
    if (x !== 0 || y !== 0 || z !== 0 || ct !== 0) event.place(row, x, y, z, ct);
    const isJoined = event.linkVertex(
      row,
      this.incoming.values,
      this.#from[vertex]!,
      this.#to[vertex]!,
      this.#isJoined[vertex] === 1,
    );
    this.#isJoined[vertex] = isJoined ? 1 : 0;
  }
}
