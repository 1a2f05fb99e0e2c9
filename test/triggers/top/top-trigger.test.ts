import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { moduleCount } from '../../../detector/top/geometry.js';
import { topHitSchema } from '../../../detector/top/hits.js';
import { rawCount } from '../../../triggers/top/clock.js';
import type { TopObjects } from '../../../triggers/top/objects.js';
import { topTriggerBlockBytes } from '../../../triggers/top/volume.js';
import { hitsOf, later, shot, spread } from '../../detector/top/bars.js';
import { flashes, topOf } from './slots.js';

/** Events of two muons of 0.5–3 GeV in independent directions. */
const directions = spread(1200);
const pairs = Array.from({ length: 600 }, (_, event) =>
  [0, 1].map((place) => {
    const { theta } = directions[2 * event + place]!;
    return shot(
      place === 0 ? 13 : -13,
      0.5 + 2.5 * ((0.37 * event) % 1),
      theta,
      137.5 * (2 * event + place),
    );
  }),
);
const quiet = hitsOf(pairs);

/** Event times [ns] of the events with so many slots. */
function timesOf({ slotCount, eventTime }: TopObjects, least: number): number[] {
  return [...eventTime].flatMap((time, event) =>
    slotCount[event]! >= least ? time * rawCount : [],
  );
}
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const rms = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => value * value)));

describe('event time of the TOP', () => {
  const found = topOf(quiet);

  it('is there for nearly all events with two muons towards bars, and right within 5 ns', () => {
    const times = timesOf(found, 2);
    expect(times.length / pairs.length).toBeGreaterThan(0.8);
    expect(rms(times)).toBeLessThan(5);
    expect(Math.abs(mean(times))).toBeLessThan(1.5);
  });

  it('is the same of hits that the front end has just sent and of copies of them', () => {
    const sent = hitsOf(pairs.slice(0, 50));
    const found50 = topOf(sent);
    expect(topOf({ ...sent, time: sent.time.slice() })).toEqual(found50);
    expect(found50.slotCount).toEqual(found.slotCount.slice(0, 50));
  });

  it('moves by 7 ± 0.5 ns when all photons come 7 ns later', () => {
    const moved = topOf(later(quiet, 7));
    const shifts = [...found.slotCount].flatMap((count, event) =>
      count > 0 && moved.slotCount[event]! > 0
        ? (moved.eventTime[event]! - found.eventTime[event]!) * rawCount
        : [],
    );
    expect(shifts.length).toBeGreaterThan(550);
    expect(Math.abs(mean(shifts) - 7)).toBeLessThan(0.5);
  });

  it('is as good under 1.8 MHz of background in every photodetector', () => {
    const noisy = topOf(hitsOf(pairs, { top: { noiseRate: '1.8 MHz' } }));
    const both = [...noisy.eventTime].flatMap((time, event) =>
      found.slotCount[event]! >= 2 ? time * rawCount : [],
    );
    expect(rms(both)).toBeLessThan(5);
    expect(timesOf(noisy, 1).length).toBeGreaterThan(0.98 * timesOf(found, 1).length);
  });

  it('is the whole-numbered mean of the slots, and the sums are theirs', () => {
    const { slots } = found;
    for (let event = 0; event < pairs.length; event++) {
      const rows = Array.from(
        { length: slots.offsets[event + 1]! - slots.offsets[event]! },
        (_, row) => slots.offsets[event]! + row,
      );
      expect(found.slotCount[event]).toBe(rows.length);
      if (rows.length === 0) continue;
      const own = (column: { readonly [row: number]: number }) => rows.map((row) => column[row]!);
      const times = own(slots.time).map((time) => 2 * time);
      expect(found.eventTime[event]).toBe(Math.floor(mean(times)));
      expect(found.hitSum[event]).toBe(rows.length * mean(own(slots.hits)));
      expect(found.timeVariance[event]).toBeCloseTo(
        mean(times.map((time) => (time - mean(times)) ** 2)),
        2,
      );
      expect(found.fired[event]).toBe(
        own(slots.slot).reduce((mask, slot) => mask | (1 << (slot - 1)), 0),
      );
    }
  });

  it('comes with words that fit their bits, segments never 0', () => {
    const { segment, hits, slot } = found.slots;
    expect(Math.min(...segment)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...segment)).toBeLessThanOrEqual(15);
    expect(Math.max(...hits)).toBeLessThan(1024);
    expect(Math.max(...slot)).toBeLessThanOrEqual(moduleCount);
  });

  it('knows the segment: it ascends with z where the light is direct', () => {
    const along = (theta: number) =>
      topOf(hitsOf(Array.from({ length: 30 }, () => [shot(13, 3, theta, 11.25)]))).slots.segment;
    const middle = (theta: number) => [...along(theta)].toSorted((a, b) => a - b)[15]!;
    // z of −69, 0 and 143 cm of a bar from −75 to 190 cm in 15 segments.
    expect(middle(120)).toBe(1);
    expect(middle(90)).toBeGreaterThanOrEqual(4);
    expect(middle(90)).toBeLessThanOrEqual(6);
    expect(middle(40)).toBeGreaterThanOrEqual(12);
  });
});

describe('decisions of slots', () => {
  it('need hits enough in the gate', () => {
    expect(topOf(flashes([3], 12)).slotCount[0]).toBe(1);
    expect(topOf(flashes([3], 11)).slotCount[0]).toBe(0);
    expect(topOf(flashes([3], 11), { minHits: 11 }).slotCount[0]).toBe(1);
    expect(topOf(flashes([3], 20), { minSlots: 2 }).slotCount[0]).toBe(0);
    expect(topOf(flashes([3], 20), { minSlots: 2 }).slots.slot.length).toBe(0);
    // An event with too few of them, behind others that have enough.
    const single = topOf(quiet).slotCount;
    expect(single).toContain(1);
    expect(topOf(quiet, { minSlots: 2 }).slotCount).toEqual(
      single.map((count) => (count < 2 ? 0 : count)),
    );
  });

  it('fall in the gate in which all slots together have most hits', () => {
    const early = flashes([2], 20, 10);
    const late = flashes([5, 9], 20, 250);
    const all = topOf({
      offsets: Uint32Array.of(0, 60),
      module: Uint8Array.of(...early.module, ...late.module),
      pmt: new Uint8Array(60),
      time: Float32Array.of(...early.time, ...late.time),
    });
    expect([...all.slots.slot]).toEqual([5, 9]);
    // Light takes 5 to 50 ns.
    expect(all.eventTime[0]! * rawCount).toBeGreaterThan(200);
    expect(all.eventTime[0]! * rawCount).toBeLessThan(246);
  });

  it('are back to back half a turn apart, one slot more or less', () => {
    const backToBack = (...slots: number[]) => topOf(flashes(slots)).backToBack[0];
    expect([backToBack(1, 9), backToBack(1, 8), backToBack(16, 9), backToBack(4, 5, 13)]).toEqual([
      1, 1, 1, 1,
    ]);
    expect([backToBack(1), backToBack(1, 7), backToBack(1, 11), backToBack(1, 2, 3)]).toEqual([
      0, 0, 0, 0,
    ]);
    expect(topOf(flashes([1, 8]), { oppositeWithin: 0 }).backToBack[0]).toBe(0);
  });

  it('compare no more hits than their sums can hold, and send no more than 10 bits', () => {
    const { slots } = topOf(flashes([4], 5000));
    expect(slots.hits[0]).toBe(1023);
    expect(slots.logLikelihood[0]).toBeGreaterThan(511 * 16);
    expect(slots.logLikelihood[0]).toBeLessThan(2 ** 16);
  });

  it('are none without hits', () => {
    const none = topOf(flashes([]));
    expect([none.fired[0], none.eventTime[0], none.slots.slot.length]).toEqual([0, 0, 0]);
  });
});

it('the trigger block of an event has 771 words, 3.1 kB', () => {
  expect(topTriggerBlockBytes / 4).toBe(771);
});

describe('clocks of the TOP', () => {
  /** Unit of a slot's time: one RF bucket. */
  const bucket = 2 * rawCount;
  const systemClock = 4 * bucket;
  const at = (time: number) => {
    const { slots } = topOf(flashes([3, 11], 20, time));
    return [...slots.time, ...slots.logLikelihood];
  };

  it.each([0.1, 0.49, 0.51, 0.9])(
    'count whole buckets: a photon %f of a bucket into one belongs to it',
    (share) => {
      for (const buckets of [-6, 0, 1, 2, 3, 14])
        expect(at((buckets + share) * bucket)).toEqual(at((buckets + 0.01) * bucket));
    },
  );

  it('move the slot by one count for one bucket', () => {
    const [first] = at(8.5 * bucket);
    expect(at(9.5 * bucket)[0]).toBe(first! + 1);
  });

  /** One event: `count` photons of a slot together, for each pair of a slot and a time [ns]. */
  const together = (flashed: readonly (readonly [slot: number, time: number])[], count: number) => {
    const builder = new TableBuilder(topHitSchema);
    for (const [slot, time] of flashed) {
      for (let hit = 0; hit < count; hit++) {
        builder.reserve(1);
        builder.columns.module[builder.rowCount] = slot - 1;
        builder.columns.time[builder.rowCount++] = time;
      }
    }
    builder.endEvent();
    return builder.take();
  };

  it('drop the remainder of the mean over slots: two thirds of a count are none', () => {
    const late = (1 + 8.5) * bucket;
    const found = topOf(
      together(
        [
          [3, 8.5 * bucket],
          [8, 8.5 * bucket],
          [13, late],
        ],
        20,
      ),
    );
    expect(found.slots.time[2]).toBe(found.slots.time[0]! + 1);
    expect(found.eventTime[0]).toBe(2 * found.slots.time[0]!);
  });

  it('are whole in the choice of the gate: early in one and late in the fourth share four', () => {
    const hits = together(
      [
        [3, 10.1 * systemClock],
        [3, 13.9 * systemClock],
      ],
      15,
    );
    expect([...topOf(hits, { gate: 1 }).slots.hits]).toEqual([30]);
  });
});
