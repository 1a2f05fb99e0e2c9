import { ampere, cm, Hz, s } from '../../detector/base/units.js';
import type { BeamFigures, MachineSnapshot, RingState } from '../../monitor/machine-snapshot.js';
import { hitRates } from '../backgrounds/diffuse.js';
import { slicePeriod } from '../chain/slices.js';
import { Accelerator } from '../machine/accelerator.js';
import { ticksOf } from '../machine/clock.js';
import { ringNames } from '../machine/machine-schema.js';
import { beamStateAt, referenceState, timedEpochs } from '../settings/machine.js';
import type { SliceShares } from '../readout/run-readout.js';
import type { MachineInTime } from '../settings/machine-in-time.js';

/** A nanobarn, in the cm² of luminosities. */
const nanobarn = 1e-33 * cm ** 2;

type Beam = BeamFigures & Pick<MachineSnapshot, 'backgrounds'>;

/**
 * What the machine did in the slices that have passed: luminosity delivered, of it live and vetoed,
 * shots. Slice by slice, with the state in its middle, as seeds are drawn.
 */
export class BeamBooks {
  #machine: MachineInTime;
  #accelerator: Accelerator;
  #stateAt: ReturnType<typeof beamStateAt>;
  readonly #reference = referenceState();
  readonly #shots = { her: 0, ler: 0 };
  #slice = 0;
  #delivered = 0;
  #live = 0;
  #vetoed = 0;
  #vetoedSeconds = 0;
  #liveSeconds = 0;
  #told: { readonly slice: number; readonly backgrounds: Beam['backgrounds'] } | undefined;

  constructor(machine: MachineInTime) {
    const epochs = timedEpochs(machine.epochs);
    this.#machine = machine;
    this.#accelerator = new Accelerator(epochs);
    this.#stateAt = beamStateAt(epochs);
  }

  /** The machine is another one in slices that have not passed. */
  follow(machine: MachineInTime): void {
    const epochs = timedEpochs(machine.epochs);
    this.#machine = machine;
    this.#accelerator = new Accelerator(epochs);
    this.#stateAt = beamStateAt(epochs);
  }

  /** Injections into the rings. */
  get trains(): Accelerator['trains'] {
    return this.#accelerator.trains;
  }

  /** A slice has passed, played or not; once each. */
  pass(slice: number): void {
    const [from, to] = [slice * slicePeriod, (slice + 1) * slicePeriod];
    this.#slice = Math.max(this.#slice, slice);
    this.#delivered += this.#deliveredIn(slice);
    for (const ring of ringNames)
      this.#shots[ring] += this.#accelerator.trains[ring].between(
        ticksOf(from),
        ticksOf(to),
      ).length;
  }

  /**
   * What of a slice was live and vetoed, by the read-out; luminosity is even within a slice.
   * @see D-486
   */
  count(slice: number, { live, vetoed }: SliceShares): void {
    const delivered = this.#deliveredIn(slice);
    const seconds = slicePeriod / s;
    this.#vetoed += vetoed * delivered;
    this.#live += live * delivered;
    this.#vetoedSeconds += vetoed * seconds;
    this.#liveSeconds += live * seconds;
  }

  /** A slice that nobody reads out is live but for the veto. */
  countUnread(slice: number): void {
    const [from, to] = [slice * slicePeriod, (slice + 1) * slicePeriod];
    const vetoed = this.#accelerator.vetoedShare(ringNames, from, to);
    this.count(slice, { live: 1 - vetoed, vetoed });
  }

  told(): Beam {
    return {
      epoch: this.#machine.epochs.findLastIndex(({ slice }) => slice <= this.#slice),
      luminosity: this.#luminosityIn(this.#slice),
      rings: this.#rings(),
      delivered: this.#delivered,
      live: this.#live,
      vetoed: this.#vetoed,
      vetoedSeconds: this.#vetoedSeconds,
      liveSeconds: this.#liveSeconds,
      backgrounds: this.#backgrounds(),
    };
  }

  /** [1/nb] */
  #deliveredIn(slice: number): number {
    return this.#luminosityIn(slice) * nanobarn * (slicePeriod / s);
  }

  #luminosityIn(slice: number): number {
    return this.#accelerator.at((slice + 0.5) * slicePeriod).luminosity;
  }

  #rings(): readonly RingState[] {
    const state = this.#accelerator.at((this.#slice + 1) * slicePeriod);
    return ringNames.map((ring) => ({
      name: ring.toUpperCase(),
      current: state[ring].current / ampere,
      shotRate: state[ring].shotRate / Hz,
      shots: this.#shots[ring],
    }));
  }

  /** By the laws of the sources; the same object within a slice. */
  #backgrounds(): Beam['backgrounds'] {
    if (this.#told?.slice === this.#slice) return this.#told.backgrounds;
    const backgrounds = this.#backgroundsIn(this.#slice);
    this.#told = { slice: this.#slice, backgrounds };
    return backgrounds;
  }

  #backgroundsIn(slice: number): Beam['backgrounds'] {
    const { epochs } = this.#machine;
    const { config } = epochs.findLast((epoch) => epoch.slice <= slice) ?? epochs[0];
    const state = this.#stateAt((slice + 0.5) * slicePeriod);
    const rows = hitRates(config.backgrounds, state, this.#reference);
    const sources = [...new Set(rows.flatMap((row) => row.sources.map(({ source }) => source)))];
    return {
      sources,
      detectors: rows.map(({ subdetector, unit, limit, limitNote, sources: parts }) => ({
        detector: subdetector,
        unit,
        ...(limit !== null && { limit }),
        ...(limitNote !== null && { limitNote }),
        rates: Float64Array.from(
          sources,
          (name) => parts.find(({ source }) => source === name)?.value ?? 0,
        ),
      })),
    };
  }
}
