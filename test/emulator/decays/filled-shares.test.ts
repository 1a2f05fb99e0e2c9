import { describe, expect, it } from 'vitest';
import { particleNamed } from '../../../detector/pdg.js';
import { decaysOf } from '../../../emulator/decays/decay-table.js';
import { filledShares, filledSharesOf } from '../../../emulator/decays/filled-shares.js';
import { parseDecays } from '../../../emulator/decays/parse-decays.js';

const shares = filledShares();
const of = (name: string) => shares.find((share) => share.name === name)!;

describe('shares of decays', () => {
  it('listed, filled and left out add up to 1, for each parent once', () => {
    for (const { listed, filled, leftOut } of shares)
      expect(listed + filled + leftOut).toBeCloseTo(1, 12);
    expect(new Set(shares.map(({ name }) => name)).size).toBe(shares.length);
    expect(of('B-')).toBeUndefined();
  });

  it('are more filled than listed for B, and not filled at all for τ', () => {
    expect(of('B0').filled).toBeGreaterThan(0.5);
    expect(of('B+').filled).toBeGreaterThan(0.5);
    expect(of('tau-')).toMatchObject({ filled: 0, leftOut: decaysOf(15)!.leftOut });
  });

  it('of what a B leaves are those of it and of all that may come of it, fullest first', () => {
    const found = filledSharesOf([-521]);
    const names = found.map(({ name }) => name);
    for (const name of ['B+', 'J/psi', 'D_s+']) expect(names).toContain(name);
    for (const name of ['B0', 'B_s0', 'pi0']) expect(names).not.toContain(name);
    const listed = found.map((share) => share.listed);
    expect(listed).toEqual([...listed].sort((a, b) => a - b));
    expect(filledSharesOf([22])).toEqual([]);
  });

  it('are filled behind the word, up to the next parent', () => {
    const text = 'parent: rho+\n0.6 pi+ pi0\nfilled:\n0.2 pi+ gamma\nparent: rho0\n1 pi+ pi-';
    const [charged, neutral] = parseDecays(text);
    expect(charged!.modes.map(({ isFilled }) => isFilled)).toEqual([false, true]);
    expect(charged!.leftOut).toBeCloseTo(0.2, 12);
    expect(neutral!.pdg).toBe(particleNamed('rho0'));
    expect(neutral!.modes[0]!.isFilled).toBe(false);
  });
});
