import { describe, expect, it } from 'vitest';
import { EventBuffer } from '../../../emulator/readout/event-buffer.js';

describe('a buffer of events', () => {
  it('is emptied one event after the other, from when each is there', () => {
    const buffer = new EventBuffer(8);
    expect([buffer.take(10, 5), buffer.take(12, 5), buffer.take(100, 5)]).toEqual([15, 20, 105]);
  });

  it('has room again when the oldest of as many as fit has left', () => {
    const buffer = new EventBuffer(2);
    buffer.take(10, 5);
    expect(buffer.freeFrom()).toBe(0);
    buffer.take(10, 5);
    expect(buffer.freeFrom()).toBe(15);
    buffer.take(15, 5);
    expect(buffer.freeFrom()).toBe(20);
  });

  it('goes on from a state, which later events do not change', () => {
    const buffer = new EventBuffer(3);
    for (const arrival of [1, 2, 3, 4]) buffer.take(arrival, 7);
    const state = buffer.state();
    const next = buffer.take(5, 7);
    const resumed = new EventBuffer(3, state);
    expect(resumed.take(5, 7)).toBe(next);
    expect(resumed.state()).toEqual(buffer.state());
    expect(state).not.toEqual(buffer.state());
  });

  it('counts what it holds: events times ticks, and how many at most', () => {
    const buffer = new EventBuffer(3);
    buffer.take(0, 10);
    expect(buffer.occupancy).toEqual({ occupied: 10, highest: 1 });
    // It waits for the first: ten ticks and its own five.
    buffer.take(5, 5);
    expect(buffer.occupancy).toEqual({ occupied: 20, highest: 2 });
    // The first has left at its tenth tick, and the second at its fifteenth.
    buffer.take(10, 1);
    buffer.take(30, 1);
    expect(buffer.occupancy).toEqual({ occupied: 27, highest: 2 });
    for (let event = 0; event < 3; event++) buffer.take(40, 100);
    expect(buffer.occupancy.highest).toBe(3);
  });
});
