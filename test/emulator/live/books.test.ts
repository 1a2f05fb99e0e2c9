import { describe, expect, it } from 'vitest';
import { Books } from '../../../emulator/live/books.js';
import { outputWords } from '../../../triggers/batches.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';

const menu = compileMenu(eclMenu);
const [first, second] = menu.lines;

/** Output bits of events, each with the lines of these numbers. */
function bitsOf(events: readonly (readonly number[])[]): Uint32Array {
  const bits = new Uint32Array(events.length * outputWords);
  for (const [event, numbers] of events.entries())
    for (const number of numbers) {
      const word = event * outputWords + (number >>> 5);
      bits[word] = bits[word]! | (1 << (number & 31));
    }
  return bits;
}

describe('the books of a run', () => {
  it('count events, weights, accepts, and lines before and after prescale, batch by batch', () => {
    const books = new Books(menu);
    const a = first!.number;
    const b = second!.number;
    books.add({
      eventCount: 3,
      weights: Float64Array.of(0.5, 2, -1),
      risingBits: bitsOf([[a, b], [a], []]),
      psnmBits: bitsOf([[b], [], []]),
    });
    books.add({
      eventCount: 1,
      weights: Float64Array.of(4),
      risingBits: bitsOf([[a]]),
      psnmBits: bitsOf([[a]]),
    });
    const { processed, sumWeights, accepted } = books;
    expect({ processed, sumWeights, accepted }).toEqual({
      processed: 4,
      sumWeights: 5.5,
      accepted: 2,
    });
    expect([...books.ftdl.subarray(0, 3)]).toEqual([3, 1, 0]);
    expect([...books.psnm.subarray(0, 3)]).toEqual([1, 1, 0]);
  });

  it('count a window for as many as it stands for', () => {
    const books = new Books(menu);
    const a = first!.number;
    const b = second!.number;
    books.add({
      eventCount: 2,
      weights: Float64Array.of(10, 1),
      risingBits: bitsOf([[a, b], [a]]),
      psnmBits: bitsOf([[a, b], [a]]),
      standing: {
        accepts: Uint32Array.of(4, 1),
        ftdl: Float64Array.from({ length: 32 * outputWords }, (_, number) =>
          number === a ? 11 : number === b ? 10 : 0,
        ),
        kept: {
          offsets: Uint32Array.of(0, 2, 3),
          number: Uint8Array.of(a, b, a),
          times: Uint32Array.of(3, 2, 1),
        },
        thinned: { windows: 1, occurrences: 10, unprescaled: 0 },
      },
    });
    expect(books.accepted).toBe(5);
    expect([...books.ftdl.subarray(0, 3)]).toEqual([11, 10, 0]);
    expect([...books.psnm.subarray(0, 3)]).toEqual([4, 2, 0]);
  });
});
