import { kernels } from '#kernels';
import { muonMass, speedOfLight } from '../base/constants.js';
import { log } from '../base/elementary.js';
import { KernelColumn } from '../base/kernel-column.js';
import { KernelTable } from '../base/kernel-table.js';
import { normalQuantiles, quantileCount } from '../base/quantiles.js';
import { purpose } from '../base/random.js';
import type { Addresses, RunContext } from '../event.js';
import type { Particles } from '../particles.js';
import type { Arcs } from '../propagation/arcs.js';
import { lossFreshness, Stopping } from '../propagation/ionization.js';
import { type ArcPart, forEachArcPart } from '../propagation/kernel-arcs.js';
import { chamberGas } from '../propagation/materials.js';
import { kindsOf, type PlacedKinds } from '../propagation/particle-kinds.js';
import { layerCount, layerOfWire, wireCount } from './geometry.js';
import { type CdcDeposits, type CdcSignals, cdcSignalSchema, cdcTruthSchema } from './hits.js';
import { placeLayers } from './layer-table.js';
import { ionizationQuantiles } from './quantiles.js';
import type { CdcConfig } from './schema.js';

/** Where a muon ionizes least, nearly: βγ = 3.5 [GeV]. */
const minimumMomentum = 3.5 * muonMass;
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

/**
 * The same hits without truth, which costs an eighth more: all that the digitizer reads. Layers
 * none of whose wires is read are left out; what is drawn for their cells is drawn, so that all
 * other hits keep their bytes (D-535).
 * @param read 1 for each wire that anybody reads; all when absent
 */
export function signalCdc(config: CdcConfig, context: RunContext, read?: Uint8Array) {
  const follow = followAll(config, context, false, read);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): CdcSignals =>
    follow(particles, addresses, arcs).signals.take();
}

/** What all chambers of a thread share in the memory of the kernels, which is never given back. */
interface ChamberMemory {
  readonly response: KernelColumn<Float64Array>;
  readonly stopping: Stopping;
  /** Of each layer whether anybody reads it. */
  readonly layersRead: KernelColumn<Uint8Array>;
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
    layersRead: new KernelColumn(Uint8Array, layerCount),
    response: new KernelColumn(Float64Array, 8),
    stopping: new Stopping(),
    signals: new KernelTable(cdcSignalSchema, firstRows),
    truth: new KernelTable(cdcTruthSchema, firstRows),
  };
  return memory;
}

/** Follows the arcs of a batch, part by part. */
function followAll(config: CdcConfig, context: RunContext, keepsTruth: boolean, read?: Uint8Array) {
  const kinds = kindsOf(context.particles);
  const layersRead = layersOf(read);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): ChamberMemory => {
    const held = chamberMemory();
    held.response.values.set(responseNumbers(config, held.stopping));
    held.layersRead.values.set(layersRead);
    kernels.readLayers(held.layersRead.address);
    const placed = kinds.place(particles);
    const startEvent = nameEvent(context, addresses, particles);
    forEachArcPart(arcs, (part) => {
      placeAll(held, part.head, placed, keepsTruth);
      followPart(held, part, arcs.offsets, startEvent, keepsTruth);
    });
    return held;
  };
}

/** 1 for each layer with a wire that is read. */
function layersOf(read: Uint8Array | undefined): Uint8Array {
  const layers = new Uint8Array(layerCount).fill(read === undefined ? 1 : 0);
  if (read === undefined) return layers;
  // A plain loop: every chain does this once, cold, for all wires.
  for (let wire = 0; wire < read.length; wire++)
    if (read[wire] !== 0) layers[layerOfWire[wire]] = 1;
  return layers;
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

function placeAll(
  held: ChamberMemory,
  arcHead: number,
  { kindOfParticle, kinds }: PlacedKinds,
  keepsTruth: boolean,
): void {
  kernels.setChamber(
    held.response.address,
    held.stopping.address,
    chamberGas().address,
    arcHead,
    kindOfParticle,
    kinds,
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
  { first, end, firstArc }: ArcPart,
  offsets: Uint32Array,
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
