import { describe, expect, it } from 'vitest';
import { ms, s, us } from '../../../detector/base/units.js';
import { tickPeriod, ticksOf, ticksPerTurn } from '../../../emulator/machine/clock.js';
import { InjectionVeto, unionWithin } from '../../../emulator/machine/injection-veto.js';
import { acceleratorOf, machineOf } from './machine.js';

/** 12.5 shots a second in both rings: every second slot. */
const everySecond = (['her', 'ler'] as const).flatMap((ring) => [
  `${ring}.current=1 A`,
  `${ring}.injection.charge=4 nC`,
  `${ring}.lifetime=${1 / ((12.5 * 4e-9 * 0.6 * 2 * 508.887e6) / 5120)} s`,
]);

describe('the veto after an injection', () => {
  const config = machineOf();
  const veto = new InjectionVeto(config);
  const shot = { number: 1, kick: 0, arrival: 11_450 };
  const at = (time: number, tick = 0) => veto.at(shot.arrival + ticksOf(time) + tick, shot);

  it('takes everything for 0.5 ms from the arrival on, nothing before', () => {
    expect(at(0, -1)).toBe('none');
    expect(at(0)).toBe('full');
    expect(at(0.5 * ms, -1)).toBe('full');
    expect(at(0.5 * ms + 5 * us)).toBe('none');
    // 63 611 ticks are 49 turns and 891 ticks: the first tick behind them is in no gate.
    expect(ticksOf(0.5 * ms) % ticksPerTurn).toBe(891);
    expect(at(0.5 * ms)).toBe('none');
    expect(veto.at(shot.arrival, undefined)).toBe('none');
  });

  it('then 1.6 µs around each passage of the bunch, until 10 ms', () => {
    const passage = shot.arrival + 500 * ticksPerTurn;
    const width = ticksOf(1.6 * us);
    const states = Array.from({ length: ticksPerTurn }, (_, tick) =>
      veto.at(passage - ticksPerTurn / 2 + tick, shot),
    );
    expect(states.filter((state) => state === 'gate')).toHaveLength(width);
    expect(veto.at(passage, shot)).toBe('gate');
    expect(veto.at(passage - width / 2, shot)).toBe('gate');
    expect(veto.at(passage - width / 2 - 1, shot)).toBe('none');
    expect(veto.at(passage + width / 2, shot)).toBe('none');
    expect(veto.at(passage + 500 * ticksPerTurn, shot)).toBe('none');
  });

  it('costs a ring f·(t_full + (t_gate − t_full)·w/T), and both the union tick by tick', () => {
    const accelerator = acceleratorOf(...everySecond);
    // machine.md §3: 12.5 Hz, 0.5 ms, 10 ms × 1.6 µs: 2.51 % a ring, 4.96 % both if they came by
    // chance; taking turns at the linac they do not meet.
    const shots = accelerator.trains.ler.between(ticksOf(1 * s), ticksOf(9 * s)).length;
    expect(shots).toBe(100);
    const ring = accelerator.vetoedShare(['ler'], 1 * s, 9 * s);
    const formula = 12.5e-9 * (0.5 * ms + 9.5 * ms * ((1.6 * us) / (ticksPerTurn * tickPeriod)));
    expect(ring / formula).toBeCloseTo(1, 2);
    expect(ring).toBeCloseTo(0.0251, 3);
    expect(accelerator.vetoedShare(['her', 'ler'], 1 * s, 9 * s)).toBeCloseTo(0.05, 3);
  });

  it.each(['her', 'ler'] as const)(
    'costs %s the same at the shots of its lifetime, over a whole number of them',
    (ring) => {
      const accelerator = acceleratorOf('ler.lifetime=700 s');
      const shots = accelerator.trains[ring].between(ticksOf(1 * s), ticksOf(9 * s));
      const [from, to] = [shots[0]!.arrival * tickPeriod, shots.at(-1)!.arrival * tickPeriod];
      const perTime = (shots.length - 1) / (to - from);
      expect(perTime * 10 * ms).toBeLessThan(1);
      const gates = 9.5 * ms * ((1.6 * us) / (ticksPerTurn * tickPeriod));
      const share = accelerator.vetoedShare([ring], from, to);
      expect(share / (perTime * (0.5 * ms + gates))).toBeGreaterThan(0.99);
      expect(share / (perTime * (0.5 * ms + gates))).toBeLessThan(1.01);
    },
  );

  it('of both rings is the union of the two trains, tick by tick', () => {
    const settings = ['veto.gate=30 ms', 'veto.width=3 us', 'veto.full=1 ms'];
    const { her, ler } = acceleratorOf(...everySecond, ...settings).trains;
    const both = new InjectionVeto(machineOf(...settings));
    const first = her.between(ticksOf(0.1 * s), ticksOf(0.3 * s))[0]!.arrival;
    const [from, to] = [first - 1000, first + ticksOf(25 * ms)];
    const shots = [her, ler].flatMap((train) => train.between(from - ticksOf(30 * ms), to));
    expect(shots.length).toBeGreaterThanOrEqual(2);
    let ticks = 0;
    for (let tick = from; tick < to; tick++)
      if (shots.some((one) => both.at(tick, one) !== 'none')) ticks++;
    expect(both.ticksWithin([her, ler], from, to)).toBe(ticks);
    const alone = [her, ler].map((train) => both.ticksWithin([train], from, to));
    expect(ticks).toBeLessThan(alone[0]! + alone[1]!);
  });

  it('comes in stretches apart from each other', () => {
    expect(
      unionWithin(
        [
          [5, 9],
          [1, 3],
          [3, 4],
          [8, 12],
          [20, 30],
        ],
        2,
        25,
      ),
    ).toEqual([
      [2, 4],
      [5, 12],
      [20, 25],
    ]);
    expect(
      unionWithin(
        [
          [1, 2],
          [9, 12],
        ],
        2,
        9,
      ),
    ).toEqual([]);
    expect(
      unionWithin(
        [
          [1, 9],
          [2, 3],
        ],
        0,
        20,
      ),
    ).toEqual([[1, 9]]);
  });

  it('counted by stretches is the veto of each tick', () => {
    const accelerator = acceleratorOf('veto.gate=30 ms', 'veto.width=4 us');
    const both = new InjectionVeto(machineOf('veto.gate=30 ms', 'veto.width=4 us'));
    const { her, ler } = accelerator.trains;
    const [from, to] = [ticksOf(0.4 * s), ticksOf(0.55 * s)];
    let ticks = 0;
    for (let tick = from; tick < to; tick += 97)
      if ([her, ler].some((train) => both.at(tick, train.lastBefore(tick)) !== 'none')) ticks++;
    const share = accelerator.vetoedShare(['her', 'ler'], 0.4 * s, 0.55 * s);
    expect((97 * ticks) / (to - from) / share).toBeCloseTo(1, 2);
  });
});
