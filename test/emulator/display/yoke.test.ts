import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sections, stripCentre } from '../../../detector/klm/geometry.js';
import { displayYoke } from '../../../emulator/display/yoke.js';
import { klmObjects, klmTriggerSchema } from '../../../triggers/klm/klm-trigger.js';
import { klmHitsOf, type Stretch } from '../../triggers/klm/hits.js';

function shown(stretches: readonly Stretch[]) {
  const hits = klmHitsOf([stretches]);
  return displayYoke(
    hits,
    klmObjects(parseConfig(klmTriggerSchema, {}, 'test'), { seed: 1 })(hits, 1),
  );
}

describe('points of the KLM', () => {
  it('come from both planes of a gap: at the apothem of the layer, where the strips cross', () => {
    const { x, y, z, barrelSectors } = shown([
      { section: sections.barrelForward, sector: 2, from: 3, to: 6 },
    ]);
    expect(x).toHaveLength(4);
    // Sector 2 is centred on 90°: y is the apothem of layer 3, 222 cm, z that of the strip.
    expect(y[0]).toBeCloseTo(222, 4);
    expect(x[0]).toBeCloseTo(-stripCentre(sections.barrelForward, 2, 3, 0, 5), 4);
    expect(z[0]).toBeCloseTo(stripCentre(sections.barrelForward, 2, 3, 1, 5), 4);
    expect(barrelSectors).toBe(1 << 2);
  });

  it('have no z when only φ is measured, and need both planes in the endcaps', () => {
    expect(
      shown([{ section: sections.barrelForward, sector: 0, from: 3, to: 3, planes: [0] }]).z[0],
    ).toBeNaN();
    expect(
      shown([{ section: sections.endcapForward, sector: 0, from: 3, to: 3, planes: [0] }]).x,
    ).toHaveLength(0);
  });

  it('of forward quadrants, which are numbered mirrored, lie where particles crossed them', () => {
    // Forward sector 1 is the quadrant from 0°, backward sector 1 the one from 90°.
    expect(
      shown([{ section: sections.endcapForward, sector: 1, from: 3, to: 3 }]).x[0],
    ).toBeGreaterThan(0);
    expect(
      shown([{ section: sections.endcapBackward, sector: 1, from: 3, to: 3 }]).x[0],
    ).toBeLessThan(0);
  });
});
