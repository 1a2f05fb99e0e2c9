import { describe, expect, it } from 'vitest';
import { ampere, Hz, s } from '../../../detector/base/units.js';
import { currentOfShot, RingCurrent } from '../../../emulator/machine/ring-current.js';
import { machineOf } from './machine.js';

/** A ring shot by shot: what is lost between shots, what each adds. */
function currentStepByStep(start: number, seconds: number, rateHz: number): number {
  const { ler } = machineOf();
  let current = start;
  const steps = Math.round(seconds * rateHz);
  for (let step = 0; step < steps; step++) {
    current *= Math.exp(-s / rateHz / ler.lifetime);
    current += currentOfShot(ler);
  }
  return current;
}

describe('the current of a ring', () => {
  it('gains 0.239 mA by a shot of two bunches of 2 nC of which 60 % stay', () => {
    // machine.md §3: q f_rev ε n.
    expect((1000 * currentOfShot(machineOf().ler)) / ampere).toBeCloseTo(0.239, 3);
  });

  it('is held by 11.1 shots a second in the LER and by 4.1 in the HER', () => {
    const { her, ler } = machineOf();
    expect(new RingCurrent(ler, ler.current).rate(s) / Hz).toBeCloseTo(11.1, 1);
    expect(new RingCurrent(her, her.current).rate(s) / Hz).toBeCloseTo(4.1, 1);
    expect(new RingCurrent(ler, ler.current).current(3600 * s)).toBeCloseTo(ler.current, 0);
  });

  it('falls to 1/e in a lifetime without injection, and takes no shots', () => {
    const { ler } = machineOf('ler.injection.on=false');
    const stored = new RingCurrent(ler, ler.current);
    expect(stored.current(ler.lifetime) / ler.current).toBeCloseTo(1 / Math.E, 12);
    expect(stored.shots(ler.lifetime)).toBe(0);
  });

  it('is filled by 25 shots a second, as shot by shot, and then held', () => {
    const { ler } = machineOf();
    const stored = new RingCurrent(ler, 0);
    const [early, late] = [stored.current(60 * s), stored.current(3600 * s)];
    expect(early / currentStepByStep(0, 60, 25)).toBeCloseTo(1, 3);
    expect(stored.rate(60 * s) / Hz).toBeCloseTo(25, 9);
    expect(late / ler.current).toBeCloseTo(1, 9);
    // No jump in the number of shots where filling ends.
    const end = -500 * Math.log(1 - 1.32 / (25 * 500 * 2.385e-4));
    const across = stored.shots((end + 1) * s) - stored.shots((end - 1) * s);
    expect(across).toBeGreaterThan(11 + 20);
    expect(across).toBeLessThan(25 + 15);
  });

  it('stays below what it shall be when 25 shots a second do not make up for the loss', () => {
    const { ler } = machineOf('ler.lifetime=100 s');
    const balance = (25 / s) * currentOfShot(ler) * ler.lifetime;
    expect(balance).toBeLessThan(ler.current);
    expect(new RingCurrent(ler, ler.current).current(3600 * s)).toBeCloseTo(balance, -1);
  });

  it('above what it shall be is left alone until it has fallen to it', () => {
    const { ler } = machineOf('ler.current=1 A');
    const stored = new RingCurrent(ler, 1.32 * ampere);
    const wait = 500 * Math.log(1.32);
    expect(stored.shots((wait - 1) * s)).toBe(0);
    expect(stored.current((wait - 1) * s)).toBeGreaterThan(ler.current);
    expect(stored.shots((wait + 10) * s)).toBeGreaterThan(50);
    expect(stored.current((wait + 100) * s) / ler.current).toBeCloseTo(1, 9);
  });
});
