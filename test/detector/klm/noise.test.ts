import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sliceAddresses } from '../../../detector/event.js';
import {
  isBarrel,
  layersOfSection,
  sectionCount,
  sections,
  sectorsOfSection,
  stripCount,
} from '../../../detector/klm/geometry.js';
import type { KlmHits } from '../../../detector/klm/hits.js';
import { klm } from '../../../detector/klm/klm.js';
import { klmNoise } from '../../../detector/klm/noise.js';

const events = 500;
const addresses = sliceAddresses(1, 0, 0, events);

/** Hits of noise alone at 1 kHz on every strip, in a window of 500 ns. */
function noisy(noiseScale: unknown = {}): KlmHits {
  const config = parseConfig(klm.schema, { noiseRate: '1 kHz', noiseScale }, 'test');
  return klm.digitize(config, { seed: 4 })([klmNoise(config, { seed: 4 })!(addresses)], addresses);
}

const perStrip = events * 500 * 1e-6;

/** Strips of a layer of a section, both planes and all sectors. */
function stripsOf(section: number, layer: number): number {
  let strips = 0;
  for (let sector = 0; sector < sectorsOfSection[section]!; sector++)
    strips += stripCount(section, sector, layer, 0) + stripCount(section, sector, layer, 1);
  return strips;
}

/** Each layer of each section within 4 σ of its number of strips times its scale. */
function expectLevels(hits: KlmHits, scaleOf: (section: number, layer: number) => number): void {
  for (let section = 0; section < sectionCount; section++) {
    for (let layer = 1; layer <= layersOfSection[section]!; layer++) {
      const expected = scaleOf(section, layer) * perStrip * stripsOf(section, layer);
      const count = hits.layer.filter(
        (at, row) => at === layer && hits.section[row] === section,
      ).length;
      expect(Math.abs(count - expected), `section ${section}, layer ${layer}`).toBeLessThanOrEqual(
        4.5 * Math.sqrt(expected),
      );
    }
  }
}

describe('noise of the KLM', () => {
  it('comes at the rate asked for in every layer, on strips that exist', () => {
    const hits = noisy();
    expectLevels(hits, () => 1);
    hits.strip.forEach((strip, row) => {
      const { section, sector, layer, plane } = hits;
      const strips = stripCount(section[row]!, sector[row]!, layer[row]!, plane[row]!);
      expect(strip).toBeLessThan(strips);
    });
  });

  it('has a level of its own in each layer of barrel, forward and backward endcap', () => {
    const hits = noisy({
      barrel: { layer1: 4, layer15: 0 },
      forward: { layer14: 5 },
      backward: { layer12: 0.5 },
    });
    expectLevels(hits, (section, layer) => {
      if (isBarrel(section)) return layer === 1 ? 4 : layer === 15 ? 0 : 1;
      if (section === sections.endcapForward) return layer === 14 ? 5 : 1;
      return layer === 12 ? 0.5 : 1;
    });
  });

  it('is absent by default', () => {
    expect(klmNoise(parseConfig(klm.schema, {}, 'test'), { seed: 4 })).toBeUndefined();
  });
});
