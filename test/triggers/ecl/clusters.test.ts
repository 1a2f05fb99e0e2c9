import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { sliceAddresses } from '../../../detector/event.js';
import { type ClusterFinder, clusterFinders } from '../../../triggers/ecl/cluster-finders.js';
import { eclObjects, eclTriggerSchema } from '../../../triggers/ecl/ecl-trigger.js';
import { cellX, cellY, cellZ } from '../../../triggers/ecl/layout.js';
import { eclClusterSchema } from '../../../triggers/ecl/objects.js';
import { adcUnit, exactTimes, hitsOf, objectsOf, type Pulse } from './pulses.js';

const cell = (thetaId: number, phiId: number, counts: number, time = 20): Pulse => ({
  cell: cellAt(thetaId, phiId),
  counts,
  time,
});
const clustersOf = (pulses: readonly Pulse[]) => objectsOf([pulses]).clusters;

/** Clusters are single cells; each tells the part of the energy that lies in it. */
const loneCells: ClusterFinder = {
  name: 'cells',
  doc: 'every cell alone',
  columns: { share: 'f4' },
  build: (unit) => (cells) => {
    const clusters = new TableBuilder({ ...eclClusterSchema, share: 'f4' });
    const found = new Uint16Array(cells.offsets.length - 1);
    for (let event = 0; event < found.length; event++) {
      const counts = cells.counts.subarray(cells.offsets[event], cells.offsets[event + 1]);
      const sum = counts.reduce((total, count) => total + count, 0);
      clusters.reserve(counts.length);
      for (const count of counts) {
        const row = clusters.rowCount++;
        clusters.columns.counts[row] = count;
        clusters.columns.energyLab[row] = count * unit;
        clusters.columns.share[row] = count / sum;
      }
      clusters.endEvent();
      found[event] = counts.length;
    }
    return { clusters: clusters.take(), icn: found, found };
  },
};

describe('another way of making clusters', () => {
  it('is an entry of the list, and its clusters carry the column that it adds', () => {
    const config = parseConfig(eclTriggerSchema, exactTimes, 'test');
    const find = eclObjects(
      { ...config, etm: { ...config.etm, clustering: loneCells.name as 'icn' } },
      { seed: 1 },
      [...clusterFinders, loneCells],
    );
    const hits = hitsOf([[cell(8, 5, 100), cell(8, 6, 300)], [cell(8, 5, 50)]]);
    const { clusters, icn } = find(hits, sliceAddresses(1, 0, 0, 2));
    expect([...icn]).toEqual([2, 1]);
    expect([...clusters.offsets]).toEqual([0, 2, 3]);
    expect(clusters).toMatchObject({ share: Float32Array.of(0.25, 0.75, 1) });
    expect(clustersOf([cell(8, 5, 100), cell(8, 6, 300)])).not.toHaveProperty('share');
  });
});

/** Six isolated places in the barrel, one forward, one backward. */
const scattered = [
  ...[2, 8, 14, 20, 26, 32].map((phi) => cell(8, phi, 100)),
  cell(2, 5, 90),
  cell(16, 5, 80),
];

describe('clusters of the ECL trigger', () => {
  it('of a lone cell have its energy, place and time', () => {
    const { offsets, ...clusters } = clustersOf([cell(8, 5, 250, 33)]);
    expect([...offsets]).toEqual([0, 1]);
    expect(clusters.cell[0]).toBe(cellAt(8, 5));
    expect([clusters.thetaId[0], clusters.phiId[0], clusters.counts[0]]).toEqual([8, 5, 250]);
    // single precision
    expect(clusters.energyLab[0]).toBeCloseTo(250 * adcUnit, 6);
    expect(clusters.energyCms[0]).toBeCloseTo(
      (250 * adcUnit) / (0.1 * (clusters.e10[0] as number)),
      6,
    );
    const centre = cellAt(8, 5);
    for (const [axis, table] of [
      ['x', cellX],
      ['y', cellY],
      ['z', cellZ],
    ] as const) {
      expect(clusters[axis][0]).toBeCloseTo(table[centre] as number, 3);
    }
  });

  it('sum the 3×3 block around the highest cell, not around the seed', () => {
    // seed is the corner (9, 5); the highest cell (8, 7) is outside its block, (8, 6) is the
    // highest inside it
    const clusters = clustersOf([
      cell(9, 5, 30),
      cell(8, 6, 200),
      cell(9, 6, 40),
      cell(8, 7, 60),
      cell(7, 8, 50),
    ]);
    const main = [...clusters.cell].indexOf(cellAt(8, 6));
    expect(main).toBeGreaterThanOrEqual(0);
    expect(clusters.counts[main]).toBe(30 + 200 + 40 + 60);
  });

  it('share a cell when their blocks overlap, and are found once for every seed', () => {
    // three corners: (8, 5), (8, 7) and (7, 6), whose block has (8, 7) as its first highest cell
    const { counts, phiId } = clustersOf([cell(8, 5, 100), cell(8, 7, 100), cell(7, 6, 50)]);
    expect([...counts]).toEqual([150, 150, 150]);
    expect([...phiId]).toEqual([5, 7, 7]);
  });

  it('weight time and position with energy', () => {
    const { time, z, counts } = clustersOf([cell(8, 5, 300, 10), cell(9, 5, 100, 50)]);
    expect(counts[0]).toBe(400);
    const [first, second] = [cellAt(8, 5), cellAt(9, 5)];
    expect(z[0]).toBeCloseTo(
      (300 * (cellZ[first] as number) + 100 * (cellZ[second] as number)) / 400,
      3,
    );
    const lone = [
      clustersOf([cell(8, 5, 300, 10)]).time[0] as number,
      clustersOf([cell(9, 5, 100, 50)]).time[0] as number,
    ];
    expect(time[0]).toBeCloseTo((300 * (lone[0] as number) + 100 * (lone[1] as number)) / 400, 3);
  });

  it('do not reach across the gap between barrel and endcap', () => {
    const clusters = clustersOf([cell(3, 1, 100), cell(4, 1, 70)]);
    expect([...clusters.counts]).toEqual([70, 100]);
  });

  it('reach across φ = 0', () => {
    expect([...clustersOf([cell(10, 36, 100), cell(10, 1, 70)]).counts]).toEqual([170]);
    expect([...clustersOf([cell(17, 32, 100), cell(16, 1, 70)]).counts]).toContain(170);
  });

  it('of a wide cell of ring 1 take the four cells behind it', () => {
    const pulses = [cell(1, 5, 300), ...[4, 5, 6, 7].map((phi) => cell(2, phi, 30))];
    expect([...clustersOf(pulses).counts]).toContain(300 + 4 * 30);
    expect([...clustersOf([...pulses, cell(2, 8, 30)]).counts]).not.toContain(300 + 5 * 30);
  });

  it('come in the order barrel, forward, backward, and by cell id in each', () => {
    const { thetaId, phiId } = clustersOf([
      cell(2, 9, 90),
      cell(16, 5, 80),
      cell(8, 20, 100),
      cell(8, 3, 60),
      cell(2, 3, 70),
    ]);
    expect([...thetaId]).toEqual([8, 8, 2, 2, 16]);
    expect([...phiId].slice(0, 4)).toEqual([3, 20, 3, 9]);
  });

  it('are six at most; the seventh sets the overflow flag and nothing else', () => {
    const six = objectsOf([scattered.slice(0, 6)]);
    expect([six.clusters.counts.length, six.overflow[0], six.icn[0]]).toEqual([6, 0, 6]);
    const seven = objectsOf([scattered.slice(0, 7)]);
    expect([seven.clusters.counts.length, seven.overflow[0], seven.icn[0]]).toEqual([6, 1, 7]);
    expect([...seven.clusters.thetaId]).toEqual(Array(6).fill(8));
  });

  it('are the same whatever the events before them were', () => {
    const event = [cell(8, 5, 100)];
    const clean = objectsOf([event]);
    const after = objectsOf([[cell(8, 6, 100), cell(9, 5, 200), cell(7, 4, 50)], [], event]);
    expect(after.clusters.counts.slice(after.clusters.offsets[2])).toEqual(clean.clusters.counts);
    expect([...after.sumTotal].slice(1)).toEqual([0, 100]);
    expect([...after.icn].slice(1)).toEqual([0, 1]);
  });

  it('never lose the energy of an isolated blob that fits in a block', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 14 }),
        fc.integer({ min: 1, max: 36 }),
        fc.array(fc.integer({ min: 25, max: 400 }), { minLength: 4, maxLength: 4 }),
        (ring, phi, energies) => {
          const next = (phi % 36) + 1;
          const places = [
            cellAt(ring, phi),
            cellAt(ring, next),
            cellAt(ring + 1, phi),
            cellAt(ring + 1, next),
          ];
          const { counts } = clustersOf(
            places.map((id, place) => ({ cell: id, counts: energies[place] as number })),
          );
          expect([...counts]).toEqual([energies.reduce((sum, energy) => sum + energy)]);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });
});
