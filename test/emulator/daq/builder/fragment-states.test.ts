import { describe, expect, it } from 'vitest';
import {
  fragmentState,
  fragmentStates,
  markOf,
  statesIn,
} from '../../../../emulator/daq/builder/fragment-states.js';
import { Fragments } from '../../../../emulator/daq/builder/fragments.js';
import {
  headerWord,
  headerWords,
  runWord,
  ticksWord,
} from '../../../../emulator/daq/builder/raw-words.js';

const fragments = new Fragments(11, 7);
const write = (): Fragments => {
  fragments.write(41, ticksWord(1234, 1), 3, 500, [8, 8, 8, 8, 8, 8, 8], 0);
  return fragments;
};
const stateOf = (place: number, arrival = 0, timeout = 100): string =>
  fragmentStates[fragmentState(fragments.words, fragments.at(place), arrival, timeout)]!;

describe('a fragment', () => {
  it('begins with its length, the mark with 56 words, the run, number, ticks and seconds', () => {
    const { words } = write();
    const at = fragments.at(2);
    expect(Array.from(words.subarray(at, at + 9))).toEqual([
      56 + 2 + 2,
      0x7f7f_0338,
      11 << 8,
      41,
      (1234 << 4) | 1,
      3,
      3 << 24,
      0,
      headerWords,
    ]);
    expect(words[at + 57]).toBe(0x7fff_0006);
  });

  it('is whole up to the timeout, late behind it, and missing when it never comes', () => {
    write();
    expect(stateOf(0)).toBe('whole');
    expect(stateOf(0, 100)).toBe('whole');
    expect(stateOf(0, 100.001)).toBe('late');
    expect(stateOf(0, Number.POSITIVE_INFINITY)).toBe('missing');
  });

  it('shows any bit of its header that has turned over by its checksum', () => {
    for (let bit = 0; bit < 32 * (headerWords + 1); bit++) {
      write().flip(4, bit);
      expect(stateOf(4), `bit ${bit}`).toBe('checksum');
      expect(stateOf(3)).toBe('whole');
    }
  });

  it('with a right checksum is still of another run, event or tick', () => {
    const changed = (word: number, value: number): string => {
      write().replace(1, word, value);
      return stateOf(1);
    };
    expect(changed(headerWord.magic, 0x7f7f_0337)).toBe('header');
    expect(changed(headerWord.run, runWord(12))).toBe('run');
    expect(changed(headerWord.number, 40)).toBe('number');
    expect(changed(headerWord.ticks, ticksWord(1233, 1))).toBe('tick');
    expect(changed(headerWord.ticks, ticksWord(1234, 2))).toBe('tick');
    expect(changed(headerWord.seconds, 4)).toBe('tick');
    expect(changed(headerWord.node, 9)).toBe('whole');
  });
});

describe('the mark of an event', () => {
  it('has a bit for each state but whole, and fits into a byte', () => {
    const marks = fragmentStates.map((_, state) => markOf(state));
    expect(marks).toEqual([0, 1, 2, 4, 8, 16, 32, 64]);
    expect(statesIn(markOf(2) | markOf(7))).toEqual(['late', 'tick']);
    expect(statesIn(0)).toEqual([]);
  });
});
