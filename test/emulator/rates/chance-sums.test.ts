import { describe, expect, it } from 'vitest';
import { outputWords } from '../../../triggers/batches.js';
import { KeptChances } from '../../../triggers/gdl/kept-chances.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { menus } from '../../../triggers/menus/index.js';
import {
  addChances,
  type ChanceSums,
  chanceSums,
  meanChance,
  type SeedWindows,
  variedChance,
} from '../../../emulator/rates/chance-sums.js';

const menu = compileMenu(menus.find(({ name }) => name === 'physics')!);
const kept = new KeptChances(menu);
const accepted = kept.quantities.length - 1;
const unprescaled = menu.lines.find(({ prescale }) => prescale === 1)!;

/** Sums of windows of which some fire one line without prescale; one more seed opens none. */
function sumsOf(fires: readonly boolean[], more: Partial<SeedWindows> = {}): ChanceSums {
  const ftdlBits = new Uint32Array(fires.length * outputWords);
  for (const [event, isFiring] of fires.entries())
    if (isFiring)
      ftdlBits[event * outputWords + (unprescaled.number >>> 5)] = 1 << (unprescaled.number & 31);
  const sums = chanceSums(kept, 2);
  addChances(sums, kept, {
    seeds: fires.length,
    ftdlBits,
    weights: new Float64Array(fires.length).fill(1),
    likelier: new Float64Array(2 * fires.length).fill(1),
    ...more,
  });
  return sums;
}

describe('the mean chance of a class', () => {
  it('has the binomial error', () => {
    const fires = Array.from({ length: 400 }, (_, event) => event % 4 === 0);
    const { mean, variance } = meanChance(sumsOf(fires), accepted);
    expect(mean).toBeCloseTo(0.25, 12);
    expect(variance).toBeCloseTo((0.25 * 0.75) / 400, 12);
  });

  it('is that of all seeds, those that open no window too', () => {
    const sums = sumsOf([true, false, true], { seeds: 10 });
    expect(meanChance(sums, accepted)).toStrictEqual({ mean: 0.2, variance: (0.2 - 0.04) / 10 });
    expect([sums.events, sums.windows]).toStrictEqual([10, 3]);
  });

  it('has nothing of windows of weight 0, which other seeds opened', () => {
    const sums = sumsOf([true, true, false], { seeds: 2, weights: Float64Array.of(0, 1, 1) });
    expect(meanChance(sums, accepted).mean).toBe(0.5);
    expect(sums.windows).toBe(2);
  });

  it('at other rates is that of windows as likely as they are then', () => {
    const likelier = Float64Array.of(2, 0.5, 1, 1, 4, 0.25);
    const sums = sumsOf([true, false, true], { likelier });
    expect(variedChance(sums, 0, accepted)).toBeCloseTo((2 + 4) / 3, 12);
    expect(variedChance(sums, 1, accepted)).toBeCloseTo((0.5 + 0.25) / 3, 12);
  });

  it('is 0 without events', () => {
    const sums = chanceSums(kept, 1);
    expect(meanChance(sums, 0)).toStrictEqual({ mean: 0, variance: 0 });
    expect(variedChance(sums, 0, 0)).toBe(0);
  });
});
