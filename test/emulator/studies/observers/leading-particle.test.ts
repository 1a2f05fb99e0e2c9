import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../detector/base/config.js';
import { degree } from '../../../../detector/base/units.js';
import { beams, beamsSchema, cmsToLab } from '../../../../detector/beams.js';
import { fourVector } from '../../../../detector/lorentz.js';
import { ParticleBuilder, particleStatus } from '../../../../detector/particles.js';
import { darkPhotonPdg } from '../../../../detector/pdg.js';
import {
  frontTheta,
  thetaIdAt,
  thetaRange,
} from '../../../../emulator/studies/observers/cell-columns.js';
import { leadingParticle } from '../../../../emulator/studies/observers/leading-particle.js';

const machine = beams(parseConfig(beamsSchema, {}, 'test'));
const { final, intermediate, beam } = particleStatus;

/** The variables of one event. */
function observe(build: (builder: ParticleBuilder) => void, pdg = 22): Record<string, number> {
  const builder = new ParticleBuilder();
  build(builder);
  builder.endEvent();
  const columns = leadingParticle(pdg, machine.frame)({ eventCount: 1, particles: builder.take() });
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[0]!]));
}

describe('the leading photon', () => {
  it('has in the centre-of-mass frame the energy it was made with there', () => {
    const photon = fourVector(3 * Math.sin(1), 0, 3 * Math.cos(1), 3);
    cmsToLab(machine.frame, photon);
    const { energyCms, energyLab, theta } = observe((b) =>
      b.push(22, final, -1, photon.px, photon.py, photon.pz, photon.energy),
    );
    expect(energyCms).toBeCloseTo(3, 12);
    expect(energyLab).toBe(photon.energy);
    expect(theta).toBeCloseTo(Math.atan2(Math.hypot(photon.px, photon.py), photon.pz), 14);
  });

  it('is the one of highest energy in the centre of mass, not in the laboratory', () => {
    const { pt } = observe((b) => {
      // Forward 3.0 GeV in the laboratory is 2.3 GeV in the centre of mass, 2.8 GeV at 90° stays
      // 2.9 GeV.
      b.push(22, final, -1, 0, 0, 3, 3);
      b.push(22, final, -1, 0, 2.8, 0, 2.8);
    });
    expect(pt).toBe(2.8);
  });

  it('that converted is still the photon, and tells where', () => {
    const { energyLab, conversionRadius } = observe((b) => {
      const photon = b.push(22, intermediate, -1, 0, 2, 0, 2);
      b.push(11, final, photon, 0, 1.2, 0, 1.2, 0, 60, 1);
      b.push(-11, final, photon, 0, 0.8, 0, 0.8, 0, 60, 1);
    });
    expect(energyLab).toBe(2);
    expect(conversionRadius).toBe(60);
  });

  it('that did not convert has an infinite conversion radius', () => {
    expect(observe((b) => b.push(22, final, -1, 0, 2, 0, 2)).conversionRadius).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('is no virtual photon of an event record, no beam particle and no background', () => {
    const event = observe((b) => {
      const virtual = b.push(22, intermediate, -1, 0, 4, 3, 6);
      b.push(11, final, virtual, 0, 2, 1.5, 2.5);
      b.push(-11, final, virtual, 0, 2, 1.5, 2.5);
      b.push(22, beam, -1, 0, 0, 7, 7);
      b.push(22, final, -1, 5, 0, 0, 5, 0, 0, 0, 0, 1);
    });
    expect(event.energyCms).toBeNaN();
    expect(event.thetaId).toBeNaN();
  });

  it('has the azimuth to the second photon between 0° and 180°', () => {
    const { deltaPhi } = observe((b) => {
      b.push(22, final, -1, -3, 0.1, 0, Math.hypot(3, 0.1));
      b.push(22, final, -1, -2, -0.1, 0, Math.hypot(2, 0.1));
    });
    expect(deltaPhi).toBeCloseTo(Math.atan(0.1 / 3) + Math.atan(0.1 / 2), 12);
  });

  it('goes with the mass of the dark photon beside it', () => {
    const event = observe((b) => {
      b.push(22, final, -1, 0, 2, 0, 2);
      b.push(darkPhotonPdg, final, -1, 0, -2, 1, Math.hypot(2, 1, 8.25));
    });
    expect(event.mass).toBeCloseTo(8.25, 12);
    expect(event.darkPhotons).toBe(1);
    expect(observe((b) => b.push(22, final, -1, 0, 2, 0, 2))).toMatchObject({
      darkPhotons: 0,
      mass: Number.NaN,
    });
  });
});

it('a leading muon has the radius at which it was born', () => {
  const { decayRadius, z0, p } = observe(
    (b) => b.push(-13, final, -1, 1, 0, 1, Math.hypot(1, 1, 0.1057), 3, 4, 7),
    13,
  );
  expect(decayRadius).toBe(5);
  expect(z0).toBe(7);
  expect(p).toBeCloseTo(Math.SQRT2, 14);
});

describe('columns of cells', () => {
  it('are rings 1 to 17 with the gaps between the regions', () => {
    const ids = [12, 13, 31.4, 31.8, 32.3, 90, 128.6, 129.5, 131, 155, 156].map((theta) =>
      thetaIdAt(theta * degree),
    );
    expect(ids).toEqual([0, 1, 3, 0, 4, 11, 15, 0, 16, 17, 0]);
  });

  it('follow the straight line from the vertex to the front of the crystals', () => {
    const direction = (theta: number): readonly [number, number, number] => [
      Math.sin(theta),
      0,
      Math.cos(theta),
    ];
    for (const theta of [15, 32.5, 60, 90, 128, 140].map((angle) => angle * degree)) {
      expect(frontTheta(0, 0, 0, ...direction(theta))).toBeCloseTo(theta, 12);
    }
    // At 90° from z = 5 cm the front is met at z = 5 cm, r = 125.16 cm.
    expect(frontTheta(0, 0, 5, ...direction(Math.PI / 2))).toBeCloseTo(Math.atan2(125.16, 5), 12);
    expect(frontTheta(0, 0, 0, 0, 0, 1)).toBe(0);
  });

  it('leave the margin at either end of a range', () => {
    const [from, to] = thetaRange(5, 14, 1 * degree);
    expect(from / degree).toBeCloseTo(38.77, 10);
    expect(to / degree).toBeCloseTo(123.76, 10);
  });
});
