import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { sliceAddresses } from '../../../detector/event.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { atAnyTime, type OverlayReach, overlaidClass } from '../../../emulator/sources/overlay.js';
import type { SeedClass } from '../../../emulator/sources/seed-class.js';

const seedClass: SeedClass = {
  name: 'toy',
  source: 950,
  tier: 'soft',
  origin: 'stray',
  generator: 'gun',
  config: { pdg: 22 },
};
const context = { seed: 11, run: 0, config: emulatorConfig() };
const events = 4000;
/** Two seeds in the 1.5 µs that the trigger sees [1/ns]. */
const rate = 2 / 1500;

function seedsOf({
  first = 0,
  count = events,
  reach = 'trigger' as OverlayReach,
  at = (_time: number): number => rate,
  time = new Float64Array(count),
} = {}) {
  const addresses = { ...sliceAddresses(0, 3, first, count), source: seedClass.source };
  const choose = overlaidClass(seedClass, atAnyTime(at), reach).seeds(context);
  return choose({ eventCount: count, addresses, time });
}

describe('seeds over events that somebody else makes', () => {
  it('are as many as rate and window say, within 3 σ, and uniform from −1 µs to 500 ns', () => {
    const { time } = seedsOf();
    const expected = 2 * events;
    expect(Math.abs(time.length - expected)).toBeLessThan(3 * Math.sqrt(expected));
    expect(Math.min(...time)).toBeGreaterThanOrEqual(-1000);
    expect(Math.max(...time)).toBeLessThan(500);
    const mean = time.reduce((sum, each) => sum + each, 0) / time.length;
    expect(Math.abs(mean + 250)).toBeLessThan((3 * 1500) / Math.sqrt(12 * time.length));
    expect(Math.max(...time)).toBeGreaterThan(490);
  });

  it('have names of their own, none twice, apart from those of a run', () => {
    const { index, slice } = seedsOf();
    expect(new Set(index).size).toBe(index.length);
    expect(Math.min(...index)).toBeGreaterThanOrEqual(2 ** 31);
    expect(new Set(slice)).toEqual(new Set([3]));
  });

  it('are the same over an event, whatever batch it is in', () => {
    const [whole, second] = [seedsOf({ count: 64 }), seedsOf({ first: 32, count: 32 })];
    const from = whole.event.findIndex((event) => event >= 32);
    expect([...second.time]).toEqual([...whole.time.subarray(from)]);
    expect([...second.index]).toEqual([...whole.index.subarray(from)]);
    expect([...second.event]).toEqual([...whole.event.subarray(from)].map((event) => event - 32));
  });

  it('reach as far as the waveforms of crystals do, the near ones unchanged', () => {
    const [near, all] = [seedsOf({ count: 64 }), seedsOf({ count: 64, reach: 'crystals' })];
    const isNear = (time: number): boolean => time >= -1000 && time < 500;
    expect([...all.time].filter(isNear)).toEqual([...near.time]);
    const far = [...all.time].filter((time) => !isNear(time));
    const expected = 64 * rate * (16_600 + 8000);
    expect(Math.abs(far.length - expected)).toBeLessThan(3 * Math.sqrt(expected));
    expect(Math.min(...far)).toBeLessThan(-17_000);
    expect(Math.max(...far)).toBeGreaterThan(8000);
    expect(new Set(all.index).size).toBe(all.index.length);
  });

  it('follow the rate at the time of each event', () => {
    const time = Float64Array.from({ length: 200 }, (_, event) => (event < 100 ? 0 : 5000));
    const { event } = seedsOf({ count: 200, time, at: (when) => (when < 2000 ? 0 : rate) });
    expect(Math.min(...event)).toBeGreaterThanOrEqual(100);
    expect(event.length).toBeGreaterThan(100);
  });

  it('are drawn from the name of the event and the number of the class', () => {
    const random = new RandomStream().seed(11, 0, 3, 0, purpose.seeds, seedClass.source);
    const count = random.poisson(2);
    const { event } = seedsOf({ count: 1 });
    expect(event.length).toBe(count);
  });

  it('bring particles of the generator of their class, and none when there are none', () => {
    const make = overlaidClass(
      seedClass,
      atAnyTime(() => rate),
      'trigger',
    ).particles(context);
    const none = { run: 0, source: 950, slice: new Uint32Array(0), index: new Uint32Array(0) };
    expect(make(none).pdg).toHaveLength(0);
    const { slice, index } = seedsOf({ count: 8 });
    const { pdg, offsets } = make({ run: 0, source: 950, slice, index });
    expect([...pdg]).toEqual(Array(index.length).fill(22));
    expect(offsets).toHaveLength(index.length + 1);
  });

  it('decay what is short-lived among their particles, unless the run does not', () => {
    const taus = overlaidClass(
      { ...seedClass, config: { pdg: 15, minimum: '2 GeV' } },
      atAnyTime(() => rate),
      'trigger',
    );
    const names = { run: 0, source: 950, slice: Uint32Array.of(3), index: Uint32Array.of(2 ** 31) };
    expect(taus.particles(context)(names).pdg.length).toBeGreaterThan(1);
    expect([...taus.particles({ ...context, decay: false })(names).pdg]).toEqual([15]);
  });
});
