import { electronMass, speedOfLight } from '../../../detector/base/constants.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { sliceAddresses } from '../../../detector/event.js';
import { curvatureConstant } from '../../../detector/field.js';
import { layersForTracks } from '../../../detector/material-layers.js';
import { standardParticles } from '../../../detector/particle-table.js';
import { decayOf } from '../../../detector/propagation/decays.js';
import { Flight, type Moving, stopped } from '../../../detector/propagation/flight.js';
import { bethe, lightestMass, lossFreshness } from '../../../detector/propagation/ionization.js';
import {
  type Composition,
  stoppingMaterial,
  tableDensity,
  tableStart,
} from '../../../detector/propagation/materials.js';
import { type Surface, surfacesOf } from '../../../detector/propagation/surfaces.js';
import type { EmulatorConfig } from '../../chain/parts.js';
import { generatedSample, tracks } from '../samples.js';
import type { NamedColumns, Twin, TwinWork } from './twin.js';

const events = 128;

/** The pions of a few events as they set out, each with random numbers of its own. */
function startsOf(run: EmulatorConfig, seed: number) {
  const { particles } = generatedSample(tracks, run, seed)(sliceAddresses(1, 0, 0, events));
  const { offsets, pdg } = particles;
  const count = pdg.length;
  const number = new Int32Array(count);
  for (let event = 0; event < events; event++)
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++)
      number[row] = row - offsets[event]!;
  const random = new RandomStream();
  const left = new Float64Array(count);
  const states = new Uint32Array(4 * count);
  for (let row = 0; row < count; row++) {
    left[row] = random.seed(seed, 1, 0, row, purpose.transport).exponential();
    random.copyTo(states.subarray(4 * row));
  }
  return { ...particles, number, left, states };
}

type Starts = ReturnType<typeof startsOf>;

function setStart(here: Moving, { x, y, z, time, px, py, pz }: Starts, row: number): void {
  here.x = x[row]!;
  here.y = y[row]!;
  here.z = z[row]!;
  here.time = time[row]!;
  here.px = px[row]!;
  here.py = py[row]!;
  here.pz = pz[row]!;
}

const infoOf = (pdg: number) => standardParticles.info(pdg)!;
const { lifetime } = decayOf(211)!;

/** Everything that a flight goes by, as columns. */
function inputOf({ transport, material }: EmulatorConfig, starts: Starts): NamedColumns {
  const { cylinders, discs } = surfacesOf(layersForTracks(material));
  const compositions: readonly Composition[] = [
    ...new Set([...cylinders, ...discs].map(({ composition }) => composition)),
  ];
  const placed = (surfaces: readonly Surface[]) =>
    Float64Array.from(
      surfaces.flatMap(({ position, low, high, thickness, composition }) => [
        position,
        low,
        high,
        thickness,
        compositions.indexOf(composition),
      ]),
    );
  const materials = compositions.map(stoppingMaterial);
  return {
    rules: Float64Array.of(
      transport.field,
      curvatureConstant,
      speedOfLight,
      transport.maxPath,
      stopped,
      bethe,
      electronMass,
      lightestMass,
      lossFreshness,
      tableStart,
      tableDensity,
      materials[0]!.screening.length - 1.001,
    ),
    cylinders: placed(cylinders),
    discs: placed(discs),
    materials: Float64Array.from(
      materials.flatMap(({ electrons, pionDepth, nuclearDepth }) => [
        electrons,
        pionDepth,
        nuclearDepth,
      ]),
    ),
    screening: Float64Array.from(materials.flatMap(({ screening }) => [...screening])),
    flights: Float64Array.from(
      Array.from(starts.pdg, (pdg, row) => {
        const { mass, charge } = infoOf(pdg);
        const { x, y, z, time, px, py, pz, left } = starts;
        const place = [x, y, z, time, px, py, pz].map((column) => column[row]!);
        return [...place, mass, charge, lifetime, left[row]!];
      }).flat(),
    ),
    numbers: starts.number,
    states: starts.states,
  };
}

function prepare(run: EmulatorConfig, seed: number): TwinWork {
  const starts = startsOf(run, seed);
  const random = new RandomStream();
  const flight = new Flight(run.transport, run.material, random);
  const { arcs } = flight;
  const here: Moving = { x: 0, y: 0, z: 0, time: 0, px: 0, py: 0, pz: 0 };
  const fate = { left: 0, isMeson: true, isAntibaryon: false };
  const pion = [infoOf(211), infoOf(-211)] as const;
  const words = Array.from(starts.pdg, (_, row) => starts.states.subarray(4 * row, 4 * row + 4));
  const work = () => {
    arcs.clear();
    for (let row = 0; row < starts.number.length; row++) {
      const info = pion[starts.pdg[row]! < 0 ? 1 : 0];
      setStart(here, starts, row);
      fate.left = starts.left[row]!;
      random.resume(words[row]!);
      flight.setOut(starts.number[row]!, here, info, lifetime, fate);
      flight.happens(here);
    }
  };
  work();
  return {
    input: inputOf(run, starts),
    units: arcs.rowCount,
    work,
    results: () => {
      const { end: _, ...columns } = arcs.columns;
      return Object.fromEntries(
        Object.entries(columns).map(([name, values]) => [name, values.slice(0, arcs.rowCount)]),
      );
    },
  };
}

/** Flights of pions through the layers in front of the calorimeter. */
export const transportTwin: Twin = {
  name: 'native:transport',
  source: 'transport.cpp',
  unit: 'arc',
  what: 'pions through the layers in front, to the calorimeter, a decay or an interaction',
  prepare,
};
