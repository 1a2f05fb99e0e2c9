import { describe, expect, it } from 'vitest';
import { Hz } from '../../../detector/base/units.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import type { WindowBatch } from '../../../emulator/chain/windows.js';
import { machineWindows, seedFlows } from '../../../emulator/settings/machine-in-time.js';
import { firstSliceOf } from '../../../emulator/sources/strata.js';
import { strataWindows } from '../../../emulator/sources/strata-windows.js';
import { busyMachine, busySetup } from './machine.js';

const busy = busyMachine(8);
/** Collisions, the sky, what can fire a line, what cannot, and what hardly can be seen. */
const sources = [4, 17, 111, 112, 126];
const classes = busy.classes.filter(({ source }) => sources.includes(source));
const machine = { ...busy, classes };
const setup = { ...busySetup(), machine };
const { flows, filling } = seedFlows(machine)(3);
/** Without what comes after injections, in bursts. */
const isSteady = (place: number): boolean => classes[place]!.origin !== 'injection';
const rates = flows.map(({ place, mean }) => (isSteady(place) ? mean / slicePeriod : 0));
const variations = [rates.map(() => 2)];
const windows = strataWindows(setup, {
  classes,
  filling,
  strata: { anchors: classes, rates, variations },
});
const windowsOf = (place: number, first: number, count: number): WindowBatch =>
  windows.make({ kind: 'windows', slice: firstSliceOf(place), first, count });

/** Windows that seeds of each class open in some slices of the machine in time [Hz]. */
function openedInTime(slices: number): Float64Array {
  const inTime = machineWindows({ ...setup, machine: quiet })!;
  const opened = new Float64Array(classes.length);
  for (let slice = 0; slice < slices; slice++) {
    const { weights, windows: made } = inTime.make({
      kind: 'windows',
      slice,
      first: 0,
      count: inTime.count(slice),
    });
    for (const [window, weight] of weights.entries()) {
      const place = made.anchor[window]!;
      if (place < classes.length) opened[place]! += weight;
    }
  }
  return opened.map((count) => count / (slices * slicePeriod * Hz));
}

const [{ config }] = machine.epochs;
const withoutInjection = (ring: 'her' | 'ler') => ({
  ...config[ring],
  injection: { ...config[ring].injection, on: false },
});
const quiet = {
  ...machine,
  epochs: [
    {
      slice: 0,
      config: { ...config, her: withoutInjection('her'), ler: withoutInjection('ler') },
    },
  ],
} as const;

describe('windows class by class', () => {
  it('are opened by seeds of each class as often as in the machine in time', () => {
    const slices = 1;
    const opened = openedInTime(slices);
    const seeds = 1000;
    for (const [place, rate] of rates.entries()) {
      if (rate === 0) continue;
      const { weights } = windowsOf(place, 0, seeds);
      const share = weights.reduce((sum, weight) => sum + weight, 0) / seeds;
      const hz = (share * rate) / Hz;
      // One in four stands for all; the groups of a busy machine are long.
      const variance =
        (4 * opened[place]!) / (slices * slicePeriod * 1e-9) +
        ((hz / share) ** 2 * (share * (1 - share))) / seeds;
      expect(Math.abs(hz - opened[place]!), classes[place]!.name).toBeLessThan(
        4 * Math.sqrt(variance),
      );
    }
  });

  it('come with those of their groups before them, of weight 0 and with names of their own', () => {
    const { weights, time, windows: made, addresses } = windowsOf(2, 0, 1000);
    expect(weights.at(-1)).toBe(1);
    expect(weights.filter((weight) => weight === 0).length).toBeGreaterThan(50);
    const apart = [...weights.entries()]
      .filter(([, weight]) => weight === 0)
      .map(([window]) => time[window + 1]! - made.lastMember[window]!);
    // As long as a line may be up; nearer than a window would have been joined.
    expect(Math.max(...apart)).toBeLessThanOrEqual(512);
    expect(Math.min(...apart)).toBeGreaterThan(0);
    expect(Math.max(...apart)).toBeGreaterThan(400);
    expect(new Set(addresses.index).size).toBe(weights.length);
    const own = addresses.index.filter((_, window) => weights[window] === 1);
    expect(own.every((index) => index < 1000)).toBe(true);
  });

  it('come with those farther before that hold lines up, where lines stay up for longer', () => {
    const gdl = { ...setup.config.gdl, edges: { ...setup.config.gdl.edges, hold: 2000 } };
    const { time, windows: made } = strataWindows(
      { ...setup, config: { ...setup.config, gdl } },
      { classes, filling, strata: { anchors: classes, rates, variations } },
    ).make({ kind: 'windows', slice: firstSliceOf(2), first: 0, count: 100 });
    const apart = [...time.subarray(1)]
      .map((next, window) => next - made.lastMember[window]!)
      .filter((gap) => gap <= 2000);
    expect(Math.max(...apart)).toBeGreaterThan(1000);
  });

  it('are the same in batches of any size, with the weights of other rates', () => {
    const whole = windowsOf(0, 0, 300);
    const parts = [windowsOf(0, 0, 100), windowsOf(0, 100, 200)];
    const joined = (of: (batch: WindowBatch) => ArrayLike<number>) =>
      parts.flatMap((part) => Array.from(of(part)));
    for (const of of [
      ({ time }: WindowBatch) => time,
      ({ addresses }: WindowBatch) => addresses.index,
      ({ windows: made }: WindowBatch) => made.likelier!,
      ({ windows: made }: WindowBatch) => made.lastMember,
      ({ overlays }: WindowBatch) => overlays![0]!.time,
      ({ overlays }: WindowBatch) => overlays![0]!.particles.px,
    ])
      expect(joined(of)).toStrictEqual(Array.from(of(whole)));
    expect(whole.windows.likelier).toHaveLength(whole.eventCount);
    expect(new Set(whole.windows.likelier).size).toBeGreaterThan(2);
  });

  it('behind the last class have no seed', () => {
    const { eventCount, particles, overlays, windows: made } = windowsOf(classes.length, 0, 20);
    expect(eventCount).toBe(20);
    expect(particles.pdg).toHaveLength(0);
    expect(overlays).toBeUndefined();
    expect([...new Set(made.likelier)]).toStrictEqual([1]);
  });
});
