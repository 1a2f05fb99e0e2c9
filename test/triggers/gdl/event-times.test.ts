import { describe, expect, it } from 'vitest';
import { inputWords, setBit } from '../../../triggers/batches.js';
import type { EclObjects } from '../../../triggers/ecl/objects.js';
import { eventTimes } from '../../../triggers/gdl/event-times.js';
import { timingQualities } from '../../../triggers/gdl/timing.js';
import type { TriggerObjects } from '../../../triggers/objects.js';
import { type InputName, inputSlots } from '../../../triggers/slots.js';

const config = {
  priority: 'ecl-top-cdc',
  topQuality: 'fine',
  cdcQuality: 'coarse',
  delay: { ecl: 0, top: 0, cdc: 0 },
} as const;

/** Objects of one event: what each detector would say. */
const objects = (ecl: Partial<Record<keyof EclObjects, number>> = {}) =>
  ({
    ecl: {
      eventTime: Uint8Array.of(ecl.eventTime ?? 10),
      revoClock: Uint8Array.of(ecl.revoClock ?? 0),
      windowStart: Float32Array.of(ecl.windowStart ?? -20),
      timingQuality: Uint8Array.of(ecl.timingQuality ?? 1),
    },
    top: { eventTime: Int16Array.of(4) },
    cdc: { eventTime: Int16Array.of(-3) },
  }) as unknown as TriggerObjects;

const active = (...names: readonly InputName[]): Uint32Array => {
  const bits = new Uint32Array(inputWords);
  for (const name of names) setBit(bits, inputWords, 0, inputSlots[name]);
  return bits;
};
const row = Uint32Array.of(0);
const one = (
  of: TriggerObjects,
  bits: Uint32Array,
  asked = config as Parameters<typeof eventTimes>[0],
) => {
  const { quality, time } = eventTimes(asked)(of, bits, row);
  return [quality[0], time[0]];
};

describe('the time of an event', () => {
  it('of the calorimeter counts from the window of the collision, whose phase is known', () => {
    const bits = active('ecl_active');
    // The window began 20 ns before the collision.
    expect(one(objects(), bits)[1]).toBe(-10);
    expect(one(objects({ revoClock: 1 }), bits)[1]).toBe(115);
    // The windows before and behind: two clocks of 125 ns, with the same phase.
    expect(one(objects({ revoClock: 126, windowStart: -270 }), bits)[1]).toBe(-260);
    expect(one(objects({ revoClock: 2, windowStart: 230 }), bits)[1]).toBe(240);
  });

  it('is as good as the energy of its cell makes it', () => {
    const bits = active('ecl_active');
    for (const timingQuality of [1, 2, 3])
      expect(one(objects({ timingQuality }), bits)[0]).toBe(timingQuality);
    expect(timingQualities).toEqual({ none: 0, coarse: 1, fine: 2, 'super-fine': 3 });
  });

  it('is that of the first detector of the priority that has one', () => {
    const all = active('ecl_active', 'top_active', 'cdc_active');
    expect(one(objects(), all)).toEqual([1, -10]);
    expect(one(objects(), active('top_active', 'cdc_active'))[0]).toBe(timingQualities.fine);
    expect(one(objects(), active('top_active', 'cdc_active'))[1]).toBeCloseTo(4 * 0.98256, 3);
    expect(one(objects(), active('cdc_active'))[1]).toBeCloseTo(-3 * 1.96512, 3);
    expect(one(objects(), all, { ...config, priority: 'cdc-ecl-top' })[0]).toBe(1);
    expect(one(objects(), active())).toEqual([0, 0]);
  });

  it('has the mean delay of its detector taken off, and the quality that is set', () => {
    const set = {
      ...config,
      cdcQuality: 'super-fine',
      delay: { ecl: 15, top: 1, cdc: 6 },
    } as const;
    expect(one(objects(), active('ecl_active'), set)[1]).toBe(-25);
    expect(one(objects(), active('top_active'), set)[1]).toBeCloseTo(4 * 0.98256 - 1, 3);
    const [quality, time] = one(objects(), active('cdc_active'), set);
    expect(quality).toBe(3);
    expect(time).toBeCloseTo(-3 * 1.96512 - 6, 3);
  });

  it('is of the rows of the objects that are asked for', () => {
    const two = {
      top: { eventTime: Int16Array.of(0, 8) },
    } as unknown as TriggerObjects;
    const { time } = eventTimes(config)(two, active('top_active'), Uint32Array.of(1));
    expect(time[0]).toBeCloseTo(8 * 0.98256, 3);
  });
});
