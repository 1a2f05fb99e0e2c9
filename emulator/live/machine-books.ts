import type { DaqSnapshot } from '../../monitor/daq-snapshot.js';
import type { MachineSnapshot, ProbeCounts } from '../../monitor/machine-snapshot.js';
import type { CountedSince } from '../../monitor/counted-since.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { PhaseBooks } from './phase-books.js';
import type { MachineInTime } from '../settings/machine-in-time.js';
import type { DeadCause } from './back-pressure.js';
import { BeamBooks } from './beam-books.js';
import { ClassBooks, type DecidedWindows, definitionOf, familyDefinitions } from './class-books.js';
import { RealTime } from './real-time.js';
import type { RunReadout, TriggeredBatch } from '../readout/run-readout.js';

/** Where a run stands when a sample is taken, both since it began [s]. */
interface Standing {
  readonly wallSeconds: number;
  readonly playedSeconds: number;
  /** Whether the run has ended or failed. */
  readonly isOver: boolean;
  readonly probes: readonly ProbeCounts[];
}

/** What books tell the read-out, and ask of it. */
type FollowedReadout = Pick<
  RunReadout<TriggeredBatch>,
  'watch' | 'follow' | 'giveUp' | 'playEmpty' | 'end' | 'sample'
>;

/** What is counted of the machine that a run plays, besides lines and events. */
export class MachineBooks {
  readonly #machine: MachineInTime;
  #families: MachineSnapshot['families'];
  readonly #seedsIn: (slice: number) => ArrayLike<number>;
  readonly #beam: BeamBooks;
  readonly #classes: ClassBooks;
  readonly #phases: PhaseBooks;
  readonly #readout: FollowedReadout | undefined;
  readonly #realTime = new RealTime();
  readonly #thinned = { windows: 0, weighted: 0, unprescaledFires: 0 };

  /**
   * @param seedsIn how many seeds each class has in a slice.
   * @param readout the read-out behind the decisions; nothing is read out when absent.
   */
  constructor(
    machine: MachineInTime,
    menu: CompiledMenu,
    seedsIn: (slice: number) => ArrayLike<number>,
    readout?: FollowedReadout,
  ) {
    this.#machine = machine;
    this.#families = familyDefinitions(menu);
    this.#seedsIn = seedsIn;
    this.#beam = new BeamBooks(machine);
    this.#phases = new PhaseBooks(this.#beam.trains);
    this.#readout = readout;
    readout?.watch((slice, shares) => this.#beam.count(slice, shares));
    this.#classes = new ClassBooks(menu, machine.classes);
  }

  /** The machine is another one in slices that are not handed out. */
  follow(machine: MachineInTime): void {
    this.#beam.follow(machine);
    const { trains } = this.#beam;
    this.#phases.follow(trains);
    this.#readout?.follow(trains);
  }

  /** Windows that come now are decided by another menu, from a time on. */
  changeMenu(menu: CompiledMenu, from: CountedSince): void {
    const before = new Map(this.#families.map((family) => [definitionOf(family), family]));
    this.#families = familyDefinitions(menu).map(
      (family) => before.get(definitionOf(family)) ?? { ...family, since: from },
    );
    this.#classes.changeMenu(menu);
  }

  /** A slice is played; told once. */
  play(slice: number): void {
    this.#beam.pass(slice);
    if (this.#readout === undefined) this.#beam.countUnread(slice);
    this.#classes.addSeeds(this.#seedsIn(slice));
  }

  /** A slice is played in which there are no windows. */
  playEmpty(slice: number): void {
    this.play(slice);
    this.#readout?.playEmpty(slice);
  }

  /** Slices pass that are not played, for what reason. */
  giveUp(firstSlice: number, slices: number, cause: DeadCause = 'host'): void {
    for (let slice = firstSlice; slice < firstSlice + slices; slice++) this.#beam.pass(slice);
    this.#readout?.giveUp(firstSlice, slices, cause);
  }

  /** Slices pass in which the run is paused: what the beams bring is lost. */
  pause(firstSlice: number, slices: number): void {
    for (let slice = firstSlice; slice < firstSlice + slices; slice++) this.#beam.pass(slice);
    this.#readout?.giveUp(firstSlice, slices, 'paused');
  }

  add(batch: DecidedWindows & Parameters<PhaseBooks['add']>[0]): void {
    this.#classes.add(batch);
    if (batch.standing === undefined) return;
    const { thinned } = batch.standing;
    this.#phases.add(batch);
    this.#thinned.windows += thinned.windows;
    this.#thinned.weighted += thinned.occurrences;
    this.#thinned.unprescaledFires += thinned.unprescaled;
  }

  /**
   * The run has ended after so many slices; what of a failed one was not decided is dead.
   * @see D-498
   */
  end(slices: number): void {
    this.#readout?.end(slices, 'host');
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
