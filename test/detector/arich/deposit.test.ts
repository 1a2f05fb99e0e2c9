import { describe, expect, it } from 'vitest';
import { channelsPerHapd, channelX, channelY } from '../../../detector/arich/geometry.js';
import type { ArichDeposits } from '../../../detector/arich/hits.js';
import { arichDepositsOf, around, forward } from './forward.js';

const ring = { arich: { scattered: false } } as const;
const perTrack = (deposits: ArichDeposits): number =>
  deposits.hapd.length / (deposits.offsets.length - 1);

describe('light in the aerogel', () => {
  it('gives 10 to 13 photons of the ring to a saturated track', () => {
    for (const theta of [19, 22, 25, 28]) {
      const photons = perTrack(arichDepositsOf(around(400, 211, 4, theta), ring));
      expect(photons).toBeGreaterThan(10);
      expect(photons).toBeLessThan(13);
    }
  });

  it('begins at 0.41 GeV for pions and 1.47 GeV for kaons in the denser layer', () => {
    // The end plate takes 12 MeV off slow pions.
    expect(perTrack(arichDepositsOf(around(200, 211, 0.38), ring))).toBe(0);
    expect(perTrack(arichDepositsOf(around(200, 211, 0.5), ring))).toBeGreaterThan(1);
    expect(perTrack(arichDepositsOf(around(200, 321, 1.45), ring))).toBe(0);
    expect(perTrack(arichDepositsOf(around(200, 321, 1.6), ring))).toBeGreaterThan(0.2);
    expect(perTrack(arichDepositsOf(around(200, 2212, 2.7), ring))).toBe(0);
  });

  it('grows with sin² of the angle: kaons of 3 GeV have 76 % of the light of pions', () => {
    // Over polar angles, since rings of one size may fall on more pads than those of another.
    const spread = (pdg: number) =>
      Array.from({ length: 1000 }, (_, event) => [forward(pdg, 3, 19 + event / 100, event)]);
    const [pions, kaons] = [211, 321].map((pdg) => perTrack(arichDepositsOf(spread(pdg), ring)));
    // 0.0595/0.0823 in the first and 0.0772/0.0996 in the second layer, which gives two thirds of
    // the light; 4 σ of the counts.
    expect(Math.abs(kaons! / pions! - 0.757)).toBeLessThan(0.05);
  });

  it('draws a ring of 5 cm around a straight track', () => {
    const { hapd, channel } = arichDepositsOf(
      [Array.from({ length: 50 }, () => forward(13, 20, 22))],
      ring,
    );
    const radii = Array.from(hapd, (number, row) => {
      const pad = number * channelsPerHapd + channel[row]!;
      return Math.hypot(channelX(pad) - 187 * Math.tan((22 * Math.PI) / 180), channelY(pad) - 1.5);
    }).sort((a, b) => a - b);
    // 0.3 rad in the aerogel, 0.32 outside, over 18 cm; along the slope of the track longer by
    // 1/cos²22°; it bends by 1.5 cm.
    expect(radii[Math.floor(radii.length / 2)]).toBeGreaterThan(5);
    expect(radii[Math.floor(radii.length / 2)]).toBeLessThan(7.5);
    expect(radii.filter((radius) => radius < 3).length / radii.length).toBeLessThan(0.02);
  });

  it('comes only from tracks that enter the aerogel', () => {
    for (const theta of [12, 36, 90, 155])
      expect(perTrack(arichDepositsOf(around(50, 211, 3, theta)))).toBe(0);
    expect(
      arichDepositsOf([[forward(22, 3)], [forward(2112, 3)]], { material: { scale: 0 } }).hapd
        .length,
    ).toBe(0);
  });

  it('arrives 7 ns after the collision, and says whose it is', () => {
    const { time, particle } = arichDepositsOf([[forward(13, 3, 60), forward(13, 3)]]);
    expect(new Set(particle)).toEqual(new Set([1]));
    // 187 cm of z at 25° are 206 cm.
    for (const at of time) expect(Math.abs(at - 206 / 29.98)).toBeLessThan(0.1);
  });

  it('reaches the plane diffusely as well when it scatters', () => {
    const more =
      perTrack(arichDepositsOf(around(400, 211, 4))) -
      perTrack(arichDepositsOf(around(400, 211, 4), ring));
    expect(more).toBeGreaterThan(0.3);
    expect(more).toBeLessThan(2.5);
  });

  it('is the same for an event alone and among others', () => {
    const events = around(20, 211, 2);
    const all = arichDepositsOf(events);
    expect([...all.hapd.subarray(0, all.offsets[1])]).toEqual([
      ...arichDepositsOf(events.slice(0, 1)).hapd,
    ]);
  });
});
