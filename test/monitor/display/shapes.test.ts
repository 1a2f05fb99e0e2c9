import { describe, expect, it } from 'vitest';
import { superLayerShapes, wirePlace } from '../../../monitor/display/cdc-shapes.js';
import {
  barrelFront,
  crystalPhi,
  crystalsOfFiredCells,
  depthOf,
  energyByPhi,
  energyByRing,
  firedAreas,
  ringEdges,
  ringSection,
} from '../../../monitor/display/ecl-shapes.js';
import { symbolOf } from '../../../monitor/display/labels.js';
import { degree, wrapAngle } from '../../../detector/base/units.js';
import {
  lastBarrelCell,
  lastForwardCell,
  phiIdOfCell,
  thetaIdOfCell,
} from '../../../detector/ecl/cells-layout.js';
import { cellOfCrystal, crystalAt, ringOfCrystal } from '../../../detector/ecl/crystals.js';
import { placedGeometry } from '../../../detector/ecl/placed-geometry.js';
import { RayPath } from '../../../detector/ecl/ray-path.js';
import { traceRay } from '../../../detector/ecl/trace.js';
import {
  firstWireOfLayer,
  layerOfWire,
  layerRadius,
  middleRadius,
} from '../../../detector/cdc/geometry.js';
import { syntheticEvent } from '../synthetic-event.js';

const sum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0);

describe('the calorimeter in the drawings', () => {
  it('keeps all energy: rings carry that of every crystal, azimuths that of the barrel', () => {
    const event = syntheticEvent();
    const { energy } = event.crystals;
    // Float32 columns: nine digits are not kept.
    expect(sum(energyByRing(event))).toBeCloseTo(sum(energy), 6);
    expect(sum(energyByPhi(event))).toBeCloseTo(energy[0]! + energy[1]! + energy[2]!, 6);
  });

  it('shows an energy as its square root, and never more than the whole crystal', () => {
    expect(depthOf(2) / depthOf(0.5)).toBeCloseTo(2);
    expect(depthOf(8)).toBe(1);
    expect(depthOf(20)).toBe(1);
    expect(depthOf(0)).toBe(0);
  });

  it('has crystals of 30 cm from 125.6 cm on in the barrel, and ascending polar angles', () => {
    const [front, , , rear] = ringSection(36);
    expect(Math.hypot(front![0] - rear![0], front![1] - rear![1])).toBeCloseTo(30, 0);
    expect(barrelFront).toBeGreaterThan(125.5);
    for (const [ring, [low, high]] of ringEdges.entries()) {
      expect(high).toBeGreaterThan(low);
      if (ring > 0) expect(low + high).toBeGreaterThan(sum(ringEdges[ring - 1]!));
    }
  });

  it('marks the sixteen crystals of a barrel cell, four in azimuth', () => {
    const { phis, halfRings } = firedAreas(syntheticEvent());
    expect([...phis]).toEqual([32, 33, 34, 35]);
    expect(halfRings.size).toBe(4);
    expect(crystalPhi(crystalAt(30, 34))).toEqual([85, 2.5]);
  });
});

describe('crystals and cells in the drawings', () => {
  it('stand where a straight ray from the collision enters them', () => {
    const geometry = placedGeometry('offset');
    const path = new RayPath();
    const off = { phi: 0, theta: 0 };
    let rays = 0;
    for (let theta = 15.5; theta < 150; theta += 1.37) {
      for (let phi = 0.3; phi < 360; phi += 3.7) {
        const [sin, cos] = [Math.sin(theta * degree), Math.cos(theta * degree)];
        const [x, y] = [sin * Math.cos(phi * degree), sin * Math.sin(phi * degree)];
        traceRay(geometry, 0, 0, 0, x, y, cos, path);
        if (path.entryCrystal < 0) continue;
        const [low, extent] = crystalPhi(path.entryCrystal);
        const [forward, backward] = ringEdges[ringOfCrystal[path.entryCrystal]!]!;
        const dphi = wrapAngle((phi - low - extent / 2) * degree) / degree;
        // Walls are tilted by 1.25°: half a crystal of the barrel.
        expect(Math.abs(dphi)).toBeLessThan(extent / 2 + 1.3);
        expect(theta).toBeGreaterThan(forward - 0.5);
        expect(theta).toBeLessThan(backward + 0.5);
        off.phi += dphi;
        off.theta += theta - (forward + backward) / 2;
        rays++;
      }
    }
    expect(rays).toBeGreaterThan(8000);
    expect(Math.abs(off.phi / rays)).toBeLessThan(0.3);
    expect(Math.abs(off.theta / rays)).toBeLessThan(0.1);
  });

  it('fill, for each cell of the barrel, its 10° of azimuth and its crystals', () => {
    for (let cell = lastForwardCell + 1; cell <= lastBarrelCell; cell++) {
      const crystals = crystalsOfFiredCells({
        ...syntheticEvent(),
        cells: { ...syntheticEvent().cells, cell: Uint16Array.of(cell) },
      });
      expect(crystals.length).toBe(thetaIdOfCell(cell) === 15 ? 8 : 16);
      for (const crystal of crystals) expect(cellOfCrystal[crystal]).toBe(cell - 1);
      const lows = crystals.map((crystal) => crystalPhi(crystal)[0]);
      const highs = crystals.map((crystal) => crystalPhi(crystal)[0] + crystalPhi(crystal)[1]);
      expect(Math.min(...lows)).toBeCloseTo(10 * (phiIdOfCell(cell) - 1), 9);
      expect(Math.max(...highs)).toBeCloseTo(10 * phiIdOfCell(cell), 9);
    }
  });
});

describe('the drift chamber in the drawings', () => {
  it('puts axial wires at their radius and stereo wires nearer, as they are at z = 0', () => {
    for (const layer of [0, 10, 25, 55]) {
      const wire = firstWireOfLayer[layer]! + 5;
      const [x, y] = wirePlace(wire);
      expect(Math.hypot(x, y)).toBeLessThanOrEqual(layerRadius[layerOfWire[wire]!]! + 1e-9);
      expect(Math.hypot(x, y)).toBeGreaterThanOrEqual(middleRadius[layer]! - 1e-9);
    }
  });

  it('has nine super-layers that do not overlap, stereo ones between axial ones', () => {
    expect(
      superLayerShapes.map(({ name, isStereo }) => `${name}${isStereo ? '*' : ''}`).join(' '),
    ).toBe('A0 U1* A2 V3* A4 U5* A6 V7* A8');
    for (const [row, { outer }] of superLayerShapes.slice(0, -1).entries())
      expect(superLayerShapes[row + 1]!.inner).toBeGreaterThan(outer - 0.2);
  });
});

describe('names of particles', () => {
  it.each([
    ['mu-', 'μ−'],
    ['pi+', 'π+'],
    ['gamma', 'γ'],
    ['K_L0', 'KL'],
    ['nu_e', 'νe'],
    ['anti-Lambda0', 'anti-Λ0'],
    ['dark_photon', 'A′'],
    ['proton', 'proton'],
    ['nu_mu', 'νμ'],
    ['anti-nu_tau', 'ν\u0304τ'],
  ])('%s is written %s', (name, symbol) => expect(symbolOf(name)).toBe(symbol));
});
