import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boost, boostFromRest, fourVector, massSquared } from '../../detector/lorentz.js';

const component = fc.double({ min: -5, max: 5, noNaN: true });
const velocity = fc.tuple(component, component, component).map(([x, y, z]) => {
  const length = Math.hypot(x, y, z);
  const beta = length === 0 ? 0 : (0.95 * Math.tanh(length)) / length;
  return { x: x * beta, y: y * beta, z: z * beta, gamma: 1 / Math.sqrt(1 - (length * beta) ** 2) };
});

describe('boost', () => {
  it('keeps the invariant mass', () => {
    fc.assert(
      fc.property(
        component,
        component,
        component,
        fc.double({ min: 0, max: 5, noNaN: true }),
        velocity,
        (px, py, pz, mass, beta) => {
          const vector = fourVector(
            px,
            py,
            pz,
            Math.sqrt(px * px + py * py + pz * pz + mass * mass),
          );
          boost(vector, beta.x, beta.y, beta.z, beta.gamma);
          // Energies reach 100 GeV here: 1e-16 of their squares.
          expect(massSquared(vector)).toBeCloseTo(mass * mass, 9);
        },
      ),
    );
  });

  it('is undone by the opposite boost', () => {
    fc.assert(
      fc.property(component, component, component, velocity, (px, py, pz, beta) => {
        const vector = fourVector(px, py, pz, 10);
        boost(vector, beta.x, beta.y, beta.z, beta.gamma);
        boost(vector, -beta.x, -beta.y, -beta.z, beta.gamma);
        expect(vector.px).toBeCloseTo(px, 9);
        expect(vector.py).toBeCloseTo(py, 9);
        expect(vector.pz).toBeCloseTo(pz, 9);
        expect(vector.energy).toBeCloseTo(10, 9);
      }),
    );
  });

  it('shifts a photon along the motion by the Doppler factor', () => {
    const photon = fourVector(0, 0, 1, 1);
    boost(photon, 0, 0, 0.6, 1.25);
    expect(photon.energy).toBeCloseTo(2, 12);
    expect(photon.pz).toBeCloseTo(2, 12);
  });

  it('gives a particle at rest the velocity of its system', () => {
    const system = fourVector(1, -2, 3, 5);
    const mass = Math.sqrt(massSquared(system));
    const particle = fourVector(0, 0, 0, mass);
    boostFromRest(particle, system, mass);
    expect(particle.px).toBeCloseTo(1, 12);
    expect(particle.py).toBeCloseTo(-2, 12);
    expect(particle.pz).toBeCloseTo(3, 12);
    expect(particle.energy).toBeCloseTo(5, 12);
  });
});
