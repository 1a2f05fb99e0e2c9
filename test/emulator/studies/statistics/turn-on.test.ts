import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../../detector/base/random.js';
import {
  binomialDraw,
  binomialProbability,
} from '../../../../emulator/studies/statistics/binomial.js';
import {
  chancesIn,
  devianceOf,
  type FittedBin,
  type FittedTurnOn,
  fitTurnOn,
  isFirm,
  lowerPlateau,
  stateAt,
} from '../../../../emulator/studies/statistics/fit-turn-on.js';
import { goodnessOf, toysOf } from '../../../../emulator/studies/statistics/goodness.js';
import {
  risesOf,
  type TurnOn,
  turnOnAt,
} from '../../../../emulator/studies/statistics/turn-on-model.js';

const uniformOf = (index: number) => {
  const stream = new RandomStream().seed(1, 0, 0, index, purpose.test);
  return () => stream.uniformFine();
};

/** Bins of equal width with as many events each. */
const binsOf = (from: number, to: number, count: number, n: number): readonly FittedBin[] =>
  Array.from({ length: count }, (_, bin) => ({
    from: from + ((to - from) * bin) / count,
    to: from + ((to - from) * (bin + 1)) / count,
    n,
    k: 0,
  }));

/** The same at one value each. */
const pointsOf = (from: number, to: number, count: number, n: number): readonly FittedBin[] =>
  binsOf(from, to, count, n).map((bin) => ({ ...bin, to: bin.from }));

const known: TurnOn = { threshold: 1.03, width: 0.11, plateau: 0.94 };

const fitted = (bins: readonly FittedBin[]): FittedTurnOn => {
  const outcome = fitTurnOn(bins);
  if ('failure' in outcome) return expect.unreachable(outcome.failure);
  return outcome;
};

const spread = (values: readonly number[]): { mean: number; width: number } => {
  const mean = values.reduce((sum, value) => sum + value) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, width: Math.sqrt(variance) };
};

describe('the turn-on', () => {
  it('over a bin is its average, by numbers, and has its derivatives, once and twice', () => {
    for (const [from, to] of [
      [0.2, 0.4],
      [0.9, 1],
      [1, 1.2],
      [1.5, 2],
      [1.1, 1.1],
    ] as const) {
      const steps = from === to ? 1 : 2000;
      const mean = (turnOn: TurnOn): number => {
        let sum = 0;
        for (let step = 0; step < steps; step++)
          sum += turnOnAt(from + ((step + 0.5) / steps) * (to - from), { ...turnOn, plateau: 1 });
        return sum / steps;
      };
      const rise = risesOf(known)({ from, to });
      expect(rise.reached).toBeCloseTo(mean(known), 7);
      expect(rise.reached + rise.lacking).toBeCloseTo(1, 14);
      const change = (key: 'threshold' | 'width'): number =>
        (mean({ ...known, [key]: known[key] + 1e-5 }) -
          mean({ ...known, [key]: known[key] - 1e-5 })) /
        2e-5;
      expect(rise.byThreshold).toBeCloseTo(change('threshold'), 5);
      expect(rise.byWidth).toBeCloseTo(change('width'), 5);
      const changeOf = (what: 'byThreshold' | 'byWidth', key: 'threshold' | 'width'): number => {
        const at = (step: number): number =>
          risesOf({ ...known, [key]: known[key] + step })({ from, to })[what];
        return (at(1e-5) - at(-1e-5)) / 2e-5;
      };
      expect(rise.byThresholdTwice).toBeCloseTo(changeOf('byThreshold', 'threshold'), 5);
      expect(rise.byBoth).toBeCloseTo(changeOf('byThreshold', 'width'), 5);
      expect(rise.byBoth).toBeCloseTo(changeOf('byWidth', 'threshold'), 5);
      expect(rise.byWidthTwice).toBeCloseTo(changeOf('byWidth', 'width'), 5);
    }
  });

  it('is the same over a stretch whichever stretch came before', () => {
    const places = [-30, 0.2, 1, 1.05, 1.1, 2, 40];
    const stretches = places.flatMap((from) =>
      places.filter((to) => to >= from).map((to) => ({ from, to })),
    );
    const rises = risesOf(known);
    for (const stretch of [...stretches, ...stretches.toReversed()])
      expect(rises(stretch)).toEqual(risesOf(known)(stretch));
    const edges = places.slice(1).map((to, place) => ({ from: places[place]!, to }));
    for (const stretch of edges) expect(rises(stretch)).toEqual(risesOf(known)(stretch));
  });

  it('keeps its digits far below and far above', () => {
    const far = risesOf({ threshold: 1, width: 0.1, plateau: 1 })({ from: 0, to: 0.1 });
    // Φ(−9.5) is 1.05e-21 in the middle of the bin.
    expect(far.reached).toBeGreaterThan(1e-22);
    expect(far.reached).toBeLessThan(1e-19);
    const high = risesOf({ threshold: 1, width: 0.1, plateau: 1 })({ from: 1.9, to: 2 });
    expect(high.lacking / far.reached).toBeCloseTo(1, 6);
  });
});

describe('binomial counts', () => {
  it.each([
    [5, 0.3],
    [400, 0.02],
    [3000, 0.5],
    [50_000, 0.999],
  ])('of %i at %f have mean, variance and probabilities of theirs', (n, p) => {
    const uniform = uniformOf(n);
    const draws = Array.from({ length: 4000 }, () => binomialDraw(n, p, uniform()));
    const sigma = Math.sqrt(n * p * (1 - p));
    const { mean, width } = spread(draws);
    // 4 σ of the mean and of the width of 4000 draws.
    expect(Math.abs(mean - n * p)).toBeLessThan((4 * sigma) / Math.sqrt(4000));
    expect(Math.abs(width / sigma - 1)).toBeLessThan(4 / Math.sqrt(8000) + 0.02);
    const mode = Math.floor((n + 1) * p);
    const expected = binomialProbability(mode, n, p);
    const share = draws.filter((k) => k === mode).length / draws.length;
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt(expected / 4000));
  });

  it('have probabilities that add up to 1', () => {
    let sum = 0;
    for (let k = 0; k <= 30; k++) sum += binomialProbability(k, 30, 0.21);
    expect(sum).toBeCloseTo(1, 13);
  });
});

describe('the fit of a turn-on', () => {
  const bins = binsOf(0.4, 2, 32, 250);

  it('finds what counts without errors were made of', () => {
    const exact = bins.map((bin) => ({
      ...bin,
      k: bin.n * known.plateau * risesOf(known)(bin).reached,
    }));
    const fit = fitted(exact);
    expect(fit.threshold).toBeCloseTo(known.threshold, 6);
    expect(fit.width).toBeCloseTo(known.width, 6);
    expect(fit.plateau).toBeCloseTo(known.plateau, 6);
    expect(fit.deviance).toBeCloseTo(0, 6);
  });

  it('has pulls of mean 0 ± 0.1 and width 1 ± 0.1 over 2000 toys, in every parameter', () => {
    const uniform = uniformOf(7);
    const drawToy = toysOf(bins, known);
    const fits = Array.from({ length: 2000 }, () => fitted(drawToy(uniform)));
    for (const [row, name] of (['threshold', 'width', 'plateau'] as const).entries()) {
      const pulls = fits.map(
        (fit) => (fit[name] - known[name]) / Math.sqrt(fit.covariance[row]![row]!),
      );
      const { mean, width } = spread(pulls);
      expect(Math.abs(mean), `${name}: mean ${mean}`).toBeLessThan(0.1);
      expect(Math.abs(width - 1), `${name}: width ${width}`).toBeLessThan(0.1);
    }
    // The covariance is that of the fits, too.
    const mean = (values: readonly number[]): number => spread(values).mean;
    const product = fits.map(
      (fit) => (fit.threshold - known.threshold) * (fit.width - known.width),
    );
    const own = mean(fits.map((fit) => fit.covariance[0]![1]!));
    expect(Math.abs(mean(product) / own - 1)).toBeLessThan(0.3);
  });

  it('holds a plateau at 1 where nothing is lost, and tells how low it may be', () => {
    const whole = { ...known, plateau: 1 };
    const toy = toysOf(bins, whole)(uniformOf(3));
    const fit = fitted(toy);
    expect(fit.plateau).toBe(1);
    expect(fit.plateauHeld).toBe(true);
    expect(fit.covariance[2]).toEqual([0, 0, 0]);
    // Some 20 bins of 250 without a loss: ½ is what twice the log likelihood falls by at 1e-4.
    const low = lowerPlateau(toy, fit, 1);
    expect(low).toBeGreaterThan(1 - 5e-4);
    expect(low).toBeLessThan(1 - 5e-5);
  });

  it.each([
    [0, 2, 7, 7, 29, 50, 72, 93, 119, 134, 140, 140, 139],
    [1, 1, 6, 12, 19, 46, 73, 96, 122, 133, 139, 140, 139],
    [0, 1, 3, 15, 38, 54, 73, 97, 118, 131, 140, 140, 139],
    [1, 2, 3, 11, 29, 52, 64, 102, 110, 131, 136, 136, 140],
  ])('settles where next to nothing is lost on the plateau', (...fired: readonly number[]) => {
    const counts = binsOf(0, 3, 13, 140).map((bin, row) => ({ ...bin, k: fired[row]! }));
    const { threshold, width, plateau, deviance } = fitted(counts);
    // The top: no step of a tenth of an error to either side is higher.
    const at = (turnOn: TurnOn): number => devianceOf(counts, chancesIn(counts, turnOn));
    const here = { threshold, width, plateau };
    expect(at(here)).toBe(deviance);
    for (const key of ['threshold', 'width', 'plateau'] as const)
      for (const step of [-1e-4, 1e-4])
        if (here[key] + step <= 1 || key !== 'plateau')
          expect(at({ ...here, [key]: here[key] + step })).toBeGreaterThan(deviance);
  });

  it('steps by the slopes of its likelihood and by how these change', () => {
    const counts = toysOf(binsOf(0.4, 2, 16, 300), known)(uniformOf(13));
    const here = { threshold: 1.01, width: 0.13, plateau: 0.9 };
    const keys = ['threshold', 'width', 'plateau'] as const;
    const step = 1e-6;
    // The width is stepped in its logarithm.
    const moved = (key: (typeof keys)[number], by: number): TurnOn => ({
      ...here,
      [key]: key === 'width' ? here.width * Math.exp(by) : here[key] + by,
    });
    const { score, curvature } = stateAt(counts, here);
    keys.forEach((key, row) => {
      const [up, down] = [stateAt(counts, moved(key, step)), stateAt(counts, moved(key, -step))];
      // The deviance is −2 ln L.
      expect(score[row]! / ((down.deviance - up.deviance) / (4 * step))).toBeCloseTo(1, 4);
      keys.forEach((_, column) => {
        const change = (down.score[column]! - up.score[column]!) / (2 * step);
        expect(curvature[row]![column]! / change).toBeCloseTo(1, 4);
      });
    });
  });

  it('settles at once where all is lost or nothing within a bin', () => {
    const sharp = { threshold: 1.1, width: 0.048, plateau: 1 };
    const fine = binsOf(0, 3, 60, 6300);
    for (let index = 0; index < 20; index++) {
      const counts = toysOf(fine, sharp)(uniformOf(300 + index));
      const outcome = fitTurnOn(counts, { start: sharp });
      expect(outcome).not.toHaveProperty('failure');
      expect((outcome as FittedTurnOn).deviance).toBeCloseTo(fitted(counts).deviance, 6);
    }
  });

  it('says why there is none', () => {
    const failureOf = (counts: readonly FittedBin[]): string | undefined => {
      const outcome = fitTurnOn(counts);
      return 'failure' in outcome ? outcome.failure : undefined;
    };
    expect(failureOf(bins.slice(0, 3))).toBe('too-few-bins');
    expect(failureOf([])).toBe('too-few-bins');
    expect(failureOf(bins)).toBe('never-fires');
    expect(failureOf(bins.map((bin) => ({ ...bin, k: bin.n })))).toBe('always-fires');
    expect(failureOf(bins.map((bin) => ({ ...bin, k: 100 })))).toBe('no-rise');
    const falling = bins.map((bin) => ({ ...bin, k: bin.from < 1 ? 200 : 20 }));
    expect(failureOf(falling)).toBe('no-rise');
    const step = bins.map((bin) => ({ ...bin, k: bin.from < 0.99 ? 0 : 240 }));
    expect(failureOf(step)).toBe('width-unresolved');
    // One bin on the way up is as well a step within it as a slope over it.
    const oneBetween = bins.map((bin) => ({
      ...bin,
      k: bin.to < 1 ? 0 : bin.from < 1 ? 90 : 240,
    }));
    expect(failureOf(oneBetween)).toBe('width-unresolved');
  });

  it('has p-values spread evenly for what it is, and small ones for what it is not', () => {
    const coarse = binsOf(0.4, 2, 16, 60);
    const uniform = uniformOf(11);
    const values = Array.from({ length: 60 }, () => {
      const toy = toysOf(coarse, known)(uniform);
      return goodnessOf(toy, fitted(toy), uniform, 60).pValue;
    });
    // The mean of 60 even numbers is ½ ± 0.037.
    expect(Math.abs(spread(values).mean - 0.5)).toBeLessThan(0.15);
    const dented = toysOf(
      bins,
      known,
    )(uniform).map((bin) => (bin.from > 1.4 && bin.to < 1.7 ? { ...bin, k: 200 } : bin));
    const { pValue, toys } = goodnessOf(dented, fitted(dented), uniform, 100);
    expect(toys).toBe(100);
    expect(pValue).toBeLessThan(0.02);
  });

  it.each([
    ['firm', binsOf(0.4, 2, 16, 300), known, true],
    ['firm, with a plateau of 1', binsOf(0.4, 2, 16, 400), { ...known, plateau: 1 }, true],
    ['firm, of effective counts', binsOf(0.4, 2, 16, 312.7), known, true],
    ['of points', pointsOf(0.4, 2, 16, 300), known, false],
    ['hardly resolved', binsOf(0.4, 2, 16, 300), { ...known, width: 0.03 }, false],
    ['of few events', binsOf(0.4, 2, 16, 30), known, false],
  ] as const)('has the p-value of fits to all toys (%s)', (_, own, turnOn, firm) => {
    const uniform = uniformOf(12);
    for (let index = 0; index < 8; index++) {
      const counts = toysOf(own, turnOn)(uniform);
      const fit = fitTurnOn(counts);
      if ('failure' in fit) continue;
      expect(isFirm(counts, chancesIn(counts, fit), fit)).toBe(firm);
      const draw = toysOf(counts, fit);
      const again = uniformOf(100 + index);
      const all = Array.from({ length: 40 }, () => fitTurnOn(draw(again), { start: fit }));
      const toys = all.flatMap((toy) => ('failure' in toy ? [] : [toy.deviance]));
      const worse = toys.filter((deviance) => deviance >= fit.deviance).length;
      expect(goodnessOf(counts, fit, uniformOf(100 + index), 40)).toEqual({
        pValue: (1 + worse) / (1 + toys.length),
        toys: toys.length,
      });
    }
  });

  it('has toys of effective counts in which all events of a bin may fire, and no more', () => {
    const fractions = [7.3, 12.7, 20.49, 33.51, 60.1].map((n, row) => ({
      from: row,
      to: row + 1,
      n,
      k: 0,
    }));
    const certain = { threshold: -10, width: 0.1, plateau: 1 };
    for (const { k, n } of toysOf(fractions, certain)(() => 0.5)) expect(k).toBe(n);
  });
});
