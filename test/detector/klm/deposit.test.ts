import { describe, expect, it } from 'vitest';
import { Helix } from '../../../detector/helix.js';
import {
  backwardZ,
  barrelApothem,
  endcapInnerRadius,
  endcapOuterRadius,
  forwardZ,
  isBarrel,
  sections,
} from '../../../detector/klm/geometry.js';
import type { KlmDeposits } from '../../../detector/klm/hits.js';
import type { Shot } from '../cdc/chamber.js';
import { klmDepositsOf, shot, sure } from './passages.js';

/** Without bending and loss that matter: 30 GeV. */
const stiff = (theta: number, phi: number): Shot => shot(13, 30, theta, phi);
const rows = (deposits: KlmDeposits) =>
  Array.from(deposits.strip, (strip, row) => ({
    section: deposits.section[row]!,
    sector: deposits.sector[row]!,
    layer: deposits.layer[row]!,
    plane: deposits.plane[row]!,
    strip,
    time: deposits.time[row]!,
  }));
const hitsOf = (theta: number, phi: number, raw: object = {}) =>
  rows(klmDepositsOf([[stiff(theta, phi)]], { ...sure, klm: { ...sure.klm, ...raw } }));

describe('barrel of the KLM', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'is crossed in 15 layers and both planes of sector %i',
    (sector) => {
      const hits = hitsOf(90, 45 * sector);
      expect(hits.length).toBe(30);
      expect(new Set(hits.map((hit) => hit.sector))).toEqual(new Set([sector]));
      // At 90° from the collision point z is 0, backward of the middle at 47 cm.
      expect(new Set(hits.map(({ section }) => section))).toEqual(
        new Set([sections.barrelBackward]),
      );
    },
  );

  it('measures z from the middle at 47 cm in strips of 4.52 cm', () => {
    const z = (layer: number) => barrelApothem[layer - 1]! / Math.tan((60 * Math.PI) / 180);
    for (const { layer, plane, strip, section } of hitsOf(60, 0)) {
      if (plane === 0 || layer < 3) continue;
      expect(section).toBe(sections.barrelForward);
      // Bending of 30 GeV lengthens the way by less than 0.2 cm.
      expect(Math.abs(strip + 0.5 - (z(layer) - 47) / 4.52)).toBeLessThan(0.6);
    }
  });

  it('has the middle φ strip at the centre of a sector and the outer ones at its edges', () => {
    // A track of 30 GeV bends by 1.1° on its way to the coil.
    const phiStrips = (phi: number) =>
      hitsOf(90, phi).filter(({ plane, layer }) => plane === 0 && layer === 3);
    expect(Math.abs(phiStrips(0)[0]!.strip - 18)).toBeLessThanOrEqual(1);
    expect(phiStrips(20)[0]!.strip).toBeGreaterThan(32);
    expect(phiStrips(-22)[0]!.strip).toBeLessThan(3);
  });

  it('is reached by light after 6.8 ns, the last layer after 11 ns', () => {
    const hits = hitsOf(90, 0);
    expect(hits[0]!.time).toBeCloseTo(203.95 / 29.979, 1);
    expect(hits.at(-1)!.time).toBeCloseTo(331.2 / 29.979, 1);
  });

  it('splits tracks that bend across the edge of a sector between two', () => {
    const azimuths = Array.from({ length: 40 }, (_, step) => step / 2);
    const sectors = azimuths.map(
      (phi) =>
        new Set(rows(klmDepositsOf([[shot(13, 2, 88, phi)]], sure)).map(({ sector }) => sector)),
    );
    expect(sectors.some((found) => found.size === 2)).toBe(true);
    expect(sectors.every((found) => found.size <= 2)).toBe(true);
  });

  it('bends tracks in the field of the yoke, the other way round than in the solenoid', () => {
    const last = (yokeField: number) =>
      rows(
        klmDepositsOf([[shot(13, 3, 90, 10)]], { ...sure, klm: { ...sure.klm, yokeField } }),
      ).findLast(({ plane }) => plane === 0)!;
    // A negative muon turns to larger φ inside the coil.
    expect(last(-1.3).strip).toBeLessThan(last(0).strip);
  });
});

describe('chambers of the barrel', () => {
  const angles = Array.from({ length: 400 }, (_, event) => 54 + 0.035 * event);
  const { offsets, layer, plane, strip } = klmDepositsOf(
    angles.map((theta) => [stiff(theta, 0)]),
    { ...sure, klm: { ...sure.klm, clusters: true } },
  );
  /** z strips that fire in each chamber, and where the track crosses it in strips. */
  const crossings = angles.flatMap((theta, event) =>
    Array.from({ length: 13 }, (_, chamber) => {
      const z = barrelApothem[chamber + 2]! / Math.tan((theta * Math.PI) / 180);
      const strips = Array.from(strip.subarray(offsets[event], offsets[event + 1])).filter(
        (_, hit) => {
          const row = offsets[event]! + hit;
          return layer[row] === chamber + 3 && plane[row] === 1;
        },
      );
      return { strips, at: Math.abs(z - 47) / 4.52 };
    }),
  );

  it('fire alone in 46 % of crossings and in pairs in 46 %, anywhere in a strip', () => {
    // Means of middle and edge in BKLMSimulationPar.xml: 0.78 and 0.15, 0.15 and 0.77.
    const share = (size: number) =>
      crossings.filter(({ strips }) => strips.length === size).length / crossings.length;
    // Four times the spread of a share of 5200 crossings.
    expect(Math.abs(share(1) - (0.78 + 0.15) / 2)).toBeLessThan(0.028);
    expect(Math.abs(share(2) - (0.15 + 0.77) / 2)).toBeLessThan(0.028);
    expect(share(1) + share(2) + share(3) + share(4)).toBeCloseTo(1, 9);
  });

  it('fire together with the nearer neighbour', () => {
    const pairs = crossings.filter(({ strips }) => strips.length === 2);
    const distances = pairs.map(({ strips, at }) =>
      Math.abs((strips[0]! + strips[1]!) / 2 + 0.5 - at),
    );
    // From 0 at the edge between the two to a half in the middle of a strip; else a half to 1.
    const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
    expect(mean).toBeGreaterThan(0.1);
    expect(mean).toBeLessThan(0.3);
  });
});

describe('endcaps of the KLM', () => {
  it('are crossed in 14 layers forward and 12 backward', () => {
    const forward = hitsOf(28, 45);
    expect(new Set(forward.map(({ layer }) => layer)).size).toBe(14);
    expect(new Set(forward.map(({ section }) => section))).toEqual(
      new Set([sections.endcapForward]),
    );
    expect(new Set(hitsOf(138, 45).map(({ layer }) => layer)).size).toBe(12);
  });

  it('number quadrants by azimuth backward, and mirrored forward', () => {
    const sectors = (theta: number) =>
      [45, 135, 225, 315].map((phi) => hitsOf(theta, phi)[0]!.sector);
    expect(sectors(138)).toEqual([0, 1, 2, 3]);
    expect(sectors(28)).toEqual([1, 0, 3, 2]);
  });

  it('measure x and y in strips of 4 cm', () => {
    for (const { layer, plane, strip } of rows(klmDepositsOf([[shot(13, 300, 28, 30)]], sure))) {
      const radius = forwardZ[layer - 1]! * Math.tan((28 * Math.PI) / 180);
      const at = (radius * (plane === 0 ? Math.cos(Math.PI / 6) : Math.sin(Math.PI / 6))) / 4;
      // Bending of 300 GeV moves it by less than a fifth of a strip.
      expect(Math.abs(strip + 0.5 - at)).toBeLessThan(0.7);
    }
  });

  it('are reached along the helix of the solenoid', () => {
    // It loses 0.2 of 1.5 GeV in the crystals, which moves it by half a centimetre; the field moves
    // it by five behind them.
    const p = shot(13, 1.5, 138, 45).p;
    const helix = new Helix();
    helix.set(0, 0, 0, ...p, -1, 1.5);
    helix.moveToPlane(backwardZ[0]!);
    const first = rows(klmDepositsOf([[shot(13, 1.5, 138, 45)]], sure)).filter(
      ({ layer }) => layer === 1,
    );
    expect(first.map(({ plane }) => plane)).toEqual([0, 1]);
    expect(Math.abs(4 * (first[0]!.strip + 0.5) - Math.abs(helix.x))).toBeLessThan(3.5);
    expect(Math.abs(4 * (first[1]!.strip + 0.5) - Math.abs(helix.y))).toBeLessThan(3.5);
  });

  it('take over where tracks leave the barrel by its end', () => {
    const found = new Set(hitsOf(42, 10).map(({ section }) => section));
    expect(found).toEqual(new Set([sections.barrelForward, sections.endcapForward]));
  });
});

describe('an event', () => {
  it('leaves the same alone and among others', () => {
    const events = Array.from({ length: 6 }, (_, event) => [
      shot(event % 2 === 0 ? 13 : 211, 2, 70 + event, 40 * event),
    ]);
    const all = klmDepositsOf(events);
    const again = klmDepositsOf(events.slice(0, 3));
    expect([...again.strip]).toEqual([...all.strip.subarray(0, all.offsets[3])]);
  });

  it('without charged particles and neutral hadrons leaves nothing', () => {
    expect(klmDepositsOf([[shot(22, 5, 60)], []]).strip.length).toBe(0);
  });

  it('costs muons energy that straggles: the range of 1 GeV varies by a layer or two', () => {
    const ranges = (straggling: boolean) => {
      const events = Array.from({ length: 300 }, () => [shot(13, 1, 90, 0)]);
      const deposits = klmDepositsOf(events, { ...sure, klm: { ...sure.klm, straggling } });
      return new Set(events.map((_, event) => deposits.layer[deposits.offsets[event + 1]! - 1]));
    };
    expect(ranges(false).size).toBe(1);
    expect(ranges(true).size).toBeGreaterThan(2);
  });
});

describe('gaps of the endcaps', () => {
  it.each([
    ['forward', sections.endcapForward, forwardZ],
    ['backward', sections.endcapBackward, backwardZ],
  ])(
    '%s: see every stiff muon between their radii, wherever it leaves the barrel',
    (_, end, zs) => {
      const angles = Array.from({ length: 700 }, (_, step) => 10 + 0.1 * step);
      const { offsets, section, layer } = klmDepositsOf(
        angles.map((angle) => [stiff(zs[0]! > 0 ? angle : 180 - angle, 45)]),
        sure,
      );
      /** At 30 GeV bending moves a track by less than this [cm]. */
      const bent = 1;
      for (const [gap, z] of zs.entries())
        for (const [event, angle] of angles.entries()) {
          const radius = Math.abs(z) * Math.tan((angle * Math.PI) / 180);
          const outside = Math.max(endcapInnerRadius - radius, radius - endcapOuterRadius);
          if (Math.abs(outside) < bent) continue;
          let strips = 0;
          for (let row = offsets[event]!; row < offsets[event + 1]!; row++)
            if (section[row] === end && layer[row] === gap + 1) strips++;
          expect(strips, `gap ${gap + 1} at ${radius} cm`).toBe(outside < 0 ? 2 : 0);
        }
    },
  );

  it('are all crossed at 25.0–39.3° and 131.4–145.1°, those of the barrel at 51.4–117.2°', () => {
    const angles = Array.from({ length: 1300 }, (_, step) => 20 + 0.1 * step);
    const { offsets, section, layer } = klmDepositsOf(
      angles.map((angle) => [stiff(angle, 45)]),
      sure,
    );
    const whole = (count: number, counts: (section: number) => boolean): readonly number[] => {
      const found = angles.filter((_, event) => {
        const [start, end] = [offsets[event]!, offsets[event + 1]!];
        const own = layer.subarray(start, end).filter((_, row) => counts(section[start + row]!));
        return new Set(own).size === count;
      });
      return [found[0]!, found.at(-1)!];
    };
    const within = (found: readonly number[], expected: readonly number[]): void => {
      for (const [end, angle] of found.entries())
        expect(Math.abs(angle - expected[end]!)).toBeLessThan(0.25);
    };
    // Straight lines through the geometry files; the outermost z strips end 217 cm from the middle.
    const end = (z: number): number => (Math.atan2(331.2, z) * 180) / Math.PI;
    within(
      whole(14, (part) => part === sections.endcapForward),
      [25, 39.3],
    );
    within(
      whole(12, (part) => part === sections.endcapBackward),
      [131.4, 145.1],
    );
    within(whole(15, isBarrel), [end(47 + 48 * 4.52), end(47 - 48 * 4.52)]);
  });

  it('are reached from the first on by what leaves the solenoid by its end', () => {
    const momenta = Array.from({ length: 60 }, (_, step) => 0.6 + 0.005 * step);
    const { offsets, section, layer } = klmDepositsOf(
      momenta.map((p) => [shot(13, p, 45)]),
      sure,
    );
    let reached = 0;
    for (const event of momenta.keys()) {
      const [start, last] = [offsets[event]!, offsets[event + 1]!];
      const gaps = layer
        .subarray(start, last)
        .filter((_, row) => section[start + row] === sections.endcapForward);
      if (gaps.length > 0) reached++;
      expect(new Set(gaps).size).toBe(Math.max(0, ...gaps));
    }
    expect(reached).toBeGreaterThan(5);
  });
});
