import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import { azimuthAt } from '../../../triggers/grl/extrapolate.js';
import { binsApart } from '../../../triggers/grl/match.js';
import { type Cluster, clusterInBin, type FullTrack, grlOf, grlOfOne } from './events.js';

/** A straight track in the middle of a 10° bin. */
const straight = (bin: number): FullTrack => ({ phi: 10 * bin + 5, omega: 0 });
/** A cluster at 126 cm from the axis, at a polar angle [degrees]. */
const clusterAt = (theta: number, bin = 4): Cluster => ({
  ...clusterInBin(bin),
  z: 126 / Math.tan(theta * degree),
});

/** Away from the edges of bins, where rounding decides. */
const offEdge = (phi: number): boolean => Math.abs(phi / 10 - Math.round(phi / 10)) > 1e-4;

const anyTrack: fc.Arbitrary<FullTrack> = fc
  .record({
    phi: fc.double({ min: -179.9, max: 179.9, noNaN: true }),
    omega: fc.double({ min: -0.018, max: 0.018, noNaN: true }),
  })
  .filter(({ phi, omega }) => offEdge(azimuthAt(126, phi * degree, omega) / degree));
const anyCluster: fc.Arbitrary<Cluster> = fc
  .record({
    phi: fc.double({ min: 0, max: 360, noNaN: true }).filter(offEdge),
    theta: fc
      .double({ min: 20, max: 150, noNaN: true })
      .filter((theta) => Math.abs(theta - 35) > 1e-3 && Math.abs(theta - 126) > 1e-3),
    radius: fc.double({ min: 110, max: 135, noNaN: true }),
    energy: fc.double({ min: 0.1, max: 6, noNaN: true }),
  })
  .map(({ phi, theta, radius, energy }) => ({
    x: radius * Math.cos(phi * degree),
    y: radius * Math.sin(phi * degree),
    z: radius / Math.tan(theta * degree),
    energy,
  }));
const anyEvent = fc.record({
  full: fc.array(anyTrack, { maxLength: 6 }),
  clusters: fc.array(anyCluster, { maxLength: 6 }),
});

/** Bin of a direction, by counting edges of 10° from φ = 0. */
function slowBin(x: number, y: number): number {
  const turn = Math.atan2(y, x) / degree;
  const phi = turn < 0 ? turn + 360 : turn;
  let bin = 0;
  while (bin < 35 && phi >= 10 * (bin + 1)) bin++;
  return bin;
}

const around = (a: number, b: number): number => Math.min((a - b + 36) % 36, (b - a + 36) % 36);
const polar = ({ x = 0, y = 0, z = 0 }: Cluster): number =>
  Math.atan2(Math.hypot(x, y), z) / degree;
const inBarrel = (cluster: Cluster): boolean => polar(cluster) >= 35 && polar(cluster) <= 126;

/** Bin in which a track meets the calorimeter; undefined when it turns before. */
function slowCalorimeterBin({ phi, omega = 0 }: FullTrack): number | undefined {
  const direction = Math.fround(phi * degree);
  const curvature = Math.fround(omega);
  const angle = azimuthAt(126, direction, curvature);
  if (2 / Math.abs(curvature) < 126) return undefined;
  return slowBin(Math.cos(angle), Math.sin(angle));
}

/** Index of the nearest barrel cluster within one bin, the first of equals. */
function slowMatch(track: FullTrack, clusters: readonly Cluster[]): number | undefined {
  const bin = slowCalorimeterBin(track);
  if (bin === undefined) return undefined;
  const candidates = clusters
    .map((cluster, index) => ({
      index,
      cluster,
      apart: around(bin, slowBin(cluster.x ?? 0, cluster.y ?? 0)),
    }))
    .filter(({ cluster, apart }) => inBarrel(cluster) && apart <= 1)
    .toSorted((a, b) => a.apart - b.apart || a.index - b.index);
  return candidates[0]?.index;
}

describe('a full track and a barrel cluster', () => {
  it('match when the track meets the calorimeter in the bin of the cluster or the next', () => {
    for (let track = 0; track < 36; track++) {
      const found = Array.from(
        { length: 36 },
        (_, bin) => grlOfOne({ full: [straight(track)], clusters: [clusterInBin(bin)] }).cdcecl,
      );
      expect(found).toEqual(
        Array.from({ length: 36 }, (_, bin) => (around(track, bin) <= 1 ? 1 : 0)),
      );
    }
  });

  it('match on the bins that the curved track reaches; the nearest cluster is taken', () => {
    fc.assert(
      fc.property(anyEvent, ({ full, clusters }) => {
        const { matches } = grlOf([{ full, clusters }]);
        const found = Array.from(matches.track, (track, row) => [track, matches.cluster[row]]);
        const slow = full.flatMap((track, index) => {
          const cluster = slowMatch(track, clusters);
          return cluster === undefined ? [] : [[index, cluster]];
        });
        expect(found).toEqual(slow);
      }),
      { numRuns: 500 },
    );
  });

  it('match between 35° and 126° only', () => {
    const matched = (theta: number) =>
      grlOfOne({ full: [straight(4)], clusters: [clusterAt(theta)] }).cdcecl;
    expect([34.9, 35.1, 90, 125.9, 126.1].map(matched)).toEqual([0, 1, 1, 1, 0]);
  });

  it('do not match below the momentum at which the track turns before the calorimeter', () => {
    const matched = (radius: number) => {
      const track = { phi: 0, omega: 1 / radius };
      return Math.max(
        ...Array.from(
          { length: 36 },
          (_, bin) => grlOfOne({ full: [track], clusters: [clusterInBin(bin)] }).cdcecl,
        ),
      );
    };
    expect([62.9, 63.1].map(matched)).toEqual([0, 1]);
  });

  it('count once per track: two tracks may share a cluster, a track has one', () => {
    expect(grlOfOne({ full: [straight(4), straight(5)], clusters: [clusterInBin(4)] }).cdcecl).toBe(
      2,
    );
    expect(
      grlOfOne({ full: [straight(4)], clusters: [clusterInBin(4), clusterInBin(5)] }).cdcecl,
    ).toBe(1);
  });

  it('count for c2gev from 2 GeV on', () => {
    const matched = (energy: number) =>
      grlOfOne({ full: [straight(4)], clusters: [clusterInBin(4, { energy })] });
    expect([1.999, 2, 2.001].map((energy) => matched(energy).c2gev)).toEqual([0, 1, 1]);
    expect(
      grlOfOne({ full: [straight(20)], clusters: [clusterInBin(4, { energy: 5 })] }).c2gev,
    ).toBe(0);
    const shared = grlOfOne({
      full: [straight(4), straight(5)],
      clusters: [clusterInBin(5, { energy: 1 }), clusterInBin(4, { energy: 3 })],
    });
    expect([shared.cdcecl, shared.c2gev]).toEqual([2, 1]);
  });

  it("may be matched by distance in r–φ: closer than 25 cm at the cluster's radius", () => {
    const raw = { matching: { method: 'distance' } };
    const cluster = { x: 130, y: 0, z: 10 };
    const matched = (distance: number) => {
      const phi = (2 * Math.asin(distance / 2 / 130)) / degree;
      return grlOfOne({ full: [{ phi, omega: 0 }], clusters: [cluster] }, raw).cdcecl;
    };
    expect([0, 24.9, 25.1].map(matched)).toEqual([1, 1, 0]);
    const bent = grlOfOne(
      { full: [{ phi: Math.asin((130 * 0.01) / 2) / degree, omega: 0.01 }], clusters: [cluster] },
      raw,
    );
    expect(bent.cdcecl).toBe(1);
  });
});

describe('a fitted track', () => {
  const omega = 0.01;
  const phi = Math.asin((126 * omega) / 2) / degree;
  const arc = (2 / omega) * Math.asin((126 * omega) / 2);
  const matched = (z: number, z0 = 3, cotTheta = 0.5) =>
    grlOfOne({ full: [{ phi, omega, fit: { z0, cotTheta } }], clusters: [{ x: 126, y: 0, z }] })
      .matched3d;

  it('matches in 3-D when it meets the cluster within 30 cm in z, the arc counted', () => {
    const z = 3 + 0.5 * arc;
    expect([z - 30.1, z - 29.9, z, z + 29.9, z + 30.1].map((at) => matched(at))).toEqual([
      0, 1, 1, 1, 0,
    ]);
  });

  it('looks at the cluster that is nearest in r–φ only', () => {
    const clusters = [
      { x: 126, y: 0, z: 110 },
      { x: 126, y: 5, z: 3 + 0.5 * arc },
    ];
    expect(
      grlOfOne({ full: [{ phi, omega, fit: { z0: 3, cotTheta: 0.5 } }], clusters }).matched3d,
    ).toBe(0);
    expect(
      grlOfOne({
        full: [{ phi, omega, fit: { z0: 3, cotTheta: 0.5 } }],
        clusters: clusters.slice(1),
      }).matched3d,
    ).toBe(1);
  });
});

describe('isolated photons', () => {
  const counts = (...clusters: readonly { readonly bin: number; readonly energy: number }[]) => {
    const { photons, n1gev, n2gev } = grlOfOne({
      full: [straight(18)],
      clusters: clusters.map(({ bin, energy }) => clusterInBin(bin, { energy })),
    });
    return [photons, n1gev, n2gev];
  };

  it('count in n1gev above 1 GeV and in n2gev above 2 GeV, in the laboratory', () => {
    expect(counts({ bin: 0, energy: 1 })).toEqual([1, 0, 0]);
    expect(counts({ bin: 0, energy: 1.01 }, { bin: 5, energy: 2 })).toEqual([2, 2, 0]);
    expect(counts({ bin: 0, energy: 2.01 }, { bin: 5, energy: 0.5 })).toEqual([1, 1, 1]);
  });

  it('with a track in their bin count nowhere', () => {
    expect(counts({ bin: 18, energy: 3 })).toEqual([0, 0, 0]);
  });
});

describe('a cluster is an isolated photon', () => {
  const isolated = (trackBin: number, energy = 1) =>
    grlOfOne({ full: [straight(trackBin)], clusters: [clusterInBin(0, { energy })] }).photons;

  it('in the barrel from 1 GeV on when no track meets its bin or the next', () => {
    const bins = Array.from({ length: 36 }, (_, bin) => bin);
    expect(bins.filter((bin) => isolated(bin) === 0)).toEqual([0, 1, 35]);
    expect([isolated(9, 0.999), isolated(9, 1)]).toEqual([0, 1]);
  });

  it('in the endcaps always', () => {
    expect(
      grlOfOne({
        full: [straight(4)],
        clusters: [{ ...clusterAt(20), energy: 0.1 }, clusterAt(140)],
      }).photons,
    ).toBe(2);
  });
});

it('bins are apart the shorter way round, at most half a turn', () => {
  for (let a = 0; a < 36; a++)
    for (let b = 0; b < 36; b++) expect(binsApart(a, b)).toBe(around(a, b));
});
