import { describe, expect, it } from 'vitest';
import { topStages } from '../../../emulator/explain/top.js';
import { flashes, topOf } from '../../triggers/top/slots.js';

function stagesOf(slots: readonly number[]) {
  const hits = flashes(slots, 15, 30);
  return topStages(hits, topOf(hits), { cdctop: Uint8Array.of(1) });
}

describe('the TOP in words', () => {
  it('counts photons by module, and has the words of slots and the event time', () => {
    const [photons, slots, time] = stagesOf([3, 11]);
    expect(photons?.rows).toEqual([
      [3, 15, 30, 30, 30],
      [11, 15, 30, 30, 30],
    ]);
    expect(slots?.rows.map(([slot]) => slot)).toEqual([3, 11]);
    expect(slots?.rows.map(([, , , , hits]) => hits)).toEqual([15, 15]);
    const value = (name: string) => time?.rows.find(([quantity]) => quantity === name)?.[1];
    expect(value('slots')).toBe(2);
    expect(value('event time [raw]')).toBe(slots?.rows[0]?.[2]);
    expect(value('variance of the time [raw²]')).toBe(0);
    expect(value('slots back to back')).toBe(1);
    expect(value('full tracks with a slot')).toBe(1);
    expect(value('block in the raw data [kB]')).toBe(3.08);
  });

  it('says when there is no time', () => {
    const [, , time] = topStages(flashes([3], 5), topOf(flashes([3], 5)), {
      cdctop: Uint8Array.of(0),
    });
    expect(time?.rows).toContainEqual(['event time [ns]', 'none']);
  });

  it('has nothing to say of an event without photons there', () => {
    expect(stagesOf([])).toEqual([]);
  });
});
