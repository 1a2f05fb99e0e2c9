import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../base/kernel-column.js';
import { KernelTable } from '../base/kernel-table.js';
import { normalQuantiles } from '../base/quantiles.js';
import { purpose } from '../base/random.js';
import type { PartLevels } from '../diffuse-levels.js';
import type { Addresses, RunContext } from '../event.js';
import { cellCount } from './cells-layout.js';
import { cellOfCrystal, crystalCount, crystalsOfCell, firstOfRing } from './crystals.js';
import { type EclDeposits, type EclHits, eclCellPulseSchema, eclCrystalSchema } from './hits.js';
import { type RegionNoise, regionNoise } from './pile-up.js';
import { regions } from './rings.js';
import type { EclConfig } from './schema.js';
import { placeWaveform } from './waveform.js';

/**
 * Deposits of a cell within this time are one pulse.
 * @see basf2 trg/ecl/src/TrgEclDigitizer.cc: energy-weighted in bins of 100 ns
 */
export const pulseBin = 100;
/** A 99 % interval of a Gaussian is ±2.576 σ. */
const sigmasOf99 = 2.576;
/** Times closer than this have one weight: it changes by less than 1e-6 [ns]. */
const sameTime = 1e-3;
/** Noise beyond this many σ (3e-7) is left out where it would lift a crystal over threshold. */
const unlikelyNoise = 5;
/**
 * Pulses that one event can have, all cells together; those beyond are merged into the last of
 * their cell.
 */
const pulseCapacity = 65536;

/**
 * Crystal hits and cell pulses of all deposit lists together. Each touched crystal gets the energy
 * and the time that the fit of its waveform finds, noise and a threshold; each cell one pulse per
 * 100 ns in which its crystals were lit, with the noise of all its crystals on the first of them.
 */
export function digitizeEcl(config: EclConfig, context: RunContext) {
  placeFrontEnd();
  const settings = frontEndOf(config);
  const crystals = new KernelTable(eclCrystalSchema, 4096);
  const pulses = new KernelTable(eclCellPulseSchema, 4096);
  const events = new EventColumns();
  const lists: ListColumns[] = [];
  const heads = new KernelColumn(Uint32Array, wordsOfList);
  const noises = new NoiseColumn(config);

  return (deposits: readonly EclDeposits[], addresses: Addresses, levels?: PartLevels): EclHits => {
    const rows = deposits.reduce((sum, { crystal }) => sum + crystal.length, 0);
    crystals.reserve(rows);
    pulses.reserve(rows);
    events.set(addresses);
    noises.set(levels, addresses.index.length);
    while (lists.length < deposits.length) lists.push(new ListColumns());
    heads.reserve(wordsOfList * deposits.length);
    // All room is made before any address is written.
    const addressesOf = deposits.flatMap((list, at) => lists[at].set(list));
    heads.values.set(addressesOf);
    kernels.digitizeCalorimeter(
      heads.address,
      deposits.length,
      context.seed,
      addresses.run,
      events.slice.address,
      events.index.address,
      addresses.index.length,
      purpose.eclDigitize,
      settings,
      noises.address,
      noises.stride,
      crystals.head,
      events.crystalEnds.address,
      pulses.head,
      events.pulseEnds.address,
    );
    return {
      crystals: crystals.takeRows(offsetsOf(events.crystalEnds, addresses)),
      cellPulses: pulses.takeRows(offsetsOf(events.pulseEnds, addresses)),
    };
  };
}

/** First crystals of barrel and backward endcap; their cells are the first ones there, too. */
const regionStarts = regions.slice(1).map(({ first }) => firstOfRing[first]);

/** Parameters in the order of `FrontEnd` in digitize.wasm.ts. */
function frontEndOf(config: EclConfig): number {
  const values = [
    config.calibration,
    ...regionStarts.map((crystal) => crystal),
    ...regionStarts.map((crystal) => cellOfCrystal[crystal]),
    config.crystalThreshold,
    config.cellThreshold,
    config.timeFloor,
    config.timeScale,
    pulseBin,
    sigmasOf99,
    sameTime,
    unlikelyNoise,
  ];
  return placeTable(Float64Array.from(values));
}

let isPlaced = false;

/** Gives the kernel what never changes, once in a thread. */
function placeFrontEnd(): void {
  if (isPlaced) return;
  isPlaced = true;
  placeWaveform();
  kernels.placeCrystals(
    placeTable(cellOfCrystal),
    crystalCount,
    placeTable(crystalsOfCell),
    cellCount,
    pulseCapacity,
    placeTable(normalQuantiles),
    normalQuantiles.length,
  );
}

/** Numbers of an event in the order of `RegionNoise` in digitize.wasm.ts, and their bytes. */
const noiseOf = (noises: readonly RegionNoise[]): readonly number[] => [
  ...noises.map(({ crystal }) => crystal),
  ...noises.map(({ cellShare }) => cellShare),
];
const numbersOfNoise = 2 * regions.length;

/** Noise of the regions: of all events alike, or of each. */
class NoiseColumn {
  /** Bytes from the noise of an event to that of the next. */
  stride = 0;
  readonly #config: EclConfig;
  readonly #alike: number;
  readonly #own = new KernelColumn(Float64Array, numbersOfNoise);

  constructor(config: EclConfig) {
    this.#config = config;
    this.#alike = placeTable(Float64Array.from(noiseOf(regionNoise(config))));
  }

  get address(): number {
    return this.stride === 0 ? this.#alike : this.#own.address;
  }

  set(levels: PartLevels | undefined, eventCount: number): void {
    this.stride = levels === undefined ? 0 : numbersOfNoise * Float64Array.BYTES_PER_ELEMENT;
    if (levels === undefined) return;
    this.#own.reserve(numbersOfNoise * eventCount);
    const { values } = this.#own;
    for (let event = 0; event < eventCount; event++) {
      const row = numbersOfNoise * event;
      // Most windows of a slice have the same.
      if (event > 0 && levels.every((level) => level[event] === level[event - 1])) {
        values.copyWithin(row, row - numbersOfNoise, row);
        continue;
      }
      const times = levels.map((level) => level[event]);
      values.set(noiseOf(regionNoise(this.#config, times)), row);
    }
  }
}

/** Names of the events of a batch, and where the rows of each end. */
class EventColumns {
  readonly slice = new KernelColumn(Uint32Array, 1024);
  readonly index = new KernelColumn(Uint32Array, 1024);
  readonly crystalEnds = new KernelColumn(Uint32Array, 1024);
  readonly pulseEnds = new KernelColumn(Uint32Array, 1024);

  set({ slice, index }: Addresses): void {
    for (const column of [this.slice, this.index, this.crystalEnds, this.pulseEnds])
      column.reserve(index.length);
    this.slice.values.set(slice);
    this.index.values.set(index);
  }
}

function offsetsOf(ends: KernelColumn<Uint32Array>, { index }: Addresses): Uint32Array {
  const offsets = new Uint32Array(index.length + 1);
  offsets.set(ends.values.subarray(0, index.length), 1);
  return offsets;
}

const wordsOfList = 4;

/** Deposits of one list of a batch. */
class ListColumns {
  readonly #offsets = new KernelColumn(Uint32Array, 1025);
  readonly #crystal = new KernelColumn(Uint16Array, 32768);
  readonly #energy = new KernelColumn(Float32Array, 32768);
  readonly #time = new KernelColumn(Float32Array, 32768);

  /** Takes in a list; returns where its columns are, in the order of `DepositList`. */
  set({ offsets, crystal, energy, time }: EclDeposits): readonly number[] {
    this.#offsets.reserve(offsets.length);
    for (const column of [this.#crystal, this.#energy, this.#time]) column.reserve(crystal.length);
    this.#offsets.values.set(offsets);
    this.#crystal.values.set(crystal);
    this.#energy.values.set(energy);
    this.#time.values.set(time);
    return [this.#offsets, this.#crystal, this.#energy, this.#time].map(({ address }) => address);
  }
}
