import { kernels } from '#kernels';
import { describe, expect, it } from 'vitest';
import {
  firstWireOfLayer,
  layerOfWire,
  layerRadius,
  wirePhi,
  wireRadius,
  wiresOfLayer,
  zBackward,
  zForward,
} from '../../../detector/cdc/geometry.js';
import type { CdcDeposits } from '../../../detector/cdc/hits.js';
import { depositsOf, exact, momentum, particlesOf, type Shot, signalsOf } from './chamber.js';

const at = (values: ArrayLike<number>, index: number) => values[index] ?? Number.NaN;
const degree = Math.PI / 180;
const muonMass = 0.1056583755;
const speedOfLight = 29.9792458;

/**
 * A point of the track: place and path, stepped with no more than the definition of the curvature.
 */
interface Step {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly path: number;
}

/**
 * The track in steps of 0.2 mm along the transverse plane: exact rotation of the direction about z,
 * nothing of the code under test.
 */
function stepped(
  { p: [px, py, pz], vertex = [0, 0, 0] }: Shot,
  charge: number,
  length: number,
): Step[] {
  const pt = Math.hypot(px, py);
  const radius = pt / (0.00299792458 * 1.5);
  const step = 0.02;
  let [x, y, z] = vertex;
  let phi = Math.atan2(py, px);
  const steps: Step[] = [];
  for (let s = 0; s < length; s += step) {
    steps.push({ x, y, z, path: (s * Math.hypot(pt, pz)) / pt });
    const turn = (-charge * step) / radius;
    // The chord of a step points along its middle direction.
    const chord = 2 * radius * Math.sin(Math.abs(turn) / 2);
    x += chord * Math.cos(phi + turn / 2);
    y += chord * Math.sin(phi + turn / 2);
    z += (step * pz) / pt;
    phi += turn;
  }
  return steps;
}

/**
 * Closest approach of the steps to a wire, in space, by trying all steps near `around`; and the
 * step there.
 */
function closest(
  steps: readonly Step[],
  layer: number,
  wire: number,
): { distance: number; step: Step } {
  const [zb, zf] = [at(zBackward, layer), at(zForward, layer)];
  const end = (z: number) =>
    [
      at(layerRadius, layer) * Math.cos(wirePhi(layer, wire, z)),
      at(layerRadius, layer) * Math.sin(wirePhi(layer, wire, z)),
      z,
    ] as const;
  const a = end(zb);
  const b = end(zf);
  const d = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const;
  const length = Math.hypot(...d);
  let best = { distance: Number.POSITIVE_INFINITY, step: steps[0] as Step };
  for (const step of steps) {
    const v = [step.x - a[0], step.y - a[1], step.z - a[2]] as const;
    const cross = Math.hypot(
      v[1] * d[2] - v[2] * d[1],
      v[2] * d[0] - v[0] * d[2],
      v[0] * d[1] - v[1] * d[0],
    );
    if (cross / length < best.distance) best = { distance: cross / length, step };
  }
  return best;
}

/**
 * Cells (layer, wire number) that hold a step: nearest wire in azimuth at its z, in the radial band
 * half-way to the neighbouring layers.
 */
function cellsOf(steps: readonly Step[]): Set<string> {
  const cells = new Set<string>();
  for (const { x, y, z } of steps) {
    const r = Math.hypot(x, y);
    for (let layer = 0; layer < 56; layer++) {
      if (z < at(zBackward, layer) || z > at(zForward, layer)) continue;
      const half = layer < 8 ? 0.5 : 0.9;
      if (Math.abs(r - wireRadius(layer, z)) > half) continue;
      const cells0 =
        (Math.atan2(y, x) - wirePhi(layer, 0, z)) / ((2 * Math.PI) / at(wiresOfLayer, layer));
      const count = at(wiresOfLayer, layer);
      cells.add(`${layer}:${((Math.round(cells0) % count) + count) % count}`);
    }
  }
  return cells;
}

function hitCells({ wire }: CdcDeposits): Set<string> {
  return new Set(
    [...wire].map((w) => `${at(layerOfWire, w)}:${w - at(firstWireOfLayer, at(layerOfWire, w))}`),
  );
}

/**
 * Deposits against the stepped track: share of cells found on both sides, and the largest errors of
 * the time and of the side.
 */
function compare(shot: Shot, charge: number, length: number) {
  const deposits = depositsOf(particlesOf([[shot]]), {
    ...exact,
    transport: { ...exact.transport, maxPath: 1e5 },
  });
  const steps = stepped(shot, charge, length);
  const expected = cellsOf(steps);
  const found = hitCells(deposits);
  const p = Math.hypot(...shot.p);
  const slowness = Math.hypot(p, muonMass) / (p * speedOfLight);
  const errors: number[] = [];
  for (const [row, wire] of deposits.wire.entries()) {
    const layer = at(layerOfWire, wire);
    const { distance, step } = closest(steps, layer, wire - at(firstWireOfLayer, layer));
    const along = Math.hypot(step.z - at(zBackward, layer), (step.z - at(zBackward, layer)) * 0.07);
    const time = (shot.time ?? 0) + step.path * slowness + distance / 4e-3 + along / 27.25;
    errors.push(at(deposits.time, row) - time);
  }
  const missing = [...expected].filter((cell) => !found.has(cell));
  const surplus = [...found].filter((cell) => !expected.has(cell));
  return {
    expected: expected.size,
    missing,
    surplus,
    errors: errors.map(Math.abs).sort((a, b) => a - b),
  };
}

describe('cells crossed by a track', () => {
  const shots: [string, Shot, number, number][] = [
    ['a stiff prompt muon', { pdg: 13, p: momentum(2, 80 * degree, 0.3) }, -1, 115],
    [
      'a prompt positive muon that bends across the chamber',
      { pdg: -13, p: momentum(0.32, 70 * degree, -2.5) },
      1,
      160,
    ],
    [
      'a forward muon that leaves through the end',
      { pdg: 13, p: momentum(1, 25 * degree, 3.1) },
      -1,
      80,
    ],
    ['a backward muon', { pdg: -13, p: momentum(0.8, 125 * degree, 1.2) }, 1, 110],
    [
      'a displaced muon',
      { pdg: 13, p: momentum(0.7, 60 * degree, 1), vertex: [-3, 22, 8] },
      -1,
      150,
    ],
    [
      'a muon that begins at 60 cm and moves inward',
      { pdg: -13, p: momentum(1.5, 95 * degree, 0.1), vertex: [-60, 8, 5] },
      1,
      190,
    ],
  ];
  it.each(shots)(
    'are those of a track in 0.2 mm steps, with its closest approaches in space: %s',
    (_, shot, charge, length) => {
      const { expected, missing, surplus, errors } = compare(shot, charge, length);
      expect(expected).toBeGreaterThan(20);
      // The borders of stereo rows move with z and those of axial ones are extrapolated: a corner
      // of a neighbouring cell may differ.
      expect(missing.length).toBeLessThanOrEqual(2);
      expect(surplus.length).toBeLessThanOrEqual(2);
      // 0.1 ns are 4 µm of drift: steps of 0.2 mm miss a wire's closest approach by less; far
      // corners of stereo cells see the curvature.
      expect(at(errors, Math.floor(errors.length / 2))).toBeLessThan(0.1);
      expect(at(errors, Math.floor(0.9 * errors.length))).toBeLessThan(0.3);
      expect(at(errors, errors.length - 1)).toBeLessThan(3);
    },
  );

  it('are hit on both arcs of a curling track, turn after turn, up to the stated path', () => {
    const shot: Shot = { pdg: 13, p: momentum(0.15, 80 * degree, 0.7) };
    const turn = 2 * Math.PI * (0.15 / (0.00299792458 * 1.5));
    const cells = (turns: number) => {
      const path = (turns * turn) / Math.sin(80 * degree);
      return hitCells(
        depositsOf(particlesOf([[shot]]), {
          ...exact,
          transport: { ...exact.transport, maxPath: path },
        }),
      );
    };
    const expected = cellsOf(stepped(shot, -1, 1.5 * turn));
    const found = cells(1.5);
    expect([...expected].filter((cell) => !found.has(cell)).length).toBeLessThanOrEqual(
      0.03 * expected.size,
    );
    expect([...found].filter((cell) => !expected.has(cell)).length).toBeLessThanOrEqual(
      0.03 * expected.size,
    );
    expect(cells(0.5).size).toBeLessThan(0.6 * cells(1).size);
  });

  it('are those of a slow prompt track that turns back in the first super-layers', () => {
    // 2R = 26.7 cm: more than a third of the azimuth is run through before the first layer.
    const shot: Shot = { pdg: 13, p: momentum(0.06, 85 * degree, 0.4) };
    const turn = 2 * Math.PI * (Math.hypot(shot.p[0], shot.p[1]) / (0.00299792458 * 1.5));
    const maxPath = turn / Math.sin(85 * degree);
    const found = hitCells(
      depositsOf(particlesOf([[shot]]), {
        ...exact,
        transport: { ...exact.transport, maxPath },
      }),
    );
    const expected = cellsOf(stepped(shot, -1, turn));
    expect(expected.size).toBeGreaterThan(20);
    const surplus = [...found].filter((cell) => !expected.has(cell));
    const missing = [...expected].filter((cell) => !found.has(cell));
    expect(surplus.length + missing.length).toBeLessThanOrEqual(2);
  });

  it('are the same without truth, wire by wire to the bit', () => {
    const shots: Shot[] = [211, -321, 13].map((pdg, index) => ({
      pdg,
      p: momentum(0.3 + 0.4 * index, (50 + 30 * index) * degree, index),
    }));
    const particles = particlesOf([shots, [shots[1]!]]);
    const { offsets, wire, time, side, particle, energy } = depositsOf(particles);
    expect(signalsOf(particles)).toEqual({ offsets, wire, time });
    expect(wire.length).toBeGreaterThan(100);
    for (const truth of [side, particle, energy]) expect(truth.length).toBe(wire.length);
  });

  it('include the row in which a track turns back without reaching its wires', () => {
    // 2R = 60.0 cm: 0.18 cm short of the wires of layer 27 and inside their cells.
    const pt = 0.00299792458 * 1.5 * 30;
    const found = hitCells(depositsOf(particlesOf([[{ pdg: 13, p: [pt, 0, 0] }]]), exact));
    const expected = cellsOf(stepped({ pdg: 13, p: [pt, 0, 0] }, -1, 2 * Math.PI * 30));
    const inRow = (cells: Set<string>) =>
      [...cells].filter((cell) => cell.startsWith('27:')).sort();
    expect(inRow(found).length).toBeGreaterThan(5);
    expect(inRow(found)).toEqual(inRow(expected));
  });

  it('reach priority layers of super-layers 8, 6, 4 from 0.238, 0.189, 0.139 GeV on', () => {
    const reaches = (pt: number, layer: number) => {
      const { wire } = depositsOf(particlesOf([[{ pdg: 13, p: [pt, 0, 0] }]]), exact);
      return wire.some((w) => layerOfWire[w] === layer);
    };
    for (const [layer, lowest] of [
      [52, 0.238],
      [40, 0.189],
      [28, 0.139],
    ] as const) {
      // The table is rounded to 1 MeV; cells begin 0.9 cm, that is 2 MeV, before the wires.
      expect(reaches(lowest + 0.0005, layer)).toBe(true);
      expect(reaches(lowest - 0.003, layer)).toBe(false);
    }
  });

  it('end with the wires: a track at 15° leaves none, at 20° it reaches layer 20 or so', () => {
    const layers = (theta: number) => {
      const { wire } = depositsOf(
        particlesOf([[{ pdg: 13, p: momentum(1, theta * degree, 1) }]]),
        exact,
      );
      return [...wire].map((w) => at(layerOfWire, w));
    };
    expect(layers(15)).toEqual([]);
    // Wire ends by the published table: layer 23 at 19.9°, layer 24 at 20.5° (a 1 GeV track bends
    // 0.2° further forward).
    expect(Math.max(...layers(20))).toBeGreaterThanOrEqual(21);
    expect(Math.max(...layers(20))).toBeLessThanOrEqual(24);
    expect(Math.max(...layers(90))).toBe(55);
  });

  it('are passed on the left (larger azimuth) or on the right as the straight line lies', () => {
    const phi = 0.4;
    const { wire, side } = depositsOf(
      particlesOf([[{ pdg: 13, p: momentum(400, 85 * degree, phi) }]]),
      exact,
    );
    const rows = [...wire.keys()].filter(
      (row) => at(wiresOfLayer, at(layerOfWire, at(wire, row))) > 0,
    );
    for (const row of rows) {
      const layer = at(layerOfWire, at(wire, row));
      const z = at(layerRadius, layer) / Math.tan(85 * degree);
      const away =
        Math.sin(phi - wirePhi(layer, at(wire, row) - at(firstWireOfLayer, layer), z)) *
        at(layerRadius, layer);
      // Within 0.2 mm the bending of 400 GeV and the z of a stereo wire decide.
      if (Math.abs(away) > 0.02) expect(Math.sign(away)).toBe(at(side, row));
    }
    expect(rows.length).toBeGreaterThan(50);
  });
});

describe('response of a cell', () => {
  const muons = Array.from({ length: 400 }, (_, index): Shot[] => [
    { pdg: 13, p: momentum(1.2, (60 + (index % 60)) * degree, 0.017 * index) },
  ]);

  it('fails in 2 of 100 cells by default', () => {
    const all = depositsOf(particlesOf(muons), { ...exact }).wire.length;
    const some = depositsOf(particlesOf(muons), {
      ...exact,
      cdc: { ...exact.cdc, efficiency: 0.98 },
    }).wire.length;
    // 24000 cells: 1 σ is 0.0009.
    expect(Math.abs(some / all - 0.98)).toBeLessThan(0.004);
  });

  it('smears the drift distance by 130 µm', () => {
    const sharp = depositsOf(particlesOf(muons), exact);
    const smeared = depositsOf(particlesOf(muons), {
      ...exact,
      cdc: { ...exact.cdc, resolution: 0.013 },
    });
    expect(smeared.wire).toEqual(sharp.wire);
    const shifts = [...sharp.time].map((time, row) => (at(smeared.time, row) - time) * 4e-3);
    const rms = Math.sqrt(shifts.reduce((sum, shift) => sum + shift * shift, 0) / shifts.length);
    // Tracks within 130 µm of the wire (2 % of the cells) are folded back, which narrows the width
    // by about 1 %.
    expect(Math.abs(rms / 0.013 - 1)).toBeLessThan(0.03);
  });

  it('comes later with the event time, and with the distance to the backward end', () => {
    const time = (shot: Shot) => depositsOf(particlesOf([[shot]]), exact).time;
    const p = momentum(1, 90 * degree, 0.3);
    const early = time({ pdg: 13, p });
    const late = time({ pdg: 13, p, time: 25 });
    const forward = time({ pdg: 13, p: [p[0], p[1], 0], vertex: [0, 0, 30] });
    expect(at(late, 10) - at(early, 10)).toBeCloseTo(25, 3);
    expect(at(forward, 2) - at(early, 2)).toBeCloseTo(30 / 27.25, 3);
  });

  it('is the same for the same address and seed, whatever else is in the batch', () => {
    const alone = depositsOf(particlesOf(muons.slice(0, 1)));
    const first = depositsOf(particlesOf(muons));
    expect(first.time.slice(0, alone.time.length)).toEqual(alone.time);
  });
});

describe('energy in the cells', () => {
  it('is that of the event whatever events came before', () => {
    const muon = (pt: number): Shot[] => [{ pdg: 13, p: momentum(pt, 90 * degree, 1) }];
    const behind = depositsOf(particlesOf([muon(1), muon(1.01)]));
    const alone = depositsOf(particlesOf([[], muon(1.01)]));
    expect(alone.energy).toEqual(behind.energy.slice(at(behind.offsets, 1)));
  });
});

it('crosses each of the 56 layers once on the way out, and is counted', () => {
  const before = kernels.layersCrossed();
  const { wire } = depositsOf(particlesOf([[{ pdg: 13, p: [0, 3, 0.2] }]]), exact);
  expect(kernels.layersCrossed() - before).toBe(56);
  expect(wire.length).toBeGreaterThanOrEqual(56);
});
