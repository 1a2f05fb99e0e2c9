import { bucketOfBunch } from '../../detector/beams.js';
import { ticksOf, ticksPerTurn, tickOfBucket, tickPeriod } from './clock.js';
import type { MachineConfig, RingName } from './machine-schema.js';
import { shotSlot } from './ring-current.js';

/** An injection: which, and when, in ticks of the system clock since the run began. */
export interface Shot {
  /** Counts up in the ring. */
  readonly number: number;
  /** Of the pre-kick signal. */
  readonly kick: number;
  /** When the injected bunch first passes the collision point. */
  readonly arrival: number;
}

/** A shot longer ago than this is none: 31 bits of clocks are kept with an event. */
const memory = 2 ** 31;
/** Inverse of the golden ratio: its multiples fill the turn evenly. */
const goldenStep = 0.618_033_988_749_894_9;

/** The rings take turns at the pulses of the linac. */
const pulseOf: Readonly<Record<RingName, number>> = { ler: 0, her: shotSlot / 2 };

/**
 * Injections into a ring, locked to the pulses of the linac: a slot has one when the current lost
 * since the last one is that of a shot. The bunches are topped up in an order that spreads over the
 * turn.
 */
export class InjectionTrain {
  private readonly name: RingName;
  private readonly machine: MachineConfig;
  private readonly shots: (time: number) => number;
  private readonly delay: number;

  /**
   * @param shots of the ring until a time since the run began, those under way as parts of one;
   *   rises by at most one in a slot.
   */
  constructor(name: RingName, machine: MachineConfig, shots: (time: number) => number) {
    this.name = name;
    this.machine = machine;
    this.shots = shots;
    this.delay = ticksOf(machine[name].injection.delay);
  }

  /** The last shot whose pre-kick came at a tick or before it, if any is kept in mind. */
  lastBefore(tick: number): Shot | undefined {
    for (let slot = this.slotAt(tick); slot >= 0; slot--) {
      const shot = this.inSlot(slot);
      if (shot !== undefined && shot.kick <= tick)
        return tick - shot.kick < memory ? shot : undefined;
      if (tick - ticksOf(this.timeOf(slot)) > memory) return undefined;
    }
    return undefined;
  }

  /** The last shot whose bunch has passed at a tick, if any is kept in mind. */
  lastArrived(tick: number): Shot | undefined {
    const last = this.lastBefore(tick);
    return last === undefined || last.arrival <= tick ? last : this.lastBefore(last.kick - 1);
  }

  /** Shots with arrivals from a tick on and before another. */
  between(from: number, to: number): readonly Shot[] {
    const found: Shot[] = [];
    for (let slot = Math.max(0, this.slotAt(from) - 1); slot <= this.slotAt(to); slot++) {
      const shot = this.inSlot(slot);
      if (shot !== undefined && shot.arrival >= from && shot.arrival < to) found.push(shot);
    }
    return found;
  }

  private timeOf(slot: number): number {
    return slot * shotSlot + pulseOf[this.name];
  }

  private slotAt(tick: number): number {
    return Math.floor((tick * tickPeriod - pulseOf[this.name]) / shotSlot);
  }

  private inSlot(slot: number): Shot | undefined {
    const time = this.timeOf(slot);
    const number = Math.floor(this.shots(time + shotSlot));
    if (number === Math.floor(this.shots(time))) return undefined;
    const spread = number * goldenStep;
    const bunch = Math.floor((spread - Math.floor(spread)) * this.machine.filling.bunches);
    const phase = tickOfBucket(bucketOfBunch(this.machine, bunch));
    const earliest = ticksOf(time) + this.delay;
    const turns = Math.ceil((earliest - phase) / ticksPerTurn);
    const arrival = turns * ticksPerTurn + phase;
    return { number, kick: arrival - this.delay, arrival };
  }
}
