import { describe, expect, it } from 'vitest';
import { sliceAddresses } from '../../../detector/event.js';
import { buildGenerator, generators } from '../../../emulator/generators/index.js';
import { momentumCms, sharp } from './machine.js';

const count = 20_000;

/** Weights with a variable of each event. */
interface Sample {
  readonly weights: Float64Array;
  readonly values: Float64Array;
}

/** cosθ* of the first particle, and what share of its largest energy it has. */
function sampleOf(name: string, config: object, variable: 'cosTheta' | 'energy'): Sample {
  const make = buildGenerator(name, config, { seed: 1, beams: sharp }, false);
  const { weights, particles } = make(sliceAddresses(1, 0, 0, count));
  const values = Float64Array.from({ length: count }, (_, event) => {
    const { px, py, pz, energy } = momentumCms(particles, particles.offsets[event]!);
    const share = variable === 'energy' ? energy / 5.3 : pz / Math.hypot(px, py, pz);
    return variable === 'energy' ? 2 * share - 1 : share;
  });
  return { weights, values };
}

/** Sums of weights and of their squares in ten bins of a variable from −1 to 1. */
function histogramOf({ weights, values }: Sample) {
  const sums = new Float64Array(10);
  const squares = new Float64Array(10);
  for (const [event, weight] of weights.entries()) {
    const bin = Math.min(9, Math.floor((values[event]! / 2 + 0.5) * 10));
    sums[bin]! += weight;
    squares[bin]! += weight * weight;
  }
  return { sums, squares };
}

describe.each([
  ['gamma-gamma', {}, 'cosTheta'],
  ['dark-photon', { mass: 8 }, 'cosTheta'],
  ['dark-photon', { mass: 1, isr: false }, 'cosTheta'],
  ['alp', { mass: 3 }, 'cosTheta'],
  ['inelastic-dark-matter', {}, 'cosTheta'],
  ['mumu-zprime', { mass: 1 }, 'energy'],
  ['mumu-scalar', { mass: 1, decay: 'invisible' }, 'energy'],
  ['emu-zprime', { mass: 1 }, 'energy'],
  ['dark-higgs', { mass: 2, higgsMass: 0.5 }, 'cosTheta'],
  ['inelastic-dark-higgs', { mass: 4, higgsMass: 1 }, 'cosTheta'],
  ['b-to-ks', {}, 'cosTheta'],
  ['tau-to-alpha', { fsr: false }, 'cosTheta'],
  ['tau-to-pi-n', { isr: false, fsr: false }, 'cosTheta'],
  ['alp-fusion', { mass: 3 }, 'energy'],
] as const)('weighted events of %s %o', (name, config, variable) => {
  const plain = sampleOf(name, config, variable);
  const weighted = sampleOf(name, { ...config, weighted: true }, variable);

  it('have weights that vary and are 1 on average, as those without all are', () => {
    expect(plain.weights.every((weight) => weight === 1)).toBe(true);
    let [sum, sum2] = [0, 0];
    for (const weight of weighted.weights) {
      expect(weight).toBeGreaterThan(0);
      sum += weight / count;
      sum2 += weight ** 2 / count;
    }
    expect(sum2 - sum * sum).toBeGreaterThan(1e-4);
    // 4σ, and what normalizes them is good to 0.2 %.
    expect(Math.abs(sum - 1)).toBeLessThan(4 * Math.sqrt((sum2 - sum * sum) / count) + 0.002);
  });

  it('fill the same histogram as events without', () => {
    const [one, other] = [histogramOf(plain), histogramOf(weighted)];
    let [chi2, bins] = [0, 0];
    for (let bin = 0; bin < 10; bin++) {
      if (one.sums[bin]! < 30) continue;
      bins++;
      chi2 += (one.sums[bin]! - other.sums[bin]!) ** 2 / (one.squares[bin]! + other.squares[bin]!);
    }
    expect(bins).toBeGreaterThan(3);
    expect((chi2 - bins) / Math.sqrt(2 * bins)).toBeLessThan(4);
  });
});

it('all signals come weighted and unweighted', () => {
  const signals = generators.filter(({ kind }) => kind === 'signal');
  expect(signals.length).toBeGreaterThan(10);
  for (const { name, schema } of signals) expect(Object.keys(schema), name).toContain('weighted');
});
