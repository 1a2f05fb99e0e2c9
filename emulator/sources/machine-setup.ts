import type { SeedClass } from './seed-class.js';
import type { Strata } from './strata.js';

/** A configuration of the machine, and the slice from which on it holds. */
interface SetupEpoch<Config> {
  readonly slice: number;
  /** `path=value` of what is different from the epoch before, for people. */
  readonly changed?: readonly string[];
  readonly config: Config;
}

/**
 * All that decides on the machine in time besides seed and run; plain data that travels to workers
 * with the setup of a chain. `Config` is a state of the machine, `emulator/settings/machine.ts`.
 */
export interface MachineSetup<Config = unknown> {
  /** Preset or file, and assignments. */
  readonly name: string;
  /** In order of slices, the first from slice 0 on: known from the start. */
  readonly epochs: readonly [SetupEpoch<Config>, ...SetupEpoch<Config>[]];
  /** What makes seeds, of all epochs alike. */
  readonly classes: readonly SeedClass[];
  /** Of soft seeds that are alone, one in so many opens a window that stands for all of them. */
  readonly thinning: number;
  /** Where windows are asked for class by class, in place of those of a run's slices. */
  readonly strata?: Strata;
}
