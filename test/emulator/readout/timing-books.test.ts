import { describe, expect, it } from 'vitest';
import { TimingBooks } from '../../../emulator/readout/timing-books.js';
import { timingSources } from '../../../triggers/gdl/timing.js';

describe('jitter of accepts', () => {
  it('has a core that tails of pile-up leave alone', () => {
    const books = new TimingBooks();
    // Evenly over 100 ns: the central 68.27 % are 68.27 ns wide.
    for (let time = -50; time < 50; time++) books.add(timingSources.ecl, 1, time + 0.5, 10);
    const [even] = books.spreads();
    expect(even).toMatchObject({ source: 'ECL', quality: 'coarse', accepts: 1000, mean: 0 });
    expect(even!.rms).toBeCloseTo(100 / Math.sqrt(12), 1);
    expect(even!.core).toBeCloseTo(34.1, 1);
    books.add(timingSources.ecl, 1, 5000, 10);
    const [tailed] = books.spreads();
    expect(tailed!.rms).toBeGreaterThan(400);
    expect(tailed!.core).toBeLessThan(36);
  });

  it('is told apart by source and quality, with accepts as often as they stand for', () => {
    const books = new TimingBooks();
    books.add(timingSources.cdc, 1, 4, 3);
    books.add(timingSources.cdc, 1, 8, 1);
    books.add(timingSources.top, 2, -2, 1);
    expect(books.spreads().map(({ source, quality }) => [source, quality])).toEqual([
      ['TOP', 'fine'],
      ['CDC', 'coarse'],
    ]);
    expect(books.spreads()[1]).toMatchObject({ accepts: 4, mean: 5, rms: Math.sqrt(3) });
  });
});
