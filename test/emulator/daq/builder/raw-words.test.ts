import { describe, expect, it } from 'vitest';
import {
  headerMagic,
  headerWord,
  headerWords,
  runWord,
  ticksWord,
  triggerEnd,
  triggerWord,
  triggerWords,
} from '../../../../emulator/daq/builder/raw-words.js';

describe('the words of raw blocks', () => {
  it('stand where the experiment’s headers have them: 56 words, 22 of the distribution', () => {
    const head = { length: 0, magic: 1, run: 2, number: 3, ticks: 4, seconds: 5, node: 6 };
    expect(headerWord).toMatchObject({ ...head, errors: 7, channels: 8 });
    // Its own ticks, seconds and number; frames counted; time since the trigger before.
    const own = { ownTicks: 8, ownSeconds: 9, ownNumber: 10, sinceLast: 12, end: 21 };
    expect(triggerWord).toMatchObject({ ...head, ...own });
    expect([headerWords, triggerWords]).toEqual([56, 22]);
  });

  it('have the marks of the experiment, and 27 bits of ticks over 4 of the type', () => {
    expect(headerMagic >>> 16).toBe(0x7f7f);
    expect(triggerEnd >>> 16).toBe(0x7fff);
    expect(ticksWord(3, 5)).toBe(0x35);
    expect(ticksWord(2 ** 27 - 1, 0) >>> 4).toBe(2 ** 27 - 1);
    expect(runWord(2) >>> 0).toBe(((runWord(0) >>> 0) + (2 << 8)) >>> 0);
  });
});
