import { describe, expect, it } from 'vitest';
import { clockPeriod } from '../../../detector/base/constants.js';
import { ms } from '../../../detector/base/units.js';
import { revolutionsPerSlice, slicePeriod } from '../../../emulator/chain/slices.js';
import { Accelerator } from '../../../emulator/machine/accelerator.js';
import { ticksOf, ticksPerTurn } from '../../../emulator/machine/clock.js';
import { InjectionVeto } from '../../../emulator/machine/injection-veto.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { machineSignals } from '../../../emulator/settings/machine-signals.js';
import { isWithin } from '../../../emulator/sources/input-signals.js';

const config = loadMachine('2022-peak', ['inputs.passiveVeto=12 ms']).config;
const signalsOf = machineSignals({ epochs: [{ slice: 0, config }] });
const { her, ler } = new Accelerator([{ from: 0, config }]).trains;
const sliceTicks = revolutionsPerSlice * ticksPerTurn;
const slices = Array.from({ length: 40 }, (_, slice) => slice);

/** The last shots of both rings whose bunch has arrived at a tick. */
const shotsBefore = (tick: number) =>
  [her, ler].flatMap((train) => train.between(tick - ticksOf(40 * ms), tick + 1).slice(-1));

describe('inputs that follow injections', () => {
  it('have the veto of the two rings at each tick, in each slice', () => {
    const veto = new InjectionVeto(config);
    let vetoed = 0;
    for (const slice of slices) {
      const { veto: stretches } = signalsOf(slice);
      for (let tick = 0; tick < sliceTicks; tick += 7001) {
        const at = slice * sliceTicks + tick;
        const isVetoed = shotsBefore(at).some((shot) => veto.at(at, shot) !== 'none');
        expect(isWithin(stretches, tick * clockPeriod)).toBe(isVetoed);
        if (isVetoed) vetoed++;
      }
    }
    expect(vetoed).toBeGreaterThan(100);
  });

  it('have the passive veto for so long after each arrival, over the edges of slices', () => {
    for (const slice of slices) {
      const { passiveVeto } = signalsOf(slice);
      for (let tick = 0; tick < sliceTicks; tick += 40_011) {
        const at = slice * sliceTicks + tick;
        const isAfter = shotsBefore(at).some(({ arrival }) => at - arrival < ticksOf(12 * ms));
        expect(isWithin(passiveVeto, tick * clockPeriod)).toBe(isAfter);
      }
    }
  });

  it('have each kick once, the delay before its bunch', () => {
    for (const [name, train] of [
      ['herKicks', her],
      ['lerKicks', ler],
    ] as const) {
      const kicks = slices.flatMap((slice) =>
        [...signalsOf(slice)[name]].map((time) => slice * slicePeriod + time),
      );
      const expected = train
        .between(0, 41 * sliceTicks)
        .map(({ kick }) => kick)
        .filter((kick) => kick >= 0 && kick < slices.length * sliceTicks);
      expect(expected.length).toBeGreaterThan(4);
      expect(kicks.map((time) => Math.round(time / clockPeriod))).toEqual(expected);
    }
  });
});

describe('stretches of time', () => {
  it('hold their beginnings and not their ends', () => {
    const stretches = Float64Array.of(2, 4, 7, 8);
    const held = [1, 2, 3, 3.9, 4, 5, 7, 7.5, 8, 9].filter((time) => isWithin(stretches, time));
    expect(held).toEqual([2, 3, 3.9, 7, 7.5]);
    expect(isWithin(new Float64Array(0), 1)).toBe(false);
  });
});
