import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import { dataVolumes } from '../../../detector/data-volume.js';
import type { DetectorHits } from '../../../detector/index.js';
import { digitizePxd } from '../../../detector/pxd/digitize.js';
import { pxdNoise } from '../../../detector/pxd/noise.js';
import { digitizeSvd } from '../../../detector/svd/digitize.js';
import { svdNoise } from '../../../detector/svd/noise.js';
import { vxdStages } from '../../../emulator/explain/vxd.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { momentum } from '../../detector/cdc/chamber.js';
import { addressesOf, crossingsOf } from '../../detector/silicon/crossings.js';

const seed = 3;
const occupancy = { layer3: 0.002, layer4: 0.002, layer5: 0.002, layer6: 0.002 };
const config = emulatorConfig({
  pxd: { occupancy: { layer1: 0.002, layer2: 0.002 } },
  svd: { occupancy },
});
const addresses = addressesOf(1);
const empty = { offsets: Uint32Array.of(0, 0) };

/** Hits of a muon over noise, or of noise alone, in PXD and SVD; nothing elsewhere. */
function hitsOf(muon: boolean): DetectorHits {
  const { pixels, strips } = crossingsOf([
    muon ? [{ pdg: 13, p: momentum(2, 70 * degree, 1) }] : [],
  ]);
  const pxd = digitizePxd(config.pxd, { seed })(
    [pixels, pxdNoise(config.pxd, { seed })!(addresses)],
    addresses,
  );
  const svd = digitizeSvd(config.svd, { seed })(
    [strips, svdNoise(config.svd, { seed })!(addresses)],
    addresses,
  );
  return { pxd, svd, top: empty, arich: empty } as unknown as DetectorHits;
}

const stagesOf = (muon: boolean) => vxdStages(hitsOf(muon), addresses, { seed, config });

describe('pixels and strips in words', () => {
  it('count what particles and noise fired in each layer', () => {
    const [pixels, clusters, strips, stripClusters, volumes] = stagesOf(true);
    expect(pixels!.rows.map(([layer]) => layer)).toEqual([1, 2]);
    expect(strips!.rows.map(([layer]) => layer)).toEqual([3, 4, 5, 6]);
    expect(strips!.doc).toContain('6 samples, for which the APV25 is busy 26.4 µs');
    for (const [, fired, percent] of [...pixels!.rows, ...strips!.rows]) {
      expect(fired).toBeGreaterThan(0);
      expect(percent).toBeGreaterThan(0.1);
    }
    expect(clusters!.rows.length).toBeGreaterThanOrEqual(2);
    expect(String(clusters!.rows[0]![0])).toMatch(/^1\.\d\.[12]$/);
    expect(stripClusters!.rows.length).toBeGreaterThanOrEqual(8);
    expect(volumes!.rows.map(([detector]) => detector)).toEqual(['PXD', 'SVD', 'TOP', 'ARICH']);
  });

  it('list the clusters of highest charge under noise, and say of how many', () => {
    const [, clusters] = stagesOf(true);
    expect(clusters!.rows.length).toBe(200);
    const all = /the 200 of (\d+) with the highest charge/.exec(clusters!.doc);
    expect(Number(all![1])).toBeGreaterThan(14_000);
    // Charges of noise fall exponentially from 11 counts: one of 75 has more than 50.
    expect(Math.min(...clusters!.rows.map((row) => Number(row[3])))).toBeGreaterThan(40);
  });

  it('of an event without tracks and noise are none', () => {
    const table = { offsets: Uint32Array.of(0, 0), sensor: new Uint8Array(0) };
    const hits = { pxd: table, svd: table, top: empty, arich: empty } as unknown as DetectorHits;
    const stages = vxdStages(hits, addresses, { seed, config });
    expect(stages.map(({ stage }) => stage)).toEqual(['PXD layers', 'SVD layers', 'raw data']);
    for (const [, fired] of stages[0]!.rows) expect(fired).toBe(0);
  });
});

describe('raw data', () => {
  it('are dominated by the pixels, and are what explain shows', () => {
    const hits = hitsOf(true);
    const [pxd, svd] = dataVolumes(config.svd, { seed })(hits, addresses, 0);
    // 0.2 % of 7.68 million pixels at 2.9 bytes.
    expect(pxd!.bytes / 1000).toBeGreaterThan(43);
    expect(pxd!.bytes / 1000).toBeLessThan(46);
    expect(svd!.bytes).toBe(10 * svd!.channels);
    const shown = stagesOf(true).at(-1)!.rows;
    expect(shown[0]![2]).toBeCloseTo(pxd!.bytes / 1000, 2);
  });
});
