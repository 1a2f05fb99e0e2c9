import { expect, it } from 'vitest';
import { loneRay } from '../../../../emulator/studies/observers/lone-ray.js';
import { particlesOf } from '../../../detector/cdc/chamber.js';

it('a ray from above has momentum, zenith angle, start and distance from the centre', () => {
  const particles = particlesOf([
    [{ pdg: 13, p: [0, -2, 0], vertex: [30, 400, 40] }],
    [{ pdg: 13, p: [3, -4, 0], vertex: [-300, 400, 0] }],
  ]);
  const { p, zenith, start, miss } = loneRay({
    eventCount: 2,
    particles,
  } as unknown as Parameters<typeof loneRay>[0]);
  expect([...p]).toEqual([2, 5]);
  expect(zenith[0]).toBe(0);
  expect(zenith[1]).toBeCloseTo(Math.acos(0.8), 12);
  expect(start[0]).toBeCloseTo(Math.hypot(30, 400, 40), 9);
  expect(miss[0]).toBeCloseTo(50, 9);
  expect(miss[1]).toBeCloseTo(0, 4);
});
