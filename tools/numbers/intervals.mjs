// How often intervals of weighted efficiencies hold what they should.
import { purpose, RandomStream } from '../../dist/detector/base/random.js';
import {
  clopperPearson,
  defaultConfidence,
  efficiencyInterval,
} from '../../dist/emulator/studies/intervals.js';

/** Shapes of weights. */
const shapes = {
  flat: (stream) => 2 * stream.uniform(),
  exponential: (stream) => -Math.log(1 - stream.uniform()),
  'log-normal': (stream) =>
    Math.exp(
      Math.sqrt(-2 * Math.log(1 - stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform()),
    ),
  'two-valued': (stream) => (stream.uniform() < 0.1 ? 10 : 1),
};
/** How much heavier those that fire are, numbers of events, efficiencies. */
const ratios = [0.1, 0.3, 1, 3, 10];
const sizes = [20, 40, 80, 160, 320];
const efficiencies = [0.1, 0.3, 0.5, 0.7, 0.9];

const noCount = () => ({ n: 0, sumw: 0, sumw2: 0 });
function add(count, weight) {
  count.n++;
  count.sumw += weight;
  count.sumw2 += weight * weight;
}

/** Counts of toy events; `draw` gives weight and outcome of one. */
function countsOf(events, draw) {
  const [selected, fired] = [noCount(), noCount()];
  for (let event = 0; event < events; event++) {
    const [weight, isFired] = draw();
    add(selected, weight);
    if (isFired) add(fired, weight);
  }
  return [selected, fired];
}

const holds = ({ low, high }, efficiency) => low <= efficiency && efficiency <= high;

/** The interval of (Σw)²/Σw² events, whatever fires. */
function kish(selected, fired) {
  const size = selected.sumw ** 2 / selected.sumw2;
  return clopperPearson(Math.min(size, (size * fired.sumw) / selected.sumw), size);
}

const intervals = {
  'Clopper–Pearson': (selected, fired) => efficiencyInterval(selected, fired),
  Wilson: (selected, fired) => efficiencyInterval(selected, fired, defaultConfidence, 'wilson'),
  'of (Σw)²/Σw² events': kish,
};

/** Shares of toys whose intervals hold the efficiency, one by one of `intervals`. */
function coverage(trials, efficiency, draw) {
  const held = Object.keys(intervals).map(() => 0);
  for (let trial = 0; trial < trials; trial++) {
    const counts = draw();
    for (const [at, interval] of Object.values(intervals).entries())
      if (holds(interval(...counts), efficiency)) held[at] += 1 / trials;
  }
  return held;
}

const bands = [
  ['> 30', 30, Number.POSITIVE_INFINITY],
  ['10 to 30', 10, 30],
  ['5 to 10', 5, 10],
];

/** Mean and least share in per cent. */
const meanAndLeast = (shares) =>
  [shares.reduce((sum, share) => sum + share, 0) / shares.length, Math.min(...shares)]
    .map((share) => (100 * share).toFixed(1))
    .join(', ');

/** All combinations of size and efficiency that have enough of the rarer outcome. */
const samplesOf = (ratio) =>
  sizes.flatMap((events) =>
    efficiencies.flatMap((efficiency) => {
      const chance = efficiency / (efficiency + (1 - efficiency) * ratio);
      const rarer = events * Math.min(chance, 1 - chance);
      return rarer < bands.at(-1)[1] ? [] : [{ events, efficiency, chance, rarer }];
    }),
  );

/** All combinations of shape, ratio, size and efficiency, each with its coverage. */
const combinations = (trials, stream) =>
  Object.values(shapes).flatMap((shape) =>
    ratios.flatMap((ratio) =>
      samplesOf(ratio).map(({ events, efficiency, chance, rarer }) => {
        const draw = () => {
          const isFired = stream.uniform() < chance;
          return [shape(stream) * (isFired ? ratio : 1), isFired];
        };
        return { rarer, held: coverage(trials, efficiency, () => countsOf(events, draw)) };
      }),
    ),
  );

const weighted = {
  name: 'weighted-intervals',
  page: 'emulator/studies/README.md',
  events: 400,
  what: 'toys of each combination',
  make({ events, seed }) {
    const stream = new RandomStream().seed(seed, 0, 0, 0, purpose.test);
    const found = combinations(events, stream);
    const rows = bands.map(([name, from, to]) => {
      const within = found.filter(({ rarer }) => rarer >= from && rarer < to);
      const cells = Object.keys(intervals).map((_, at) =>
        meanAndLeast(within.map(({ held }) => held[at])),
      );
      return [name, within.length, ...cells];
    });
    return {
      header: ['events of the rarer outcome', 'combinations', ...Object.keys(intervals)],
      rows,
    };
  },
};

/** Shares of negative weights among those that fire and the rest. */
const signs = [
  ['400 events, 20 to 40 % of weight −1', 400, [0.1, 0.5, 0.9], [[0.2], [0.3], [0.4]]],
  ['100 events, the same', 100, [0.1, 0.5, 0.9], [[0.2], [0.3], [0.4]]],
  ['200 events, 20 % of what fires and 49 % of the rest', 200, [0.7], [[0.2, 0.49]]],
];
const methods = ['clopper-pearson', 'wilson', 'jeffreys'];

/** Lowest and highest share in per cent. */
const range = (shares) =>
  [
    ...new Set([Math.min(...shares), Math.max(...shares)].map((share) => (100 * share).toFixed(0))),
  ].join('–');

/** Shares of toys that each method's interval holds, weights +1 or −1. */
function signedCoverage(trials, events, chance, [negative, ofRest = negative], stream) {
  const [some, rest] = [chance * (1 - 2 * negative), (1 - chance) * (1 - 2 * ofRest)];
  const efficiency = some / (some + rest);
  const held = methods.map(() => 0);
  for (let trial = 0; trial < trials; trial++) {
    const counts = countsOf(events, () => {
      const isFired = stream.uniform() < chance;
      return [stream.uniform() < (isFired ? negative : ofRest) ? -1 : 1, isFired];
    });
    for (const [at, method] of methods.entries())
      if (holds(efficiencyInterval(...counts, defaultConfidence, method), efficiency))
        held[at] += 1 / trials;
  }
  return held;
}

const signed = {
  name: 'signed-intervals',
  page: 'emulator/studies/README.md',
  events: 2000,
  what: 'toys of each combination',
  make({ events, seed }) {
    const stream = new RandomStream().seed(seed, 1, 0, 0, purpose.test);
    const rows = signs.map(([name, size, chances, negatives]) => {
      const found = chances.flatMap((chance) =>
        negatives.map((negative) => signedCoverage(events, size, chance, negative, stream)),
      );
      return [name, ...methods.map((_, at) => range(found.map((held) => held[at])))];
    });
    return {
      header: ['intervals of 68.27 % hold [%]', 'Clopper–Pearson', 'Wilson', 'Jeffreys'],
      rows,
    };
  },
};

export const intervalTables = [weighted, signed];
