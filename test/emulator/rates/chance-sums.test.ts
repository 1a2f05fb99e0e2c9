import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { outputWords } from '../../../triggers/batches.js';
import { KeptChances } from '../../../triggers/gdl/kept-chances.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { menus } from '../../../triggers/menus/index.js';
import {
  addChances,
  type ChanceSums,
  chanceSums,
  meanChance,
} from '../../../emulator/rates/chance-sums.js';

const menu = compileMenu(menus.find(({ name }) => name === 'physics')!);
const kept = new KeptChances(menu);
const accepted = kept.quantities.length - 1;
const unprescaled = menu.lines.find(({ prescale }) => prescale === 1)!;

/** Sums of events of which some fire one line without prescale. */
function sumsOf(fires: readonly boolean[], weights: readonly number[]): ChanceSums {
  const ftdlBits = new Uint32Array(fires.length * outputWords);
  for (const [event, isFiring] of fires.entries())
    if (isFiring)
      ftdlBits[event * outputWords + (unprescaled.number >>> 5)] = 1 << (unprescaled.number & 31);
  const sums = chanceSums(kept);
  addChances(sums, kept, { ftdlBits, weights: Float64Array.from(weights) });
  return sums;
}

describe('the mean chance of a class', () => {
  it('has the binomial error for events of weight 1', () => {
    const fires = Array.from({ length: 400 }, (_, event) => event % 4 === 0);
    const { mean, variance } = meanChance(
      sumsOf(
        fires,
        fires.map(() => 1),
      ),
      accepted,
    );
    expect(mean).toBeCloseTo(0.25, 12);
    expect(variance).toBeCloseTo((0.25 * 0.75) / 400, 12);
  });

  it('has the spread of many samples as its error for weighted events', () => {
    const stream = new RandomStream().seed(9, 0, 0, 0, purpose.test);
    const samples = Array.from({ length: 400 }, () => {
      const events = Array.from({ length: 200 }, () => stream.uniform());
      // Heavier events fire more often.
      const weights = events.map((u) => 0.5 + u);
      const fires = events.map((u) => stream.uniform() < 0.6 * u);
      return meanChance(sumsOf(fires, weights), accepted);
    });
    const means = samples.map(({ mean }) => mean);
    const centre = means.reduce((sum, mean) => sum + mean, 0) / means.length;
    const spread = means.reduce((sum, mean) => sum + (mean - centre) ** 2, 0) / (means.length - 1);
    const variance = samples.reduce((sum, sample) => sum + sample.variance, 0) / samples.length;
    // ∫(½ + u)·0.6u du = 0.35
    expect(centre).toBeCloseTo(0.35, 2);
    expect(spread / variance).toBeGreaterThan(0.85);
    expect(spread / variance).toBeLessThan(1.15);
  });

  it('is 0 without events', () => {
    expect(meanChance(chanceSums(kept), 0)).toStrictEqual({
      mean: 0,
      variance: 0,
    });
  });
});
