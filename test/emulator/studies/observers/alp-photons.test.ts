import { describe, expect, it } from 'vitest';
import { degree } from '../../../../detector/base/units.js';
import { ParticleBuilder, particleStatus } from '../../../../detector/particles.js';
import { alpPdg } from '../../../../emulator/generators/alp.js';
import { alpPhotons } from '../../../../emulator/studies/observers/alp-photons.js';
import { generate } from '../../generators/machine.js';

interface Photon {
  readonly theta: number;
  readonly phi?: number;
  readonly energy?: number;
}

/** One event: recoil photon, ALP, and its photons; laboratory. */
function eventOf(recoil: Photon, first: Photon, second: Photon) {
  const builder = new ParticleBuilder();
  builder.reserve(4);
  const put = ({ theta, phi = 0, energy = 2 }: Photon, mother: number): void => {
    const row = builder.rowCount++;
    const { columns } = builder;
    columns.pdg[row] = 22;
    columns.status[row] = particleStatus.final;
    columns.mother[row] = mother;
    columns.energy[row] = energy;
    columns.px[row] = energy * Math.sin(theta * degree) * Math.cos(phi * degree);
    columns.py[row] = energy * Math.sin(theta * degree) * Math.sin(phi * degree);
    columns.pz[row] = energy * Math.cos(theta * degree);
  };
  put(recoil, -1);
  const { columns } = builder;
  const alp = builder.rowCount++;
  columns.pdg[alp] = alpPdg;
  columns.mother[alp] = -1;
  [columns.px[alp], columns.py[alp], columns.pz[alp], columns.energy[alp]] = [0, 3, 0, 5];
  put(first, 1);
  [columns.x[alp + 1], columns.y[alp + 1], columns.z[alp + 1]] = [3, -4, 50];
  put(second, 1);
  builder.endEvent();
  return alpPhotons({ eventCount: 1, particles: builder.take() });
}

describe('variables of three photons', () => {
  it('are mass and radius of the ALP and the angle between its photons', () => {
    const { mass, opening, radius } = eventOf({ theta: 90 }, { theta: 60 }, { theta: 85 });
    expect(radius[0]).toBeCloseTo(5, 12);
    expect(mass[0]).toBeCloseTo(4, 9);
    expect(opening[0]! / degree).toBeCloseTo(25, 6);
    const apart = eventOf({ theta: 90 }, { theta: 90 }, { theta: 90, phi: 140 });
    expect(apart.opening[0]! / degree).toBeCloseTo(140, 6);
  });

  it('count photons in 17–150° above 100 MeV', () => {
    const inside = (...photons: Parameters<typeof eventOf>) => eventOf(...photons).inside[0];
    expect(inside({ theta: 18 }, { theta: 149 }, { theta: 90 })).toBe(3);
    expect(inside({ theta: 16 }, { theta: 149 }, { theta: 90 })).toBe(2);
    expect(inside({ theta: 18 }, { theta: 151 }, { theta: 90 })).toBe(2);
    expect(inside({ theta: 18 }, { theta: 90, energy: 0.09 }, { theta: 90 })).toBe(2);
    expect(inside({ theta: 1 }, { theta: 179 }, { theta: 90, energy: 0.11 })).toBe(1);
  });

  it('are of each event on its own, and absent where no ALP is', () => {
    const { mass } = alpPhotons({ eventCount: 5, particles: generate('alp', { mass: 2 }, 5) });
    for (const value of mass) expect(value).toBeCloseTo(2, 5);
    const none = alpPhotons({ eventCount: 1, particles: generate('gamma-gamma', {}, 1) });
    expect([none.mass[0], none.inside[0], none.opening[0]]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });
});
