import { expect, it } from 'vitest';
import { Helix } from '../../../detector/helix.js';
import { Track } from '../../../detector/propagation/track.js';

it.each([0.02, 3, 30, 70, 200])(
  'after %s cm along a helix the momentum has turned by length over radius',
  (length) => {
    const track = new Track(1.5);
    track.start(0.13957, -1);
    track.x = 1;
    track.y = -2;
    track.z = 3;
    track.px = 0.3;
    track.py = 0.1;
    track.pz = 0.2;
    track.turnOver();
    track.move(length);
    const pt = Math.hypot(0.3, 0.1);
    const radius = pt / (0.00299792458 * 1.5);
    const turn = length / radius;
    const phi = Math.atan2(0.1, 0.3);
    const chord = 2 * radius * Math.sin(turn / 2);
    expect(track.px).toBeCloseTo(pt * Math.cos(phi + turn), 12);
    expect(track.py).toBeCloseTo(pt * Math.sin(phi + turn), 12);
    expect(track.x).toBeCloseTo(1 + chord * Math.cos(phi + turn / 2), 9);
    expect(track.y).toBeCloseTo(-2 + chord * Math.sin(phi + turn / 2), 9);
    expect(track.z).toBeCloseTo(3 + (length * 0.2) / pt, 9);
  },
);

it('moves as helix.ts to 1e-12 of the length, across its limit for small turns', () => {
  const helix = new Helix();
  for (let trial = 0; trial < 200; trial++) {
    const track = new Track(1.5);
    track.start(0.13957, trial % 2 === 0 ? 1 : -1);
    Object.assign(track, { x: 5, y: trial - 100, z: 3, pz: 0.4 - 0.01 * trial });
    track.px = 0.02 * (trial + 3) * Math.cos(trial);
    track.py = 0.02 * (trial + 3) * Math.sin(trial);
    track.turnOver();
    const { x, y, z, px, py, pt, p, slope, curvature } = track;
    const length = 0.4 * (trial + 1);
    helix.begin(x, y, z, px / pt, py / pt, slope, curvature);
    helix.moveTo(length);
    track.move(length);
    expect(Math.hypot(helix.x - track.x, helix.y - track.y)).toBeLessThan(2e-12 * length + 1e-13);
    expect(helix.z - track.z).toBeCloseTo(0, 11);
    expect(Math.hypot(helix.ux - track.px / p, helix.uy - track.py / p)).toBeLessThan(1e-12);
  }
});
