// kernel: runs over every fired bit of every event in the one thread that sees all events
import type { Table } from '../../detector/base/columns.js';
import { choice, type ConfigOf } from '../../detector/base/config.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { outputWords } from '../batches.js';
import type { KeptTogether } from './kept-together.js';
import type { CompiledMenu } from './menu.js';
import { artificialLines } from './needed-inputs.js';
import { type PrescaleSteps, prescaleSteps } from './prescale-steps.js';

/** How prescales are applied. */
export const prescaleSchema = {
  method: choice(
    'counter',
    ['counter', 'random'],
    'Keep each Nth occurrence, as the hardware, or one in N by chance, as basf2 simulates',
  ),
  phase: choice(
    'seeded',
    ['seeded', 'zero'],
    'Where counters start: anywhere, from the seed, so that short samples are unbiased; or at 0',
  ),
};

/** How many alike each window stands for, and for lines that need an artificial input. */
interface Weights {
  readonly window: Float64Array;
  /** 1 each when absent. */
  readonly artificial?: Float64Array | undefined;
}

/** What windows that stand for several are counted as. */
export interface Standing {
  /** How many accepts each window stands for; 0: it is refused. */
  readonly accepts: Uint32Array;
  /** Occurrences of each output bit in the batch, before prescale: length 192. */
  readonly ftdl: Float64Array;
  /**
   * Lines that were kept, a row for each PSNM bit of a window, by output number, and how often of
   * what the window stands for.
   */
  readonly kept: Table<{ number: 'u1'; times: 'u4' }>;
  /**
   * Windows that stand for more than one, and what they stand for; those of them that fired a line
   * without prescale, which thinning was not meant to touch.
   */
  readonly thinned: {
    readonly windows: number;
    readonly occurrences: number;
    readonly unprescaled: number;
  };
}

/**
 * FTDL bits to PSNM bits (`outputWords` words per event each), events in the order of their
 * addresses.
 */
interface Prescaler {
  (ftdlBits: Uint32Array, eventCount: number): Uint32Array;
  /**
   * The same of windows that stand for a whole number each: such a window is so many alike in a
   * row, of which the counters keep some. A line is kept when it keeps one of them, and the window
   * stands for as many accepts as there are of them that some line keeps: with one line of prescale
   * N after c occurrences, the whole part of (c + weight) / N.
   * @param together counts the lines that keep each of those alike.
   */
  readonly standing: (
    ftdlBits: Uint32Array,
    weights: Weights,
    together?: KeptTogether,
  ) => Standing & { readonly psnmBits: Uint32Array };
  /**
   * A copy of what the next event depends on: the counter of each output bit (of a prescale with
   * decimals in steps, see `prescaleSteps`), or the four words of the random stream.
   */
  readonly state: () => Uint32Array;
}

/**
 * Prescale and mask: of a line with prescale N, one occurrence in N is kept; with 0, none; of 2.5,
 * two in five. Counters
 * belong to the returned function and live as long as it does: one per run, in the serial part.
 * @param start a `state()` to go on from, in place of the seeded beginning.
 * @see basf2 mdst/dataobjects/include/TRGSummary.h (PSNM); trg/gdl/src/TRGGDL.cc (random draw). The
 * phase of the hardware's counters is not documented.
 * @see D-023
 */
export function prescaleAndMask(
  menu: CompiledMenu,
  config: ConfigOf<typeof prescaleSchema>,
  seed: number,
  start?: Uint32Array,
): Prescaler {
  const prescales = prescalesByNumber(menu);
  const passing = bitsWhere(prescales, (prescale) => prescale === 1);
  const prescaled = bitsWhere(prescales, (prescale) => prescale > 1);
  const stream = new RandomStream().seed(seed, 0, 0, 0, purpose.prescale);
  const { keep, state } =
    config.method === 'random'
      ? byChance(prescales, start === undefined ? stream : stream.resume(start))
      : byCounter(prescales, start, config.phase === 'zero' ? undefined : stream);
  const keptOf = (fired: number, word: number): number => {
    let kept = fired & passing[word];
    for (let rest = fired & prescaled[word]; rest !== 0; rest &= rest - 1) {
      const lowest = 31 - Math.clz32(rest & -rest);
      if (keep(32 * word + lowest)) kept |= 1 << lowest;
    }
    return kept;
  };
  const prescale = (ftdlBits: Uint32Array, eventCount: number): Uint32Array => {
    const psnmBits = new Uint32Array(eventCount * outputWords);
    for (let position = 0; position < psnmBits.length; position++)
      psnmBits[position] = keptOf(ftdlBits[position], position % outputWords);
    return psnmBits;
  };
  let artificial: Uint32Array | undefined;
  const standing = (ftdlBits: Uint32Array, weights: Weights, together?: KeptTogether) => {
    artificial ??= artificialLines(menu);
    return countStanding(ftdlBits, weights, { keptOf, passing, artificial, together });
  };
  return Object.assign(prescale, { standing, state });
}

/** The counters, as windows that stand for several go through them. */
interface Counting {
  /** What is kept of a word of fired bits; counts on. */
  readonly keptOf: (fired: number, word: number) => number;
  /** Bits of the lines without prescale. */
  readonly passing: Uint32Array;
  /** Bits of the lines that need an artificial input. */
  readonly artificial: Uint32Array;
  readonly together: KeptTogether | undefined;
}

/** Window by window, each as often as it stands for; first what fires, then what is kept of it. */
function countStanding(
  risingBits: Uint32Array,
  weights: Weights,
  { keptOf, passing, artificial, together }: Counting,
): Standing & { readonly psnmBits: Uint32Array } {
  const windows = weights.window.length;
  const psnmBits = new Uint32Array(risingBits.length);
  const accepts = new Uint32Array(windows);
  const offsets = new Uint32Array(windows + 1);
  const [number, times]: [number[], number[]] = [[], []];
  const ftdl = new Float64Array(32 * outputWords);
  const counts = new Float64Array(32 * outputWords);
  const keptWords = new Uint32Array(outputWords);
  const thinned = { windows: 0, occurrences: 0, unprescaled: 0 };
  for (let window = 0; window < windows; window++) {
    const start = window * outputWords;
    const own = weights.window[window];
    const given = weights.artificial?.[window] ?? 1;
    const [fires, firesWhole] = anyOf(risingBits, start, passing);
    if (own > 1) {
      thinned.windows++;
      thinned.occurrences += own;
      if (firesWhole) thinned.unprescaled++;
    }
    for (let one = 0; fires && one < Math.max(own, given); one++) {
      let any = 0;
      for (let word = 0; word < outputWords; word++) {
        const takesPart =
          (one < own ? ~artificial[word] : 0) | (one < given ? artificial[word] : 0);
        const fired = risingBits[start + word] & takesPart;
        addBits(ftdl, fired, word);
        const kept = keptOf(fired, word);
        psnmBits[start + word] |= kept;
        addBits(counts, kept, word);
        keptWords[word] = kept;
        any |= kept;
      }
      if (any === 0) continue;
      accepts[window]++;
      together?.add(keptWords, 0);
    }
    for (let line = 0; accepts[window] > 0 && line < counts.length; line++) {
      if (counts[line] === 0) continue;
      number.push(line);
      times.push(counts[line]);
      counts[line] = 0;
    }
    offsets[window + 1] = number.length;
  }
  const kept = { offsets, number: Uint8Array.from(number), times: Uint32Array.from(times) };
  return { psnmBits, accepts, ftdl, kept, thinned };
}

/** Counts the output bits that are set in a word. */
function addBits(counts: Float64Array, bits: number, word: number): void {
  for (let rest = bits; rest !== 0; rest &= rest - 1)
    counts[32 * word + 31 - Math.clz32(rest & -rest)]++;
}

/** Whether any bit of an event is set, and whether any of some is. */
function anyOf(bits: Uint32Array, start: number, some: Uint32Array): readonly [boolean, boolean] {
  let [any, anyOfSome] = [0, 0];
  for (let word = 0; word < outputWords; word++) {
    any |= bits[start + word];
    anyOfSome |= bits[start + word] & some[word];
  }
  return [any !== 0, anyOfSome !== 0];
}

/**
 * Output bits of the lines that are not masked, `outputWords` words: an event without one of them
 * cannot be accepted.
 */
export function unmaskedBits(menu: CompiledMenu): Uint32Array {
  return bitsWhere(prescalesByNumber(menu), (prescale) => prescale > 0);
}

/**
 * Level-1 accept: at least one PSNM bit.
 * @example
 * ```ts
 * import { isAccepted, outputWords } from 'belle2-l1';
 *
 * const psnmBits = new Uint32Array(2 * outputWords);
 * psnmBits[outputWords] = 1; // a bit of the second event
 * console.log(isAccepted(psnmBits, 0), isAccepted(psnmBits, 1)); // → false true
 * ```
 */
export function isAccepted(psnmBits: Uint32Array, event: number): boolean {
  const start = event * outputWords;
  let any = 0;
  for (let word = 0; word < outputWords; word++) any |= psnmBits[start + word];
  return any !== 0;
}

/** Whether the present occurrence of an output bit is kept. */
interface Keeper {
  readonly keep: (number: number) => boolean;
  readonly state: () => Uint32Array;
}

/**
 * Keeps the occurrence at which a line's counter comes to the prescale, which is then taken off.
 * Without a state to go on from, counters start at 0, or anywhere.
 */
function byCounter(
  prescales: Float64Array,
  start: Uint32Array | undefined,
  phases: RandomStream | undefined,
): Keeper {
  const steps = Array.from(prescales, stepsOf);
  const step = Uint32Array.from(steps, (each) => each.step);
  const full = Float64Array.from(steps, (each) => each.full);
  const counts = start?.slice() ?? firstCounts(full, phases);
  const keep = (number: number): boolean => {
    const count = counts[number] + step[number];
    const isKept = count >= full[number];
    counts[number] = isKept ? count - full[number] : count;
    return isKept;
  };
  return { keep, state: () => counts.slice() };
}

/** Of a prescale that no file gave, the nearest whole one. */
const stepsOf = (prescale: number): PrescaleSteps =>
  prescaleSteps(prescale) ?? { step: 1, full: Math.round(prescale) };

const firstCounts = (full: Float64Array, phases: RandomStream | undefined): Uint32Array =>
  Uint32Array.from(full, (steps) =>
    phases === undefined ? 0 : Math.floor(phases.uniform() * steps),
  );

function byChance(prescales: Float64Array, stream: RandomStream): Keeper {
  return {
    keep: (number) => stream.uniform() * prescales[number] < 1,
    state: () => stream.state(),
  };
}

/** Prescale by output bit; 0 where the menu has no line. */
function prescalesByNumber({ lines }: CompiledMenu): Float64Array {
  const prescales = new Float64Array(32 * outputWords);
  for (const { number, prescale } of lines) prescales[number] = prescale;
  return prescales;
}

function bitsWhere(prescales: Float64Array, condition: (prescale: number) => boolean): Uint32Array {
  const words = new Uint32Array(outputWords);
  for (const [number, prescale] of prescales.entries())
    if (condition(prescale)) words[number >>> 5] |= 1 << (number & 31);
  return words;
}
