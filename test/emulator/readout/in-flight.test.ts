import { describe, expect, it } from 'vitest';
import { InFlight } from '../../../emulator/readout/in-flight.js';

describe('accepts in flight', () => {
  it('are counted for as long as they are on their way, and the most at once', () => {
    const inFlight = new InFlight();
    for (const tick of [0, 10, 20, 100, 105]) inFlight.add(tick, tick + 15);
    // At tick 20 the second is on its way, at 105 the fourth.
    expect(inFlight.occupancy).toEqual({ occupied: 75, highest: 2 });
  });

  it('have left in the tick in which they leave, and take no time without latency', () => {
    const inFlight = new InFlight();
    inFlight.add(0, 10);
    inFlight.add(10, 20);
    inFlight.add(20, 20);
    expect(inFlight.occupancy).toEqual({ occupied: 20, highest: 1 });
  });

  it('may be any number, and go on being counted behind those that have left', () => {
    const inFlight = new InFlight();
    for (let tick = 0; tick < 5000; tick++) inFlight.add(tick, tick + 300);
    expect(inFlight.occupancy).toEqual({ occupied: 5000 * 300, highest: 300 });
  });
});
