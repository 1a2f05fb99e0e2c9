import { ticksOf, ticksPerTurn } from './clock.js';
import type { InjectionTrain, Shot } from './injection-train.js';
import type { MachineConfig } from './machine-schema.js';

/** The veto of a tick: of everything after an injection, or of the passages of its bunch. */
type VetoState = 'none' | 'full' | 'gate';

/** A stretch of ticks; the end is outside. */
type Stretch = readonly [from: number, to: number];

/**
 * The injection veto: everything for a time after the bunch has arrived, then, for a longer time,
 * the part of each turn in which it passes. All times count from its arrival.
 */
export class InjectionVeto {
  private readonly full: number;
  private readonly gate: number;
  private readonly width: number;

  constructor({ veto }: Pick<MachineConfig, 'veto'>) {
    this.full = ticksOf(veto.full);
    this.gate = Math.max(ticksOf(veto.gate), this.full);
    this.width = ticksOf(veto.width);
  }

  /** State at a tick, by the last shot. */
  at(tick: number, shot: Shot | undefined): VetoState {
    const since = shot === undefined ? -1 : tick - shot.arrival;
    if (since < 0 || since >= this.gate) return 'none';
    if (since < this.full) return 'full';
    return (since + (this.width >> 1)) % ticksPerTurn < this.width ? 'gate' : 'none';
  }

  /** Ticks from one on and before another that some train vetoes. */
  ticksWithin(trains: readonly InjectionTrain[], from: number, to: number): number {
    const stretches = trains
      .flatMap((train) => train.between(from - this.gate, to))
      .flatMap((shot) => this.stretchesAfter(shot))
      .map(([start, end]): Stretch => [Math.max(start, from), Math.min(end, to)])
      .filter(([start, end]) => start < end)
      .sort(([one], [other]) => one - other);
    let [vetoed, reached] = [0, from];
    for (const [start, end] of stretches) {
      vetoed += Math.max(0, end - Math.max(start, reached));
      reached = Math.max(reached, end);
    }
    return vetoed;
  }

  private stretchesAfter({ arrival }: Shot): readonly Stretch[] {
    const [begin, end] = [arrival + this.full, arrival + this.gate];
    const stretches: Stretch[] = [[arrival, begin]];
    for (let passage = arrival; passage - this.width < end; passage += ticksPerTurn) {
      const opened = passage - (this.width >> 1);
      const stretch: Stretch = [Math.max(opened, begin), Math.min(opened + this.width, end)];
      if (stretch[0] < stretch[1]) stretches.push(stretch);
    }
    return stretches;
  }
}
