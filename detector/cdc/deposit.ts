import { kernels } from '#kernels';
import { muonMass, speedOfLight } from '../base/constants.js';
import { log } from '../base/elementary.js';
import { KernelColumn } from '../base/kernel-column.js';
import { KernelTable } from '../base/kernel-table.js';
import { normalQuantiles, quantileCount } from '../base/quantiles.js';
import { purpose } from '../base/random.js';
import type { Addresses, RunContext } from '../event.js';
import { standardParticles } from '../particle-table.js';
import type { Particles } from '../particles.js';
import { type Arcs, arcSchema } from '../propagation/arcs.js';
import { arcsInPlace } from '../propagation/flight.js';
import { lossFreshness, Stopping } from '../propagation/ionization.js';
import { chamberGas } from '../propagation/materials.js';
import { wireCount } from './geometry.js';
import { type CdcDeposits, type CdcSignals, cdcSignalSchema, cdcTruthSchema } from './hits.js';
import { placeLayers } from './layer-table.js';
import { kindRecords, ParticleKinds } from './particle-kinds.js';
import { ionizationQuantiles } from './quantiles.js';
import type { CdcConfig } from './schema.js';

/** Where a muon ionizes least, nearly: βγ = 3.5 [GeV]. */
const minimumMomentum = 3.5 * muonMass;
/** Arcs that are copied to the kernels at once, if no event has more. */
const arcsAtOnce = 4096;
/** Rows that one walk through the chamber can write at most: cells, two at a time. */
const maxRows = wireCount + 1;
/** Rows for which there is room at first. */
const firstRows = 65536;

/** Hits of charged particles in the cells along their arcs, with truth. */
export function depositCdc(config: CdcConfig, context: RunContext) {
  const follow = followAll(config, context, true);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): CdcDeposits => {
    const { signals, truth } = follow(particles, addresses, arcs);
    return { ...truth.take(), ...signals.take() };
  };
}

/** The same hits without truth, which costs an eighth more: all that the digitizer reads. */
export function signalCdc(config: CdcConfig, context: RunContext) {
  const follow = followAll(config, context, false);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): CdcSignals =>
    follow(particles, addresses, arcs).signals.take();
}

/** What all chambers of a thread share in the memory of the kernels, which is never given back. */
interface ChamberMemory {
  /** Arcs of a part of a batch, where the kernels do not have them from transport. */
  readonly arcs: KernelTable<typeof arcSchema>;
  /** Of each particle of a batch its kind, one of `kinds`. */
  readonly kindOfParticle: KernelColumn<Uint16Array>;
  readonly kinds: KernelColumn<Float64Array>;
  readonly response: KernelColumn<Float64Array>;
  readonly stopping: Stopping;
  /** Rows of a batch. */
  readonly signals: KernelTable<typeof cdcSignalSchema>;
  readonly truth: KernelTable<typeof cdcTruthSchema>;
}

let memory: ChamberMemory | undefined;

function chamberMemory(): ChamberMemory {
  if (memory !== undefined) return memory;
  placeLayers();
  const quantiles = [normalQuantiles, ionizationQuantiles].map((table) => {
    const column = new KernelColumn(Float32Array, quantileCount);
    column.values.set(table);
    return column.address;
  });
  kernels.placeChamberQuantiles(quantiles[0], quantiles[1], quantileCount);
  memory = {
    arcs: new KernelTable(arcSchema, arcsAtOnce),
    kindOfParticle: new KernelColumn(Uint16Array, arcsAtOnce),
    kinds: kindRecords(),
    response: new KernelColumn(Float64Array, 8),
    stopping: new Stopping(),
    signals: new KernelTable(cdcSignalSchema, firstRows),
    truth: new KernelTable(cdcTruthSchema, firstRows),
  };
  return memory;
}

/** Follows the arcs of a batch: where they are, or in parts that are copied to the kernels. */
function followAll(config: CdcConfig, context: RunContext, keepsTruth: boolean) {
  const kinds = new ParticleKinds(context.particles ?? standardParticles);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): ChamberMemory => {
    const held = chamberMemory();
    held.response.values.set(responseNumbers(config, held.stopping));
    placeKinds(held, particles, kinds);
    const startEvent = nameEvent(context, addresses, particles);
    const eventCount = arcs.offsets.length - 1;
    const inPlace = arcsInPlace(arcs);
    for (let first = 0; first < eventCount; ) {
      const isWhole = inPlace !== undefined;
      const end = isWhole ? eventCount : endOfPart(arcs.offsets, first);
      const part = { arcs, first, end, firstArc: isWhole ? 0 : arcs.offsets[first] };
      if (!isWhole) copyArcs(held, part);
      placeAll(held, inPlace ?? held.arcs.head, keepsTruth);
      followPart(held, part, startEvent, keepsTruth);
      first = end;
    }
    return held;
  };
}

/** Events of a batch from `first` up to (not including) `end`, and the first arc of the table. */
interface Part {
  readonly arcs: Arcs;
  readonly first: number;
  readonly end: number;
  readonly firstArc: number;
}

/** Event before which a part that begins with `first` ends. */
function endOfPart(offsets: Uint32Array, first: number): number {
  const last = offsets.length - 1;
  let end = first + 1;
  while (end < last && offsets[end + 1] - offsets[first] <= arcsAtOnce) end++;
  return end;
}

/** Numbers of the response in the order of `Response` in passage.wasm.ts. */
function responseNumbers(config: CdcConfig, stopping: Stopping): number[] {
  stopping.set(muonMass, minimumMomentum, 1);
  return [
    log(config.efficiency),
    config.clusterDensity,
    config.resolution,
    1 / config.driftVelocity,
    1 / config.wireSpeed,
    speedOfLight,
    lossFreshness,
    stopping.per(chamberGas()),
  ];
}

/** Columns of the arcs that the kernel reads. */
const arcColumns = [
  'particle',
  'x',
  'y',
  'z',
  'time',
  'px',
  'py',
  'pz',
  'curvature',
  'length',
] as const;

function copyArcs(held: ChamberMemory, { arcs, end, firstArc }: Part): void {
  const endArc = arcs.offsets[end];
  held.arcs.reserve(endArc - firstArc);
  const columns = held.arcs.columns;
  for (const name of arcColumns) columns[name].set(arcs[name].subarray(firstArc, endArc));
}

function placeKinds(held: ChamberMemory, { pdg }: Particles, kinds: ParticleKinds): void {
  held.kindOfParticle.reserve(pdg.length);
  const kindOfParticle = held.kindOfParticle.values;
  for (let row = 0; row < pdg.length; row++) kindOfParticle[row] = kinds.of(pdg[row]);
  kinds.place(held.kinds);
}

function placeAll(held: ChamberMemory, arcHead: number, keepsTruth: boolean): void {
  kernels.setChamber(
    held.response.address,
    held.stopping.address,
    chamberGas().address,
    arcHead,
    held.kindOfParticle.address,
    held.kinds.address,
    held.signals.head,
    keepsTruth ? held.truth.head : 0,
  );
}

/** Begins an event of the kernel with its name, its arcs and its particles. */
const nameEvent =
  (
    { seed }: RunContext,
    { run, slice, index, source = 0, sources }: Addresses,
    { offsets }: Particles,
  ) =>
  (event: number, firstArc: number, endArc: number): void =>
    kernels.startChamberEvent(
      firstArc,
      endArc,
      offsets[event],
      seed,
      run,
      slice[event],
      index[event],
      purpose.cdcDeposit,
      sources?.[event] ?? source,
    );

function followPart(
  { signals, truth }: ChamberMemory,
  { arcs: { offsets }, first, end, firstArc }: Part,
  startEvent: ReturnType<typeof nameEvent>,
  keepsTruth: boolean,
): void {
  for (let event = first; event < end; event++) {
    if (offsets[event] < offsets[event + 1]) {
      startEvent(event, offsets[event] - firstArc, offsets[event + 1] - firstArc);
      while (!kernels.followArcs()) {
        signals.reserve(maxRows);
        if (keepsTruth) truth.reserve(maxRows);
      }
    }
    signals.endEvent();
    if (keepsTruth) truth.endEvent();
  }
}

/** Where the kernels find the cells of a batch, if they still have them. */
export const signalsInPlace = (batch: CdcSignals): number | undefined =>
  memory?.signals.holds(batch) ? memory.signals.head : undefined;
