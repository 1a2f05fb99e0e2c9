import { expect, it } from 'vitest';
import { sliceAddresses } from '../../detector/event.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { nominal } from '../emulator/generators/machine.js';

it('collides within 12 µm, 0.5 µm, 0.3 mm and 13 ps of the nominal point', () => {
  const count = 20_000;
  const draw = beamSpot(nominal, 1);
  const addresses = sliceAddresses(1, 0, 0, count);
  const squares = { x: 0, y: 0, z: 0, time: 0 };
  for (let event = 0; event < count; event++) {
    const point = draw(addresses, event);
    for (const name of ['x', 'y', 'z', 'time'] as const) squares[name] += point[name] ** 2 / count;
  }
  // 4 σ of a width estimated from 20 000 draws is 2 %.
  expect(Math.abs(Math.sqrt(squares.x) / 12e-4 - 1)).toBeLessThan(0.02);
  expect(Math.abs(Math.sqrt(squares.y) / 0.5e-4 - 1)).toBeLessThan(0.02);
  expect(Math.abs(Math.sqrt(squares.z) / 0.03 - 1)).toBeLessThan(0.02);
  expect(Math.abs(Math.sqrt(squares.time) / 0.013 - 1)).toBeLessThan(0.02);
});
