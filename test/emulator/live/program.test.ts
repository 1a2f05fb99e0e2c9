import { describe, expect, it } from 'vitest';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { cardProgram, machineProgram } from '../../../emulator/live/program.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { machineWindows } from '../../../emulator/settings/machine-in-time.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const run = { seed: 5, run: 1, rate: 1000 };

describe('the program of a card', () => {
  it('is warmed up to with some 256 events, of each source point alike', () => {
    expect(cardProgram(run, [2, 0, 2]).warmUp).toEqual(
      [2, 0].map((point) => ({ kind: 'generate', slice: 0, first: 0, count: 128, point })),
    );
    const { warmUp } = cardProgram(run, [0, 1, 2]);
    expect(warmUp.map(({ count }) => count)).toEqual([86, 86, 86]);
  });
});

describe('the program of a machine', () => {
  it('has all windows of a slice in one batch, at the preset design too', () => {
    const played = playedMachine({ machine: 'design', machineSet: [] }, nominalConfig());
    const { machine, config } = played;
    const setup = { seed: 5, run: 1, config, menu: physicsMenu, points: [], machine };
    const { count, batchEvents } = machineProgram(setup);
    expect(count(0)).toBeGreaterThan(80_000);
    expect(count(0)).toBeLessThan(batchEvents);
  });

  it('tells how much beam has passed before a number: up to its seed, or the whole slice', () => {
    const played = playedMachine({ machine: '2022-peak', machineSet: [] }, nominalConfig());
    const { machine, config } = played;
    const setup = { seed: 5, run: 1, config, menu: physicsMenu, points: [], machine };
    const { count, until } = machineProgram(setup);
    const { timeOf } = machineWindows(setup)!;
    expect(until(3, 512)).toBe(3 * slicePeriod + timeOf(3, 512));
    // A twentieth of the seeds come in a twentieth of the time, within 5 σ.
    expect(timeOf(3, 512) / slicePeriod / (512 / count(3))).toBeCloseTo(1, 0.6);
    expect(until(3, count(3) - 1)).toBeLessThan(4 * slicePeriod);
    expect(until(3, count(3))).toBe(4 * slicePeriod);
  });
});
