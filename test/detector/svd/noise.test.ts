import { describe, expect, it } from 'vitest';
import { occupancyOf } from '../../../detector/silicon/layer-counts.js';
import { svdClusters } from '../../../detector/svd/clusters.js';
import { digitizeSvd } from '../../../detector/svd/digitize.js';
import { channelOf, sides, stripCount } from '../../../detector/svd/geometry.js';
import type { SvdHits } from '../../../detector/svd/hits.js';
import { svdLayerCounts } from '../../../detector/svd/layer-counts.js';
import { svdNoise } from '../../../detector/svd/noise.js';
import { addressesOf, svdConfig } from '../silicon/crossings.js';

const context = { seed: 2 };
const occupancy = { layer3: 0.03, layer4: 0.01, layer5: 0.005, layer6: 0.02 };
const events = 20;

/** Strips fired by noise alone. */
function noisy(raw: object): SvdHits {
  const config = svdConfig({ occupancy, ...raw });
  const addresses = addressesOf(events);
  return digitizeSvd(config, context)([svdNoise(config, context)!(addresses)], addresses);
}

describe('noise of the strip detector', () => {
  it.each(['six', 'three', 'mixed'])(
    'fires the share of strips asked for, with %s samples',
    (readout) => {
      const hits = noisy({ readout });
      const layers = Array.from({ length: events }, (_, event) => svdLayerCounts(hits, event));
      for (const [place, share] of Object.values(occupancy).entries()) {
        const mean = layers.reduce((sum, counts) => sum + occupancyOf(counts[place]!), 0) / events;
        const sigma = Math.sqrt(share / (events * layers[0]![place]!.channels));
        expect(Math.abs(mean - share), `layer ${place + 3}`).toBeLessThan(4 * sigma);
      }
    },
  );

  it('lies on strips that exist, on both sides', () => {
    const { sensor, side, strip } = noisy({});
    expect(new Set(side).size).toBe(2);
    strip.forEach((number, row) =>
      expect(number).toBeLessThan(stripCount(sensor[row]!, side[row]!)),
    );
  });

  it('is read as the charge that it brings, at its time', () => {
    const [sensor, charge, time] = [40, 30_000, 20];
    const list = {
      offsets: Uint32Array.of(0, 1),
      channel: Int32Array.of(channelOf(sensor, sides.u, 100)),
      charge: Float32Array.of(charge),
      time: Float32Array.of(time),
    };
    const addresses = addressesOf(1);
    const hits = digitizeSvd(svdConfig(), context)([list], addresses);
    expect([...hits.strip]).toEqual([100]);
    const found = svdClusters(svdConfig(), context)(hits, addresses);
    // 3 to 4 % of noise on a charge of 30 000 electrons in six samples.
    expect(Math.abs(found.charge[0]! / charge - 1)).toBeLessThan(0.12);
    expect(Math.abs(found.time[0]! - time)).toBeLessThan(6);
  });

  it('is absent by default', () => {
    expect(svdNoise(svdConfig(), context)).toBeUndefined();
  });
});
