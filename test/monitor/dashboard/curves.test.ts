import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignTraces, axisRange, namesOf, traceOf } from '../../../monitor/dashboard/curve-data.js';
import { type Box, placeLabels } from '../../../monitor/dashboard/curve-labels.js';
import { groupsOf } from '../../../monitor/dashboard/curve-groups.js';
import { type Column, type CurveData, keyOf } from '../../../monitor/dashboard/messages.js';

const column = (...data: (number | null)[]): Column => ({
  dtype: '<f8',
  shape: [data.length],
  data,
});

const curve = (
  line: string,
  edges: readonly number[],
  efficiency: readonly (number | null)[],
  selection = 'all',
): CurveData => ({
  id: `${selection} in ${edges.length - 1}/${line}`,
  line,
  family: 'single-photon',
  selection,
  variable: 'energyCms',
  unit: 'GeV',
  edges: column(...edges),
  selected: column(...efficiency.map((value) => (value === null ? 0 : 10))),
  fired: column(...efficiency.map((value) => 10 * (value ?? 0))),
  efficiency: column(...efficiency),
  low: column(...efficiency.map((value) => Math.max(0, (value ?? 0) - 0.1))),
  high: column(...efficiency.map((value) => Math.min(1, (value ?? 1) + 0.1))),
});

describe('curves made ready to draw', () => {
  it('have a point in the middle of each bin, and nothing where nothing is selected', () => {
    const trace = traceOf(curve('lml6', [0, 1, 3], [null, 0.5]), 'lml6');
    expect(trace.centres).toEqual([0.5, 2]);
    expect(trace.low).toEqual([null, 0.4]);
    expect(trace.high).toEqual([null, 0.6]);
  });

  it('of different bins share one axis, without breaking the lines', () => {
    const traces = [
      traceOf(curve('a', [0, 2, 4], [0.1, null]), 'a'),
      traceOf(curve('b', [1, 3], [0.7]), 'b'),
    ];
    const [axis, efficiencyA, , , efficiencyB] = alignTraces(traces);
    expect(axis).toEqual([1, 2, 3]);
    expect(efficiencyA).toEqual([0.1, undefined, null]);
    expect(efficiencyB).toEqual([undefined, 0.7, undefined]);
  });

  it('span all edges', () => {
    expect(axisRange([curve('a', [0.2, 1], [0]), curve('b', [0.5, 5.5], [0])])).toEqual([0.2, 5.5]);
    expect(axisRange([])).toEqual([0, 1]);
  });

  it('of different selections are in groups of their own', () => {
    const curves = [
      curve('lml6', [0, 1], [1], 'ids 5–14'),
      curve('single-photon', [0, 1], [0.91]),
      curve('lml1', [0, 1], [1], 'ids 5–14'),
      { ...curve('lml6', [0, 1], [1]), variable: 'theta' },
    ];
    const groups = groupsOf(curves, 'energyCms');
    expect(
      groups.map(({ selection, curves: some }) => [selection, some.map((one) => one.line)]),
    ).toEqual([
      ['ids 5–14', ['lml6', 'lml1']],
      ['all', ['single-photon']],
    ]);
  });

  it('of a family are called as physicists call it', () => {
    const family = { ...curve('nn-single-track', [0, 1], [1]), lines: ['stt'] };
    expect([...namesOf([family]).values()]).toEqual(['single track of the neural network']);
  });

  it('are called by their line, with the selection where a line has several', () => {
    const curves = [
      curve('lml6', [0, 1], [1], 'ids 5–14'),
      curve('lml6', [0, 1], [1], 'id 4'),
      curve('hie', [0, 1], [1]),
    ];
    const names = namesOf(curves);
    expect(curves.map((each) => names.get(keyOf(each)))).toEqual([
      'lml6, ids 5–14',
      'lml6, id 4',
      'hie',
    ]);
  });

  it('of one line, variable and selection are two curves with two names', () => {
    const curves = [curve('lml6', [0, 1], [1]), curve('lml6', [0, 1, 2], [1, 1])];
    expect(new Set(curves.map(keyOf)).size).toBe(2);
    expect(curves.map((each) => namesOf(curves).get(keyOf(each)))).toEqual([
      'all in 1/lml6',
      'all in 2/lml6',
    ]);
  });
});

describe('labels of curves', () => {
  const plot: Box = { left: 50, top: 10, width: 600, height: 300 };
  const size = { width: 50, height: 18 };
  const rise = (at: number): readonly (readonly [number, number])[] => [
    [50, 310],
    [at - 10, 310],
    [at + 10, 10],
    [650, 10],
  ];

  it('stand at half height right of the rise, where there is room', () => {
    const [label] = placeLabels([{ name: 'lml6', points: rise(300) }], plot, () => size);
    expect(label?.anchor).toEqual([300, 160]);
    expect(label?.box).toEqual({ left: 310, top: 151, ...size });
  });

  it('of curves with the same threshold stand at different heights', () => {
    const labels = placeLabels(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name, points: rise(300) })),
      plot,
      () => size,
    );
    const tops = labels.map(({ box }) => box.top).toSorted((a, b) => a - b);
    tops
      .slice(1)
      .forEach((top, index) =>
        expect(top - (tops[index] ?? 0)).toBeGreaterThanOrEqual(size.height),
      );
  });

  it('leave out a curve without points', () => {
    expect(placeLabels([{ name: 'a', points: [] }], plot, () => size)).toEqual([]);
  });

  it('never leave the plot, whatever the curves are', () => {
    const point = fc.tuple(fc.integer({ min: 50, max: 650 }), fc.integer({ min: 10, max: 310 }));
    const points = fc
      .array(point, { maxLength: 12 })
      .map((list) => list.toSorted(([a], [b]) => a - b));
    fc.assert(
      fc.property(fc.array(points, { maxLength: 10 }), (lists) => {
        const curves = lists.map((list, index) => ({ name: `line${index}`, points: list }));
        for (const { box } of placeLabels(curves, plot, () => size)) {
          expect(box.left).toBeGreaterThanOrEqual(plot.left - size.width);
          expect(box.left + box.width).toBeLessThanOrEqual(plot.left + plot.width);
          expect(box.top).toBeGreaterThanOrEqual(plot.top);
          expect(box.top + box.height).toBeLessThanOrEqual(plot.top + plot.height);
        }
      }),
    );
  });
});
