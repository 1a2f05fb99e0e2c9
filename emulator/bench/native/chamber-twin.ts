import { speedOfLight } from '../../../detector/base/constants.js';
import { log } from '../../../detector/base/elementary.js';
import { normalQuantiles } from '../../../detector/base/quantiles.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { cdc } from '../../../detector/cdc/cdc.js';
import { tdcBin } from '../../../detector/cdc/digitize.js';
import { layerCount, wiresOfLayer } from '../../../detector/cdc/geometry.js';
import { layerNumbers } from '../../../detector/cdc/layer-table.js';
import type { CdcConfig } from '../../../detector/cdc/schema.js';
import { type Addresses, seedAt, sliceAddresses } from '../../../detector/event.js';
import { standardParticles } from '../../../detector/particle-table.js';
import { type MovedList, moveParticles } from '../../../detector/simulate.js';
import type { EmulatorConfig } from '../../chain/parts.js';
import { generatedSample, tracks } from '../samples.js';
import type { NamedColumns, Twin, TwinWork } from './twin.js';

const events = 128;

/** First random numbers of each event. */
function statesOf(addresses: Addresses, seed: number): Uint32Array {
  const random = new RandomStream();
  const states = new Uint32Array(4 * events);
  for (let event = 0; event < events; event++) {
    seedAt(random, { seed }, addresses, event, purpose.cdcDeposit);
    states.set(random.state(), 4 * event);
  }
  return states;
}

/** Mass of the particle of each arc. */
function massesOf({ arcs, particles }: MovedList): Float64Array {
  const masses = new Float64Array(arcs.particle.length);
  for (let event = 0; event < events; event++)
    for (let arc = arcs.offsets[event]!; arc < arcs.offsets[event + 1]!; arc++) {
      const row = particles.offsets[event]! + arcs.particle[arc]!;
      masses[arc] = standardParticles.info(particles.pdg[row]!)!.mass;
    }
  return masses;
}

/** The chamber and its response, as columns. */
const chamberOf = (config: CdcConfig): NamedColumns => ({
  layers: Float64Array.from({ length: layerCount * layerNumbers.length }, (_, place) => {
    const layer = Math.floor(place / layerNumbers.length);
    return layerNumbers[place % layerNumbers.length]![layer]!;
  }),
  wires: Int32Array.from(wiresOfLayer),
  response: Float64Array.of(
    log(config.efficiency),
    config.clusterDensity,
    config.resolution,
    1 / config.driftVelocity,
    1 / config.wireSpeed,
    speedOfLight,
  ),
  window: Float64Array.of(
    tdcBin,
    Math.ceil(config.windowStart / tdcBin),
    Math.floor((config.windowStart + config.windowLength) / tdcBin),
  ),
  quantiles: normalQuantiles,
});

function prepare(run: EmulatorConfig, seed: number): TwinWork {
  const context = { seed };
  const addresses = sliceAddresses(1, 0, 0, events);
  const generated = generatedSample(tracks, run, seed)(addresses);
  const [moved] = moveParticles(run, context)(generated);
  const signal = cdc.signal!(run.cdc, context);
  const digitize = cdc.digitize(run.cdc, context);
  const respond = () => {
    const signals = signal(moved.particles, addresses, moved.arcs);
    return { signals, hits: digitize([signals], addresses) };
  };
  let last = respond();
  const { particle: _, end: __, ...arcs } = moved.arcs;
  return {
    input: {
      ...chamberOf(run.cdc),
      ...arcs,
      mass: massesOf(moved),
      states: statesOf(addresses, seed),
    },
    units: last.signals.wire.length,
    work: () => {
      last = respond();
    },
    results: () => ({
      wires: last.signals.wire,
      times: last.signals.time,
      hitWires: last.hits.wire,
      bins: last.hits.tdc,
    }),
  };
}

/** The drift chamber without noise, from arcs to hits. */
export const chamberTwin: Twin = {
  name: 'native:chamber',
  source: 'chamber.cpp',
  unit: 'cell',
  what: 'arcs of 11 pions to cells of the chamber and to hits in TDC bins, no truth, no noise',
  prepare,
};
