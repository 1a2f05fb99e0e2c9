// kernel: every arc of every charged particle passes here, most of them far from the sensors
import { type Table, TableBuilder } from '../base/columns.js';
import { speedOfLight } from '../base/constants.js';
import { RandomStream } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import type { Particles } from '../particles.js';
import { standardParticles } from '../particle-table.js';
import type { Arcs } from '../propagation/arcs.js';
import { SiliconLoss } from './ionization.js';
import { Passage } from './passage.js';
import type { SensorList } from './sensors.js';

/**
 * Crossings of sensors by charged particles: number of the sensor, place on its middle plane [cm],
 * change of u and v per distance along its normal, energy lost [GeV], time after the nominal
 * collision [ns], row of the particle within its event.
 */
const siliconDepositSchema = {
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

/** Whether an event has a row in one of the lists; most events with photons have none. */
export function hasCharges(lists: readonly SiliconCharges[], event: number): boolean {
  for (let list = 0; list < lists.length; list++) {
    const { offsets } = lists[list];
    if (offsets[event] < offsets[event + 1]) return true;
  }
  return false;
}

/** What a detector of silicon sensors is told. */
interface SiliconOptions {
  readonly sensors: SensorList;
  /** 1 for each sensor that is there. */
  readonly installed: Uint8Array;
  /** Probability that a crossing of the sensitive area leaves charge. */
  readonly efficiency: number;
  readonly purpose: number;
}

/** Longest path through a sensor, in units of its thickness. */
const maxObliquity = 20;

/** What charged particles leave in the sensors along their arcs. */
export function depositSilicon(options: SiliconOptions, context: RunContext) {
  const writer = new CrossingWriter(options, context);
  const { builder } = writer;
  return (particles: Particles, addresses: Addresses, arcs: Arcs): SiliconDeposits => {
    const { offsets } = arcs;
    for (let event = 0; event < offsets.length - 1; event++) {
      const last = offsets[event + 1];
      if (offsets[event] < last) {
        writer.startEvent(addresses, event);
        for (let arc = offsets[event]; arc < last; arc++)
          writer.follow(arcs, arc, particles, particles.offsets[event]);
      }
      builder.endEvent();
    }
    return builder.take();
  };
}

const nothing = new Float32Array(0);
const noArcs = { px: nothing, py: nothing, pz: nothing, time: nothing };

/** Turns crossings into rows. */
class CrossingWriter {
  readonly builder = new TableBuilder(siliconDepositSchema, 4096);
  readonly #options: SiliconOptions;
  readonly #context: RunContext;
  readonly #random = new RandomStream();
  #seeded = false;
  #addresses: Addresses = { run: 0, slice: new Uint32Array(0), index: new Uint32Array(0) };
  #event = 0;
  /** Row within the event of the particle being followed. */
  #particle = -1;
  readonly #passage: Passage;
  readonly #loss = new SiliconLoss();
  #pdg = 0;
  #mass = 0;
  #charge = 0;
  /** The arc being followed. */
  #arcs: Pick<Arcs, 'px' | 'py' | 'pz' | 'time'> = noArcs;
  #arc = 0;

  constructor(options: SiliconOptions, context: RunContext) {
    this.#options = options;
    this.#context = context;
    this.#passage = new Passage(options.sensors, () => this.#write());
  }

  startEvent(addresses: Addresses, event: number): void {
    this.#addresses = addresses;
    this.#event = event;
    this.#seeded = false;
    this.#particle = -1;
  }

  follow(arcs: Arcs, arc: number, { pdg }: Particles, firstRow: number): void {
    const particle = arcs.particle[arc];
    if (particle !== this.#particle) {
      this.#particle = particle;
      this.#passage.startParticle();
      this.#loss.start();
      this.#setKind(pdg[firstRow + particle]);
    }
    this.#arcs = arcs;
    this.#arc = arc;
    this.#passage.follow(arcs, arc);
  }

  #setKind(pdg: number): void {
    if (pdg === this.#pdg) return;
    const info = (this.#context.particles ?? standardParticles).info(pdg);
    this.#pdg = pdg;
    this.#mass = info?.mass ?? 0;
    this.#charge = info?.charge ?? 0;
  }

  #write(): void {
    const { sensor, u, v, slopeU, slopeV, length } = this.#passage;
    const { installed, efficiency, sensors } = this.#options;
    const random = this.#stream();
    if (installed[sensor] === 0 || random.uniform() > efficiency) return;
    const { px, py, pz, time } = this.#arcs;
    const arc = this.#arc;
    const pt2 = px[arc] * px[arc] + py[arc] * py[arc];
    const p2 = pt2 + pz[arc] * pz[arc];
    this.#loss.set(this.#mass, Math.sqrt(p2), this.#charge);
    const path =
      sensors.sensors[sensor].thickness *
      Math.min(maxObliquity, Math.sqrt(1 + slopeU * slopeU + slopeV * slopeV));
    const { builder } = this;
    builder.reserve(1);
    const row = builder.rowCount++;
    const { columns } = builder;
    columns.sensor[row] = sensor;
    columns.u[row] = u;
    columns.v[row] = v;
    columns.slopeU[row] = slopeU;
    columns.slopeV[row] = slopeV;
    columns.energy[row] = this.#loss.draw(path, random);
    columns.time[row] =
      time[arc] + (length * Math.sqrt((p2 + this.#mass * this.#mass) / pt2)) / speedOfLight;
    columns.particle[row] = this.#particle;
  }

  /**
   * The stream of the event, seeded when its first crossing is found: most events with photons have
   * none.
   */
  #stream(): RandomStream {
    if (!this.#seeded)
      seedAt(this.#random, this.#context, this.#addresses, this.#event, this.#options.purpose);
    this.#seeded = true;
    return this.#random;
  }
}
