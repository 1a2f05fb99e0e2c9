import { describe, expect, it } from 'vitest';
import { particleStatus, ParticleBuilder } from '../../../detector/particles.js';
import { leastReach } from '../../../emulator/settings/least-reach.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { concatTables } from '../../../emulator/sources/concat-tables.js';
import { reachOf } from '../../../emulator/sources/reach.js';

interface Given {
  readonly pdg: number;
  /** [GeV] */
  readonly p: number;
  /** Polar angle [rad]. */
  readonly theta: number;
  readonly at?: readonly [x: number, y: number, z: number];
  readonly status?: number;
}

/** What one seed of some particles in the x-z plane can do. */
function reach(...particles: readonly Given[]) {
  const builder = new ParticleBuilder();
  for (const { pdg, p, theta, at = [0, 0, 0], status = particleStatus.final } of particles)
    builder.push(pdg, status, -1, p * Math.sin(theta), 0, p * Math.cos(theta), p, ...at);
  builder.endEvent();
  const { isSeen, energy, pt, second } = reachOf(builder.take());
  return {
    isSeen: isSeen[0] === 1,
    energy: Number(energy[0]!.toFixed(6)),
    pt: Number(pt[0]!.toFixed(6)),
    second: Number(second[0]!.toFixed(6)),
  };
}

const degree = Math.PI / 180;
const across = 90 * degree;

describe('what a seed can do at most', () => {
  it('is nothing beside the beams, and all its energy where the calorimeter is', () => {
    for (const theta of [8, 163])
      expect(reach({ pdg: 22, p: 3, theta: theta * degree }).isSeen, `${theta}°`).toBe(false);
    for (const theta of [13, 35, 90, 130, 150])
      expect(reach({ pdg: 22, p: 3, theta: theta * degree }), `${theta}°`).toStrictEqual({
        isSeen: true,
        energy: 3,
        pt: 0,
        second: 0,
      });
  });

  it('counts from where a particle starts', () => {
    const backward = { pdg: 22, p: 1, theta: 20 * degree };
    expect(reach(backward).isSeen).toBe(true);
    // From 110 cm ahead it passes through the hole of the endcap.
    expect(reach({ ...backward, at: [0, 0, 110] }).isSeen).toBe(false);
  });

  it('leaves out what is not final, and neutrinos', () => {
    const photon = { pdg: 22, p: 1, theta: across };
    const decayed = { ...photon, status: particleStatus.intermediate };
    expect(reach(decayed, { ...photon, pdg: -12 }).isSeen).toBe(false);
    expect(reach(decayed, photon).energy).toBe(1);
  });

  it('adds energies: of electrons all, of other charged ones 0.2 GeV, of slow ones none', () => {
    const [electron, pion] = [11, -211].map((pdg) => ({ pdg, p: 1, theta: across }));
    expect(reach(electron!, pion!).energy).toBe(1.2);
    // 0.26 GeV/c curl before the barrel, but reach the endcaps.
    expect(reach({ ...electron!, p: 0.26 })).toMatchObject({ energy: 0, pt: 0.26, isSeen: true });
    expect(reach({ ...electron!, p: 0.28 }).energy).toBe(0.28);
    expect(reach({ ...electron!, p: 0.5, theta: 20 * degree }).energy).toBe(0.5);
  });

  it('knows the two highest transverse momenta in the chamber, in any order', () => {
    const [low, middle, high] = [0.3, 0.5, 0.9].map((p) => ({ pdg: 13, p, theta: across }));
    for (const order of [
      [low!, middle!, high!],
      [high!, low!, middle!],
      [middle!, high!, low!],
    ])
      expect(reach(...order)).toMatchObject({ pt: 0.9, second: 0.5 });
    expect(reach({ ...high!, theta: 12 * degree }).pt).toBe(0);
    expect(reach({ ...high!, theta: 156 * degree }).pt).toBe(0);
  });

  it('of a muon of the sky is its momentum, where it crosses the yoke', () => {
    const down = (p: number, x: number, y: number): Given => ({
      pdg: 13,
      p,
      theta: across,
      at: [x, y, 0],
    });
    expect(reach(down(2, -500, 100))).toStrictEqual({
      isSeen: true,
      energy: 0.2,
      pt: 2,
      second: 0,
    });
    expect(reach(down(2, -500, 200))).toMatchObject({ isSeen: true, energy: 0, pt: 2 });
    expect(reach(down(1.4, -500, 100))).toMatchObject({ isSeen: true, pt: 0 });
    expect(reach(down(2, -500, 330)).isSeen).toBe(false);
  });
});

describe('tables of particles', () => {
  it('joined are those of the first, then those of the second', () => {
    const table = (codes: readonly (readonly number[])[]) => {
      const builder = new ParticleBuilder();
      for (const event of codes) {
        for (const pdg of event) builder.push(pdg, 1, -1, 0.5, 0, 0, 1);
        builder.endEvent();
      }
      return builder.take();
    };
    const { pdg, offsets, px } = concatTables([table([[1, 2], []]), table([]), table([[3]])]);
    expect([...pdg]).toStrictEqual([1, 2, 3]);
    expect([...offsets]).toStrictEqual([0, 2, 2, 3]);
    expect([...px]).toStrictEqual([0.5, 0.5, 0.5]);
    expect(concatTables([]).offsets).toHaveLength(1);
  });
});

describe('the least that lines without prescale ask', () => {
  it('is known of the menu physics, and of one with less of them', () => {
    const physics = loadMenu('physics');
    expect(leastReach(physics)?.pt).toBeGreaterThan(0.2);
    const lines = physics.lines.slice(3);
    expect(leastReach({ ...physics, lines })).toStrictEqual(leastReach(physics));
  });

  it('is not known of a menu that keeps all events of another line', () => {
    const physics = loadMenu('physics');
    const lines = physics.lines.map((line) =>
      line.prescale > 1 ? { ...line, prescale: 1 } : line,
    );
    expect(leastReach({ ...physics, lines })).toBeUndefined();
  });
});
