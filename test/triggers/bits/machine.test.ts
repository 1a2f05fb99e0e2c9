import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import { injectionPlugin, type OccupancyConfig } from '../../../triggers/bits/machine.js';
import type { TriggerObjects } from '../../../triggers/objects.js';
import { inputSlots } from '../../../triggers/slots.js';
import { inputBits } from '../gdl/support.js';

/** Events with so many segments and cells each. */
const objectsOf = (...events: readonly (readonly [segments: number, cells: number])[]) => {
  const offsets = (which: 0 | 1) => {
    const sums = [0];
    for (const event of events) sums.push(sums.at(-1)! + event[which]);
    return Uint32Array.from(sums);
  };
  return {
    cdc: { segments: { offsets: offsets(0) } },
    ecl: { cells: { offsets: offsets(1) } },
  } as unknown as TriggerObjects;
};

const set = injectionPlugin.build(
  parseConfig(injectionPlugin.schema, { segments: 200, cells: 50 }, 'test'),
);

/** Events in which the veto is set, of those in the time after an injection or not. */
function vetoed(
  events: readonly (readonly [segments: number, cells: number])[],
  after: readonly boolean[],
): readonly boolean[] {
  const bits = inputBits(after.map((is) => (is ? ['passive_veto'] : [])));
  set(objectsOf(...events), events.length, bits);
  return events.map((_, event) => hasBit(bits, inputWords, event, inputSlots.cdcecl_veto));
}

describe('the veto by occupancy after an injection', () => {
  it('wants more than its thresholds in chamber and calorimeter both', () => {
    const events = [
      [201, 51],
      [200, 51],
      [201, 50],
      [900, 0],
      [0, 400],
    ] as const;
    expect(vetoed(events, [true, true, true, true, true])).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is looked at only while passive_veto is up', () => {
    const full = [500, 300] as const;
    expect(vetoed([full, full, full], [false, true, false])).toEqual([false, true, false]);
  });

  it('is above what an event of two B mesons fills by default', () => {
    const { segments, cells }: OccupancyConfig = parseConfig(injectionPlugin.schema, {}, 'test');
    expect([segments, cells]).toEqual([300, 100]);
  });
});
