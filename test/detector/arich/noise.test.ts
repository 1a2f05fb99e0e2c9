import { describe, expect, it } from 'vitest';
import { arich } from '../../../detector/arich/arich.js';
import { hapdCount, ringOfHapd, rings } from '../../../detector/arich/geometry.js';
import { arichNoise } from '../../../detector/arich/noise.js';
import { parseConfig } from '../../../detector/base/config.js';
import { sliceAddresses } from '../../../detector/event.js';

const events = 400;
const addresses = sliceAddresses(1, 0, 0, events);

/** Photo detectors hit by noise alone. */
function noisy(raw: unknown): readonly number[] {
  const config = parseConfig(arich.schema, raw, 'test');
  const list = arichNoise(config, { seed: 4 })!(addresses);
  return [...arich.digitize(config, { seed: 4 })([list], addresses).hapd];
}

describe('noise of the aerogel counter', () => {
  it('hits an HAPD as often as asked for', () => {
    const hits = noisy({ noiseHits: 0.066 });
    // 5 σ of the count of 11 thousand.
    expect(Math.abs(hits.length / events / (0.066 * hapdCount) - 1)).toBeLessThan(0.05);
    expect(new Set(hits).size).toBe(hapdCount);
    expect(arichNoise(parseConfig(arich.schema, {}, 'test'), { seed: 4 })).toBeUndefined();
  });

  it('has a level of its own in each ring', () => {
    const scales = [2, 1, 1, 0, 1, 1, 0.5];
    const hits = noisy({ noiseHits: 0.066, noiseScale: { ring1: 2, ring4: 0, ring7: 0.5 } });
    for (const [ring, { count }] of rings.entries()) {
      const expected = scales[ring]! * events * 0.066 * count;
      const found = hits.filter((hapd) => ringOfHapd[hapd] === ring).length;
      expect(Math.abs(found - expected), `ring ${ring + 1}`).toBeLessThanOrEqual(
        4 * Math.sqrt(expected),
      );
    }
  });
});
