import { expect, it } from 'vitest';
import { loadMachine } from '../../../emulator/settings/machine.js';
import {
  injectedSeeds,
  type MachineInTime,
  seedFlows,
  straySeeds,
} from '../../../emulator/settings/machine-in-time.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';

const before = loadMachine('2022-peak').config;
const { config: after } = loadMachine('2022-peak', ['backgrounds.injection.slowDecay=40 ms']);
// Slice 62 times the length of a slice, divided by it, rounds to less than 62.
const changed = 62;
const machine: MachineInTime = {
  name: 'test',
  epochs: [
    { slice: 0, config: before },
    { slice: changed, config: after },
  ],
  classes: straySeeds(before),
  thinning: 32,
};
const injected = machine.classes.findIndex(({ origin }) => origin === 'injection');

it('seeds of injections do not depend on which slice was asked before', () => {
  const meansOf = (...slices: readonly number[]): readonly number[] => {
    const flowsOf = seedFlows(machine);
    return slices.map((slice) => flowsOf(slice).flows[injected]!.mean);
  };
  const [fresh] = meansOf(changed);
  expect(meansOf(changed - 1, changed)[1]).toBe(fresh);
  expect(meansOf(changed + 1, changed)[1]).toBe(fresh);
});

it('seeds of injections add up over the parts of a slice', () => {
  const seeds = injectedSeeds(machine);
  const [start, parts] = [30 * slicePeriod, 50];
  const whole = seeds(machine.classes[injected]!, start, start + slicePeriod).mean;
  let sum = 0;
  for (let part = 0; part < parts; part++) {
    const from = start + (part * slicePeriod) / parts;
    sum += seeds(machine.classes[injected]!, from, from + slicePeriod / parts).mean;
  }
  expect(whole).toBeGreaterThan(0);
  expect(Math.abs(sum / whole - 1)).toBeLessThan(1e-3);
});
