import type { Note } from '../../detector/base/notes.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { Hz } from '../../detector/base/units.js';
import type { Beams } from '../../detector/beams.js';
import { InjectionBurst, injectionFlow } from '../backgrounds/injection-burst.js';
import { seedsOfShot, strayClasses } from '../backgrounds/seeds.js';
import type { ChainSetup } from '../chain/chain.js';
import { slicePeriod } from '../chain/slices.js';
import type { ChainWindows } from '../chain/windows.js';
import type { RingName } from '../machine/machine-schema.js';
import { collisionClasses, collisionHz } from '../sources/collision-classes.js';
import { compileMenu } from '../../triggers/gdl/menu.js';
import type { PulseSources } from '../sources/artificial-pulses.js';
import { machineInputs } from '../sources/machine-inputs.js';
import type { MachineSetup } from '../sources/machine-setup.js';
import { openWindows } from '../sources/open-windows.js';
import type { SeedClass } from '../sources/seed-class.js';
import type { FlowsOf, SeedFlow } from '../sources/seed-flow.js';
import { diffuseAt } from './diffuse-at.js';
import { leastReach } from './least-reach.js';
import { machineInputConfig, machineSignals } from './machine-signals.js';
import {
  beamStateAt,
  type MachineStateConfig,
  type NamedMachine,
  referenceState,
  timedEpochs,
  type TimedEpochs,
} from './machine.js';
import { shotArrivals } from './shot-arrivals.js';

/** The machine in time with its states: what `ChainSetup.machine` holds. */
export type MachineInTime = MachineSetup<MachineStateConfig>;

/** Classes of stray particles, each of one source. */
export const straySeeds = ({ backgrounds: config }: MachineStateConfig): readonly SeedClass[] =>
  strayClasses(config).map(({ name, source, tier, origin, generator, config: given }) => ({
    name,
    source,
    tier,
    origin,
    generator,
    config: given,
  }));

/**
 * A machine that starts in a state and stays in it until an epoch is added; with what had to be
 * left out.
 */
export function machineInTime(
  { name, config }: Pick<NamedMachine, 'name' | 'config'>,
  beams: Beams,
): { readonly machine: MachineInTime; readonly notes: readonly Note[] } {
  const { classes, notes } = collisionClasses(beams);
  const machine: MachineInTime = {
    name,
    epochs: [{ slice: 0, config }],
    classes: [...classes, ...straySeeds(config)],
    thinning: config.thinning,
  };
  return { machine, notes };
}

/** The machine of a setup, if it has one. */
export const machineOf = ({ machine }: Pick<ChainSetup, 'machine'>): MachineInTime | undefined =>
  // What travels under this name is made by `machineInTime`.
  machine as MachineInTime | undefined;

/**
 * How many seeds of each class come in a slice, by the state in its middle; those of injection by
 * the shots before and in it.
 */
export function seedFlows({ epochs, classes }: MachineInTime): FlowsOf {
  const timed = timedEpochs(epochs);
  const stateAt = beamStateAt(timed);
  const shots = shotsOf(timed);
  const reference = referenceState();
  return (slice) => {
    const { config } = epochs.findLast((epoch) => epoch.slice <= slice) ?? epochs[0];
    const state = stateAt((slice + 0.5) * slicePeriod);
    const strays = new Map(
      strayClasses(config.backgrounds).map((each) => [each.source, each] as const),
    );
    const flowOf = (each: SeedClass, place: number): SeedFlow => {
      const { source, origin } = each;
      const stray = strays.get(source);
      if (stray?.ring !== undefined && origin === 'injection') {
        const perShot = seedsOfShot(stray, state, reference);
        const [start, end] = [slice * slicePeriod, (slice + 1) * slicePeriod];
        const { mean, draw } = shots(start, end, stray.ring, config, perShot);
        return { place, mean, when: draw };
      }
      const rate = stray?.rateAt(state, reference) ?? collisionHz(each, state.luminosity) * Hz;
      return { place, mean: rate * slicePeriod, when: origin === 'sky' ? 'any' : 'crossing' };
    };
    return { flows: classes.map(flowOf), filling: config.filling };
  };
}

/**
 * How many seeds of a class of injection are expected from a time since the run began to another
 * [ns], and how one of them is drawn: its time after the first.
 */
export function injectedSeeds({ epochs }: MachineInTime) {
  const timed = timedEpochs(epochs);
  const stateAt = beamStateAt(timed);
  const shots = shotsOf(timed);
  const reference = referenceState();
  const strays = epochs.map(
    ({ config }) =>
      new Map(strayClasses(config.backgrounds).map((each) => [each.source, each] as const)),
  );
  return ({ source }: SeedClass, start: number, end: number) => {
    const epoch = Math.max(
      0,
      timed.findLastIndex((each) => each.from <= start),
    );
    const stray = strays[epoch]!.get(source);
    if (stray?.ring === undefined) return { mean: 0, draw: () => 0 };
    const perShot = seedsOfShot(stray, stateAt(start), reference);
    return shots(start, end, stray.ring, timed[epoch]!.config, perShot);
  };
}

/** Seeds of the injections into a ring that come in a stretch of time, so many of each shot. */
function shotsOf(epochs: TimedEpochs) {
  const arrivalsWithin = shotArrivals(epochs);
  return (
    start: number,
    end: number,
    ring: RingName,
    config: MachineStateConfig,
    perShot: number,
  ) => {
    const arrivals = arrivalsWithin(ring, config, start, end);
    const burst = new InjectionBurst(config.backgrounds.injection);
    return injectionFlow(burst, { arrivals, perShot, from: start, to: end });
  };
}

/** Where inputs come from that nothing in the detector sets. */
function pulseSources({ seed, run }: ChainSetup, machine: MachineInTime): PulseSources {
  const bhabhas = machine.classes.findIndex(({ generator }) => generator === 'bhabha');
  return {
    seed,
    run,
    signalsOf: machineSignals(machine),
    inputsOf: machineInputConfig(machine),
    bhabhas,
  };
}

/**
 * A slice may have so many seeds: a hundred times those of 2022-peak. Who asks for many more waits
 * for ever, for a slice is drawn whole.
 */
const maxSeedsOfSlice = 1e6;

/**
 * Refuses a machine whose slices no host could draw, by the first slice of each of its states.
 * @throws MACHINE_TOO_MANY_SEEDS
 */
export function refuseTooManySeeds(machine: MachineInTime): void {
  const flowsOf = seedFlows(machine);
  for (const { slice } of machine.epochs) {
    const expected = flowsOf(slice).flows.reduce((sum, { mean }) => sum + mean, 0);
    if (expected <= maxSeedsOfSlice) continue;
    throw new EmulatorError(
      'MACHINE_TOO_MANY_SEEDS',
      `the machine from slice ${slice} on brings ${expected.toExponential(1)} particles and ` +
        `collisions a slice of 50 ms, expected ${maxSeedsOfSlice.toExponential(0)} at most: ` +
        'lower luminosity, currents or backgrounds',
    );
  }
}

/**
 * What makes the windows of a setup; nothing when it has no machine.
 * @throws MACHINE_TOO_MANY_SEEDS
 */
export function machineWindows(setup: ChainSetup): ChainWindows | undefined {
  const machine = machineOf(setup);
  if (machine === undefined) return undefined;
  refuseTooManySeeds(machine);
  const pulses = pulseSources(setup, machine);
  const menu = compileMenu(setup.menu);
  return openWindows(setup, {
    machine,
    flowsOf: seedFlows(machine),
    least: leastReach(setup.menu),
    diffuse: diffuseAt(machine, setup.config, 'told'),
    drive: (seedsOf) => machineInputs(menu, pulses, seedsOf),
  });
}
