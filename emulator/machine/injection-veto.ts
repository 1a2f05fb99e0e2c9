import { ticksOf, ticksPerTurn } from './clock.js';
import type { InjectionTrain, Shot } from './injection-train.js';
import type { MachineConfig } from './machine-schema.js';

/** The veto of a tick: of everything after an injection, or of the passages of its bunch. */
type VetoState = 'none' | 'full' | 'gate';

/** A stretch of ticks; the end is outside. */
export type Stretch = readonly [from: number, to: number];

/** What stretches cover from a tick on and before another: in order, apart from each other. */
export function unionWithin(
  stretches: readonly Stretch[],
  from: number,
  to: number,
): readonly Stretch[] {
  const within = stretches
    .map(([start, end]): Stretch => [Math.max(start, from), Math.min(end, to)])
    .filter(([start, end]) => start < end)
    .toSorted(([one], [other]) => one - other);
  const joined: [number, number][] = [];
  for (const [start, end] of within) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

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
    return this.stretchesWithin(trains, from, to).reduce(
      (sum, [start, end]) => sum + end - start,
      0,
    );
  }

  /** The same as stretches that do not touch each other, in order. */
  stretchesWithin(trains: readonly InjectionTrain[], from: number, to: number): readonly Stretch[] {
    const stretches = trains
      .flatMap((train) => train.between(from - this.gate, to))
      .flatMap((shot) => this.stretchesAfter(shot));
    return unionWithin(stretches, from, to);
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

/**
 * Share of time that the veto of a ring takes at a rate of shots [1/ns], where windows of two shots
 * do not overlap: f·(t_full + (t_gate − t_full)·w/T).
 */
export function vetoByFormula({ veto }: Pick<MachineConfig, 'veto'>, shotRate: number): number {
  const passages = Math.max(0, veto.gate - veto.full) * (ticksOf(veto.width) / ticksPerTurn);
  return shotRate * (veto.full + passages);
}
