import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { layerRadius, wireRadius, zForward } from '../../../detector/cdc/geometry.js';
import { phoenixEvent } from '../../../emulator/explain/phoenix.js';
import { syntheticEvent } from '../../monitor/synthetic-event.js';

/** Objects as the guide of Phoenix has them; more keys are decoration. */
const point = z.tuple([z.number(), z.number(), z.number()]);
const angles = { phi: z.number().min(-Math.PI).max(Math.PI), eta: z.number() };
const track = z.looseObject({ pos: z.array(point).min(2), pT: z.number().optional() });
const line = z.looseObject({ type: z.literal('Line'), pos: z.array(z.number()).length(6) });
const calorimeter = z.looseObject({
  ...angles,
  energy: z.number(),
  theta: z.number(),
  radius: z.number(),
  z: z.number(),
  side: z.number(),
  length: z.number(),
});
const collections = <T extends z.ZodType>(of: T) => z.record(z.string(), z.array(of));
const format = z.record(
  z.string(),
  z.looseObject({
    'event number': z.int(),
    'run number': z.int(),
    Tracks: collections(track),
    Hits: collections(z.union([point, line])),
    CaloClusters: collections(calorimeter),
    CaloCells: collections(calorimeter),
  }),
);

const display = syntheticEvent(17);
const written = JSON.parse(JSON.stringify(phoenixEvent(display)));
const event = format.parse(written)['1:3:17']!;

describe('an event in the format of Phoenix', () => {
  it('is one event under its address, with collections of the types that Phoenix knows', () => {
    expect(Object.keys(written)).toEqual(['1:3:17']);
    expect(event['event number']).toBe(17);
    expect(event['run number']).toBe(1);
    expect(JSON.stringify(written)).not.toMatch(/null|NaN/);
  });

  it('has the points of tracks in mm, momenta in GeV, and says which have no fit', () => {
    const tracks = event.Tracks['CDC trigger tracks']!;
    expect(tracks).toHaveLength(3);
    for (const [row, { path, pt, z0 }] of display.chamber.tracks.entries()) {
      const written = tracks[row]!;
      expect(written.pos).toHaveLength(path.x.length);
      expect(written.pos.at(-1)![0]).toBeCloseTo(10 * path.x[path.x.length - 1]!, 2);
      expect(written.pos.at(-1)![1]).toBeCloseTo(10 * path.y[path.y.length - 1]!, 2);
      expect(written.pT).toBe(pt);
      expect(written.fitted).toBe(row < 2);
      if (row < 2) expect(written.z0).toBeCloseTo(10 * z0, 3);
    }
    expect(tracks[0]!.eta).toBeCloseTo(Math.asinh(0.3), 9);
    expect(tracks[2]!.pos.every(([, , along]) => along === 0)).toBe(true);
  });

  it('has wires from end to end, and points where there are all three coordinates', () => {
    const wires = z.array(line).parse(event.Hits['CDC wires']);
    expect(wires).toHaveLength(display.chamber.hits.wire.length);
    const [x0, y0, back, x1, y1, forward] = wires[0]!.pos as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    expect(Math.hypot(x0, y0)).toBeCloseTo(10 * layerRadius[0]!, 2);
    expect(Math.hypot(x1, y1)).toBeCloseTo(10 * wireRadius(0, zForward[0]!), 2);
    expect(forward).toBeCloseTo(10 * zForward[0]!, 2);
    expect(back).toBeLessThan(0);
    // Of three points of the KLM one has no z.
    expect(event.Hits['KLM points']).toEqual([
      [2040, 200, 600],
      [2130, 220, 640],
    ]);
  });

  it('has clusters and crystals in GeV, at their places in mm', () => {
    const [barrel, forward] = event.CaloClusters['ECL trigger clusters']!;
    expect(barrel!.energy).toBeCloseTo(2.3, 6);
    expect(barrel!.radius).toBeCloseTo(10 * Math.hypot(5, 127), 2);
    expect(barrel!.phi).toBeCloseTo(Math.atan2(127, 5), 9);
    expect(barrel!.theta).toBeCloseTo(Math.atan2(Math.hypot(5, 127), 40), 9);
    expect(forward!.z).toBe(1980);
    expect(forward!.eta).toBeCloseTo(Math.asinh(198 / Math.hypot(60, 20)), 9);
    const crystals = event.CaloCells['ECL crystals']!;
    expect(crystals.map(({ energy }) => energy)).toEqual(Array.from(display.crystals.energy));
    for (const { radius, side } of crystals) {
      expect(radius).toBeGreaterThan(400);
      expect(side).toBeGreaterThan(40);
      expect(side).toBeLessThan(75);
    }
    // As long as the drawings fill a crystal: 1.6 GeV of 8 is the root of a fifth of 30 cm.
    expect(crystals[0]!.length).toBeCloseTo(300 * Math.sqrt(1.6 / 8), 2);
  });
});
