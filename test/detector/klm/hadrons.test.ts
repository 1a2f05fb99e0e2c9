import { describe, expect, it } from 'vitest';
import { klmDepositsOf, lastLayers, shot } from './passages.js';

const count = 6000;
/** Share of particles that reach each layer 1–15, seen there or beyond. */
function survival(pdg: number, p: number, klm: object = {}): (layer: number) => number {
  const events = Array.from({ length: count }, (_, event) => [
    shot(pdg, p, 90, (event * 137.5) % 360),
  ]);
  const last = lastLayers(
    klmDepositsOf(events, {
      transport: { decays: false, hadronic: false },
      klm: { efficiency: 1, ...klm },
    }),
  );
  return (layer) => last.filter((reached) => reached >= layer).length / count;
}

describe('hadrons in calorimeter, coil and iron', () => {
  it('let 38, 12, 1.5 % of pions pass to layers 1, 6, 15 without interaction, within 15 %', () => {
    const share = survival(211, 4, { tail: 0 });
    expect(share(1)).toBeGreaterThan(0.85 * 0.38);
    expect(share(1)).toBeLessThan(1.15 * 0.38);
    expect(share(6)).toBeGreaterThan(0.85 * 0.12);
    expect(share(6)).toBeLessThan(1.15 * 0.12);
    expect(share(15)).toBeGreaterThan(0.85 * 0.015);
    expect(share(15)).toBeLessThan(1.15 * 0.015);
  });

  it('send secondaries of about 1 GeV one or two layers further', () => {
    const without = survival(211, 1.5, { tail: 0 });
    const withTail = survival(211, 1.5);
    expect(withTail(1)).toBeGreaterThan(without(1) + 0.05);
    expect(withTail(6)).toBeGreaterThan(without(6));
    expect(withTail(6)).toBeLessThan(without(4));
  });

  it('show neutral ones from their interaction on, mostly in crystals and first plates', () => {
    const seen = survival(130, 2)(1);
    expect(seen).toBeGreaterThan(0.2);
    expect(seen).toBeLessThan(0.8);
    expect(survival(130, 2, { hadronic: false })(1)).toBe(0);
  });

  it('leave nothing of electrons and photons', () => {
    expect(survival(11, 3)(1)).toBe(0);
    expect(survival(22, 3)(1)).toBe(0);
  });
});
