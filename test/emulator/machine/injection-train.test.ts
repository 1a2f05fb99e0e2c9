import { describe, expect, it } from 'vitest';
import { s } from '../../../detector/base/units.js';
import { tickPeriod, ticksPerTurn } from '../../../emulator/machine/clock.js';
import { acceleratorOf } from './machine.js';

const second = Math.round(s / tickPeriod);

describe('injections', () => {
  it('are as many as hold the current: 111 into the LER and 41 into the HER in 10 s', () => {
    const { trains } = acceleratorOf();
    expect(trains.ler.between(0, 10 * second).length).toBeCloseTo(110.7, -1);
    expect(trains.her.between(0, 100 * second)).toHaveLength(409);
  });

  it('of the two rings take turns at a linac of 50 pulses a second', () => {
    const { trains } = acceleratorOf();
    const pulses = (ring: 'her' | 'ler') =>
      trains[ring]
        .between(0, 20 * second)
        .map(({ kick }) => (kick * tickPeriod) / (s / 50))
        .map((pulse) => ({
          place: Math.round(pulse) % 2,
          off: Math.abs(pulse - Math.round(pulse)),
        }));
    expect(pulses('ler').every(({ place, off }) => place === 0 && off < 0.001)).toBe(true);
    expect(pulses('her').every(({ place, off }) => place === 1 && off < 0.001)).toBe(true);
  });

  it('arrive 90 µs after the pre-kick, each in the tick of a filled bunch', () => {
    const shots = acceleratorOf().trains.ler.between(0, 60 * second);
    for (const { kick, arrival } of shots) {
      expect((arrival - kick) * tickPeriod).toBeCloseTo(90_000, -1);
      // 2249 bunches in every second bucket, four buckets a tick.
      expect(arrival % ticksPerTurn).toBeLessThanOrEqual(1124);
    }
    // Spread over the turn: each quarter of the train has its part.
    const quarters = [0, 0, 0, 0];
    for (const { arrival } of shots) quarters[Math.floor((arrival % ticksPerTurn) / 281.25)]! += 1;
    for (const count of quarters) expect(count / shots.length).toBeCloseTo(0.25, 1);
  });

  it('are found again from any tick after them', () => {
    const { trains } = acceleratorOf();
    const shots = trains.ler.between(0, 5 * second);
    expect(shots.length).toBeGreaterThan(50);
    for (const [at, shot] of shots.entries()) {
      expect(trains.ler.lastBefore(shot.kick)).toStrictEqual(shot);
      expect(trains.ler.lastBefore(shot.kick - 1)).toStrictEqual(shots[at - 1]);
      if (at > 0) expect(shot.number).toBe(shots[at - 1]!.number + 1);
    }
  });

  it('without injection there is none, and none is looked for beyond 31 bits of clocks', () => {
    const { trains } = acceleratorOf('ler.injection.on=false');
    expect(trains.ler.between(0, 100 * second)).toHaveLength(0);
    expect(trains.ler.lastBefore(100 * second)).toBeUndefined();
  });
});
