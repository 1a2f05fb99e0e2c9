import { describe, expect, it } from 'vitest';
import { particleInfo } from '../../detector/pdg.js';
import { flightsOf, generateUndecayed } from '../emulator/generators/flights.js';

const count = 100_000;

/** Signals with the code of what flies, its mass [GeV] and mean flight cτ [cm]. */
const signals = [
  ['tau-to-pi-n', { mass: 1, flight: 10 }, 9_900_016, 1, 10],
  ['tau-to-pi-n', { mass: 0.3, flight: 0.05 }, 9_900_016, 0.3, 0.05],
  ['b-to-ks', { mass: 1, flight: 50 }, 9_000_006, 1, 50],
  ['b-to-ks', { mass: 4.7, flight: 0.5 }, 9_000_006, 4.7, 0.5],
  ['b-to-ks', { mass: 1 }, 521, particleInfo(521)!.mass, particleInfo(521)!.lifetime],
  ['tau-to-alpha', { mass: 1 }, 15, particleInfo(15)!.mass, particleInfo(15)!.lifetime],
] as const;

describe.each(signals)('%s, %o: what has code %i', (name, config, code, mass, flight) => {
  it('flies p/m·cτ on average, within 3σ of 10⁵', () => {
    const particles = generateUndecayed(name, config, count);
    const { offsets, pdg, mother } = particles;
    const rows = Array.from({ length: count }, (_, event) => {
      const first = offsets[event]!;
      const signal = pdg.subarray(first, offsets[event + 1]);
      const product =
        first +
        mother
          .subarray(first, offsets[event + 1])
          .findLastIndex((row) => Math.abs(signal[row]!) === code);
      return { parent: first + mother[product]!, product };
    });
    const { meanProper, offLine } = flightsOf(particles, rows, mass);
    expect(Math.abs(meanProper / flight - 1)).toBeLessThan(3 / Math.sqrt(count));
    expect(offLine).toBeLessThan(1e-4);
  });
});
