import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../detector/base/config.js';
import { beams, beamsSchema } from '../../detector/beams.js';
import { sliceAddresses } from '../../detector/event.js';
import { buildGenerator } from '../../emulator/generators/index.js';
import { type HadronCounts, hadronCounts } from '../../emulator/validation/hadron-counts.js';
import { tauTopologies } from '../support/hadron-counts.js';
import { countFiring, generatedLines, unprescaledPhysics } from '../support/line-agreement.js';

const sharp = beams(parseConfig(beamsSchema, { energySpread: false }, 'test'));
const events = 100_000;

/** Prints what has no published number beside it, as a table in the report. */
function report(name: string, { kLong, energy, strangePhotons }: HadronCounts): void {
  const sums = Object.entries(energy).map(([kind, gev]) => `${kind} ${gev.toFixed(3)} GeV`);
  process.stdout.write(
    `${name}: K_L ${kLong.toFixed(3)}, photons of K_S and Λ ${strangePhotons.toFixed(2)}; ` +
      `energy an event, laboratory: ${sums.join(', ')}\n`,
  );
}

const percent = (share: number): number => 100 * share;
const within = (value: number, low: number, high: number): void => {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
};

describe('BB̄', () => {
  it('has 10.7 ± 0.4 charged particles, species and photons as published', () => {
    const counts = hadronCounts('bbbar', {}, events, sharp);
    report('BB̄', counts);
    const { charged, shares, photons } = counts;
    within(charged, 10.3, 11.1);
    within(percent(shares.pi), 74, 78);
    within(percent(shares.K), 13.5, 16);
    within(percent(shares.p), 1.3, 2.6);
    within(percent(shares.e), 3.3, 4.5);
    within(percent(shares.mu), 3.3, 4.5);
    within(photons, 9.5, 11.5);
    within(photons + counts.strangePhotons, 9.5, 11.5);
    // All of the beams is accounted for, but for neutrons and what else is invisible.
    const { energy } = counts;
    within(energy.charged + energy.photons + energy.kLong + energy.neutrinos, 10, 11.01);
  });

  it.each([
    ['both', 7.8],
    ['neither', 11.6],
  ] as const)('has them when %s B decay to e or μ: %f ± 0.5 (CLEO)', (semileptonic, published) => {
    const { charged } = hadronCounts('bbbar', { semileptonic }, events, sharp);
    within(charged, published - 0.5, published + 0.5);
  });

  it('fires a line without prescale in 99 % of events at least', async () => {
    const lines = await generatedLines('bbbar', {}, 4000);
    expect(countFiring(lines, unprescaledPhysics) / 4000).toBeGreaterThanOrEqual(0.99);
  });
});

describe('continuum', () => {
  it('has 8.3 ± 0.5 charged particles, species and photons as it was tuned to', () => {
    const counts = hadronCounts('continuum', {}, events, sharp);
    report('continuum', counts);
    const { charged, shares, photons } = counts;
    within(charged, 7.8, 8.8);
    within(percent(shares.pi), 80, 85);
    within(percent(shares.K), 10, 14);
    within(percent(shares.p), 2, 4);
    within(photons, 7, 9);
    within(photons + counts.strangePhotons, 7, 9);
  });
});

describe('ττ', () => {
  it('is 72.7 : 24.8 : 2.1 ± 0.5 points of 1-1, 1-3, 3-3', () => {
    const make = buildGenerator('tautau', {}, { seed: 1, beams: sharp });
    const counts = tauTopologies(make(sliceAddresses(1, 0, 0, events)).particles);
    const share = (topology: string): number => percent((counts.get(topology) ?? 0) / events);
    within(share('1-1'), 72.2, 73.2);
    within(share('1-3'), 24.3, 25.3);
    within(share('3-3'), 1.6, 2.6);
  });
});
