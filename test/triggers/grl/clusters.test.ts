import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { bucketPeriod } from '../../../detector/base/constants.js';
import { timeSource } from '../../../triggers/cdc/event-time.js';
import { grlObjects, grlSchema } from '../../../triggers/grl/grl.js';
import { objectsOf, pulseAt } from '../ecl/pulses.js';
import { cdcOf, clusterInBin, type GrlEvent, grlOfOne } from './events.js';

/** Whether a cluster at a time after the start of the window counts: a track points at it. */
const counts = (time: number, event: Omit<GrlEvent, 'clusters' | 'full'>, raw: object = {}) =>
  grlOfOne({ ...event, full: [{ phi: 45, omega: 0 }], clusters: [clusterInBin(4, { time })] }, raw)
    .cdcecl === 1;

describe('a cluster counts when it is closer than 100 ns to the event time', () => {
  it('of the ECL, within the first or the second clock of its window', () => {
    for (const eclTime of [30, 124, 125, 150, 249]) {
      const inTime = [eclTime - 100, eclTime - 99.5, eclTime, eclTime + 99.5, eclTime + 100].map(
        (time) => counts(time, { eclTime }),
      );
      expect(inTime).toEqual([false, true, true, true, false]);
    }
  });

  it('of the CDC when so configured, both counted from the collision', () => {
    const raw = { clusters: { eventTime: 'cdc' } };
    const windowStart = -70;
    const cdcTime = 12;
    const collision = cdcTime * bucketPeriod - windowStart;
    const event = { cdcTime, windowStart, eclTime: 240 };
    expect(
      [-100.5, -99.5, 0, 99.5, 100.5].map((late) => counts(collision + late, event, raw)),
    ).toEqual([false, true, true, true, false]);
  });

  it('of the ECL after all where the CDC has none', () => {
    const raw = { clusters: { eventTime: 'cdc' } };
    expect([counts(139, { eclTime: 240 }, raw), counts(141, { eclTime: 240 }, raw)]).toEqual([
      false,
      true,
    ]);
    const fallback = { eclTime: 240, cdcTime: 0, cdcTimeSource: timeSource.fastestPriority };
    expect([counts(139, fallback, raw), counts(141, fallback, raw)]).toEqual([false, true]);
  });

  it('within a window that a run may change', () => {
    expect(counts(60, { eclTime: 30 }, { clusters: { window: '20 ns' } })).toBe(false);
  });
});

it('two photons of one collision are in time with each other, wherever the window starts', () => {
  const events = Array.from({ length: 200 }, () => [pulseAt(8, 3, 2), pulseAt(9, 21, 1)]);
  for (const seed of [1, 2, 3]) {
    const ecl = objectsOf(events, {}, seed);
    const grl = grlObjects(parseConfig(grlSchema, {}, 'test'), { seed })(
      cdcOf(events.map(() => ({}))),
      ecl,
      events.length,
    );
    expect(grl.d.every((windows) => windows !== 0)).toBe(true);
  }
});

it('pulses of one event more than 100 ns from its highest cell do not count', () => {
  const ecl = objectsOf([
    [pulseAt(8, 3, 2, 10), pulseAt(9, 21, 1, 112)],
    [pulseAt(8, 3, 2, 10), pulseAt(9, 21, 1, 108)],
  ]);
  const grl = grlObjects(parseConfig(grlSchema, {}, 'test'), { seed: 1 })(cdcOf([{}, {}]), ecl, 2);
  expect([...ecl.clusters.offsets]).toEqual([0, 2, 4]);
  expect([grl.d[0] === 0, grl.d[1] === 0]).toEqual([true, false]);
});
