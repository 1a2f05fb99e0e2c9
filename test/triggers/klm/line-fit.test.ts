import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sliceAddresses } from '../../../detector/event.js';
import { sections } from '../../../detector/klm/geometry.js';
import { klm } from '../../../detector/klm/klm.js';
import { klmObjects, klmTriggerSchema } from '../../../triggers/klm/klm-trigger.js';
import { klmDepositsOf, shot, sure } from '../../detector/klm/passages.js';
import { klmOfOne } from './hits.js';

/**
 * Share of muons of that momentum at 80° that fire a sector of the barrel, without scattering;
 * azimuths all around.
 */
function firedShare(p: number, raw: object): number {
  const seed = 4;
  const events = Array.from({ length: 180 }, (_, step) => [shot(13, p, 80, 2 * step)]);
  const addresses = sliceAddresses(1, 0, 0, events.length);
  const hits = klm.digitize(parseConfig(klm.schema, sure.klm, 'test'), { seed })(
    [klmDepositsOf(events, sure, seed)],
    addresses,
  );
  const { barrelCount } = klmObjects(parseConfig(klmTriggerSchema, raw, 'test'), { seed })(
    hits,
    events.length,
  );
  return barrelCount.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0) / events.length;
}

describe('straight lines in the KLM trigger', () => {
  it('fire sectors for stiff muons, from two layers on, in both views', () => {
    expect(firedShare(3, { logic: 'lines' })).toBeGreaterThan(0.97);
    expect(firedShare(0.5, { logic: 'lines' })).toBe(0);
    const inOneView = [{ section: sections.barrelForward, sector: 1, from: 3, to: 9, planes: [1] }];
    expect(klmOfOne(inOneView, { logic: 'lines', intercept: '1000 cm' }).barrelForward).toBe(0);
    const inOneLayer = [{ section: sections.barrelForward, sector: 1, from: 3, to: 3 }];
    expect(klmOfOne(inOneLayer, { logic: 'lines', intercept: '1000 cm' }).barrelForward).toBe(0);
  });

  it('pass the axis at 74 cm · GeV/p in the view of φ: bending turns the barrel on', () => {
    // r²/(2R) with r = 181 cm and R = 222 cm · p/GeV; pT is 0.985 p.
    const half = (intercept: string): readonly number[] =>
      [1.2, 1.9].map((p) => firedShare(p, { logic: 'lines', intercept }));
    expect(half('50 cm')[0]).toBeLessThan(0.1);
    expect(half('50 cm')[1]).toBeGreaterThan(0.9);
    expect(half('90 cm')[0]).toBeGreaterThan(0.9);
  });

  it('put what fits none of the candidates into the last one', () => {
    const sector = { section: sections.endcapForward, sector: 0 };
    const withNoise = [
      { ...sector, from: 3, to: 14 },
      { ...sector, from: 3, to: 3, strip: 70 },
    ];
    expect(klmOfOne(withNoise, { logic: 'lines' }).endcapForward).toBe(1);
    // 260 cm away in the first layer, the hit turns the only line there is away from the collision
    // point.
    expect(klmOfOne(withNoise, { logic: 'lines', candidates: 1 }).endcapForward).toBe(0);
  });
});
