import { expect, it } from 'vitest';
import { benchReaders, type ReaderRow } from '../../../emulator/bench/readers.js';
import { machine } from '../../support/event-files/read.js';

it('every format has a row with its rates, without a compiler no comparison', async () => {
  const { skipped, rows } = benchReaders({
    beams: machine,
    seed: 1,
    megabytes: 0.2,
    rounds: 1,
    compiler: 'no-such-compiler',
  });
  expect(skipped).toBe('comparison with the HepMC3 library is skipped: no no-such-compiler here');
  const found: ReaderRow[] = [];
  for await (const row of rows) found.push(row);
  expect(found.map(({ format }) => format)).toEqual(['HepMC3', 'HepMC2', 'LHE', 'HEPEVT']);
  for (const row of found) {
    expect(row).toMatchObject({ libraryRate: undefined, ratio: undefined, particlesPerEvent: 88 });
    expect(row.megabytes).toBeGreaterThan(0.2);
    expect(row.megabytes).toBeLessThan(0.23);
    // Bytes of a particle: five to nine numbers of 9 to 17 digits, and small ones.
    const bytes = (1e6 * row.megabytes) / (row.events * row.particlesPerEvent);
    expect(bytes).toBeGreaterThan(120);
    expect(bytes).toBeLessThan(300);
    expect(row.rate).toBeGreaterThan(0);
    expect(row.parsingRate).toBeGreaterThan(0);
  }
});
