import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { messageOf } from './pulses.js';

const veto = (...places: [ring: number, phi: number][]) =>
  messageOf(places.map(([ring, phi]) => ({ cell: cellAt(ring, phi), counts: 50 })))[
    'backgroundVeto'
  ];

describe('the beam-background veto', () => {
  it('sees opposite quadrants in the barrel only as bits 0 and 1', () => {
    expect(veto([8, 5], [8, 23])).toBe(0b011);
    expect(veto([8, 14], [12, 32])).toBe(0b011);
  });

  it('sees opposite quadrants forward only as bits 0 and 2, both regions as bit 0', () => {
    expect(veto([2, 4], [3, 20])).toBe(0b101);
    expect(veto([2, 4], [3, 20], [8, 5], [8, 23])).toBe(0b001);
  });

  it('is silent for neighbouring quadrants, one region each, ring 1, backward endcap', () => {
    expect(veto([8, 5], [8, 14])).toBe(0);
    expect(veto([8, 5], [2, 20])).toBe(0);
    expect(veto([1, 5], [1, 21])).toBe(0);
    expect(veto([16, 5], [16, 21])).toBe(0);
  });

  it('lets quadrants overlap at their edges: 36–10, 9–19, 18–28, 27–1', () => {
    expect(veto([8, 36], [8, 18])).toBe(0b011);
    expect(veto([8, 9], [8, 27])).toBe(0b011);
    expect(veto([8, 1], [8, 19])).toBe(0b011);
    expect(veto([8, 11], [8, 26])).toBe(0);
  });
});
