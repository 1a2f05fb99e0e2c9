import { describe, expect, it } from 'vitest';
import { parseConfig, withAssignments } from '../../../detector/base/config.js';
import { clockPeriod, revolutionPeriod } from '../../../detector/base/constants.js';
import { Hz, ms, s } from '../../../detector/base/units.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import type { PulseSources, SeedsOf } from '../../../emulator/sources/artificial-pulses.js';
import { inputSchema } from '../../../emulator/sources/input-schema.js';
import type { InputSignals } from '../../../emulator/sources/input-signals.js';
import { machineInputs } from '../../../emulator/sources/machine-inputs.js';
import { linesInVeto } from '../../../emulator/sources/lines-in-veto.js';
import { hasBit, inputWords, outputWords } from '../../../triggers/batches.js';
import { decideSchema, makeDecider } from '../../../triggers/gdl/decide.js';
import {
  type CompiledMenu,
  compileMenu,
  findLine,
  type MenuLine,
} from '../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { type InputName, inputSlots } from '../../../triggers/slots.js';
import { line, menuOf } from '../../triggers/gdl/support.js';

const physics = compileMenu(physicsMenu);
const quiet: InputSignals = {
  veto: Float64Array.of(1 * ms, 2 * ms, 3 * ms, 4 * ms),
  passiveVeto: Float64Array.of(1 * ms, 11 * ms),
  herKicks: Float64Array.of(0.9 * ms),
  lerKicks: Float64Array.of(5 * ms, 9 * ms),
};
const noSeeds: SeedsOf = () => ({
  time: new Float64Array(0),
  place: new Uint8Array(0),
  index: new Uint32Array(0),
});

/** Inputs of a menu with parameters as a file gives them. */
function inputsOf(menu: CompiledMenu, assignments: readonly string[] = [], seedsOf = noSeeds) {
  const config = parseConfig(inputSchema, withAssignments({}, assignments), 'test');
  const sources: PulseSources = {
    seed: 5,
    run: 1,
    signalsOf: () => quiet,
    inputsOf: () => config,
    bhabhas: 3,
  };
  return machineInputs(menu, sources, seedsOf);
}

/** Anchors of some slices that set an input: their times since the first of these began. */
function pulses(
  inputs: ReturnType<typeof inputsOf>,
  name: InputName,
  slices: number,
): readonly { readonly time: number; readonly standsFor: number }[] {
  return Array.from({ length: slices }, (_, slice) => slice).flatMap((slice) => {
    const { time, bits, standsFor } = inputs.anchors(slice);
    return [...time.keys()]
      .filter((row) => hasBit(bits, inputWords, row, inputSlots[name]))
      .map((row) => ({ time: slice * slicePeriod + time[row]!, standsFor: standsFor[row]! }));
  });
}

const up = (inputs: ReturnType<typeof inputsOf>, time: number): readonly string[] => {
  const words = new Uint32Array(2 * inputWords);
  inputs.setBits(0, time, words, 1);
  expect([...words.subarray(0, inputWords)]).toEqual(Array.from({ length: inputWords }, () => 0));
  return Object.entries(inputSlots)
    .filter(([, slot]) => hasBit(words, inputWords, 1, slot))
    .map(([name]) => name);
};

describe('inputs in a window', () => {
  const inputs = inputsOf(physics);

  it.each([
    [0.5, []],
    [0.9, ['her_kick']],
    [1, ['veto', 'injv', 'passive_veto']],
    [1.999, ['veto', 'injv', 'passive_veto']],
    [2, ['passive_veto']],
    [3.5, ['veto', 'injv', 'passive_veto']],
    [5, ['ler_kick', 'passive_veto']],
    [11, []],
  ] as const)('at %f ms are those of vetoes and kicks at its time', (time, names) => {
    expect(up(inputs, time * ms).toSorted()).toEqual(names.toSorted());
  });

  it('have a kick for 24 clocks', () => {
    expect(up(inputs, 0.9 * ms - clockPeriod)).toEqual([]);
    expect(up(inputs, 0.9 * ms + 23 * clockPeriod)).toEqual(['her_kick']);
    expect(up(inputs, 0.9 * ms + 24 * clockPeriod)).toEqual([]);
  });
});

describe('anchors without a seed', () => {
  it('are one revolution in 10 000, which stands for all, at one place of the turn', () => {
    const turns = pulses(inputsOf(physics), 'revo', 40);
    // 40 slices of 4970 turns are 19.88 times 10 000.
    expect([19, 20]).toContain(turns.length);
    for (const [at, { time, standsFor }] of turns.entries()) {
      expect(standsFor).toBe(10_000);
      const turn = time / revolutionPeriod;
      expect(turn).toBeCloseTo(Math.round(turn), 6);
      if (at > 0) expect(Math.round(turn - turns[at - 1]!.time / revolutionPeriod)).toBe(10_000);
    }
  });

  it('are every revolution of a line without prescale, few of a masked, none of no line', () => {
    const menu = (...lines: readonly MenuLine[]) => compileMenu(menuOf(...lines));
    expect(pulses(inputsOf(menu(line(1, 'revo'))), 'revo', 1)).toHaveLength(4970);
    const masked = pulses(inputsOf(menu(line(1, 'revo', 0))), 'revo', 40);
    expect(masked.length).toBeGreaterThanOrEqual(19);
    expect(masked.length).toBeLessThanOrEqual(21);
    expect(pulses(inputsOf(menu(line(1, 'ehigh'))), 'revo', 2)).toEqual([]);
  });

  it('come by chance at their rates, Poisson and pseudo-random apart', () => {
    const inputs = inputsOf(physics, ['random=2000 Hz', 'poisson=3000 Hz']);
    const seconds = (200 * slicePeriod) / s;
    for (const [name, hz] of [
      ['pseud_rand', 2000],
      ['poissonin', 3000],
    ] as const) {
      const times = pulses(inputs, name, 200);
      // 4 σ of a Poisson count.
      expect(Math.abs(times.length - hz * seconds)).toBeLessThan(4 * Math.sqrt(hz * seconds));
      const gaps = times.slice(1).map(({ time }, at) => time - times[at]!.time);
      const short = gaps.filter((gap) => gap < s / hz).length / gaps.length;
      // Exponential gaps: 63.2 % are shorter than their mean.
      expect(short).toBeCloseTo(1 - Math.exp(-1), 1.7);
      expect(times.every(({ standsFor }) => standsFor === 1)).toBe(true);
      expect(times.every(({ time }) => Number.isInteger(Math.round(time / clockPeriod)))).toBe(
        true,
      );
    }
    const random = new Set(pulses(inputs, 'pseud_rand', 20).map(({ time }) => time));
    expect(pulses(inputs, 'poissonin', 20).filter(({ time }) => random.has(time))).toEqual([]);
  });

  it('are pulses of the pulser evenly, over the edges of slices', () => {
    const times = pulses(inputsOf(physics, ['pulser=50 Hz']), 'plsin', 60);
    // The masked line shows that it fires by 10 Hz of them.
    expect(times.every(({ standsFor }) => standsFor === 5)).toBe(true);
    expect([29, 30]).toContain(times.length);
    for (const [at, { time }] of times.slice(1).entries())
      expect((time - times[at]!.time) / (0.1 * s)).toBeCloseTo(1, 6);
  });

  it('are kicks where a line reads them', () => {
    const menu = compileMenu(menuOf(line(1, 'ler_kick', 100)));
    expect(pulses(inputsOf(menu), 'ler_kick', 1)).toEqual([
      { time: 5 * ms, standsFor: 1 },
      { time: 9 * ms, standsFor: 1 },
    ]);
    expect(pulses(inputsOf(menu), 'her_kick', 1)).toEqual([]);
  });

  it('are a share of the Bhabhas of the schedule, turns later, one in the prescale of them', () => {
    const count = 4000;
    const seedsOf: SeedsOf = () => ({
      time: Float64Array.from({ length: count }, (_, row) => ((row + 0.5) * slicePeriod) / count),
      // Every second is another class.
      place: Uint8Array.from({ length: count }, (_, row) => (row % 2 === 0 ? 3 : 4)),
      index: Uint32Array.from({ length: count }, (_, row) => row >> 1),
    });
    const turns = 497;
    const settings = [`delayedBhabha.turns=${turns}`, 'delayedBhabha.share=0.25'];
    const whole = compileMenu(menuOf(line(1, 'bha_delay')));
    const all = pulses(inputsOf(whole, settings, seedsOf), 'bha_delay', 3);
    // The first slice has none before it: 0.9, 1 and 1 of 2000 · 0.25.
    expect(Math.abs(all.length - 2.9 * 500)).toBeLessThan(4);
    const seeds = new Set(
      [0, 1, 2].flatMap((slice) =>
        [...seedsOf(slice).time]
          .filter((_, row) => row % 2 === 0)
          .map((time) => (slice * slicePeriod + time).toFixed(1)),
      ),
    );
    for (const { time } of all)
      expect(seeds.has((time - turns * revolutionPeriod).toFixed(1))).toBe(true);
    const times = all.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const tenth = compileMenu(menuOf(line(1, 'bha_delay', 10)));
    const few = pulses(inputsOf(tenth, settings, seedsOf), 'bha_delay', 3);
    expect(Math.abs(few.length - 145)).toBeLessThan(6);
    expect(few.every(({ standsFor }) => standsFor === 10)).toBe(true);
  });

  it('are the same for any order in which slices are asked for', () => {
    const settings = ['random=2000 Hz', 'poisson=3000 Hz', 'pulser=100 Hz'];
    const one = inputsOf(physics, settings);
    const other = inputsOf(physics, settings);
    for (let slice = 9; slice >= 0; slice--) other.anchors(slice);
    for (let slice = 0; slice < 10; slice++)
      expect(other.anchors(slice)).toEqual(one.anchors(slice));
  });
});

describe('lines of the physics menu that only the machine fires', () => {
  const config = parseConfig(decideSchema, { prescale: { phase: 'zero' } }, 'test');
  const settings = ['random=200 Hz', 'poisson=200 Hz', 'pulser=200 Hz', 'delayedBhabha.share=1'];
  const seedsOf: SeedsOf = () => ({
    time: Float64Array.from({ length: 2000 }, (_, row) => (row * slicePeriod) / 2000 + 7),
    place: new Uint8Array(2000).fill(3),
    index: Uint32Array.from({ length: 2000 }, (_, row) => row),
  });

  /** Windows of the anchors of a slice, with all inputs at their times. */
  const decided = (slices: number) => {
    const inputs = inputsOf(physics, settings, seedsOf);
    const decider = makeDecider(physics, config, { seed: 1 });
    return Array.from({ length: slices }, (_, slice) => {
      const { time, bits, standsFor } = inputs.anchors(slice);
      const words = bits.slice();
      time.forEach((at, window) => inputs.setBits(slice, at, words, window));
      const start = slice * slicePeriod;
      const absolute = time.map((at) => start + at);
      return decider.decide({
        eventCount: time.length,
        addresses: {
          run: 1,
          slice: new Uint32Array(time.length),
          index: new Uint32Array(time.length),
        },
        time: absolute,
        windows: { lastMember: absolute, artificial: standsFor },
        weights: new Float64Array(time.length).fill(1),
        inputBits: words,
        ftdlBits: physics.ftdl(words, time.length),
      });
    });
  };
  const batches = decided(100);
  const seconds = (100 * slicePeriod) / s;
  const sumOf = (name: string): number => {
    const { number } = physics.lines[findLine(physics, name)]!;
    return batches.reduce((sum, { standing }) => sum + standing!.ftdl[number]!, 0);
  };
  /** Vetoed: 2 of the 50 ms of each slice here. */
  const live = 1 - (2 * ms) / slicePeriod;

  it.each([
    ['random', 200 * live],
    ['poisson', 200 * live],
    ['poissonv', 200],
    ['pls', 200 * live],
    ['bg', (2000 / (slicePeriod / s)) * live],
    ['revolution', (s / revolutionPeriod) * live],
  ])('%s counts its input: %f Hz', (name, hz) => {
    const thinned = name === 'revolution' ? 10_000 : name === 'bg' ? 100 : name === 'pls' ? 20 : 1;
    const expected = hz * seconds;
    // 4 σ of the windows that were opened, one of which stands for so many.
    expect(Math.abs(sumOf(name) - expected)).toBeLessThan(4 * Math.sqrt(expected * thinned));
  });

  it('vetout fires in the windows that the veto takes', () => {
    const { number } = physics.lines[findLine(physics, 'vetout')]!;
    let fired = 0;
    for (const { ftdlBits, inputBits, eventCount } of batches)
      for (let window = 0; window < eventCount; window++) {
        const isUp = hasBit(ftdlBits, outputWords, window, number);
        expect(isUp).toBe(hasBit(inputBits, inputWords, window, inputSlots.veto));
        if (isUp) fired++;
      }
    expect(fired).toBeGreaterThan(20);
  });

  it('are kept as often as their prescales let: one window of the revolution is one accept', () => {
    const { number } = physics.lines[findLine(physics, 'revolution')]!;
    let accepts = 0;
    for (const { standing } of batches) {
      standing!.kept.number.forEach((bit, row) => {
        if (bit !== number) return;
        expect(standing!.kept.times[row]).toBe(1);
        accepts++;
      });
    }
    expect(Math.abs(accepts - sumOf('revolution') / 10_000)).toBeLessThan(1.01);
  });

  it('poissonv inside and outside of the veto agrees with its rate', () => {
    const { number } = physics.lines[findLine(physics, 'poissonv')]!;
    let [inside, outside] = [0, 0];
    for (const { psnmBits, inputBits, eventCount } of batches)
      for (let window = 0; window < eventCount; window++) {
        if (!hasBit(psnmBits, outputWords, window, number)) continue;
        if (hasBit(inputBits, inputWords, window, inputSlots.veto)) inside++;
        else outside++;
      }
    const expected = 200 * seconds;
    expect(Math.abs(inside - expected * (1 - live))).toBeLessThan(
      4 * Math.sqrt(expected * (1 - live)),
    );
    expect(Math.abs(outside - expected * live)).toBeLessThan(4 * Math.sqrt(expected * live));
  });
});

describe('what seeds can fire while the veto is up', () => {
  const reach = (...lines: readonly MenuLine[]) => linesInVeto(compileMenu(menuOf(...lines)));

  it('follows from the lines without it in their formulas', () => {
    expect(reach(line(1, 'ehigh & !veto'), line(2, 'poissonin'))).toBe('none');
    expect(reach(line(1, 'ehigh & !veto'), line(2, 'ehigh', 0))).toBe('prescaled');
    expect(reach(line(1, 'ehigh & !veto'), line(2, 'ehigh', 100))).toBe('prescaled');
    expect(reach(line(1, 'ehigh'), line(2, 'ehigh', 100))).toBe('unprescaled');
    expect(reach(line(1, 'ehigh & !veto | elow'))).toBe('unprescaled');
  });

  it('in the physics menu is prescaled and masked lines alone', () => {
    expect(linesInVeto(physics)).toBe('prescaled');
  });
});

// The default rates, lest a test's own settings be all that is tried.
it('the inputs are few by default', () => {
  const { random, poisson, pulser } = parseConfig(inputSchema, {}, 'test');
  expect([random, poisson, pulser].map((rate) => rate / Hz)).toEqual([10, 10, 1]);
});
