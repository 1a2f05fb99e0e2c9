import { revolutionPeriod } from '../../detector/base/constants.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { s } from '../../detector/base/units.js';
import { type BeamsConfig, collisionTime } from '../../detector/beams.js';
import { type Addresses, type RunContext, seedAt } from '../../detector/event.js';
import { Accelerator } from '../machine/accelerator.js';
import { tickPeriod } from '../machine/clock.js';
import type { InjectionTrain } from '../machine/injection-train.js';
import { InjectionVeto } from '../machine/injection-veto.js';
import { type MachineConfig, ringNames } from '../machine/machine-schema.js';

/**
 * Events that have no time of their own happen within twenty seconds after the first of a run: some
 * hundred shots of each ring.
 */
const [firstTime, cycleLength] = [1 * s, 20 * s];
const [firstTurn, turns] = [firstTime, cycleLength].map((time) =>
  Math.round(time / revolutionPeriod),
) as [number, number];
/** So often a time is drawn again that the veto has taken; more only where it takes everything. */
const maxTries = 1000;

/** Where an event stands in the injections; without one before it, not a number [ns]. */
interface InjectionPhase {
  /** Since the last bunch of either ring arrived. */
  readonly since: number;
  /** Since that bunch last passed. */
  readonly inTurn: number;
}

/** Injections of a machine, for events that somebody else makes. */
export class InjectionCycle {
  readonly #trains: readonly InjectionTrain[];
  readonly #veto: InjectionVeto;

  constructor(config: MachineConfig) {
    const { trains } = new Accelerator([{ from: 0, config }]);
    this.#trains = ringNames
      .filter((ring) => config[ring].injection.on)
      .map((ring) => trains[ring]);
    this.#veto = new InjectionVeto(config);
  }

  /** Whether the veto takes what happens at a time since the run began [ns]. */
  isVetoed(time: number): boolean {
    const tick = Math.floor(time / tickPeriod);
    return this.#trains.some((train) => {
      const shot = train.lastArrived(tick);
      return this.#veto.at(tick, shot) !== 'none';
    });
  }

  /** Of a time since the run began [ns]. */
  phaseAt(time: number): InjectionPhase {
    const tick = Math.floor(time / tickPeriod);
    const arrivals = this.#trains.flatMap((train) => train.lastArrived(tick)?.arrival ?? []);
    const since = arrivals.length === 0 ? Number.NaN : time - Math.max(...arrivals) * tickPeriod;
    return { since, inTurn: since % revolutionPeriod };
  }
}

/**
 * Times of events that have none of their own: in any filled bunch of any turn alike, except where
 * the veto after injections takes what happens. They follow from the names of the events.
 */
export const liveMoments =
  (cycle: InjectionCycle, beams: BeamsConfig) =>
  (context: RunContext): ((addresses: Addresses) => Float64Array) => {
    const random = new RandomStream();
    const draw = (): number =>
      collisionTime(
        beams,
        firstTurn + Math.floor(turns * random.uniform()),
        Math.floor(beams.filling.bunches * random.uniform()),
      );
    return (addresses) =>
      Float64Array.from(addresses.index, (_, row) => {
        seedAt(random, context, addresses, row, purpose.moment);
        let time = draw();
        for (let tries = 1; tries < maxTries && cycle.isVetoed(time); tries++) time = draw();
        return time;
      });
  };
