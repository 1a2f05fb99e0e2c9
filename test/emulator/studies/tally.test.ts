import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../detector/base/random.js';
import { outputWords, setBit } from '../../../triggers/batches.js';
import { binFinder, steppedEdges, uniformEdges } from '../../../emulator/studies/axis.js';
import { Tally, type TallyBatch, type TallyLayout } from '../../../emulator/studies/tally.js';

const shard = 64;
const energyAxis = {
  variable: 'energyCms',
  edges: steppedEdges([
    [0, 1, 0.125],
    [1, 5, 0.5],
  ]),
};
const layout: TallyLayout = {
  subjects: [
    { kind: 'line', name: 'lml1', family: 'single-photon', numbers: [70] },
    { kind: 'line', name: 'hie', family: '', numbers: [3] },
    { kind: 'family', name: 'single-photon', family: 'single-photon', numbers: [70, 3, 100] },
    { kind: 'probe', name: 'veto', family: '', numbers: [], probe: 1 },
  ],
  groups: [
    { selection: 0, axis: null },
    { selection: 1, axis: energyAxis },
    { selection: 0, axis: { variable: 'theta', edges: uniformEdges(0, Math.PI, 12) } },
  ],
};

/**
 * Events by address alone, as the chain makes them: weights, energies and bits follow from the
 * stream of the event.
 */
function events(from: number, to: number, weightOf: (stream: RandomStream) => number): TallyBatch {
  const eventCount = to - from;
  const stream = new RandomStream();
  const slice = Uint32Array.from({ length: eventCount }, (_, e) => Math.floor((from + e) / shard));
  const index = Uint32Array.from({ length: eventCount }, (_, e) => (from + e) % shard);
  const weights = new Float64Array(eventCount);
  const energyCms = new Float64Array(eventCount);
  const theta = new Float64Array(eventCount);
  const selected = new Uint32Array(eventCount);
  const probed = new Uint32Array(eventCount);
  const ftdlBits = new Uint32Array(eventCount * outputWords);
  for (let e = 0; e < eventCount; e++) {
    stream.seed(1, 0, slice[e]!, index[e]!, 255);
    weights[e] = weightOf(stream);
    energyCms[e] = 6 * stream.uniform();
    theta[e] = stream.uniform() < 0.1 ? Number.NaN : Math.PI * stream.uniform();
    selected[e] = stream.uniform() < 0.5 ? 1 : 3;
    probed[e] = stream.uniform() < 0.3 ? 2 : 1;
    for (const number of [70, 3, 100, 101])
      if (stream.uniform() < 0.4) setBit(ftdlBits, outputWords, e, number);
  }
  const addresses = { run: 0, slice, index };
  return {
    eventCount,
    addresses,
    weights,
    ftdlBits,
    observations: { variables: { energyCms, theta }, selected, probed },
  };
}

const anyWeight = (stream: RandomStream): number => stream.exponential() - 0.1;

function tallied(
  total: number,
  batchSize: number,
  weightOf: (stream: RandomStream) => number,
): Tally {
  const tally = new Tally(layout);
  for (let first = 0; first < total; first += batchSize)
    tally.add(events(first, Math.min(total, first + batchSize), weightOf));
  return tally;
}

/** Every number in a tally. */
const contents = (tally: Tally) =>
  layout.groups.map((group, g) =>
    Array.from({ length: group.axis === null ? 1 : group.axis.edges.length - 1 }, (_, bin) =>
      [undefined, 0, 1, 2, 3].map((subject) => tally.count(g, bin, subject)),
    ),
  );

describe('bins', () => {
  it('hold their lower edge and not their upper one, for equal and unequal steps', () => {
    const edges = Float64Array.of(0.1, 0.2, 0.25, 3, 3.0001, 10);
    const values = Float64Array.of(
      0.1,
      0.19999,
      0.2,
      0.25,
      2.9999,
      3,
      3.00005,
      3.0001,
      9.99,
      10,
      0.0999,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    );
    const bins = new Int32Array(values.length);
    binFinder({ variable: 'x', edges })(values, values.length, bins);
    expect([...bins]).toEqual([0, 0, 1, 2, 2, 3, 3, 4, 4, -1, -1, -1, -1]);
  });

  it('agree with the edges to the last bit', () => {
    const edges = steppedEdges([
      [0.2, 0.8, 0.01],
      [0.8, 5.5, 0.05],
    ]);
    const values = Float64Array.from(edges);
    const bins = new Int32Array(values.length);
    binFinder({ variable: 'x', edges })(values, values.length, bins);
    expect([...bins]).toEqual([...Array.from({ length: edges.length - 1 }, (_, bin) => bin), -1]);
  });
});

describe('a tally', () => {
  it('counts what a plain loop counts', () => {
    const batch = events(0, 500, () => 1);
    const tally = new Tally(layout);
    tally.add(batch);
    const { selected, probed, variables } = batch.observations;
    const has = (e: number, number: number): boolean =>
      ((batch.ftdlBits[e * outputWords + (number >> 5)]! >> (number & 31)) & 1) === 1;
    const chosen = Array.from({ length: 500 }, (_, e) => e).filter(
      (e) => selected[e] === 3 && variables.energyCms![e]! >= 1.5 && variables.energyCms![e]! < 2,
    );
    const bin = [...energyAxis.edges].indexOf(1.5);
    expect(tally.count(1, bin).n).toBe(chosen.length);
    expect(tally.count(1, bin, 0).n).toBe(chosen.filter((e) => has(e, 70)).length);
    expect(tally.count(1, bin, 2).n).toBe(
      chosen.filter((e) => has(e, 70) || has(e, 3) || has(e, 100)).length,
    );
    expect(tally.count(1, bin, 3).n).toBe(chosen.filter((e) => (probed[e]! & 2) !== 0).length);
    expect(tally.count(0, 0)).toEqual({ n: 500, sumw: 500, sumw2: 500 });
  });

  it.each([1, 7, 64, 256, 1000])(
    'of weighted events is the same to the last bit in batches of %i',
    (batchSize) => {
      expect(contents(tallied(1000, batchSize, anyWeight))).toEqual(
        contents(tallied(1000, 333, anyWeight)),
      );
    },
  );

  it('adds up to the same wherever events were counted, and starts again at nothing', () => {
    const one = new Tally(layout);
    const sum = new Tally(layout);
    for (let first = 0; first < 1000; first += 300) {
      const eventCount = Math.min(1000, first + 300) - first;
      one.add(events(first, first + eventCount, () => 1));
      sum.addCounts(one.takeCounts(), eventCount);
    }
    expect(contents(sum)).toEqual(contents(tallied(1000, 100, () => 1)));
    expect(sum.eventCount).toBe(1000);
    expect(one.takeCounts().cells).toHaveLength(0);
  });

  it('gives a weighted event its weight and its square, and knows that weights are there', () => {
    const half = tallied(300, 300, () => 0.5);
    const ones = tallied(300, 300, () => 1);
    expect(half.weighted).toBe(true);
    expect(ones.weighted).toBe(false);
    expect(half.count(0, 0)).toEqual({ n: 300, sumw: 150, sumw2: 75 });
  });

  it('lets only events that pass a selection into its curve', () => {
    const tally = tallied(500, 500, () => 1);
    const inCurve = Array.from(
      { length: energyAxis.edges.length - 1 },
      (_, bin) => tally.count(1, bin).n,
    ).reduce((a, b) => a + b);
    // Half of the events pass, and 5/6 of those are on the axis: 208 ± 11.
    expect(inCurve).toBeGreaterThan(164);
    expect(inCurve).toBeLessThan(252);
  });

  it('leaves events without the variable out of its curve, not out of the totals', () => {
    const tally = tallied(500, 500, () => 1);
    const inCurve = Array.from({ length: 12 }, (_, bin) => tally.count(2, bin).n).reduce(
      (a, b) => a + b,
    );
    expect(inCurve).toBeLessThan(500);
    expect(tally.count(0, 0).n).toBe(500);
  });
});
