import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { firstWireOfLayer, wireCount } from '../../../detector/cdc/geometry.js';
import {
  firstSegment,
  minRows,
  priorityLayer,
  pyramid,
  rowsHit,
  segmentCount,
  segmentsIn,
  segmentWires,
  shapeOf,
  wiresPerSegment,
  wiresRead,
} from '../../../triggers/cdc/layout.js';
import { undecidedTables } from '../../../triggers/cdc/left-right.js';
import type { Segments } from '../../../triggers/cdc/objects.js';
import {
  layerRowCount,
  segmentFinder,
  segmentFinderSchema,
} from '../../../triggers/cdc/segments.js';
import { hitTable } from './tracks.js';

type Hit = readonly [wire: number, tdc: number];

function find(events: readonly (readonly Hit[])[], raw: Record<string, unknown> = {}): Segments {
  const run = segmentFinder(parseConfig(segmentFinderSchema, raw, 'test'), undecidedTables());
  return run(hitTable(events)).segments;
}

const wiresOf = (segment: number): number[] => [
  ...segmentWires.subarray(segment * wiresPerSegment, (segment + 1) * wiresPerSegment),
];
/** Hits of a pattern in one segment, 10 TDC bins apart from wire to wire. */
const patternHits = (segment: number, pattern: number): Hit[] =>
  wiresOf(segment).flatMap((wire, bit) =>
    (pattern >>> bit) & 1 ? [[wire, 10 * bit] as const] : [],
  );

describe('layout', () => {
  it('has 2336 segments, 160 to 384 a super-layer, with priority layers 3, 10, 16, … 52', () => {
    expect([...segmentsIn]).toEqual([160, 160, 192, 224, 256, 288, 320, 352, 384]);
    expect([...firstSegment]).toEqual([0, 160, 320, 512, 736, 992, 1280, 1600, 1952, segmentCount]);
    expect([...priorityLayer]).toEqual([3, 10, 16, 22, 28, 34, 40, 46, 52]);
  });

  it('uses 45 of 56 layers: not 0–2, nor the last one of super-layers 1–8', () => {
    const used = new Set<number>();
    for (let superLayer = 0; superLayer < 9; superLayer++) {
      for (
        let segment = firstSegment[superLayer]!;
        segment < firstSegment[superLayer + 1]!;
        segment++
      ) {
        const { rowStart } = shapeOf(superLayer);
        for (const wire of wiresOf(segment).slice(0, rowStart[5])) used.add(wire);
      }
    }
    const unused = [0, 1, 2, 13, 19, 25, 31, 37, 43, 49, 55];
    const expected = unused.reduce(
      (left, layer) => left - (firstWireOfLayer[layer + 1]! - firstWireOfLayer[layer]!),
      wireCount,
    );
    expect(used.size).toBe(expected);
    expect([...wiresRead]).toEqual(
      Array.from({ length: wireCount }, (_, wire) => (used.has(wire) ? 1 : 0)),
    );
  });
});

describe('a batch', () => {
  it('tells where each event and each super-layer in it begins', () => {
    const hitsOf = (...superLayers: readonly number[]): Hit[] =>
      superLayers.flatMap((superLayer) => patternHits(firstSegment[superLayer]! + 20, 0x7fff));
    const run = segmentFinder(parseConfig(segmentFinderSchema, {}, 'test'), undecidedTables());
    const events = [hitsOf(0, 3, 8), [], hitsOf(8), hitsOf(1, 2).slice(0, 3), hitsOf(0)];
    const { segments, layerRows } = run(hitTable(events));
    const { offsets, superLayer } = segments;
    expect(offsets).toHaveLength(events.length + 1);
    expect(layerRows).toHaveLength(layerRowCount * events.length);
    expect([...superLayer.subarray(0, offsets[1])].filter((layer) => layer === 3)).not.toEqual([]);
    events.forEach((_, event) => {
      const rows = [...superLayer.subarray(offsets[event], offsets[event + 1])];
      const expected = Array.from(
        { length: layerRowCount },
        (_layer, layer) => offsets[event]! + rows.filter((own) => own < layer).length,
      );
      expect([...layerRows.subarray(layerRowCount * event, layerRowCount * (event + 1))]).toEqual(
        expected,
      );
    });
  });

  it('counts hits from the first tick of the window to the last, and no others', () => {
    // Four rows of an hourglass, one wire each, the last of them at the edge of the window.
    const segment = firstSegment[4]! + 30;
    const [first, second, third, fourth] = [0, 3, 5, 6].map((wire) => wiresOf(segment)[wire]!);
    const fires = (tdc: number): boolean => {
      const hits: Hit[] = [first!, second!, third!].map((wire) => [wire, 20] as const);
      return [...find([[...hits, [fourth!, tdc]]]).segment].includes(segment);
    };
    // −51 ticks of two bins, and 16 clocks of 16 ticks later.
    expect([-103, -102, 409, 410].map(fires)).toEqual([false, true, true, false]);
  });

  it('has the same segments in events of their own as together', () => {
    const events = [0, 40, 80].map((turn) =>
      patternHits(firstSegment[5]! + turn, 0x7ff).concat(patternHits(firstSegment[6]! + turn, 1)),
    );
    const together = find(events);
    expect(together.segment.length).toBeGreaterThan(2);
    const apart = events.map((event) => find([event]));
    for (const column of ['segment', 'priorityTime', 'foundTime', 'pattern'] as const)
      expect([...together[column]]).toEqual(apart.flatMap((one) => [...one[column]]));
  });
});

describe('coincidence of rows', () => {
  it('fires for the 1302 of all 2048 patterns of an hourglass that touch four rows', () => {
    const segment = firstSegment[4]! + 100;
    const patterns = Array.from({ length: 2048 }, (_, pattern) => pattern);
    const segments = find(
      patterns.map((pattern) => patternHits(segment, pattern)),
      { suppressNeighbours: false },
    );
    const fired = patterns.filter((event) =>
      segments.segment
        .subarray(segments.offsets[event], segments.offsets[event + 1])
        .includes(segment),
    );
    expect(fired).toHaveLength(1302);
    expect(fired).toEqual(patterns.filter((pattern) => rowsHit(pattern, shapeOf(4)) >= minRows));
  });

  it('fires for the pyramid patterns that touch four rows, also across azimuth zero', () => {
    const stream = new RandomStream().seed(1, 1, 0, 0, purpose.test);
    const patterns = Array.from({ length: 2000 }, () => stream.bits() & 0x7fff);
    for (const segment of [0, 1, 31, 32, 158, 159]) {
      const segments = find(
        patterns.map((pattern) => patternHits(segment, pattern)),
        { suppressNeighbours: false },
      );
      for (const [event, pattern] of patterns.entries()) {
        const row = rowOf(segments, event, segment);
        expect(row >= 0).toBe(rowsHit(pattern, pyramid) >= minRows);
        if (row >= 0) expect(segments.pattern[row]).toBe(pattern);
      }
    }
  });

  it('gives the segments of a look at each alone, in events full of random hits', () => {
    const stream = new RandomStream().seed(2, 1, 0, 0, purpose.test);
    const events = Array.from({ length: 20 }, () =>
      Array.from(
        { length: wireCount },
        (_, wire): Hit => [wire, Math.floor(300 * stream.uniform())],
      ).filter(() => stream.uniform() < 0.15),
    );
    const segments = find(events, { suppressNeighbours: false, perClock: 96 });
    for (const [event, hits] of events.entries()) {
      const hit = new Set(hits.map(([wire]) => wire));
      const expected = Array.from({ length: segmentCount }, (_, segment) => segment).filter(
        (segment) => {
          const shape = shapeOf(firstSegment.findIndex((first) => first > segment) - 1);
          const pattern = wiresOf(segment).reduce(
            (bits, wire, bit) =>
              bit < shape.rowStart[5]! && hit.has(wire) ? bits | (1 << bit) : bits,
            0,
          );
          return rowsHit(pattern, shape) >= minRows;
        },
      );
      expect([
        ...segments.segment.subarray(segments.offsets[event], segments.offsets[event + 1]),
      ]).toEqual(expected);
    }
  });

  it('ignores hits outside the window of 16 data clocks', () => {
    const segment = firstSegment[2]! + 5;
    const hits = patternHits(segment, 0b00010110110);
    const shifted = (by: number): Hit[] => hits.map(([wire, tdc]) => [wire, tdc + by]);
    const count = ({ offsets }: Segments): number[] => [
      offsets[1]! - offsets[0]!,
      offsets[2]! - offsets[1]!,
      offsets[3]! - offsets[2]!,
    ];
    expect(count(find([hits, shifted(2 * 205), shifted(-2 * 90)]))).toEqual([1, 0, 0]);
  });
});

describe('priority and times', () => {
  const segment = firstSegment[6]! + 40;
  /** Hits of an hourglass by wire of the shape and tick. */
  const timed = (times: Readonly<Record<number, number>>): Hit[] =>
    Object.entries(times).map(([bit, tick]) => [wiresOf(segment)[Number(bit)]!, 2 * tick]);
  const only = (hits: Hit[]) => {
    const found = find([hits], { suppressNeighbours: false });
    const row = rowOf(found, 0, segment);
    return {
      position: found.position[row],
      priority: found.priorityTime[row],
      fastest: found.fastestTime[row],
      found: found.foundTime[row],
      leftRight: found.leftRight[row],
    };
  };

  it('takes the waist wire first, else the earlier wire of the next row, right when equal', () => {
    expect(only(timed({ 1: 20, 3: 30, 5: 50, 6: 10, 9: 40 }))).toMatchObject({
      position: 3,
      priority: 50,
    });
    expect(only(timed({ 1: 20, 3: 30, 6: 35, 7: 25, 9: 40 }))).toMatchObject({
      position: 2,
      priority: 25,
    });
    expect(only(timed({ 1: 20, 3: 30, 6: 15, 7: 25, 9: 40 }))).toMatchObject({
      position: 1,
      priority: 15,
    });
    expect(only(timed({ 1: 20, 3: 30, 6: 25, 7: 25, 9: 40 }))).toMatchObject({
      position: 1,
      priority: 25,
    });
  });

  it('is fastest with its earliest wire and found when the fourth row gets its first hit', () => {
    expect(only(timed({ 0: 5, 1: 20, 3: 30, 5: 50, 6: 10, 9: 40 }))).toMatchObject({
      fastest: 5,
      found: 40,
    });
    expect(only(timed({ 1: 20, 3: 30, 5: 50, 9: 40 }))).toMatchObject({ fastest: 20, found: 50 });
  });

  it('keeps the earliest of several hits of a wire, in ticks of two TDC bins', () => {
    const wire = wiresOf(segment)[5]!;
    expect(only([...timed({ 1: 20, 3: 30, 9: 40 }), [wire, 91], [wire, 57]])).toMatchObject({
      priority: 28,
    });
  });
});

describe('what is sent', () => {
  it('drops a second-priority segment beside a first-priority one, across azimuth zero too', () => {
    for (const number of [7, 0, 31, 383]) {
      const own = firstSegment[8]! + number;
      const beside = firstSegment[8]! + ((number + 1) % 384);
      // All wires of both but the waist of the second.
      const waist = wiresOf(beside)[5]!;
      const wires = new Set([...wiresOf(own).slice(0, 11), ...wiresOf(beside).slice(0, 11)]);
      wires.delete(waist);
      const hits = [...wires].map((wire): Hit => [wire, 20]);
      expect([...find([hits]).segment]).not.toContain(beside);
      expect([...find([hits]).segment]).toContain(own);
      expect([...find([hits], { suppressNeighbours: false }).segment]).toContain(beside);
    }
  });

  it('sends at most ten segments of a quadrant and super-layer in a data clock', () => {
    const all = Array.from({ length: segmentsIn[4]! }, (_, number) =>
      patternHits(firstSegment[4]! + number, 0b01001010010),
    ).flat();
    const simultaneous = [...new Set(all.map(([wire]) => wire))].map((wire): Hit => [wire, 10]);
    const inLayer = [...find([simultaneous]).segment].filter(
      (segment) => segment >= firstSegment[4]! && segment < firstSegment[5]!,
    );
    expect(inLayer).toHaveLength(40);
    expect(inLayer.slice(0, 10)).toEqual(
      Array.from({ length: 10 }, (_, number) => firstSegment[4]! + number),
    );
  });
});

function rowOf({ offsets, segment }: Segments, event: number, wanted: number): number {
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++)
    if (segment[row] === wanted) return row;
  return -1;
}
