import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../detector/base/config.js';
import { degree } from '../../detector/base/units.js';
import { sliceAddresses } from '../../detector/event.js';
import { conversionRate, materialSchema, passMaterial } from '../../detector/material.js';
import { materialOnRay } from '../../detector/material-scan.js';
import { ParticleBuilder, particleStatus } from '../../detector/particles.js';

const budget = parseConfig(materialSchema, {}, 'test');

/** Share of 20 000 photons of 1 GeV at that angle that the response converts. */
function convertedShare(theta: number): number {
  const photons = 20_000;
  const builder = new ParticleBuilder();
  for (let event = 0; event < photons; event++) {
    builder.push(
      22,
      particleStatus.final,
      -1,
      Math.sin(theta),
      0,
      Math.cos(theta),
      1,
      0,
      0,
      0,
      0,
      0,
    );
    builder.endEvent();
  }
  const { status } = passMaterial(budget, { seed: 5 })(
    builder.take(),
    sliceAddresses(1, 0, 0, photons),
  );
  return (
    status.reduce((count, value) => count + (value === particleStatus.intermediate ? 1 : 0), 0) /
    photons
  );
}

describe('material along a ray', () => {
  it.each([20, 33, 45, 90, 125, 140])(
    'at %i° is what photons convert in, within 4 σ of the counted number',
    (theta) => {
      const { inFront } = materialOnRay(budget, theta * degree);
      const expected =
        1 - Math.exp(-conversionRate * inFront.reduce((sum, length) => sum + length, 0));
      const error = Math.sqrt((expected * (1 - expected)) / 20_000);
      expect(Math.abs(convertedShare(theta * degree) - expected)).toBeLessThan(4 * error);
    },
  );

  it('is 2.2 X0 and 0.31 interaction lengths of coil and cryostat at 90°, none at 20°', () => {
    const across = materialOnRay(budget, 90 * degree);
    expect(across.coilRadiation).toBeCloseTo(2.2, 1);
    expect(across.coilInteraction).toBeCloseTo(0.31, 2);
    expect(materialOnRay(budget, 20 * degree).coilRadiation).toBe(0);
  });
});
