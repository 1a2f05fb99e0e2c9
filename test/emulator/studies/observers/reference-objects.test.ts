import { describe, expect, it } from 'vitest';
import { layerRadius, zBackward, zForward } from '../../../../detector/cdc/geometry.js';
import { ParticleBuilder, particleStatus } from '../../../../detector/particles.js';
import { particleInfo } from '../../../../detector/pdg.js';
import { nominalConfig } from '../../../../emulator/chain/parts.js';
import {
  referenceObjects,
  type referenceVariables,
} from '../../../../emulator/studies/observers/reference-objects.js';
import { cellAt } from '../../../../detector/ecl/cells-layout.js';

/** A particle: momentum [GeV], angles [rad], start [cm]. */
interface Row {
  readonly pdg?: number;
  readonly pt?: number;
  readonly theta?: number;
  readonly phi?: number;
  readonly x?: number;
  readonly z?: number;
}

/** Trigger cells: ring and energy [GeV]. */
type Cell = readonly [ring: number, energy: number];

const adcUnit = 0.005;

function observed(rows: readonly Row[], cells: readonly Cell[] = []) {
  const builder = new ParticleBuilder();
  for (const { pdg = 211, pt = 1, theta = Math.PI / 2, phi = 0, x = 0, z = 0 } of rows) {
    const pz = pt / Math.tan(theta);
    builder.push(
      pdg,
      particleStatus.final,
      -1,
      pt * Math.cos(phi),
      pt * Math.sin(phi),
      pz,
      Math.hypot(pt, pz, particleInfo(pdg)!.mass),
      x,
      0,
      z,
      0,
      0,
    );
  }
  builder.endEvent();
  const ecl = {
    adcUnit,
    cells: {
      offsets: Uint32Array.of(0, cells.length),
      cell: Uint16Array.from(cells, ([ring]) => cellAt(ring, 1)),
      counts: Uint16Array.from(cells, ([, energy]) => Math.round(energy / adcUnit)),
    },
  };
  const batch = { eventCount: 1, particles: builder.take(), objects: { ecl } };
  const columns = referenceObjects.variables({ seed: 1, config: nominalConfig() } as never)(
    batch as never,
  );
  return (name: keyof typeof referenceVariables): number => columns[name]![0]!;
}

describe('offline objects of the references', () => {
  it('are tracks from within 1 cm with pT above 0.3 GeV', () => {
    const isTrack = (row: Row): boolean => observed([row])('ipTracks') === 1;
    expect(isTrack({})).toBe(true);
    expect([0.29, 0.31].map((pt) => isTrack({ pt }))).toEqual([false, true]);
    expect([0.9, 1.1].map((x) => isTrack({ x }))).toEqual([true, false]);
    expect([-1.1, -0.9, 0.9, 1.1].map((z) => isTrack({ z }))).toEqual([false, true, true, false]);
  });

  it('that cross layer 51 within the length of the chamber', () => {
    // Straight, nearly: the ends of the layer seen from the origin.
    const isTrack = (z: number): boolean =>
      observed([{ pt: 20, theta: Math.atan2(layerRadius[50]!, z) }])('ipTracks') === 1;
    const [back, front] = [zBackward[50]!, zForward[50]!];
    expect([back - 1, back + 1, front - 1, front + 1].map(isTrack)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('have the kinematics of the one with the highest pT, and the widest Δφ', () => {
    const of = observed([
      { pt: 0.5, phi: 0.2 },
      { pt: 2, phi: -1, theta: 1 },
      { pt: 1, phi: 3 },
      { pt: 0.1, phi: 1 },
    ]);
    expect(of('ipTracks')).toBe(3);
    expect(of('pt')).toBeCloseTo(2, 12);
    expect(of('p')).toBeCloseTo(2 / Math.sin(1), 12);
    expect(of('theta')).toBeCloseTo(1, 12);
    expect(of('phi')).toBeCloseTo(-1, 12);
    expect(of('deltaPhi')).toBeCloseTo(2.8, 12);
    expect(observed([{}])('deltaPhi')).toBe(0);
    expect(observed([])('pt')).toBeNaN();
  });

  it('and cells above 0.1 GeV in rings 2 to 15', () => {
    const cells: readonly Cell[] = [
      [1, 1],
      [2, 0.5],
      [15, 0.25],
      [16, 1],
      [8, 0.1],
      [9, 0.105],
    ];
    const of = observed([], cells);
    expect(of('cells')).toBe(3);
    expect(of('cellEnergy')).toBeCloseTo(0.855, 12);
  });

  it('have the photon of highest energy in the calorimeter, above 0.1 GeV', () => {
    const of = observed([
      { pdg: 22, pt: 1, theta: 1, phi: 0.5 },
      { pdg: 22, pt: 2, theta: 0.2 },
      { pdg: 22, pt: 0.5 },
      { pt: 3 },
    ]);
    expect(of('photonEnergy')).toBeCloseTo(1 / Math.sin(1), 6);
    expect([of('photonTheta'), of('photonPhi')]).toEqual([
      expect.closeTo(1, 6),
      expect.closeTo(0.5, 6),
    ]);
    const soft = observed([{ pdg: 22, pt: 0.09 }]);
    expect([soft('photonEnergy'), soft('photonTheta')]).toEqual([0, Number.NaN]);
  });
});
