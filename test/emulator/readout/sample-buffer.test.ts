import { describe, expect, it } from 'vitest';
import { SampleBuffer } from '../../../emulator/readout/sample-buffer.js';

describe('the cells of an APV25', () => {
  it('are held until the event has been read, one event at a time', () => {
    const buffer = new SampleBuffer(12, 10);
    buffer.take(0, 6);
    expect(buffer.freeFrom(6)).toBe(0);
    buffer.take(5, 6);
    expect(buffer.freeFrom(3)).toBe(60);
    expect(buffer.freeFrom(6)).toBe(60);
    expect(buffer.freeFrom(12)).toBe(120);
  });

  it('are free for three samples before they are for six', () => {
    const buffer = new SampleBuffer(9, 10);
    buffer.take(0, 3);
    buffer.take(0, 6);
    expect(buffer.freeFrom(3)).toBe(30);
    expect(buffer.freeFrom(6)).toBe(90);
  });

  it('are counted right after many events', () => {
    const buffer = new SampleBuffer(12, 10);
    for (let event = 0; event < 50; event++) buffer.take(60 * event, 6);
    expect(buffer.freeFrom(6)).toBe(0);
    expect(buffer.freeFrom(7)).toBe(60 * 50);
  });

  it('go on from a state', () => {
    const buffer = new SampleBuffer(12, 10);
    for (const [tick, samples] of [
      [0, 6],
      [10, 3],
      [61, 6],
    ] as const)
      buffer.take(tick, samples);
    const resumed = new SampleBuffer(12, 10, buffer.state());
    expect(resumed.state()).toEqual(buffer.state());
    for (const each of [buffer, resumed]) each.take(100, 3);
    expect(resumed.freeFrom(6)).toBe(buffer.freeFrom(6));
    expect(resumed.freeFrom(6)).toBe(150);
  });

  it('count what they hold: cells times ticks, and cells at most', () => {
    const buffer = new SampleBuffer(12, 10);
    buffer.take(0, 6);
    expect(buffer.occupancy).toEqual({ occupied: 360, highest: 6 });
    // Three more wait 50 ticks and are read in 30.
    buffer.take(10, 3);
    expect(buffer.occupancy).toEqual({ occupied: 600, highest: 9 });
    buffer.take(200, 6);
    expect(buffer.occupancy).toEqual({ occupied: 960, highest: 9 });
  });
});
