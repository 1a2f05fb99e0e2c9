import { describe, expect, it } from 'vitest';
import { revolutionPeriod } from '../../../detector/base/constants.js';
import { ms, s, us } from '../../../detector/base/units.js';
import { sliceAddresses } from '../../../detector/event.js';
import { Accelerator } from '../../../emulator/machine/accelerator.js';
import { InjectionCycle, liveMoments } from '../../../emulator/settings/injection-cycle.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';

const { config } = loadMachine('2022-peak');
const { beams } = emulatorConfig({ beams: { filling: config.filling } });
const momentsOf = (cycle: InjectionCycle, count = 4000): Float64Array =>
  liveMoments(cycle, beams)({ seed: 5 })(sliceAddresses(0, 0, 0, count));
const cycle = new InjectionCycle(config);
const moments = momentsOf(cycle);

describe('events between injections', () => {
  it('come when no veto is up, at any time of twenty seconds', () => {
    expect([...moments].filter((time) => cycle.isVetoed(time))).toEqual([]);
    expect(Math.min(...moments)).toBeGreaterThan(1 * s);
    expect(Math.max(...moments)).toBeLessThan(21 * s);
    expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan(19.9 * s);
  });

  it('come in filled bunches', () => {
    const bucket = revolutionPeriod / 5120;
    for (const time of moments.subarray(0, 200)) {
      const phase = (time / bucket) % (5120 / 1);
      expect(Math.abs(phase - Math.round(phase))).toBeLessThan(1e-3);
      expect(Math.round(phase) % config.filling.spacing).toBe(0);
    }
  });

  it('would be taken by the veto as often as it takes time', () => {
    const uniform = Array.from(
      { length: 20_000 },
      (_, event) => (1 + 20 * ((event * 0.618034) % 1)) * s,
    );
    const share = uniform.filter((time) => cycle.isVetoed(time)).length / uniform.length;
    const expected = new Accelerator([{ from: 0, config }]).vetoedShare(
      ['her', 'ler'],
      1 * s,
      21 * s,
    );
    expect(Math.abs(share - expected)).toBeLessThan(3 * Math.sqrt(expected / uniform.length));
  });

  it('stand so long after the last arrival of either ring, and in the turn of its bunch', () => {
    const { trains } = new Accelerator([{ from: 0, config }]);
    const period = revolutionPeriod / 1280;
    const shots = [trains.her, trains.ler].flatMap((train) =>
      train.between(0, Math.round((2 * s) / period)),
    );
    const arrival = Math.max(...shots.map((shot) => shot.arrival)) * period;
    const at = arrival + 3 * ms + 2 * us;
    const next = Math.min(
      ...[trains.her, trains.ler].map((train) =>
        Math.min(...train.between(arrival / period + 1, (4 * s) / period).map((x) => x.arrival)),
      ),
    );
    expect(next * period).toBeGreaterThan(at);
    expect(cycle.phaseAt(at).since).toBeCloseTo(3 * ms + 2 * us, 3);
    expect(cycle.phaseAt(arrival + 5 * revolutionPeriod + 2 * us).inTurn).toBeCloseTo(2 * us, 3);
    // Before the bunch arrives the shot before counts, though the kick has come.
    expect(cycle.phaseAt(arrival - 20 * us).since).toBeGreaterThan(1 * ms);
  });

  it('have no phase without injection, and no veto', () => {
    const off = loadMachine('none').config;
    const never = new InjectionCycle(off);
    expect(never.phaseAt(5 * s).since).toBeNaN();
    expect(never.isVetoed(5 * s)).toBe(false);
  });

  it('follow from their names alone', () => {
    const again = liveMoments(cycle, beams)({ seed: 5 })(sliceAddresses(0, 0, 100, 10));
    expect([...again]).toEqual([...moments.subarray(100, 110)]);
  });
});
