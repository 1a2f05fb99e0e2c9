import { describe, expect, it } from 'vitest';
import { layOver } from '../../detector/overlay.js';

/** Deposits of four seeds: two rows, none, one, two. */
const deposits = {
  offsets: Uint32Array.of(0, 2, 2, 3, 5),
  wire: Uint16Array.of(10, 11, 12, 13, 14),
  time: Float32Array.of(1, 2, 3, 4, 5),
};

describe('deposits of seeds laid over events', () => {
  const laid = layOver(
    deposits,
    { event: Uint32Array.of(1, 1, 1, 4), time: Float64Array.of(100, 200, -50, 1000) },
    6,
  );

  it('belong to the event of their seed, also where an event has several seeds or none', () => {
    expect([...laid.offsets]).toEqual([0, 0, 3, 3, 3, 5, 5]);
    expect(laid.wire).toBe(deposits.wire);
  });

  it('come later by the time of their seed', () => {
    expect([...laid.time]).toEqual([101, 102, -47, 1004, 1005]);
    expect([...deposits.time]).toEqual([1, 2, 3, 4, 5]);
  });

  it('are none when no seed is there', () => {
    const empty = layOver(
      { offsets: Uint32Array.of(0), time: new Float32Array(0) },
      { event: new Uint32Array(0), time: new Float64Array(0) },
      2,
    );
    expect([...empty.offsets]).toEqual([0, 0, 0]);
  });
});
