import { kernels } from '#kernels';
import type { Table } from '../base/columns.js';
import { speedOfLight } from '../base/constants.js';
import { KernelColumn, placeTable } from '../base/kernel-column.js';
import { KernelTable } from '../base/kernel-table.js';
import { lazily } from '../base/lazily.js';
import type { Addresses, RunContext } from '../event.js';
import type { Particles } from '../particles.js';
import type { Arcs } from '../propagation/arcs.js';
import { forEachArcPart } from '../propagation/kernel-arcs.js';
import { kindsOf } from '../propagation/particle-kinds.js';
import { placeNames } from './event-names.js';
import { SiliconLoss } from './ionization.js';
import { placeSensors } from './kernel-sensors.js';
import type { SensorList } from './sensors.js';

/**
 * Crossings of sensors by charged particles: number of the sensor, place on its middle plane [cm],
 * change of u and v per distance along its normal, energy lost [GeV], time after the nominal
 * collision [ns], row of the particle within its event.
 */
export const siliconDepositSchema = {
  sensor: 'u1',
  u: 'f4',
  v: 'f4',
  slopeU: 'f4',
  slopeV: 'f4',
  energy: 'f4',
  time: 'f4',
  particle: 'u2',
} as const;
/** Crossings of a batch, rows of a particle in the order of its arcs. */
export type SiliconDeposits = Table<typeof siliconDepositSchema>;

/**
 * Charge in single channels, of which nobody knows how it came there: number of the channel as the
 * detector counts, charge [e], time after the nominal collision [ns].
 */
export const channelChargeSchema = { channel: 'i4', charge: 'f4', time: 'f4' } as const;

/** What silicon collects: of particles that cross sensors, or of noise by channel. */
export type SiliconCharges = SiliconDeposits | Table<typeof channelChargeSchema>;

/** What a detector of silicon sensors is told. */
interface SiliconOptions {
  /** 1 for each sensor that is there. */
  readonly installed: Uint8Array;
  /** Probability that a crossing of the sensitive area leaves charge. */
  readonly efficiency: number;
  readonly purpose: number;
}

/** Longest path through a sensor, in units of its thickness. */
const maxObliquity = 20;
/** Rows for which there is room at first. */
const firstRows = 4096;

/** What all detectors of a thread share in the memory of the kernels. */
const shared = lazily(() => ({
  loss: new SiliconLoss(),
  arcOffsets: new KernelColumn(Uint32Array, 1025),
  particleOffsets: new KernelColumn(Uint32Array, 1025),
  ends: new KernelColumn(Uint32Array, 1024),
}));

/** Sensors of a detector in the memory of the kernels, once in a thread. */
export class SiliconSensors {
  readonly #placed: () => ReturnType<typeof placeSensors>;
  readonly #crossings = lazily(() => new KernelTable(siliconDepositSchema, firstRows));

  constructor(sensors: SensorList) {
    this.#placed = lazily(() => placeSensors(sensors));
  }

  /** Where kernels find crossings that are still in their memory, as they were taken last. */
  inPlace(deposits: SiliconCharges): number | undefined {
    const crossings = this.#crossings();
    return crossings.holds(deposits) ? crossings.head : undefined;
  }

  /** Where kernels find `SensorArea` of each sensor. */
  get areas(): number {
    return this.#placed().areas;
  }

  /** What charged particles leave in the sensors along their arcs. */
  deposit({ installed, efficiency, purpose }: SiliconOptions, context: RunContext) {
    const settings = placeTable(Float64Array.of(efficiency, maxObliquity, speedOfLight, purpose));
    const installedSensors = placeTable(installed);
    const kinds = kindsOf(context.particles);
    return (particles: Particles, addresses: Addresses, arcs: Arcs): SiliconDeposits => {
      const crossings = this.#crossings();
      const { shells, areas } = this.#placed();
      const { loss, arcOffsets, particleOffsets, ends } = shared();
      const eventCount = arcs.offsets.length - 1;
      ends.reserve(eventCount);
      const names = placeNames(context, addresses);
      const placed = kinds.place(particles);
      const ofArcs = arcOffsets.place(arcs.offsets);
      const ofParticles = particleOffsets.place(particles.offsets);
      kernels.setSensors(settings, areas, installedSensors, loss.address, crossings.head);
      forEachArcPart(arcs, ({ head, first, end, firstArc }) => {
        const { kindOfParticle, kinds: records } = placed;
        kernels.setSiliconArcs(head, ofArcs, firstArc, ofParticles, kindOfParticle, records);
        crossings.fill(first, end, kernels.siliconRowsWanted, (event) =>
          kernels.depositSilicon(shells, names, crossings.head, ends.address, event, end),
        );
      });
      return crossings.takeRows(offsetsOf(ends, eventCount));
    };
  }
}

/** Offsets of a batch from where the rows of its events end. */
export function offsetsOf(ends: KernelColumn<Uint32Array>, eventCount: number): Uint32Array {
  const offsets = new Uint32Array(eventCount + 1);
  offsets.set(ends.values.subarray(0, eventCount), 1);
  return offsets;
}
