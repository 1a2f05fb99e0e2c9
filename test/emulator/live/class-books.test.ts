import { describe, expect, it } from 'vitest';
import { artificialAnchor } from '../../../emulator/chain/windows.js';
import { ClassBooks } from '../../../emulator/live/class-books.js';
import type { SeedClass } from '../../../emulator/sources/seed-class.js';
import { outputWords } from '../../../triggers/batches.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';

const classes: readonly SeedClass[] = [
  { name: 'soft', source: 1, tier: 'soft', origin: 'stray', generator: 'stray', config: {} },
];

/** Windows with what each stands for: by its seed, and by its artificial input. */
function countsOf(
  anchors: readonly number[],
  weights: readonly number[],
  artificial?: readonly number[],
) {
  const books = new ClassBooks(compileMenu(eclMenu), classes);
  const eventCount = anchors.length;
  books.add({
    eventCount,
    weights: Float64Array.from(weights),
    risingBits: new Uint32Array(eventCount * outputWords),
    windows: {
      lastMember: new Float64Array(eventCount),
      anchor: Uint8Array.from(anchors),
      ...(artificial && { artificial: Float64Array.from(artificial) }),
    },
  });
  return books.counts().map(({ name, windows, weighted }) => [name, windows, weighted]);
}

describe('windows by what opened them', () => {
  it('stand for the soft seeds that were thinned, or for the pulses alike', () => {
    // A pulse in the window of a seed stands for its own kind only.
    expect(countsOf([0, 0, artificialAnchor], [20, 1, 1], [1, 9940, 500])).toEqual([
      ['soft', 2, 21],
      ['no seed', 1, 500],
    ]);
  });

  it('stand for themselves where nothing else is known', () => {
    expect(countsOf([0, artificialAnchor], [1, 1])).toEqual([
      ['soft', 1, 1],
      ['no seed', 1, 1],
    ]);
  });
});
