import { describe, expect, it } from 'vitest';
import { seedFlows, straySeeds } from '../../../emulator/settings/machine-in-time.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { drawSchedule } from '../../../emulator/sources/schedule.js';
import { busyMachine } from './machine.js';

const slices = 60;
const peak = '2022-peak';

/** Seeds drawn in 3 s of beam, of classes whose names match, at a state of the machine. */
function drawnAt(settings: readonly string[]): (name: RegExp) => number {
  const { config } = loadMachine(peak, settings);
  const collisions = busyMachine(1).classes.filter(({ origin }) => origin === 'collision');
  const machine = {
    ...busyMachine(1),
    epochs: [{ slice: 0, config }] as const,
    classes: [...collisions, ...straySeeds(config)],
  };
  const flowsOf = seedFlows(machine);
  const counts = new Float64Array(machine.classes.length);
  for (let slice = 0; slice < slices; slice++) {
    const { place } = drawSchedule({ ...machine, seed: 4, run: 1 }, slice, flowsOf(slice));
    for (const own of place) counts[own]!++;
  }
  return (name) =>
    machine.classes.reduce(
      (sum, each, place) => sum + (name.test(each.name) ? counts[place]! : 0),
      0,
    );
}

/** How far a ratio of two counts is from what it should be, in standard deviations. */
const pull = (count: number, before: number, ratio: number): number =>
  (count - ratio * before) / Math.sqrt(count + ratio * ratio * before);

const nominal = drawnAt([]);
const sources = {
  Touschek: /Touschek/,
  'beam-gas': /beam-gas/,
  'radiative Bhabha': /radiative Bhabha/,
  'two-photon pairs': /two-photon pairs/,
  collisions: /μμ/,
};

/** Ratios of the sources at a state, within 3σ of those given, else of 1. */
function expectRatios(
  settings: readonly string[],
  ratios: Partial<Readonly<Record<keyof typeof sources, number>>>,
): void {
  const drawn = drawnAt(settings);
  for (const [name, pattern] of Object.entries(sources)) {
    const before = nominal(pattern);
    expect(before, name).toBeGreaterThan(100);
    const ratio = ratios[name as keyof typeof sources] ?? 1;
    expect(Math.abs(pull(drawn(pattern), before, ratio)), name).toBeLessThan(3);
  }
}

describe('seeds drawn at another state of the machine', () => {
  it('with twice the luminosity are twice as many of what goes with it only', () => {
    const { config } = loadMachine(peak);
    expectRatios([`specificLuminosity=${2 * config.specificLuminosity}`], {
      collisions: 2,
      'radiative Bhabha': 2,
      'two-photon pairs': 2,
    });
  });

  it('with half the bunches at the same currents are twice as many of Touschek only', () => {
    const { filling } = loadMachine(peak).config;
    expect(filling.bunches % 2).toBe(1);
    const bunches = (filling.bunches - 1) / 2;
    expectRatios([`filling.bunches=${bunches}`], { Touschek: filling.bunches / bunches });
  });

  it('with twice the currents are 2(P0 + 2·P1·I) / (P0 + P1·I) times as many of beam-gas', () => {
    const { her, ler, specificLuminosity } = loadMachine(peak).config;
    // The pressure without beam is half of what the beam adds: 10/3.
    expectRatios(
      [
        `her.current=${2 * her.current}`,
        `ler.current=${2 * ler.current}`,
        `specificLuminosity=${specificLuminosity / 4}`,
      ],
      { 'beam-gas': 10 / 3, Touschek: 4 },
    );
  });
});
