import type { RandomStream } from './random.js';

/**
 * Draws numbers 0 to n − 1 in proportion to n weights at the cost of one uniform number, whatever
 * the weights are.
 * @see A. J. Walker, ACM Trans. Math. Softw. 3 (1977) 253
 */
export class AliasTable {
  readonly #share: Float64Array;
  readonly #alias: Uint32Array;

  /** @param weights none below 0, one above. */
  constructor(weights: Float64Array) {
    const count = weights.length;
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
    const share = weights.map((weight) => weight / mean);
    const alias = Uint32Array.from(weights, (_, place) => place);
    const below: number[] = [];
    const above: number[] = [];
    for (let place = 0; place < count; place++) (share[place] < 1 ? below : above).push(place);
    while (below.length > 0 && above.length > 0) {
      const small = below.pop()!;
      const large = above.at(-1)!;
      alias[small] = large;
      share[large] -= 1 - share[small];
      if (share[large] < 1) below.push(above.pop()!);
    }
    // What rounding leaves over is full.
    for (const place of [...below, ...above]) share[place] = 1;
    this.#share = share;
    this.#alias = alias;
  }

  draw(random: RandomStream): number {
    const place = random.uniform() * this.#share.length;
    const number = Math.floor(place);
    return place - number < this.#share[number] ? number : this.#alias[number];
  }
}
