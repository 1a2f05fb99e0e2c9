import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import { matchingPlugin } from '../../../triggers/bits/matching.js';
import { tracksPlugin } from '../../../triggers/bits/tracks.js';
import { twoTrackPlugin } from '../../../triggers/lines/two-track.js';
import { type InputName, inputSlots } from '../../../triggers/slots.js';
import { clusterInBin, type FullTrack, type GrlEvent, grlOf } from './events.js';

/** Every pair of bins. */
const pairs = Array.from(
  { length: 36 * 36 },
  (_, pair) => [Math.floor(pair / 36), pair % 36] as const,
);

/** Steps from one bin to the other the shorter way round, found by walking. */
function steps(from: number, to: number): number {
  let forward = 0;
  for (let bin = from; bin !== to; bin = bin === 35 ? 0 : bin + 1) forward++;
  let backward = 0;
  for (let bin = from; bin !== to; bin = bin === 0 ? 35 : bin - 1) backward++;
  return Math.min(forward, backward);
}

/** Least separation, the shorter way round [10° bins], that each bit asks for. */
const least = new Map<InputName, number>([
  ...['cdc_b2b3', 's2s3', 's2f3', 'd3', 'p3'].map((name) => [name as InputName, 17] as const),
  ...['cdc_b2b5', 's2s5', 's2f5', 'd5', 'p5'].map((name) => [name as InputName, 16] as const),
  ...['cdc_b2b7', 'd7', 'p7'].map((name) => [name as InputName, 15] as const),
  ...['cdc_b2b9', 'p9'].map((name) => [name as InputName, 14] as const),
  ...['cdc_open90', 's2so', 's2fo', 'i2io', 'i2fo'].map((name) => [name as InputName, 9] as const),
  ...['f2f30', 's2s30', 's2f30'].map((name) => [name as InputName, 3] as const),
]);

const trackIn = (bin: number): FullTrack => ({ phi: 10 * bin + 5, omega: 0 });
/**
 * Fine bins that lie within one 10° bin or reach over its edge: 16 of 64 lie inside, two to three
 * overlap each.
 */
const binsOfFine = (fine: number): number[] =>
  Array.from({ length: 36 }, (_, bin) => bin).filter(
    (bin) => 5.625 * fine < 10 * (bin + 1) && 5.625 * (fine + 1) > 10 * bin,
  );

/** Which of the bits each event sets. */
function bitsOf(
  events: readonly GrlEvent[],
  names: readonly InputName[],
): Record<string, boolean>[] {
  const bits = new Uint32Array(events.length * inputWords);
  const grl = grlOf(events);
  for (const plugin of [tracksPlugin, matchingPlugin, twoTrackPlugin])
    plugin.build({})({ grl }, events.length, bits);
  return events.map((_, event) =>
    Object.fromEntries(
      names.map((name) => [name, hasBit(bits, inputWords, event, inputSlots[name])]),
    ),
  );
}

function expected(separation: number, names: readonly InputName[]): Record<string, boolean> {
  return Object.fromEntries(
    names.map((name) => [name, separation >= (least.get(name) ?? Infinity)]),
  );
}

describe('windows of the opening angle, over all pairs of 10° bins', () => {
  it.each([
    [
      'two full tracks',
      ['cdc_b2b3', 'cdc_b2b5', 'cdc_b2b7', 'cdc_b2b9', 'cdc_open90', 'f2f30'],
      (a: number, b: number) => ({ full: [trackIn(a), trackIn(b)] }),
    ],
    [
      'two clusters',
      ['d3', 'd5', 'd7'],
      (a: number, b: number) => ({ clusters: [clusterInBin(a), clusterInBin(b)] }),
    ],
    [
      'a track and a cluster',
      ['p3', 'p5', 'p7', 'p9'],
      (a: number, b: number) => ({ full: [trackIn(a)], clusters: [clusterInBin(b)] }),
    ],
  ] as const)('%s', (_, names, make) => {
    const found = bitsOf(
      pairs.map(([a, b]) => make(a, b)),
      names,
    );
    for (const [place, [a, b]] of pairs.entries())
      expect([a, b, found[place]]).toEqual([a, b, expected(steps(a, b), names)]);
  });

  const finePairs = Array.from(
    { length: 64 * 64 },
    (_, pair) => [Math.floor(pair / 64), pair % 64] as const,
  );
  it.each([
    [
      'two short tracks',
      ['s2s3', 's2s5', 's2so', 's2s30'],
      (a: number, b: number) => ({ patterns: [{ bin: a }, { bin: b }] }),
    ],
    ['two inner tracks', ['i2io'], (a: number, b: number) => ({ inners: [a, b] })],
  ] as const)(
    '%s, in all pairs of their 64 bins: the widest pair of the 10° bins that they overlap decides',
    (_, names, make) => {
      const found = bitsOf(
        finePairs.map(([a, b]) => make(a, b)),
        names,
      );
      for (const [place, [a, b]] of finePairs.entries()) {
        const all = [...binsOfFine(a), ...binsOfFine(b)];
        const widest = Math.max(...all.flatMap((left) => all.map((right) => steps(left, right))));
        expect([a, b, found[place]]).toEqual([a, b, expected(widest, names)]);
      }
    },
  );

  it.each([
    [
      'a short and a full track',
      ['s2f3', 's2f5', 's2fo', 's2f30'],
      (fine: number, bin: number) => ({ patterns: [{ bin: fine }], full: [trackIn(bin)] }),
    ],
    [
      'an inner and a full track',
      ['i2fo'],
      (fine: number, bin: number) => ({ inners: [fine], full: [trackIn(bin)] }),
    ],
  ] as const)('%s', (_, names, make) => {
    const mixed = Array.from(
      { length: 64 * 36 },
      (_unused, pair) => [Math.floor(pair / 36), pair % 36] as const,
    );
    const found = bitsOf(
      mixed.map(([fine, bin]) => make(fine, bin)),
      names,
    );
    for (const [place, [fine, bin]] of mixed.entries()) {
      const widest = Math.max(...binsOfFine(fine).map((left) => steps(left, bin)));
      expect([fine, bin, found[place]]).toEqual([fine, bin, expected(widest, names)]);
    }
  });

  it('steps with the bins: 80.1° apart can be open by 90°, 89.9° need not', () => {
    const open = (first: number, second: number) =>
      bitsOf(
        [
          {
            full: [
              { phi: first, omega: 0 },
              { phi: second, omega: 0 },
            ],
          },
        ],
        ['cdc_open90'],
      )[0];
    expect(open(9.95, 90.05)).toEqual({ cdc_open90: true });
    expect(open(0.05, 89.95)).toEqual({ cdc_open90: false });
  });

  it('is between directions at the origin, and for clusters at the calorimeter', () => {
    const omega = (2 * Math.sin(30 * degree)) / 126; // turns by 30° on the way
    const event = { full: [{ phi: 35, omega }], clusters: [clusterInBin(18)] };
    expect(bitsOf([event], ['p3'])[0]).toEqual({ p3: true });
    expect(bitsOf([{ ...event, clusters: [clusterInBin(21)] }], ['p3', 'p7'])[0]).toEqual({
      p3: false,
      p7: true,
    });
  });
});
