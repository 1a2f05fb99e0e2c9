/** Draws for inputs that nobody should send: the same in each run. */
export interface Dice {
  /** A whole number below `n`. */
  readonly below: (n: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
}

/** @see Marsaglia, "Xorshift RNGs", J. Stat. Softw. 8 (2003) 14: the triple 13, 17, 5. */
export function makeDice(seed: number): Dice {
  let state = seed | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (n: number): number => next() % n;
  return { below, pick: (list) => list[below(list.length)]! };
}

/** Pieces that have broken readers of all kinds before. */
const pieces = [
  '\0',
  '\r\n',
  '\n\n',
  '{',
  ']',
  '"',
  "'",
  ': ',
  '- ',
  '&a [*a]',
  '<<',
  '../../etc/passwd',
  '%00',
  '%2e%2e/',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '1e999',
  '99999999999999999999',
  '\u{FEFF}',
  '\uD800',
  'é',
  '𝛾',
  'a'.repeat(300),
  '[['.repeat(60),
  '{"a":'.repeat(60),
  '<event>',
  '</LesHouchesEvents>',
  'E 1 -1 0',
] as const;

/** One to four changes: bytes flipped, put in, taken out, said twice, cut off. */
export function mutate(bytes: Uint8Array, { below, pick }: Dice): Buffer {
  let changed = Buffer.from(bytes);
  for (let change = below(4); change >= 0; change--) {
    const at = below(changed.length + 1);
    const end = Math.min(changed.length, at + 1 + below(20));
    const [head, middle, tail] = [
      changed.subarray(0, at),
      changed.subarray(at, end),
      changed.subarray(end),
    ];
    const noise = Buffer.from(Array.from({ length: 1 + below(8) }, () => below(256)));
    const results: readonly (() => readonly Uint8Array[])[] = [
      () => [head, Buffer.from([below(256)]), changed.subarray(at + 1)],
      () => [head, Buffer.from(pick(pieces)), middle, tail],
      () => [head, noise, middle, tail],
      () => [head, tail],
      () => [head, middle, middle, tail],
      () => [head],
    ];
    changed = Buffer.concat(pick(results)());
  }
  return changed;
}

/** How many inputs of each kind, and the longest that one kept the processor [ms]. */
export class Tally {
  readonly #kinds = new Map<string, { count: number; longest: number }>();

  note(kind: string, milliseconds: number, count = 1): void {
    const before = this.#kinds.get(kind) ?? { count: 0, longest: 0 };
    this.#kinds.set(kind, {
      count: before.count + count,
      longest: Math.max(before.longest, milliseconds),
    });
  }

  get total(): number {
    return [...this.#kinds.values()].reduce((sum, { count }) => sum + count, 0);
  }

  get longest(): number {
    return Math.max(...[...this.#kinds.values()].map(({ longest }) => longest));
  }

  /** A line a kind. */
  text(): string {
    const lines = [...this.#kinds].map(
      ([kind, { count, longest }]) =>
        `${String(count).padStart(7)} ${kind} (longest ${longest.toFixed(0)} ms)`,
    );
    return [...lines, `${String(this.total).padStart(7)} in all`].join('\n');
  }
}
