import { describe, expect, it } from 'vitest';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import { topMatchPlugin, topPlugin } from '../../../triggers/bits/top.js';
import { inputNames } from '../../../triggers/slots.js';
import { flashes, topOf } from '../top/slots.js';

function bitsOf(slots: readonly number[], cdctop = 0): readonly string[] {
  const bits = new Uint32Array(inputWords);
  topPlugin.build({})({ top: topOf(flashes(slots)) }, 1, bits);
  topMatchPlugin.build({})({ topMatches: { cdctop: Uint8Array.of(cdctop) } }, 1, bits);
  return inputNames.filter((_, slot) => hasBit(bits, inputWords, 0, slot));
}

describe('bits of the TOP', () => {
  it('count slots in binary and tell that there is a time', () => {
    expect(bitsOf([])).toEqual([]);
    expect(bitsOf([5])).toEqual(['top_0', 'top_active']);
    expect(bitsOf([5, 6])).toEqual(['top_1', 'top_active']);
    expect(bitsOf([1, 2, 3, 4, 5])).toEqual(['top_0', 'top_2', 'top_active']);
    const all = Array.from({ length: 16 }, (_, number) => number + 1);
    expect(bitsOf(all)).toEqual(['top_0', 'top_1', 'top_2', 'top_bb', 'top_active']);
  });

  it('tell opposite slots', () => {
    expect(bitsOf([1, 9])).toEqual(['top_1', 'top_bb', 'top_active']);
  });

  it('spell matched tracks one-hot', () => {
    expect([1, 2, 3, 4, 9].map((count) => bitsOf([], count))).toEqual([
      ['cdctop_0'],
      ['cdctop_1'],
      ['cdctop_2'],
      ['cdctop_3'],
      ['cdctop_3'],
    ]);
  });

  it('are all in the lists of what the plugins drive', () => {
    for (const name of [
      ...bitsOf([1, 9, 5, 7, 8, 2, 3], 1),
      ...bitsOf([], 2),
      ...bitsOf([], 3),
      ...bitsOf([], 4),
    ])
      expect([...topPlugin.drives, ...topMatchPlugin.drives]).toContain(name);
  });
});
