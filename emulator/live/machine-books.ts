import type { MachineSnapshot, ProbeCounts } from '../../monitor/machine-snapshot.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { PhaseBooks } from './phase-books.js';
import type { MachineInTime } from '../settings/machine-in-time.js';
import { BeamBooks } from './beam-books.js';
import { ClassBooks, type DecidedWindows, familyDefinitions } from './class-books.js';
import { RealTime } from './real-time.js';

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
  readonly #realTime = new RealTime();
  readonly #thinned = { windows: 0, weighted: 0, unprescaledFires: 0 };

  /** @param seedsIn how many seeds each class has in a slice. */
  constructor(
    machine: MachineInTime,
    menu: CompiledMenu,
    seedsIn: (slice: number) => ArrayLike<number>,
  ) {
    this.#machine = machine;
    this.#families = familyDefinitions(menu);
    this.#seedsIn = seedsIn;
    this.#beam = new BeamBooks(machine);
    this.#phases = new PhaseBooks(this.#beam.trains);
    this.#classes = new ClassBooks(menu, machine.classes);
  }

  /** A slice is played; told once. */
  play(slice: number): void {
    this.#beam.pass(slice, false);
    this.#classes.addSeeds(this.#seedsIn(slice));
  }

  /** Slices pass that the host cannot play. */
  giveUp(firstSlice: number, slices: number): void {
    for (let slice = firstSlice; slice < firstSlice + slices; slice++) this.#beam.pass(slice, true);
  }

  add(batch: DecidedWindows): void {
    this.#classes.add(batch);
    if (batch.standing === undefined) return;
    const { thinned } = batch.standing;
    this.#phases.add(batch);
    this.#thinned.windows += thinned.windows;
    this.#thinned.weighted += thinned.occurrences;
    this.#thinned.unprescaledFires += thinned.unprescaled;
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
