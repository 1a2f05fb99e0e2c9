// kernel: every charged particle is handed over here, and taken back
import { kernels } from '#kernels';
import { KernelColumn } from '../base/kernel-column.js';
import { KernelTable } from '../base/kernel-table.js';
import { speedOfLight } from '../base/constants.js';
import type { RandomStream } from '../base/random.js';
import { MeV } from '../base/units.js';
import { crystalLength } from '../envelope.js';
import { curvatureConstant } from '../field.js';
import { type MaterialBudget, layersForTracks } from '../material-layers.js';
import type { FourVector } from '../lorentz.js';
import type { ParticleInfo } from '../pdg.js';
import { type Arcs, arcSchema } from './arcs.js';
import type { HadronFate } from './hadrons.js';
import { Stopping } from './ionization.js';
import { absorberProperties, stoppingMaterial } from './materials.js';
import type { TransportConfig } from './schema.js';
import { placeSurfaces } from './surfaces.js';

/** What the kernel stops for; the numbers are those of transport.wasm.ts. */
export const happenings = {
  /** In the crystals: nothing, it passes them. */
  nothing: 0,
  /** The table of arcs is full. */
  noRoom: 1,
  /** A hard photon is radiated here; the particle goes on. */
  photon: 2,
  /** It reached the front of the calorimeter. */
  front: 3,
  decay: 4,
  /** It went the longest path. */
  abandoned: 5,
  /** It stops in the layer reached. */
  stop: 6,
  /** It interacts with a nucleus there. */
  interaction: 7,
} as const;

/** Kinetic energy below which a particle stops where it is [GeV]. */
export const stopped = 0.2 * MeV;
const { radiationLength: csiRadiationLength } = absorberProperties('csi');
/** Steps in which antibaryons are followed in the crystals [cm]. */
const crystalStep = 0.25;

/**
 * Arcs of the batch at hand, of whatever transport is at work in this thread: one takes its batch
 * before another begins.
 */
const arcs = new KernelTable(arcSchema, 4096);
/** Where the kernels find a batch of arcs, if they still have it: the head of a `KernelTable`. */
export const arcsInPlace = (batch: Arcs): number | undefined =>
  arcs.holds(batch) ? arcs.head : undefined;
/** Rows that are made room for at a time. */
const moreRows = 1024;

/** Where a particle is [cm], [ns], and its momentum [GeV]. */
export interface Moving {
  x: number;
  y: number;
  z: number;
  time: number;
  px: number;
  py: number;
  pz: number;
}

/**
 * The charged particle that the kernels follow: from `setOut` until something `happens` that is
 * left to TypeScript, again and again. Draws from `random`, whose numbers the kernels go on with.
 */
export class Flight {
  readonly arcs = arcs;
  readonly #config: TransportConfig;
  readonly #random: RandomStream;
  readonly #address: number;
  /** Place and momentum in the order of `Moving`, the size of the momentum, mass and charge. */
  readonly #track: KernelColumn<Float64Array>;
  /** How it sets out, in the order of `Departure` in transport.wasm.ts. */
  readonly #departure: KernelColumn<Float64Array>;
  /** State of the stream. */
  readonly #words: KernelColumn<Uint32Array>;
  #isSettingOut = false;

  constructor(config: TransportConfig, budget: MaterialBudget, random: RandomStream) {
    const { field, maxPath, minPhotonEnergy, energyLoss, scattering } = config;
    const track = kernels.newTrack(new Stopping().address, field, curvatureConstant, speedOfLight);
    const surfaces = placeSurfaces(layersForTracks(budget));
    const address = kernels.newFlight(track, surfaces, arcs.head);
    kernels.setRules(address, maxPath, stopped, minPhotonEnergy, energyLoss, scattering);
    const csi = stoppingMaterial('csi').address;
    kernels.setCrystals(address, csi, csiRadiationLength, crystalLength, crystalStep);
    this.#config = config;
    this.#random = random;
    this.#address = address;
    this.#track = new KernelColumn(Float64Array, 10, track);
    this.#departure = new KernelColumn(Float64Array, 6, kernels.departureOf(address));
    this.#words = new KernelColumn(Uint32Array, 4, kernels.streamOfFlight(address));
  }

  /**
   * A charged particle sets out from inside of the calorimeter's front, number `number` of its
   * event, with a lifetime as a length [cm], infinite for what does not decay.
   */
  setOut(
    number: number,
    { x, y, z, time, px, py, pz }: Moving,
    { pdg, mass, charge }: ParticleInfo,
    lifetime: number,
    { left, isMeson, isAntibaryon }: Pick<HadronFate, 'left' | 'isMeson' | 'isAntibaryon'>,
  ): void {
    const track = this.#track.values;
    track[0] = x;
    track[1] = y;
    track[2] = z;
    track[3] = time;
    track[4] = px;
    track[5] = py;
    track[6] = pz;
    track[8] = mass;
    track[9] = charge;
    const departure = this.#departure.values;
    departure[0] = lifetime;
    departure[1] = left;
    departure[2] = number;
    departure[3] = this.#config.bremsstrahlung && Math.abs(pdg) === 11 ? 1 : 0;
    departure[4] = isMeson ? 1 : 0;
    departure[5] = isAntibaryon ? 1 : 0;
    this.#random.copyTo(this.#words.values);
    this.#isSettingOut = true;
  }

  /** Flies on: what happens next, one of `happenings`, with the particle where it happens. */
  happens(here: Moving): number {
    let happening = this.#isSettingOut ? kernels.setOut(this.#address) : kernels.fly(this.#address);
    this.#isSettingOut = false;
    while (happening === happenings.noRoom) {
      arcs.reserve(moreRows);
      happening = kernels.fly(this.#address);
    }
    this.#takeOver(here);
    return happening;
  }

  /** The same through the crystals, for an antibaryon at the front. */
  happensInCrystals(here: Moving): number {
    const happening = kernels.flyInCrystals(this.#address);
    this.#takeOver(here);
    return happening;
  }

  /** Momentum of the photon that was radiated here. */
  photon(momentum: FourVector): void {
    const track = this.#track.values;
    const energy = kernels.photonEnergy(this.#address);
    const p = track[7];
    momentum.px = (energy * track[4]) / p;
    momentum.py = (energy * track[5]) / p;
    momentum.pz = (energy * track[6]) / p;
    momentum.energy = energy;
  }

  /** How the arc of the last step ends: one of `arcEnds`. */
  endArc(end: number): void {
    arcs.columns.end[arcs.rowCount - 1] = end;
  }

  #takeOver(here: Moving): void {
    const track = this.#track.values;
    here.x = track[0];
    here.y = track[1];
    here.z = track[2];
    here.time = track[3];
    here.px = track[4];
    here.py = track[5];
    here.pz = track[6];
    this.#random.resume(this.#words.values);
  }
}
