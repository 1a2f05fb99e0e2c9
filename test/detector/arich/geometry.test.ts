import { describe, expect, it } from 'vitest';
import {
  channelAt,
  channelCount,
  channelX,
  channelY,
  channelsPerHapd,
  hapdCount,
  padSize,
  ringOfHapd,
  rings,
} from '../../../detector/arich/geometry.js';

describe('plane of photo detectors', () => {
  it('has 420 HAPDs with 60480 channels, as in arXiv:2305.18347', () => {
    expect(rings.reduce((sum, { count }) => sum + count, 0)).toBe(420);
    expect(ringOfHapd.length).toBe(hapdCount);
    expect(channelCount).toBe(60_480);
  });

  it('finds every channel at the centre of its pad and near its corners', () => {
    for (let channel = 0; channel < channelCount; channel += 61) {
      const x = channelX(channel);
      const y = channelY(channel);
      expect(channelAt(x, y)).toBe(channel);
      // 0.3 pads to a side in any orientation stay on the pad.
      expect(channelAt(x + 0.3 * padSize, y)).toBe(channel);
      expect(channelAt(x, y - 0.3 * padSize)).toBe(channel);
    }
  });

  it('has pads of 5.1 mm with 1.5 mm more between chips, counted away from the beam line', () => {
    const radius = (row: number): number =>
      Math.hypot(channelX(row * 12 + 5), channelY(row * 12 + 5));
    expect(radius(1) - radius(0)).toBeCloseTo(0.51, 2);
    expect(radius(6) - radius(5)).toBeCloseTo(0.51 + 0.15, 2);
  });

  it('is sensitive on just over half of its area', () => {
    let inside = 0;
    let hit = 0;
    for (let x = -112; x < 112; x += 0.67) {
      for (let y = -112; y < 112; y += 0.71) {
        const radius = Math.hypot(x, y);
        if (radius < 54 || radius > 112) continue;
        inside++;
        if (channelAt(x, y) >= 0) hit++;
      }
    }
    // 420 · 144 pads of 5.1 mm over the ring; 0.01 for the raster.
    const expected = (channelCount * padSize * padSize) / (Math.PI * (112 * 112 - 54 * 54));
    expect(expected).toBeGreaterThan(0.5);
    expect(Math.abs(hit / inside - expected)).toBeLessThan(0.01);
  });

  it('has no channel at the beam line, between rings or outside', () => {
    const between = (rings[0]!.radius + rings[1]!.radius) / 2;
    for (const radius of [0, 50, between, 112]) expect(channelAt(radius, 0)).toBe(-1);
    expect(channelAt(channelX(channelsPerHapd - 1) + 20, 200)).toBe(-1);
  });
});
