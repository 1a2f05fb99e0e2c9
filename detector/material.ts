// kernel: every photon passes every layer in front of the calorimeter
import { kernels } from '#kernels';
import type { ConfigOf } from './base/config.js';
import { quantity } from './base/config.js';
import { electronMass, speedOfLight } from './base/constants.js';
import { log } from './base/elementary.js';
import { placeTable } from './base/kernel-column.js';
import { purpose, RandomStream } from './base/random.js';
import { type Addresses, type RunContext, seedAt } from './event.js';
import { layersInFront, type MaterialLayer } from './material-layers.js';
import {
  ParticleBuilder,
  type ParticleColumns,
  type Particles,
  particleStatus,
} from './particles.js';

/** Material between the interaction point and the calorimeter. */
export const materialSchema = {
  scale: quantity(1, '', 'Factor on all material in front of the calorimeter; 0 removes it', {
    min: 0,
    max: 10,
  }),
  topThickness: quantity(
    0.18,
    'X0',
    'TOP quartz with its box at normal incidence (quartz 0.163 derived, box recalled, not ' +
      'verified)',
    {
      min: 0,
      max: 2,
    },
  ),
  forwardThickness: quantity(
    0.3,
    'X0',
    'Chamber end plate, ARICH and cables before the forward endcap (0.2–0.4 recalled, not ' +
      'verified)',
    {
      min: 0,
      max: 2,
    },
  ),
  backwardThickness: quantity(
    0.2,
    'X0',
    'Chamber end plate, electronics and cables before the backward endcap (our assumption)',
    {
      min: 0,
      max: 2,
    },
  ),
} as const;

/** Material in front of the calorimeter, in base units. */
export interface MaterialConfig extends ConfigOf<typeof materialSchema> {}

/**
 * Conversions per radiation length.
 * @see PDG, passage of particles: 7/9 at high energy, taken for all energies
 */
export const conversionRate = 7 / 9;

/**
 * Photon conversions in the material in front of the calorimeter. A photon that converts becomes
 * intermediate; its pair is appended to the event with the photon as mother and the point of
 * conversion as vertex. The pair shares the energy by the Bethe–Heitler spectrum at complete
 * screening and keeps the photon's direction (its own opening m/E is far below the bending).
 */
export function passMaterial(config: MaterialConfig, context: RunContext) {
  const layers = placeMaterial(layersInFront(config));
  const random = new RandomStream();
  const builder = new ParticleBuilder();

  return (particles: Particles, addresses: Addresses): Particles => {
    const { offsets } = particles;
    for (let event = 0; event < offsets.length - 1; event++) {
      seedAt(random, context, addresses, event, purpose.material);
      const first = builder.rowCount;
      copyRows(particles, offsets[event], offsets[event + 1], builder);
      for (let row = offsets[event]; row < offsets[event + 1]; row++) {
        if (particles.pdg[row] !== 22 || particles.status[row] !== particleStatus.final) continue;
        const at = conversionPoint(layers, particles, row, -log(random.uniform()) / conversionRate);
        if (at < 0 || particles.energy[row] < 4 * electronMass) continue;
        builder.columns.status[first + row - offsets[event]] = particleStatus.intermediate;
        appendPair(
          particles,
          row,
          row - offsets[event],
          at,
          energyShare(random),
          random.uniform() < 0.5,
          builder,
        );
      }
      builder.endEvent();
    }
    return builder.take();
  };
}

/**
 * Part of the photon's energy that one of the pair takes.
 * @see PDG, passage of particles: 1 − 4/3 x (1 − x)
 */
export function energyShare(random: RandomStream): number {
  let share: number;
  do share = random.uniform();
  while (random.uniform() > 1 - (4 / 3) * share * (1 - share));
  return share;
}

/** Layers in the memory of the kernels, in the order in which they are met. */
interface PlacedLayers {
  readonly address: number;
  /** Of cylinders, even; discs have one without radius in their place. */
  readonly cylinderCount: number;
  readonly discCount: number;
}

/** Places layers as material.wasm.ts reads them; the same ones once in a thread. */
export function placeMaterial(layers: readonly MaterialLayer[]): PlacedLayers {
  const cylinderCount = 2 * Math.ceil(layers.length / 2);
  const column = (valueOf: (layer: MaterialLayer) => number): number[] =>
    Array.from({ length: cylinderCount }, (_, index) => {
      const layer = layers[index];
      return layer?.shape === 'cylinder' ? valueOf(layer) : 0;
    });
  const discs = layers.flatMap(({ shape, position, low, high, thickness }, index) =>
    shape === 'disc' ? [[index, position, low, high, thickness]] : [],
  );
  const numbers = Float64Array.of(
    ...column(({ position }) => position),
    ...column(({ low }) => low),
    ...column(({ high }) => high),
    ...column(({ thickness }) => thickness),
    ...discs.flat(),
  );
  return { address: placeTable(numbers), cylinderCount, discCount: discs.length };
}

/**
 * Distance along the particle [cm] at which `depth` is behind it, in units of the layers'
 * thickness; −1 when it comes through.
 */
export function conversionPoint(
  { address, cylinderCount, discCount }: PlacedLayers,
  { x, y, z, px, py, pz }: ParticleColumns,
  row: number,
  depth: number,
): number {
  return kernels.distanceAtDepth(
    address,
    cylinderCount,
    discCount,
    x[row],
    y[row],
    z[row],
    px[row],
    py[row],
    pz[row],
    depth,
  );
}

/** Appends rows `first` up to `last` of another table. */
export function copyRows(
  from: Particles,
  first: number,
  last: number,
  builder: ParticleBuilder,
): void {
  builder.reserve(last - first);
  const to = builder.columns;
  // Element by element: numbers handed to a call would be boxed.
  let row = builder.rowCount;
  for (let source = first; source < last; source++) {
    to.pdg[row] = from.pdg[source];
    to.status[row] = from.status[source];
    to.mother[row] = from.mother[source];
    to.px[row] = from.px[source];
    to.py[row] = from.py[source];
    to.pz[row] = from.pz[source];
    to.energy[row] = from.energy[source];
    to.x[row] = from.x[source];
    to.y[row] = from.y[source];
    to.z[row] = from.z[source];
    to.time[row] = from.time[source];
    to.origin[row] = from.origin[source];
    row++;
  }
  builder.rowCount = row;
}

/**
 * Appends the pair of the photon in `row` of `from`, converted at `distance` from its vertex;
 * `mother` is its row within the event.
 */
export function appendPair(
  from: ParticleColumns,
  row: number,
  mother: number,
  distance: number,
  share: number,
  electronFirst: boolean,
  builder: ParticleBuilder,
): void {
  const { px, py, pz, energy } = from;
  const p = Math.sqrt(px[row] * px[row] + py[row] * py[row] + pz[row] * pz[row]);
  const ux = px[row] / p;
  const uy = py[row] / p;
  const uz = pz[row] / p;
  const x = from.x[row] + ux * distance;
  const y = from.y[row] + uy * distance;
  const z = from.z[row] + uz * distance;
  const time = from.time[row] + distance / speedOfLight;
  const free = energy[row] - 2 * electronMass;
  for (let member = 0; member < 2; member++) {
    const own = electronMass + free * (member === 0 ? share : 1 - share);
    const momentum = Math.sqrt(own * own - electronMass * electronMass);
    const pdg = (member === 0) === electronFirst ? 11 : -11;
    builder.push(
      pdg,
      particleStatus.final,
      mother,
      momentum * ux,
      momentum * uy,
      momentum * uz,
      own,
      x,
      y,
      z,
      time,
      from.origin[row],
    );
  }
}
