import { expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { pionMass, speedOfLight } from '../../../detector/base/constants.js';
import { Arrival } from '../../../detector/ecl/arrival.js';
import { Helix } from '../../../detector/helix.js';
import { arcSchema } from '../../../detector/propagation/arcs.js';

it('a pion arrives at the end of its arc, later by path over velocity, with what is left', () => {
  const [px, py, pz] = [0.3, 0.1, 0.2];
  const length = 120;
  const builder = new TableBuilder(arcSchema);
  builder.reserve(1);
  const start = { x: 3, y: -4, z: 1, time: 2, px, py, pz, curvature: -0.002, length };
  for (const [name, value] of Object.entries(start))
    builder.columns[name as keyof typeof start][0] = value;
  builder.rowCount++;
  builder.endEvent();
  const arcs = builder.take();

  const arrival = new Arrival();
  arrival.along(arcs, 0, 211);
  const helix = new Helix();
  helix.setArc(arcs, 0);
  helix.moveTo(length);
  expect([arrival.x, arrival.y, arrival.z]).toEqual([helix.x, helix.y, helix.z]);
  expect([arrival.ux, arrival.uy, arrival.uz]).toEqual([helix.ux, helix.uy, helix.uz]);
  const p = Math.hypot(px, py, pz);
  const energy = Math.hypot(p, pionMass);
  const path = (length * p) / Math.hypot(px, py);
  expect(arrival.time).toBeCloseTo(2 + (path * energy) / (p * speedOfLight), 5);
  expect(arrival.kineticEnergy).toBeCloseTo(energy - pionMass, 6);
});
