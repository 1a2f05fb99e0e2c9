import type { DaqSnapshot } from '../../monitor/daq-snapshot.js';
import type { MachineSnapshot, ProbeCounts } from '../../monitor/machine-snapshot.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { PhaseBooks } from './phase-books.js';
import type { MachineInTime } from '../settings/machine-in-time.js';
import type { DeadCause } from './back-pressure.js';
import { BeamBooks } from './beam-books.js';
import { ClassBooks, type DecidedWindows, familyDefinitions } from './class-books.js';
import { RealTime } from './real-time.js';
import { type AcceptedWindows, ReadoutBooks, type ReadoutBooksOptions } from './readout-books.js';

/** Where a run stands when a sample is taken, both since it began [s]. */
interface Standing {
  readonly wallSeconds: number;
  readonly playedSeconds: number;
  /** Whether the run has ended or failed. */
  readonly isOver: boolean;
  readonly probes: readonly ProbeCounts[];
}

/** What is counted of the machine that a run plays, besides lines and events. */
export class MachineBooks {
  readonly #machine: MachineInTime;
  readonly #families: MachineSnapshot['families'];
  readonly #seedsIn: (slice: number) => ArrayLike<number>;
  readonly #beam: BeamBooks;
  readonly #classes: ClassBooks;
  readonly #phases: PhaseBooks;
  readonly #readout: ReadoutBooks | undefined;
  readonly #realTime = new RealTime();
  readonly #thinned = { windows: 0, weighted: 0, unprescaledFires: 0 };

  /**
   * @param seedsIn how many seeds each class has in a slice.
   * @param readout what is read out, and of which run; nobody follows it when absent.
   */
  constructor(
    machine: MachineInTime,
    menu: CompiledMenu,
    seedsIn: (slice: number) => ArrayLike<number>,
    readout?: Pick<ReadoutBooksOptions, 'seed' | 'run' | 'readout'>,
  ) {
    this.#machine = machine;
    this.#families = familyDefinitions(menu);
    this.#seedsIn = seedsIn;
    this.#beam = new BeamBooks(machine);
    const { trains } = this.#beam;
    this.#phases = new PhaseBooks(trains);
    this.#readout = readout && new ReadoutBooks({ ...readout, machine, trains });
    this.#classes = new ClassBooks(menu, machine.classes);
  }

  /** A slice is played; told once. */
  play(slice: number): void {
    this.#beam.pass(slice, false);
    this.#classes.addSeeds(this.#seedsIn(slice));
  }

  /** Slices pass that are not played, for what reason. */
  giveUp(firstSlice: number, slices: number, cause: DeadCause = 'host'): void {
    for (let slice = firstSlice; slice < firstSlice + slices; slice++) this.#beam.pass(slice, true);
    this.#readout?.giveUp(firstSlice, slices, cause);
  }

  /** Slices pass in which the run is paused. */
  pause(firstSlice: number, slices: number): void {
    this.#readout?.pause(firstSlice, slices);
  }

  add(batch: AcceptedWindows & DecidedWindows): void {
    this.#classes.add(batch);
    if (batch.standing === undefined) return;
    const { thinned } = batch.standing;
    this.#phases.add(batch);
    this.#readout?.add(batch);
    this.#thinned.windows += thinned.windows;
    this.#thinned.weighted += thinned.occurrences;
    this.#thinned.unprescaledFires += thinned.unprescaled;
  }

  /** The run has ended after so many slices. */
  end(slices: number): void {
    this.#readout?.countTo(slices);
  }

  /** Triggers and read-out; undefined when nobody follows them. */
  daq(): DaqSnapshot | undefined {
    return this.#readout?.sample();
  }

  sample({ wallSeconds, playedSeconds, isOver, probes }: Standing): MachineSnapshot {
    this.#realTime.note(wallSeconds, playedSeconds);
    const { recent, run } = this.#realTime.factors();
    return {
      name: this.#machine.name,
      ...this.#beam.told(),
      realTime: { recent: isOver ? Number.NaN : recent, run },
      families: this.#families,
      classes: this.#classes.counts(),
      thinning: { factor: this.#machine.thinning, ...this.#thinned },
      phases: this.#phases.pictures(wallSeconds),
      probes,
    };
  }
}
