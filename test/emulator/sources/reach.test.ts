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
  it('is nothing beside the beams, and all its energy where lines add it up', () => {
    for (const theta of [8, 163])
      expect(reach({ pdg: 22, p: 3, theta: theta * degree }).isSeen, `${theta}°`).toBe(false);
    for (const theta of [13, 16, 145, 150])
      expect(reach({ pdg: 22, p: 3, theta: theta * degree }), `${theta}°`).toStrictEqual({
        isSeen: true,
        energy: 0,
        pt: 0,
        second: 0,
      });
    for (const theta of [19, 35, 90, 130, 141])
      expect(reach({ pdg: 22, p: 3, theta: theta * degree }).energy, `${theta}°`).toBe(3);
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
    const [electron, muon] = [11, -13].map((pdg) => ({ pdg, p: 1, theta: across }));
    expect(reach(electron!, muon!).energy).toBe(1.2);
    // 0.26 GeV/c curl before the barrel, but reach the endcaps.
    expect(reach({ ...electron!, p: 0.26 })).toMatchObject({ energy: 0, pt: 0.26, isSeen: true });
    expect(reach({ ...electron!, p: 0.28 }).energy).toBe(0.28);
    expect(reach({ ...electron!, p: 0.5, theta: 20 * degree }).energy).toBe(0.5);
  });

  it('of fast hadrons is all their energy, anywhere in the calorimeter', () => {
    const energyOf = (pdg: number, p: number, theta: number): number =>
      reach({ pdg, p, theta: theta * degree }).energy;
    expect(energyOf(-211, 0.75, 90)).toBe(0.2);
    for (const theta of [14, 20, 90, 150])
      expect(energyOf(211, 0.85, theta), `${theta}°`).toBe(0.85);
    expect(energyOf(211, 0.75, 20)).toBe(0.2);
    for (const pdg of [211, 13]) expect(energyOf(pdg, 0.75, 14)).toBe(0);
  });

  it('knows the two highest transverse momenta in the chamber, in any order', () => {
    const [low, middle, high] = [0.3, 0.5, 0.9].map((p) => ({ pdg: 13, p, theta: across }));
    for (const order of [
      [low!, middle!, high!],
      [high!, low!, middle!],
      [middle!, high!, low!],
    ])
      expect(reach(...order)).toMatchObject({ pt: 0.9, second: 0.5 });
    for (const [inside, beyond] of [
      [17, 16],
      [148, 150],
    ] as const) {
      expect(reach({ ...high!, theta: inside * degree }).pt, `${inside}°`).toBeGreaterThan(0);
      expect(reach({ ...high!, theta: beyond * degree }).pt, `${beyond}°`).toBe(0);
    }
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
    expect(reach(down(0.7, -500, 100))).toMatchObject({ isSeen: true, pt: 0 });
    expect(reach(down(2, -500, 320))).toMatchObject({ isSeen: true, pt: 0 });
    expect(reach(down(2, -500, 330)).isSeen).toBe(false);
  });

  it('of a muon of the sky that passes before or behind the yoke is nothing', () => {
    // Down from 500 cm at 45°, so that it is nearest to the axis 500 cm farther along it; the yoke
    // of 300 cm around it reaches from −240 to 345 cm.
    const slanted = (z: number, forward: 1 | -1, p = 2): Given => ({
      pdg: -13,
      p,
      theta: (90 - 45 * forward) * degree,
      at: [-500, 100, z],
    });
    for (const [z, forward] of [
      [-900, 1],
      [-50, 1],
      [1000, -1],
      [150, -1],
    ] as const)
      expect(reach(slanted(z, forward)).pt, `from ${z} cm`).toBeCloseTo(2, 5);
    for (const [z, forward] of [
      [-1100, 1],
      [200, 1],
      [1200, -1],
      [-100, -1],
    ] as const)
      expect(reach(slanted(z, forward)), `from ${z} cm`).toMatchObject({ isSeen: true, pt: 0 });
  });

  it('takes a muon that starts near the axis, but before the yoke, for one of the sky', () => {
    const along = { pdg: 13, p: 3, theta: 40 * degree };
    expect(reach({ ...along, at: [-60, 0, -460] })).toMatchObject({ pt: 3, isSeen: true });
    expect(reach({ ...along, at: [-60, 0, -240] }).isSeen).toBe(true);
    expect(reach({ ...along, at: [-60, 0, -240] }).pt).toBeLessThan(2);
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
