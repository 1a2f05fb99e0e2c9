import { describe, expect, it } from 'vitest';
import { variableOf } from '../../../../emulator/studies/variables.js';
import { cards } from '../../../../emulator/studies/cards/index.js';

/** Where a variable can be: angles of a direction, momenta of the machine, the detector [cm]. */
const reach: Readonly<Record<string, readonly [number, number]>> = {
  phi: [-Math.PI, Math.PI],
  theta: [0, Math.PI],
  deltaPhi: [0, Math.PI],
  p: [0, 8],
  pt: [0, 8],
  energyCms: [0, 6],
  energyLab: [0, 8],
  z0: [-200, 200],
  decayRadius: [0, 200],
};
/** Cosmic muons come from the sky, in decades of momentum. */
const reachOf = (card: string, variable: string): readonly [number, number] =>
  card === 'cosmics' && variable === 'p' ? [0, 1e4] : (reach[variable] ?? [-Infinity, Infinity]);
const rounding = 1e-9;

describe.each(cards)('curves of card $name', ({ name, curves, ownVariables }) => {
  it('have bins that ascend', () => {
    for (const { id, axis } of curves)
      expect(
        axis.edges.every((edge, at) => at === 0 || edge > axis.edges[at - 1]!),
        id,
      ).toBe(true);
  });

  it('have bins of one width that a person can read: at most three digits in its unit', () => {
    for (const { id, axis } of curves) {
      const { factor } = variableOf(axis.variable, ownVariables);
      const widths = axis.edges.slice(1).map((edge, at) => (edge - axis.edges[at]!) / factor);
      const first = widths[0]!;
      // Bins of a ratio have many widths.
      if (!widths.every((width) => Math.abs(width / first - 1) < 1e-6)) continue;
      expect(Math.abs(Number(first.toPrecision(3)) / first - 1), id).toBeLessThan(rounding);
    }
  });

  it('lie where their variable can be', () => {
    for (const { id, axis } of curves) {
      const [low, high] = reachOf(name, axis.variable);
      expect(axis.edges[0], id).toBeGreaterThanOrEqual(low - rounding);
      expect(axis.edges.at(-1), id).toBeLessThanOrEqual(high + rounding);
    }
  });

  it('against azimuth go all the way round', () => {
    for (const { id, axis } of curves) {
      if (axis.variable !== 'phi') continue;
      expect(axis.edges.at(-1)! - axis.edges[0]!, id).toBeCloseTo(2 * Math.PI, 9);
    }
  });
});
