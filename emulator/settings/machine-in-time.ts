import type { Note } from '../../detector/base/notes.js';
import { Hz } from '../../detector/base/units.js';
import type { Beams } from '../../detector/beams.js';
import { backgrounds, seedKinds, sourceShare } from '../backgrounds/seeds.js';
import { type Chain, type ChainOptions, type ChainSetup, makeChain } from '../chain/chain.js';
import { slicePeriod } from '../chain/slices.js';
import type { ChainWindows } from '../chain/windows.js';
import { collisionClasses, collisionHz } from '../sources/collision-classes.js';
import type { MachineSetup } from '../sources/machine-setup.js';
import { openWindows } from '../sources/open-windows.js';
import type { SeedClass } from '../sources/seed-class.js';
import type { FlowsOf, SeedFlow } from '../sources/seed-flow.js';
import {
  beamStateAt,
  type MachineStateConfig,
  type NamedMachine,
  referenceState,
} from './machine.js';

/** The machine in time with its states: what `ChainSetup.machine` holds. */
export type MachineInTime = MachineSetup<MachineStateConfig>;

/** Classes of stray particles: the kinds that all backgrounds share. */
export const strayClasses = ({ backgrounds: config }: MachineStateConfig): readonly SeedClass[] =>
  seedKinds(config).map(({ name, source, tier, generator, config: given }) => ({
    name: `stray ${name}`,
    source,
    tier,
    origin: 'stray',
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
    classes: [...classes, ...strayClasses(config)],
    thinning: config.thinning,
  };
  return { machine, notes };
}

/** The machine of a setup, if it has one. */
export const machineOf = ({ machine }: Pick<ChainSetup, 'machine'>): MachineInTime | undefined =>
  // What travels under this name is made by `machineInTime`.
  machine as MachineInTime | undefined;

/** How many seeds of each class come in a slice, by the state in its middle. */
export function seedFlows({ epochs, classes }: MachineInTime): FlowsOf {
  const from = ({ slice, config }: MachineInTime['epochs'][0]) => ({
    from: slice * slicePeriod,
    config,
  });
  const [first, ...later] = epochs;
  const stateAt = beamStateAt([from(first), ...later.map(from)]);
  const reference = referenceState();
  return (slice) => {
    const { config } = epochs.findLast((epoch) => epoch.slice <= slice) ?? first;
    const state = stateAt((slice + 0.5) * slicePeriod);
    const kinds = seedKinds(config.backgrounds);
    const straysOf = (place: number, { source }: SeedClass): readonly SeedFlow[] => {
      const rate = kinds.find((kind) => kind.source === source)?.rate ?? 0;
      return backgrounds.map((background) => ({
        place,
        sender: background.name,
        mean: rate * slicePeriod * sourceShare(background, config.backgrounds, state, reference),
        when: 'crossing',
      }));
    };
    const flows = classes.flatMap((each, place): readonly SeedFlow[] => {
      if (each.origin === 'stray') return straysOf(place, each);
      const mean = collisionHz(each, state.luminosity) * Hz * slicePeriod;
      return [{ place, mean, when: each.origin === 'sky' ? 'any' : 'crossing' }];
    });
    return { flows, filling: config.filling };
  };
}

/** What makes the windows of a setup; nothing when it has no machine. */
export function machineWindows(setup: ChainSetup): ChainWindows | undefined {
  const machine = machineOf(setup);
  if (machine === undefined) return undefined;
  return openWindows(setup, { machine, flowsOf: seedFlows(machine) });
}

/**
 * The chain of a setup, with the windows of its machine if it has one.
 * @throws the codes of `makeChain`
 */
export function makeTimedChain(setup: ChainSetup, options: ChainOptions = {}): Chain {
  const windows = machineWindows(setup);
  return makeChain(setup, { ...options, ...(windows !== undefined && { windows }) });
}
