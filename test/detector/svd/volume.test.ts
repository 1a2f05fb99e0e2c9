import { describe, expect, it } from 'vitest';
import { svdBackground } from '../../../detector/svd/background.js';
import { svdBytes } from '../../../detector/svd/volume.js';
import { addressesOf, svdConfig } from '../silicon/crossings.js';

describe('raw data of the strip detector', () => {
  it('are 22 kB for 1 % of all strips with six samples, less with three', () => {
    const occupancy = { layer3: 0.01, layer4: 0.01, layer5: 0.01, layer6: 0.01 };
    const strips = svdBackground(svdConfig({ occupancy }), { seed: 1 })(addressesOf(1), 0).reduce(
      (a, b) => a + b,
      0,
    );
    // 2237 ± 47 strips.
    expect(svdBytes(strips, 6) / 1000).toBeGreaterThan(21);
    expect(svdBytes(strips, 6) / 1000).toBeLessThan(24);
    expect(svdBytes(strips, 3) / svdBytes(strips, 6)).toBeCloseTo(0.7, 9);
  });
});
