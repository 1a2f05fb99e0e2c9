import { describe, expect, it } from 'vitest';
import { beams } from '../../../detector/beams.js';
import { firstValueFrom, of } from 'rxjs';
import { revolutionPeriod } from '../../../detector/base/constants.js';
import { sliceAddresses } from '../../../detector/event.js';
import { strayClasses } from '../../../emulator/backgrounds/seeds.js';
import { InjectionCycle } from '../../../emulator/settings/injection-cycle.js';
import { beamStateOf, referenceState } from '../../../emulator/settings/machine.js';
import { type ChainSetup, makeChain } from '../../../emulator/chain/chain.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { layMachine } from '../../../emulator/settings/laid-machine.js';
import { isToppedUp, machineOverlay } from '../../../emulator/settings/machine-overlay.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const conditions = emulatorConfig();
const around = beams(conditions.beams);
const laid = layMachine(
  { machine: '2022-peak', machineSet: ['backgrounds.scale=40'] },
  conditions,
  around,
);
const job = { kind: 'generate', slice: 0, first: 0, count: 512, point: 0 } as const;
const setup: ChainSetup = {
  seed: 7,
  run: 0,
  config: laid.config,
  menu: physicsMenu,
  points: [{ generator: 'gun', config: { count: 0 } }],
  machine: laid.machine!,
};
const { generate, decide } = makeChain(setup, machineOverlay(setup, 'trigger'));
const made = generate(job);

describe('a machine over events', () => {
  it('lays over seeds of each class as often as they come, collisions too, within 4 σ', () => {
    // Stray particles of all kinds, and pairs.
    const strays = 40 * (86.5e3 + 17.9e3);
    const origins = new Map(laid.machine!.classes.map(({ name, origin }) => [name, origin]));
    const madeBy = (...wanted: readonly string[]) =>
      made.overlays!.filter(({ origin }) => wanted.includes(origins.get(origin)!));
    const all = madeBy('stray');
    const seeds = all.reduce((sum, { event }) => sum + event.length, 0);
    const expected = job.count * strays * 1.5e-6;
    expect(Math.abs(seeds - expected)).toBeLessThan(4 * Math.sqrt(expected));
    const others = madeBy('collision', 'sky');
    const collisions = others.reduce((sum, { event }) => sum + event.length, 0);
    // 69.4 kHz of collisions, 16.5 kHz of cosmic muons.
    const some = job.count * 85.9e3 * 1.5e-6;
    expect(Math.abs(collisions - some)).toBeLessThan(4 * Math.sqrt(some));
  });

  it('lays over what follows injections where the bunch passes, as often as shots bring it', () => {
    const open = ['backgrounds.scale=40', 'veto.full=0 ms', 'veto.gate=0 ms'];
    const unvetoed = layMachine({ machine: '2022-peak', machineSet: open }, conditions, around);
    const machine = unvetoed.machine!;
    const { config } = machine.epochs[0];
    const context = { seed: 7, run: 0, config: unvetoed.config };
    const { sources, moments } = machineOverlay(unvetoed, 'trigger');
    const addresses = sliceAddresses(0, 0, 0, 4096);
    const time = moments!(context)(addresses);
    const cycle = new InjectionCycle(config);
    const [state, reference] = [beamStateOf(config), referenceState()];
    const injected = strayClasses(config.backgrounds).filter(
      ({ origin }) => origin === 'injection',
    );
    const mean = injected.reduce((sum, { rateAt }) => sum + rateAt(state, reference), 0);
    const seeds = injected.flatMap(({ name, source }) => {
      const { seeds: choose } = sources!.find(({ origin }) => origin === name)!;
      const laid = choose(context)({ eventCount: 4096, addresses: { ...addresses, source }, time });
      return [...laid.event].map((event, seed) => time[event]! + laid.time[seed]!);
    });
    const expected = 4096 * mean * 1500;
    // They come many at once: by far more scatter than Poisson's.
    expect(seeds.length).toBeGreaterThan(0.5 * expected);
    expect(seeds.length).toBeLessThan(2 * expected);
    const { width } = config.backgrounds.injection;
    const near = seeds.filter((at) => {
      const { inTurn } = cycle.phaseAt(at);
      return inTurn < 3 * width || inTurn > revolutionPeriod - 3 * width;
    });
    expect(near.length).toBeGreaterThan(0.9 * seeds.length);
  });

  it('gives events times of their own', () => {
    expect(new Set(made.time).size).toBe(job.count);
  });

  it('makes the chamber and the calorimeter see what is not of the event', async () => {
    const { ftdlBits } = await firstValueFrom(of({ ...job, count: 48 }).pipe(decide));
    expect(ftdlBits.some((word) => word !== 0)).toBe(true);
  });

  it('has diffuse hits in proportion, and says what it lays over', () => {
    expect(laid.config.cdc.noiseRate).toBeCloseTo(40 * 22e-6, 9);
    const [note] = laid.notes;
    expect(note!.code).toBe('MACHINE_LAID_OVER');
    expect(note!.message).toContain('kHz of stray particles and cosmic muons');
    expect(note!.message).toContain('880.0 kHz a wire');
  });

  it('replaces the noise of a user, and says so', () => {
    const noisy = emulatorConfig({ cdc: { noiseRate: '5 kHz' } });
    const { notes, config } = layMachine({ machine: '2022-peak', machineSet: [] }, noisy, around);
    expect(config.cdc.noiseRate).toBeCloseTo(22e-6, 9);
    expect(notes.map(({ code }) => code)).toContain('MACHINE_NOISE_REPLACED');
    expect(laid.notes.map(({ code }) => code)).not.toContain('MACHINE_NOISE_REPLACED');
  });

  it('is nothing where none is asked for: the conditions stay as they are', () => {
    const none = layMachine({ machine: 'none', machineSet: [] }, conditions, around);
    expect(none).toEqual({ name: 'none', config: conditions, notes: [] });
    expect(machineOverlay({ config: conditions }, 'trigger')).toEqual({});
    expect(isToppedUp({})).toBe(false);
    expect(isToppedUp(setup)).toBe(true);
  });

  it('of no beam lays nothing over, were it asked for by its parameters', () => {
    const empty = layMachine(
      { machine: 'none', machineSet: ['veto.full=1 ms'] },
      conditions,
      around,
    );
    expect(empty.config.cdc.noiseRate).toBe(0);
    expect(isToppedUp({ machine: empty.machine! })).toBe(false);
    const quiet = { ...setup, config: empty.config, machine: empty.machine! };
    const { overlays } = makeChain(quiet, machineOverlay(quiet, 'trigger')).generate(job);
    const names = overlays!.filter(({ event }) => event.length > 0).map(({ origin }) => origin);
    expect(names).toEqual(['cosmic muons']);
  });
});
