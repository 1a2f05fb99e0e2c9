import { describe, expect, it } from 'vitest';
import { degree, GeV } from '../../../detector/base/units.js';
import { simulateMuons } from '../../../emulator/derive/derive.js';
import type { MuonSample } from '../../../emulator/derive/muon-sample.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { timeSource } from '../../../triggers/cdc/event-time.js';
import { neuroObjects } from '../../../triggers/cdc/neuro.js';

const config = emulatorConfig();
const central = { minTheta: 36 * degree, maxTheta: 120 * degree };
const prompt = { ...central, maxZ0: 0.01 };
const events = 2048;
const fixed = neuroObjects(config.triggers.neuro);
const float = neuroObjects({ ...config.triggers.neuro, inputs: 'float', network: 'float' });

/** Neural tracks against the truth, one row each, and the number of events with a full track. */
function tracksOf(
  sample: MuonSample,
  find = fixed,
): {
  rows: { event: number; expert: number; z: number; miss: number; theta: number }[];
  full: number;
} {
  const rows = [];
  let full = 0;
  let first = 0;
  for (const { objects, particles } of simulateMuons(sample, events, config, { seed: 31 })) {
    const { tracks } = find(objects);
    for (let event = 0; event + 1 < tracks.offsets.length; event++) {
      if (objects.tracks2d.offsets[event + 1]! > objects.tracks2d.offsets[event]!) full++;
      const theta = Math.atan2(
        Math.hypot(particles.px[event]!, particles.py[event]!),
        particles.pz[event]!,
      );
      for (let row = tracks.offsets[event]!; row < tracks.offsets[event + 1]!; row++) {
        const z = tracks.z[row]!;
        rows.push({
          event: first + event,
          expert: tracks.expert[row]!,
          z,
          miss: z - particles.z[event]!,
          theta: tracks.theta[row]! - theta,
        });
      }
    }
    first += tracks.offsets.length - 1;
  }
  return { rows, full };
}

/** Half the range of the central 68 %. */
function halfWidth(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    (sorted[Math.floor(0.84 * sorted.length)]! - sorted[Math.floor(0.16 * sorted.length)]!) / 2
  );
}

describe('neural tracks', () => {
  it('are none where there is no network, of the same full tracks', () => {
    const none = neuroObjects({ ...config.triggers.neuro, network: 'none' });
    const sample = { ...prompt, minPt: 1 * GeV, maxPt: 2 * GeV } as MuonSample;
    const { rows, full } = tracksOf(sample, none);
    expect(rows).toEqual([]);
    expect(full).toBeGreaterThan(0.9 * events);
  });

  it.each([
    ['above 2 GeV', 2 * GeV, 6 * GeV, 3],
    ['at 0.4 GeV', 0.39 * GeV, 0.41 * GeV, 6],
  ])(
    'of muons from the collision point %s are found with z to a few cm, no bias',
    (_, minPt, maxPt, limit) => {
      const { rows, full } = tracksOf({ ...prompt, minPt, maxPt });
      // 0.3 % are lost to segments that are missing or outside the windows.
      expect(rows.length).toBeGreaterThan(0.97 * full);
      expect(halfWidth(rows.map(({ miss }) => miss))).toBeLessThan(limit);
      expect(
        Math.abs(rows.map(({ miss }) => miss).toSorted((a, b) => a - b)[rows.length >> 1]!),
      ).toBeLessThan(1);
      expect(halfWidth(rows.map(({ theta }) => theta))).toBeLessThan(4 * degree);
    },
  );

  it('of muons from anywhere on the axis keep those from far away outside of 15 cm', () => {
    const { rows } = tracksOf({ ...central, minPt: 0.4 * GeV, maxPt: 6 * GeV, maxZ0: 100 });
    const far = rows.filter(({ z, miss }) => Math.abs(z - miss) > 30);
    expect(far.length).toBeGreaterThan(500);
    expect(far.filter(({ z }) => Math.abs(z) < 15).length).toBeLessThan(0.03 * far.length);
  });

  it('count from a measured event time, and from their own segments without one', () => {
    const sample = { ...prompt, minPt: 0.5 * GeV, maxPt: 2 * GeV };
    const { objects } = [...simulateMuons(sample, 200, config, { seed: 31 })][0]!;
    const zWith = (source: number, shift: number) => {
      const eventTime = objects.eventTime.map((time) => time + shift);
      const eventTimeSource = objects.eventTimeSource.map(() => source);
      return [...fixed({ ...objects, eventTime, eventTimeSource }).tracks.z];
    };
    const { fastestPriority, histogram, hough } = timeSource;
    expect(zWith(fastestPriority, -30)).toEqual(zWith(fastestPriority, 0));
    for (const measured of [histogram, hough])
      expect(zWith(measured, -30)).not.toEqual(zWith(measured, 0));
  });

  it('in fixed point differ by less than 0.5 cm for 99 %, by 0.15 cm in the mean', () => {
    const sample = { ...central, minPt: 0.4 * GeV, maxPt: 6 * GeV, maxZ0: 50 };
    const exact = new Map(tracksOf(sample, float).rows.map((row) => [row.event, row]));
    const differences = tracksOf(sample).rows.flatMap(({ event, expert, z }) => {
      const other = exact.get(event);
      return other === undefined || other.expert !== expert ? [] : [z - other.z];
    });
    expect(differences.length).toBeGreaterThan(1000);
    const sizes = differences.map(Math.abs).toSorted((a, b) => a - b);
    expect(sizes[Math.floor(0.99 * sizes.length)]).toBeLessThan(0.5);
    expect(
      Math.abs(differences.reduce((sum, value) => sum + value, 0) / differences.length),
    ).toBeLessThan(0.15);
  });
});
