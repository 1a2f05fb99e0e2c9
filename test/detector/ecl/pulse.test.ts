import { describe, expect, it } from 'vitest';
import { crystalPulse, shaper } from '../../../detector/ecl/pulse.js';

/**
 * The chain in steps of time, stage after stage, without the smearing and the undershoot: light
 * that decays, a differentiating stage, two damped oscillations.
 */
function chainByIntegration(end: number, step: number): Float64Array {
  const { scintillation, differentiation, stages } = shaper;
  const [first, second] = stages;
  const out = new Float64Array(Math.round(end / step));
  const state = { light: 1, stage: 0, x: 0, v: 0, y: 0, w: 0 };
  const push = (decay: number, perRadian: number, x: number, v: number, input: number) =>
    input - (2 / decay) * v - (1 / decay ** 2 + 1 / perRadian ** 2) * x;
  for (let row = 0; row < out.length; row++) {
    out[row] = state.y;
    // Semi-implicit steps: each stage sees the one before after its own step.
    state.light -= (step * state.light) / scintillation;
    state.stage += step * (state.light - state.stage / differentiation);
    state.v += step * push(first.decay, first.perRadian, state.x, state.v, state.stage);
    state.x += step * state.v;
    state.w += step * push(second.decay, second.perRadian, state.y, state.w, state.x);
    state.y += step * state.w;
  }
  return out;
}

describe('the pulse of a crystal', () => {
  const times = Array.from({ length: 20_000 }, (_, time) => time);

  it('peaks 2.05 µs after its start at 1, and is 1.9 µs wide at half its height', () => {
    const values = times.map((time) => crystalPulse(time));
    const peak = Math.max(...values);
    expect(peak).toBeCloseTo(1, 4);
    expect(Math.abs(values.indexOf(peak) - 2050)).toBeLessThan(15);
    const above = times.filter((time) => values[time]! > 0.5);
    expect(Math.abs(above.at(-1)! - above[0]! - 1890)).toBeLessThan(20);
  });

  it('is nothing before its start, and undershoots by 0.5 % from 6 µs behind its peak', () => {
    expect(crystalPulse(-shaper.smearedBy - 1)).toBe(0);
    expect(crystalPulse(-shaper.smearedBy / 2)).toBeGreaterThanOrEqual(0);
    for (const time of [8000, 9000, 10_000]) {
      expect(crystalPulse(time)).toBeLessThan(-0.004);
      expect(crystalPulse(time)).toBeGreaterThan(-0.008);
    }
    // It recovers with 4.7 µs.
    expect(crystalPulse(18_000) / crystalPulse(14_000)).toBeCloseTo(Math.exp(-4 / 4.7071), 2);
  });

  it('is what the stages give in small steps of time, smeared, less the undershoot', () => {
    const step = 0.5;
    const chain = chainByIntegration(9000, step);
    const at = (time: number) => (time <= 0 ? 0 : chain[Math.round(time / step)]!);
    const smeared = (time: number) =>
      0.7248 * at(time) + 0.1376 * (at(time - 200) + at(time + 200));
    // The undershoot sets in as six equal stages do: an Erlang distribution, summed by its terms.
    const undershoot = (time: number) => {
      const z = time / 401.7;
      let missing = 0;
      for (let term = 1, n = 0; n < 6; term *= z / ++n) missing += term;
      return 0.0400711 * Math.exp(-time / 4707.1) * (1 - Math.exp(-z) * missing);
    };
    const scale = (crystalPulse(2050) + undershoot(2050)) / smeared(2050);
    for (const time of [150, 500, 1000, 1500, 3000, 4000, 6000, 8000])
      expect(Math.abs(scale * smeared(time) - undershoot(time) - crystalPulse(time))).toBeLessThan(
        2e-3,
      );
  });
});
