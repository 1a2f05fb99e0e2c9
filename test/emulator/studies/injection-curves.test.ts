import { describe, expect, it } from 'vitest';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { cardOf, loadCard } from '../../../emulator/studies/card.js';
import { withInjectionCurves } from '../../../emulator/studies/injection-curves.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';

describe('a card against injections', () => {
  const photons = loadCard('single-photon');

  it('has its lines and families against time since the shot and phase in the turn', () => {
    const card = withInjectionCurves(photons, physicsMenu);
    const added = card.curves.slice(photons.curves.length);
    expect(added.map(({ id }) => id)).toEqual(['sinceInjection', 'turnPhase']);
    const [since, turn] = added;
    expect(since!.subjects).toEqual([photons.lines, photons.families].flat());
    expect(since!.axis.edges[1]).toBe(0.5e6);
    expect(turn!.axis.edges.at(-1)).toBeCloseTo(10_061.3, 0);
    expect(card.plots!.slice(-2).map(({ file }) => file)).toEqual(['sinceInjection', 'turnPhase']);
    const { groups } = card.layout(compileMenu(physicsMenu));
    expect(groups).toHaveLength(card.curves.length + 1);
    expect(card.reference).toBe(photons.reference);
  });

  it('of all lines has the families of the menu', () => {
    const card = withInjectionCurves(loadCard('prongs'), physicsMenu);
    expect(card.curves[0]!.subjects).toContain('two-track');
    expect(card.curves[0]!.subjects).not.toContain('stt');
  });

  it('without a machine, or without lines, is as it was', () => {
    expect(cardOf(photons, { menu: physicsMenu })).toBe(photons);
    const bare = { ...photons, lines: [], families: [] };
    expect(withInjectionCurves(bare, physicsMenu)).toBe(bare);
  });
});
