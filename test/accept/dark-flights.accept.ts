import { describe, expect, it } from 'vitest';
import { alpFlight, alpPdg } from '../../emulator/generators/alp.js';
import {
  darkPhotonWidth,
  leptophilicWidths,
  meanFlight,
} from '../../emulator/generators/widths.js';
import { flightsOf, generateUndecayed } from '../emulator/generators/flights.js';

const count = 100_000;

const darkPhoton = 4_900_022;
const scalar = 9_000_006;
/** Width to electrons of a scalar of 0.1 GeV off a τ with a coupling of 10⁻². */
const { ee } = leptophilicWidths('scalar', 0.1, 1e-2, 15);

/** Signals with the code of what flies, its mass [GeV] and mean flight cτ [cm]. */
const signals = [
  ['dark-photon', { decay: 'ee', mass: 0.05, epsilon: 1e-5 }, darkPhoton, 0.05, 'ε'],
  ['dark-photon', { decay: 'pipi', mass: 0.6, flight: 3 }, darkPhoton, 0.6, 3],
  ['alp', { mass: 0.3, coupling: 1e-5 }, alpPdg, 0.3, alpFlight(0.3, 1e-5)],
  ['alp', { mass: 0.2, flight: 2 }, alpPdg, 0.2, 2],
  ['mumu-zprime', { mass: 2, decay: 'mumu', flight: 0.5 }, 32, 2, 0.5],
  ['tautau-scalar', { mass: 0.1, coupling: 1e-2, decay: 'ee' }, scalar, 0.1, 'y'],
  ['mumu-scalar', { mass: 0.5, flight: 4 }, scalar, 0.5, 4],
  ['dark-higgs', { mass: 0.5, higgsMass: 1.1, higgs: 'cascade', flight: 1 }, darkPhoton, 0.5, 1],
  ['inelastic-dark-matter', { flight: 10 }, 52, 1.1, 10],
  ['inelastic-dark-higgs', { flight: 5, higgsFlight: 2 }, 52, 1.1, 5],
  ['inelastic-dark-higgs', { flight: 5, higgsFlight: 2 }, 51, 0.5, 2],
] as const;

const computed = {
  ε: meanFlight('test', -1, darkPhotonWidth(0.05, 1e-5)),
  y: meanFlight('test', -1, ee),
};

describe.each(signals)('%s, %o: what has code %i', (name, config, code, mass, flight) => {
  it('flies p/m·cτ on average, within 3σ of 10⁵', () => {
    const particles = generateUndecayed(name, config, count);
    const { offsets, pdg, mother } = particles;
    const rows = Array.from({ length: count }, (_, event) => {
      const first = offsets[event]!;
      const codes = pdg.subarray(first, offsets[event + 1]);
      // The last one: of the two χ of an event only χ₂ has daughters.
      const product =
        first +
        mother.subarray(first, offsets[event + 1]).findLastIndex((row) => codes[row] === code);
      return { parent: first + mother[product]!, product };
    });
    const { meanProper, offLine } = flightsOf(particles, rows, mass);
    const expected = typeof flight === 'string' ? computed[flight] : flight;
    expect(Math.abs(meanProper / expected - 1)).toBeLessThan(3 / Math.sqrt(count));
    expect(offLine).toBeLessThan(1e-4);
  });
});
