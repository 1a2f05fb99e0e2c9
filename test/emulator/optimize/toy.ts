import { outputWords, setBit } from '../../../triggers/batches.js';
import { compileMenu, type CompiledMenu, type MenuLine } from '../../../triggers/gdl/menu.js';
import { type Sample, SampleBuilder } from '../../../emulator/optimize/sample.js';
import type { LineGroup } from '../../../emulator/optimize/pattern-table.js';

/** Uniform numbers in [0, 1), the same every time. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lines a, b, c, …, in two words of output bits, with these prescales. */
export function toyMenu(
  prescales: readonly number[],
  more: (line: number) => Partial<MenuLine> = () => ({}),
): CompiledMenu {
  return compileMenu({
    name: 'toy',
    version: '1',
    source: '',
    lines: prescales.map((prescale, line) => ({
      number: 7 * line,
      name: 'abcdefghijklmnopqrst'[line]!,
      formula: 'ehigh',
      class: 'B_ECL',
      family: '',
      prescale,
      source: '',
      ...more(line),
    })),
  });
}

/** FTDL bits of events that fire these lines. */
export function bitsOf(events: readonly (readonly number[])[]): Uint32Array {
  const bits = new Uint32Array(events.length * outputWords);
  for (const [event, lines] of events.entries())
    for (const line of lines) setBit(bits, outputWords, event, 7 * line);
  return bits;
}

export interface ToyEvents {
  /** Lines that each event fires. */
  readonly fired: readonly (readonly number[])[];
  readonly weights?: readonly number[];
}

interface Toy {
  readonly menu: CompiledMenu;
  readonly free?: readonly number[];
  readonly groups?: readonly LineGroup[];
  /** One list a signal, and what they weigh. */
  readonly signals: readonly ToyEvents[];
  readonly worth?: readonly number[];
  /** One list a class, and how often its seeds come [Hz]. */
  readonly classes: readonly ToyEvents[];
  readonly rates: readonly number[];
}

/** A sample of events that are given by the lines they fire; even and odd events are its parts. */
export function toySample(toy: Toy): Sample {
  const { menu, signals, classes, rates } = toy;
  const free = toy.free ?? menu.lines.map((_, place) => place);
  const builder = new SampleBuilder(menu, free, toy.groups ?? [undefined], {
    triggers: 1,
    weights: toy.worth ?? signals.map(() => 1),
  });
  signals.forEach((events, signal) => builder.addSignal(signal, batchOf(events), 0));
  classes.forEach((events, stratum) => {
    const batch = batchOf(events);
    const job = { kind: 'windows', slice: 0, first: 0, count: events.fired.length } as const;
    builder.addWindows({ stratum, job, batch, risingBits: [batch.ftdlBits] });
  });
  return builder.sample(rates);
}

export function batchOf({ fired, weights }: ToyEvents) {
  const count = fired.length;
  return {
    eventCount: count,
    addresses: {
      run: 0,
      slice: new Uint32Array(count),
      index: Uint32Array.from({ length: count }, (_, index) => index),
    },
    weights: Float64Array.from(weights ?? fired.map(() => 1)),
    time: new Float64Array(count),
    inputBits: new Uint32Array(0),
    ftdlBits: bitsOf(fired),
    observations: {
      variables: {},
      selected: new Uint32Array(count).fill(1),
      probed: new Uint32Array(count),
    },
  };
}

/** Both parts the same events. */
export const twice = (fired: readonly (readonly number[])[]): ToyEvents => ({
  fired: fired.flatMap((lines) => [lines, lines]),
});

/** Random events: each line by its own chance. */
export function randomEvents(
  count: number,
  chances: readonly number[],
  random: () => number,
): readonly (readonly number[])[] {
  return Array.from({ length: count }, () =>
    chances.flatMap((chance, line) => (random() < chance ? [line] : [])),
  );
}
