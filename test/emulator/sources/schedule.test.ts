import { describe, expect, it } from 'vitest';
import { bucketPeriod, revolutionPeriod } from '../../../detector/base/constants.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { seedFlows } from '../../../emulator/settings/machine-in-time.js';
import { drawSchedule } from '../../../emulator/sources/schedule.js';
import { orderOfTimes } from '../../../emulator/sources/time-order.js';
import { busyMachine } from './machine.js';

const machine = busyMachine(1);
const { classes } = machine;
const flowsOf = seedFlows(machine);
const draw = (slice: number, seed = 2) =>
  drawSchedule({ seed, run: 1, classes }, slice, flowsOf(slice));
const slices = 100;
const drawn = Array.from({ length: slices }, (_, slice) => draw(slice));

describe('the seeds of a slice', () => {
  it('are as many as their rates say, class by class, within 4σ', () => {
    const means = Array.from({ length: slices }, (_, slice) => {
      const { flows } = flowsOf(slice);
      return classes.map((_, place) =>
        flows.reduce((sum, flow) => (flow.place === place ? sum + flow.mean : sum), 0),
      );
    });
    for (const [place, { name }] of classes.entries()) {
      // Injections come in some slices and not in others.
      const expected = means.reduce((sum, ofSlice) => sum + ofSlice[place]!, 0);
      const count = drawn.reduce(
        (sum, seeds) => sum + seeds.place.filter((own) => own === place).length,
        0,
      );
      expect(Math.abs(count - expected), name).toBeLessThan(4 * Math.sqrt(expected) + 1);
    }
  });

  it('come in order of time, each name of a class once', () => {
    for (const { time, place, index } of drawn.slice(0, 3)) {
      expect([...time]).toStrictEqual([...time].toSorted((one, other) => one - other));
      expect(time[0]).toBeGreaterThanOrEqual(0);
      expect(time.at(-1)).toBeLessThan(slicePeriod);
      const names = new Set(Array.from(index, (own, row) => `${place[row]}:${own}`));
      expect(names.size).toBe(index.length);
    }
  });

  it('of beams come when filled bunches cross, none in the gap; of the sky at any time', () => {
    const { filling } = machine.epochs[0].config;
    const filled = (filling.bunches - 1) * filling.spacing;
    let [sky, skyInGap, offBunch, ofBeams] = [0, 0, 0, 0];
    for (const { time, place } of drawn.slice(0, 10))
      for (const [row, at] of time.entries()) {
        const bucket = (at % revolutionPeriod) / bucketPeriod;
        if (classes[place[row]!]!.origin === 'sky') {
          sky++;
          if (bucket > filled + 1) skyInGap++;
          continue;
        }
        // The passage of an injected bunch is broader than itself.
        if (classes[place[row]!]!.origin === 'injection') continue;
        ofBeams++;
        const whole = Math.round(bucket);
        const isFilled = whole % filling.spacing === 0 && whole % 5120 <= filled;
        if (!isFilled || Math.abs(bucket - whole) > 1e-4) offBunch++;
      }
    expect(offBunch).toBe(0);
    expect(ofBeams).toBeGreaterThan(30_000);
    expect(skyInGap / sky).toBeCloseTo(1 - filled / 5120, 1);
  });

  it('differ from slice to slice and from seed to seed, and are the same again', () => {
    expect(draw(3)).toStrictEqual(drawn[3]);
    expect(draw(3).time).not.toStrictEqual(drawn[4]!.time);
    expect(draw(3, 3).time).not.toStrictEqual(drawn[3]!.time);
  });

  it('stay where they are when the rate of another class changes', () => {
    const coming = flowsOf(7);
    const [doubled] = coming.flows;
    const changed = drawSchedule({ seed: 2, run: 1, classes }, 7, {
      ...coming,
      flows: [{ ...doubled!, mean: 50 * doubled!.mean }, ...coming.flows.slice(1)],
    });
    const others = ({ place, time }: ReturnType<typeof draw>) =>
      [...time].filter((_, row) => place[row] !== doubled!.place);
    expect(others(changed)).toStrictEqual(others(draw(7)));
    expect(changed.time.length).toBeGreaterThan(draw(7).time.length);
  });
});

describe('rows in order of time', () => {
  it('keep their order when times are equal, and take times at both ends', () => {
    const time = Float64Array.of(5, 1, 5, 0, 9.5, 1, 10, 3);
    expect([...orderOfTimes(time, 10)]).toStrictEqual([3, 1, 5, 7, 0, 2, 4, 6]);
    expect([...orderOfTimes(new Float64Array(0), 10)]).toStrictEqual([]);
  });
});
