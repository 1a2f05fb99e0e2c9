import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sections } from '../../../detector/klm/geometry.js';
import { klmStages } from '../../../emulator/explain/klm.js';
import { klmMatches, klmMatchingSchema } from '../../../triggers/grl/klm-matching.js';
import { cdcOf, eclOf } from '../../triggers/grl/events.js';
import { klmHitsOf, klmOf, type Stretch } from '../../triggers/klm/hits.js';

function stagesOf(stretches: readonly Stretch[]) {
  const klm = klmOf([stretches]);
  const event = { full: [{ phi: 90, omega: 1e-9 }] };
  const match = klmMatches(parseConfig(klmMatchingSchema, {}, 'test'), { seed: 1 });
  return klmStages(klmHitsOf([stretches]), klm, match(cdcOf([event]), eclOf([event]), klm, 1));
}

describe('the KLM in words', () => {
  it('names strips, fired sectors and matches', () => {
    const [hits, sectors, matches] = stagesOf([
      { section: sections.barrelForward, sector: 2, from: 3, to: 7 },
    ]);
    expect(hits?.rows.length).toBe(10);
    expect(hits?.rows[0]).toEqual(['barrel forward', 2, 3, 'phi', 5, 0]);
    expect(sectors?.rows).toEqual([
      ['barrel backward', '00000000', 0],
      ['barrel forward', '00000100', 0],
      ['endcap backward', '0000', 0],
      ['endcap forward', '0000', 0],
    ]);
    expect(matches?.rows[0]).toEqual(['full tracks with a barrel sector', 1]);
  });

  it('has nothing to say of an event without hits there', () => {
    expect(stagesOf([])).toEqual([]);
  });
});
