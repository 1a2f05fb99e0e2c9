import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { cellX, cellY, cellZ } from '../../../triggers/ecl/layout.js';
import { grlOfOne } from './events.js';

const cell = [9, 10] as const;
const id = cellAt(...cell);
const cellPhi = Math.atan2(cellY[id] ?? 0, cellX[id] ?? 0) / degree;
const cellCot = (cellZ[id] ?? 0) / Math.hypot(cellX[id] ?? 0, cellY[id] ?? 0);

/**
 * Hemisphere bits of a track that is so many degrees, and so much in cot θ, from the cell of a
 * cluster.
 */
function bits(deltaPhi: number, deltaCot: number, otherFits = 0): string {
  const track = { phi: cellPhi + deltaPhi, fit: { cotTheta: cellCot + deltaCot } };
  const full = [
    { phi: 0 },
    track,
    ...Array.from({ length: otherFits }, () => ({ phi: 10, fit: {} })),
  ];
  const { samhem, opohem } = grlOfOne({ full, clusters: [{ cell }] });
  return `${samhem ? 'same' : ''}${opohem ? 'opposite' : ''}`;
}

describe('a cluster and the only fitted track', () => {
  it('are in opposite hemispheres beyond 80° in azimuth, whatever θ is', () => {
    expect([79.9, 80.1, 180, -80.1, 279.9, 280.1].map((deltaPhi) => bits(deltaPhi, 0))).toEqual([
      '',
      'opposite',
      'opposite',
      'opposite',
      'opposite',
      '',
    ]);
  });

  it('are in the same hemisphere within 80°, but for clusters near the track in θ', () => {
    expect([-0.81, -0.79, 0, 0.59, 0.61].map((deltaCot) => bits(79.9, deltaCot))).toEqual([
      'same',
      '',
      '',
      '',
      'same',
    ]);
    expect([-0.81, 0.61].map((deltaCot) => bits(80.1, deltaCot))).toEqual(['opposite', 'opposite']);
  });

  it('say nothing when there is another fitted track, or none', () => {
    expect(bits(180, 0, 1)).toBe('');
    expect(grlOfOne({ full: [{ phi: cellPhi + 180 }], clusters: [{ cell }] }).opohem).toBe(0);
  });

  it('count a fit far from the origin too', () => {
    expect(
      grlOfOne({ full: [{ phi: cellPhi + 180, fit: { z0: 80 } }], clusters: [{ cell }] }).opohem,
    ).toBe(1);
  });
});
