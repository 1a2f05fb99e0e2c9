import { ampere } from '../../detector/base/units.js';
import { tickPeriod } from './clock.js';
import { InjectionTrain } from './injection-train.js';
import { InjectionVeto } from './injection-veto.js';
import type { MachineConfig, RingConfig, RingName } from './machine-schema.js';
import { RingCurrent } from './ring-current.js';

/** A ring at a moment. */
interface RingState {
  readonly current: number;
  /** In the units of its base pressure. */
  readonly pressure: number;
  /** [1/ns] */
  readonly shotRate: number;
}

/** The machine at a moment. */
interface MachineState extends Readonly<Record<RingName, RingState>> {
  /** [cm⁻²s⁻¹] */
  readonly luminosity: number;
}

/** A configuration, and the time since the run began from which on it holds [ns]. */
interface MachineEpoch {
  readonly from: number;
  readonly config: MachineConfig;
}

/** Luminosity of two currents [cm⁻²s⁻¹]. */
const luminosityOf = ({ specificLuminosity }: MachineConfig, her: number, ler: number): number =>
  specificLuminosity * (her / ampere) * (ler / ampere);

/** Pressure in a ring with a current. */
const pressureOf = (ring: RingConfig, current: number): number =>
  ring.basePressure + ring.dynamicPressure * (current / ampere);

/** A ring from a moment on, and the shots that it had until then. */
interface RingEpoch {
  readonly from: number;
  readonly ring: RingConfig;
  readonly stored: RingCurrent;
  readonly shots: number;
}

/** A ring through the epochs of a run. */
class Ring {
  private readonly epochs: readonly RingEpoch[];

  constructor(name: RingName, epochs: readonly MachineEpoch[]) {
    const made: RingEpoch[] = [];
    for (const { from, config } of epochs) {
      const ring = config[name];
      const last = made.at(-1);
      const elapsed = from - (last?.from ?? from);
      const start = last?.stored.current(elapsed) ?? ring.current;
      const shots = last === undefined ? 0 : last.shots + last.stored.shots(elapsed);
      made.push({ from, ring, stored: new RingCurrent(ring, start), shots });
    }
    this.epochs = made;
  }

  at(time: number): RingState {
    const { from, ring, stored } = this.epochAt(time);
    const current = stored.current(time - from);
    return {
      current,
      pressure: pressureOf(ring, current),
      shotRate: stored.rate(time - from),
    };
  }

  shots(time: number): number {
    const { from, stored, shots } = this.epochAt(time);
    return shots + stored.shots(time - from);
  }

  private epochAt(time: number): RingEpoch {
    return this.epochs.findLast(({ from }) => from <= time) ?? this.epochs[0]!;
  }
}

/**
 * The accelerator in time: a closed function of its epochs, so that any moment can be asked by
 * itself. At the start both rings hold their currents; at each later epoch they have what the one
 * before left. Buckets, delays and the veto are those of the first.
 */
export class Accelerator {
  readonly trains: Readonly<Record<RingName, InjectionTrain>>;
  private readonly rings: Readonly<Record<RingName, Ring>>;
  private readonly epochs: readonly [MachineEpoch, ...MachineEpoch[]];

  /** @param epochs in order of time, the first from 0 on. */
  constructor(epochs: readonly [MachineEpoch, ...MachineEpoch[]]) {
    this.epochs = epochs;
    const { config } = epochs[0];
    this.rings = { her: new Ring('her', epochs), ler: new Ring('ler', epochs) };
    const train = (name: RingName) =>
      new InjectionTrain(name, config, (time) => this.rings[name].shots(time));
    this.trains = { her: train('her'), ler: train('ler') };
  }

  /** State at a time since the run began [ns]. */
  at(time: number): MachineState {
    const [her, ler] = [this.rings.her.at(time), this.rings.ler.at(time)];
    const { config } = this.epochs.findLast(({ from }) => from <= time) ?? this.epochs[0];
    return { her, ler, luminosity: luminosityOf(config, her.current, ler.current) };
  }

  /** Share of a stretch of time that the veto after injections takes, of some rings together. */
  vetoedShare(rings: readonly RingName[], from: number, to: number): number {
    const [first, last] = [Math.round(from / tickPeriod), Math.round(to / tickPeriod)];
    const veto = new InjectionVeto(this.epochs[0].config);
    const trains = rings.map((name) => this.trains[name]);
    return veto.ticksWithin(trains, first, last) / (last - first);
  }
}
