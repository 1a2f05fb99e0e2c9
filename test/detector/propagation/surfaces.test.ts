import { expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { materialSchema } from '../../../detector/material.js';
import { layersForTracks } from '../../../detector/material-layers.js';
import { exact, momentum, move, particlesOf } from '../cdc/chamber.js';

const degree = Math.PI / 180;
const layers = layersForTracks(parseConfig(materialSchema, {}, 'test'));

/** Layers that a line from the origin at this angle meets before the calorimeter. */
function metBy(theta: number): number {
  const slope = Math.tan(theta);
  const zAtFront = slope > 0 ? Math.min(196, 125.16 / slope) : Math.max(-102, 125.16 / slope);
  return layers.filter(({ shape, position, low, high, thickness }) => {
    const z = shape === 'disc' ? position : position / slope;
    const across = shape === 'disc' ? position * slope : z;
    const isAhead = z * zAtFront >= 0 && Math.abs(z) < Math.abs(zAtFront);
    return thickness > 0 && isAhead && across >= low && across <= high;
  }).length;
}

it('a stiff track ends an arc in each layer that a straight line meets, rings of discs too', () => {
  const angles = Array.from({ length: 400 }, (_, index) => (7 + 0.42 * index) * degree);
  const stiff = (theta: number) => [{ pdg: 13, p: momentum(1e6, theta, 0.3) }];
  const { arcs } = move(particlesOf(angles.map(stiff)), { transport: exact.transport });
  const found = angles.map((_, event) => arcs.offsets[event + 1]! - arcs.offsets[event]! - 1);
  expect(found).toEqual(angles.map(metBy));
  expect(new Set(found).size).toBeGreaterThan(6);
});
