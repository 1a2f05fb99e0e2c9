import { describe, expect, it } from 'vitest';
import { ampere, s } from '../../../detector/base/units.js';
import { Accelerator } from '../../../emulator/machine/accelerator.js';
import { ticksOf } from '../../../emulator/machine/clock.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { acceleratorOf, machineOf } from './machine.js';

describe('the accelerator', () => {
  it.each([
    ['2020', 2.4e34],
    ['2022-peak', 4.65e34],
    ['2024-peak', 5.1e34],
    ['design', 6e35],
  ])('%s has a luminosity of %d', (name, luminosity) => {
    const { config } = loadMachine(name);
    const { luminosity: ours } = new Accelerator([{ from: 0, config }]).at(0);
    expect(ours / luminosity).toBeCloseTo(1, 9);
  });

  it.each([
    ['2024-peak', 'ler', 16.3],
    ['design', 'ler', 16],
    ['design', 'her', 8],
  ] as const)('%s tops up the %s %d times a second', (name, ring, shots) => {
    const { config } = loadMachine(name);
    const { shotRate } = new Accelerator([{ from: 0, config }]).at(s)[ring];
    expect((shotRate * s) / shots).toBeCloseTo(1, 1);
  });

  it('has a luminosity that goes with both currents', () => {
    const halved = acceleratorOf('ler.current=0.66 A').at(0);
    expect(halved.luminosity / 4.65e34).toBeCloseTo(0.5, 9);
    const fallen = acceleratorOf('ler.injection.on=false', 'her.injection.on=false').at(500 * s);
    expect(fallen.luminosity / 4.65e34).toBeCloseTo(Math.exp(-1 - 1 / 3), 9);
  });

  it('has twice as much pressure from the beam as without it at the currents of 2022', () => {
    const pressure = (current: string) =>
      acceleratorOf(`ler.current=${current}`).at(0).ler.pressure;
    expect(pressure('1.32 A')).toBeCloseTo(3, 9);
    expect(pressure('2.64 A')).toBeCloseTo(5, 9);
    expect(pressure('0 A')).toBe(1);
  });

  it('goes on from what it has when its configuration changes', () => {
    const [first, second] = [machineOf('ler.injection.on=false'), machineOf()];
    const change = 250 * s;
    const machine = new Accelerator([
      { from: 0, config: first },
      { from: change, config: second },
    ]);
    const before = machine.at(change - 1).ler;
    const after = machine.at(change).ler;
    expect(after.current / before.current).toBeCloseTo(1, 8);
    expect([before.shotRate, after.shotRate * s]).toStrictEqual([0, 25]);
    expect(machine.at(change + 600 * s).ler.current / (1.32 * ampere)).toBeCloseTo(1, 9);
    const shots = machine.trains.ler.between(0, ticksOf(change + 10 * s));
    expect(shots).toHaveLength(250);
    expect(shots[0]!.arrival).toBeGreaterThan(ticksOf(change));
  });
});
