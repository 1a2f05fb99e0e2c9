import { describe, expect, it } from 'vitest';
import {
  barrelApothem,
  endcapSector,
  forwardZ,
  backwardZ,
  layersOfSection,
  planeCount,
  sections,
  sectorsOfSection,
  stripCount,
} from '../../../detector/klm/geometry.js';

const strips = (section: number): number => {
  let count = 0;
  for (let sector = 0; sector < sectorsOfSection[section]!; sector++)
    for (let layer = 1; layer <= layersOfSection[section]!; layer++)
      for (let plane = 0; plane < planeCount; plane++)
        count += stripCount(section, sector, layer, plane);
  return count;
};

describe('geometry of the KLM', () => {
  it('has 15 barrel gaps from 204.0 to 331.2 cm', () => {
    expect([0, 1, 2, 7, 14].map((layer) => barrelApothem[layer]!.toFixed(1))).toEqual([
      '203.9',
      '212.9',
      '222.0',
      '267.5',
      '331.2',
    ]);
  });

  it('has 14 gaps forward up to 402.2 cm and 12 backward up to -290.0 cm', () => {
    expect(forwardZ.at(-1)).toBeCloseTo(402.2, 5);
    expect(backwardZ.at(-1)).toBeCloseTo(-290, 5);
  });

  it('has 15600 strips in the endcaps: 26 gaps of 4 quadrants of 2 planes of 75', () => {
    expect(strips(sections.endcapForward) + strips(sections.endcapBackward)).toBe(15_600);
  });

  it('has 8 halves of 15 gaps in the barrel, one of them shorter for the chimney', () => {
    const forward = 8 * (37 + 42 + 4 * 36 + 9 * 48 + 2 * 54 + 13 * 48);
    expect(strips(sections.barrelForward)).toBe(forward);
    expect(strips(sections.barrelBackward)).toBe(forward - (2 * 16 + 13 * 14));
  });

  it('numbers the forward quadrants mirrored', () => {
    expect([0, 1, 2, 3].map((quadrant) => endcapSector(sections.endcapForward, quadrant))).toEqual([
      1, 0, 3, 2,
    ]);
    expect([0, 1, 2, 3].map((quadrant) => endcapSector(sections.endcapBackward, quadrant))).toEqual(
      [0, 1, 2, 3],
    );
  });
});
