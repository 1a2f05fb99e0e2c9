import { firstValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { revolutionPeriod } from '../../../detector/base/constants.js';
import { ms, s, us } from '../../../detector/base/units.js';
import { beams } from '../../../detector/beams.js';
import { InjectionBurst } from '../../../emulator/backgrounds/injection-burst.js';
import { type ChainSetup, makeChain } from '../../../emulator/chain/chain.js';
import { type HitTree, selectHits } from '../../../emulator/chain/kept-hits.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { Accelerator } from '../../../emulator/machine/accelerator.js';
import { ticksOf, tickPeriod } from '../../../emulator/machine/clock.js';
import { diffuseAt } from '../../../emulator/settings/diffuse-at.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { layMachine } from '../../../emulator/settings/laid-machine.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { injectionVariables, machineOverlay } from '../../../emulator/settings/machine-overlay.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const conditions = emulatorConfig();
const epochsOf = (...assignments: readonly string[]) =>
  ({ epochs: [{ slice: 0, config: loadMachine('2022-peak', assignments).config }] }) as const;
const injectionOff = ['ler.injection.on=false', 'her.injection.on=false'];

/** Level of the chamber, or of another subdetector, at times. */
const levelsAt = (
  machine: Parameters<typeof diffuseAt>[0],
  times: readonly number[],
  name = 'cdc',
): readonly number[] => [
  ...diffuseAt(machine, conditions, 'told')(Float64Array.from(times))[name]![0]!,
];

/** When the first bunch of a ring arrives after a time, far from those of the other. */
function loneArrival(ring: 'her' | 'ler', after: number): number {
  const { trains } = new Accelerator([{ from: 0, config: epochsOf().epochs[0].config }]);
  const within = (name: 'her' | 'ler', from: number, to: number) =>
    trains[name].between(ticksOf(from), ticksOf(to)).map(({ arrival }) => arrival * tickPeriod);
  const other = ring === 'her' ? 'ler' : 'her';
  return within(ring, after, after + 5 * s).find(
    (arrival) => within(other, arrival - 60 * ms, arrival + 40 * ms).length === 0,
  )!;
}

describe('diffuse hits of a window', () => {
  it('fall with the currents, each source by its law', () => {
    const machine = epochsOf(...injectionOff);
    const slice = Math.round((350 * s) / slicePeriod);
    const time = (slice + 0.5) * slicePeriod;
    const [ler, her] = [Math.exp(-time / (500 * s)), Math.exp(-time / (1500 * s))];
    // Half of the current: a quarter of Touschek; two thirds of the pressure are of the beam.
    const gas = (current: number): number => (current * (1 + 2 * current)) / 3;
    const expected =
      0.4 * ler * ler + 0.05 * her * her + 0.25 * gas(ler) + 0.1 * gas(her) + 0.2 * ler * her;
    const [start, later] = levelsAt(machine, [0, time]);
    expect(start).toBeCloseTo(1, 3);
    expect(later).toBeCloseTo(expected, 9);
    expect(levelsAt(machine, [time], 'top')[0]).toBeCloseTo(
      (1.8 * (expected - 0.2 * ler * her)) / 0.8 / 2.230_125 + (0.430_125 * ler * her) / 2.230_125,
      9,
    );
  });

  it('rise after a shot where the bunch passes, by two decay times, and nowhere else', () => {
    const arrival = loneArrival('ler', 2 * s);
    const passage = (time: number): number =>
      arrival + Math.round(time / revolutionPeriod) * revolutionPeriod;
    const times = [passage(100 * us), passage(15 * ms), passage(100 * us) + 5 * us, arrival - 5e3];
    const [early, late, away, before] = levelsAt(epochsOf(), times) as [
      number,
      number,
      number,
      number,
    ];
    const burst = new InjectionBurst(epochsOf().epochs[0].config.backgrounds.injection);
    // 8 % of all hits, in 11 shots a second: what a shot adds, in the 491 ns of a window.
    const shots = (1.32 / (500 * 2 * 2e-9 * 0.6)) * 10.061e-6;
    const adds = (0.08 * 1e9) / shots / conditions.cdc.windowLength;
    const after = conditions.cdc.windowStart;
    const share = burst.shareBetween(
      times[1]! - arrival + after,
      times[1]! - arrival + after + conditions.cdc.windowLength,
    );
    expect(late / before).toBeCloseTo(1 + adds * share, 2);
    expect(late / before - 1).toBeGreaterThan(0.2);
    expect(early / late).toBeGreaterThan(50);
    expect(away).toBe(before);
    expect(before).toBeCloseTo(1, 3);
  });

  it('are in the mean over time what the sources share, and injections on top', () => {
    const machine = epochsOf('backgrounds.diffuse.maxLevel=1000');
    const [from, length, count] = [1 * s, 4 * s, 40_000];
    const times = Array.from(
      { length: count },
      (_, place) => from + ((place + 0.618 * (place % 7)) * length) / count,
    );
    const frames = levelsAt(machine, times, 'pxd');
    const mean = frames.reduce((sum, level) => sum + level, 0) / count;
    // 61 shots of both rings: the number that falls into four seconds is known to one.
    expect(Math.abs(mean - 1.12)).toBeLessThan(0.01);
  });

  it('are no more than so many times those that are told, however near the shot is', () => {
    const arrival = loneArrival('ler', 2 * s);
    const at = (...assignments: readonly string[]) =>
      levelsAt(epochsOf(...assignments), [arrival])[0]!;
    expect(at()).toBe(100);
    expect(at('backgrounds.diffuse.maxLevel=20')).toBe(20);
    expect(at('backgrounds.diffuse.injection=0')).toBeCloseTo(1, 3);
    // A state that has more by itself keeps it, and so do its conditions.
    expect(at('backgrounds.diffuse.maxLevel=1', 'backgrounds.scale=3')).toBeCloseTo(1, 3);
    expect(at('backgrounds.on=false')).toBe(0);
  });

  it('of other events are over those of the machine as it started', () => {
    const machine = epochsOf('backgrounds.scale=40', ...injectionOff);
    const at = diffuseAt(machine, conditions, 'started')(Float64Array.of(0, 500 * s));
    expect(at['cdc']![0]![0]).toBeCloseTo(1, 3);
    expect(at['ecl']!.map(([, later]) => later! < 0.6)).toStrictEqual([true, true, true]);
    expect(at['arich']![0]![1]).toBe(at['ecl']![0]![1]);
  });

  it('grow when a ring is filled that was empty', () => {
    const { epochs } = epochsOf('ler.current=0 A', 'her.current=0 A');
    const filled = { slice: 20, config: loadMachine('2022-peak').config };
    const levels = levelsAt({ epochs: [...epochs, filled] }, [0, 15 * s, 60 * s]);
    expect(levels[0]).toBe(0);
    expect(levels[1]).toBeGreaterThan(0);
    expect(levels[2]).toBeGreaterThan(levels[1]!);
  });
});

describe('events with a machine over them', () => {
  const sets = ['backgrounds.scale=0.05', 'veto.full=0 ms'];
  const laid = layMachine(
    { machine: '2022-peak', machineSet: [...sets, 'veto.gate=0 ms'] },
    conditions,
    beams(conditions.beams),
  );
  const setup: ChainSetup = {
    seed: 7,
    run: 0,
    config: laid.config,
    menu: physicsMenu,
    points: [{ generator: 'gun', config: { count: 0 } }],
    machine: laid.machine!,
    keepHits: true,
  };
  const arrival = loneArrival('ler', 2 * s);
  const early = arrival + Math.round((100 * us) / revolutionPeriod) * revolutionPeriod;
  const late = arrival + Math.round((15 * ms) / revolutionPeriod) * revolutionPeriod;
  const overlay = machineOverlay(setup, 'trigger');
  const { generate, full, decide } = makeChain(setup, {
    diffuse: overlay.diffuse!,
    moments: () => (addresses) =>
      Float64Array.from(addresses.index, (at) => (at % 2 ? late : early)),
  });
  const job = { kind: 'generate', slice: 0, first: 0, count: 8, point: 0 } as const;

  it('have more hits 100 µs after a shot than 15 ms after, where the bunch passes', async () => {
    const batch = await firstValueFrom(of(generate(job)).pipe(full));
    const { sinceInjection } = injectionVariables(setup)!(batch.time);
    expect(sinceInjection[0]).toBeLessThan(110 * us);
    const hits = batch.hits as Readonly<Record<string, { readonly offsets: Uint32Array }>>;
    for (const name of ['cdc', 'top', 'klm', 'arich']) {
      const { offsets } = hits[name]!;
      const of = (parity: number): number =>
        [...offsets.subarray(1)]
          .map((end, event) => end - offsets[event]!)
          .filter((_, event) => event % 2 === parity)
          .reduce((sum, count) => sum + count, 0);
      expect(of(0), name).toBeGreaterThan(5 * of(1));
    }
  });

  it('have the same hits when those that no line reads are made afterwards', async () => {
    const batch = await firstValueFrom(of(generate(job)).pipe(full));
    const { kept } = await firstValueFrom(of(job).pipe(decide));
    expect(kept!.events.length).toBeGreaterThan(0);
    for (const name of ['svd', 'cdc', 'arich'] as const)
      expect(kept!.hits[name]).toStrictEqual(
        selectHits((batch.hits as HitTree)[name] as HitTree, 8, kept!.events),
      );
  });
});
