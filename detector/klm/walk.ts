// kernel: every particle behind the calorimeter's front is handed over here, and steps of those
// that start there
import { kernels } from '#kernels';
import { speedOfLight } from '../base/constants.js';
import { KernelColumn } from '../base/kernel-column.js';
import type { KernelStream } from '../base/kernel-stream.js';
import type { Arrival } from '../ecl/arrival.js';
import { chargeAndMass, responses } from '../ecl/response.js';
import { curvatureConstant, solenoidField } from '../field.js';
import type { ParticleTable } from '../particle-table.js';
import { annihilates } from '../propagation/annihilation.js';
import { Stopping } from '../propagation/ionization.js';
import { type Absorber, crystalSlice, crystalSlices, ironPlate } from './absorbers.js';
import type { KlmConfig } from './schema.js';

/** Numbers of a track that TypeScript reads, in the order of `Track` in track.wasm.ts. */
const trackNumbers = 12;

/** Where a particle is: position [cm], time [ns], momentum [GeV], charge [e]. A scratch record. */
export class WalkState {
  x = 0;
  y = 0;
  z = 0;
  time = 0;
  px = 0;
  py = 0;
  pz = 0;
  /** Size of the momentum [GeV]. */
  p = 0;
  charge = 0;
  readonly #track: KernelColumn<Float64Array>;
  #numbers: Float64Array;

  /** Of the track at an address. */
  constructor(track: number) {
    this.#track = new KernelColumn(Float64Array, trackNumbers, track);
    this.#numbers = this.#track.values;
  }

  /** Takes over what the kernels have written. */
  takeOver(): void {
    // They are looked at anew when the memory has grown.
    if (this.#numbers.length === 0) this.#numbers = this.#track.values;
    const numbers = this.#numbers;
    this.x = numbers[0];
    this.y = numbers[1];
    this.z = numbers[2];
    this.time = numbers[3];
    this.px = numbers[4];
    this.py = numbers[5];
    this.pz = numbers[6];
    this.p = numbers[7];
    this.charge = numbers[9];
  }
}

/**
 * A particle on its way through calorimeter, coil and iron, in straight steps, which the kernels
 * take (walk.wasm.ts): it draws from a stream of theirs.
 */
export class Walk {
  /** Where kernels find it. */
  readonly address: number;
  readonly state: WalkState;
  readonly #particles: ParticleTable;

  constructor(config: KlmConfig, random: KernelStream, particles: ParticleTable) {
    const { tail, tailGrowth, minSecondaryEnergy, hadronic, straggling, scattering } = config;
    const stopping = new Stopping().address;
    const track = kernels.newTrack(stopping, solenoidField, curvatureConstant, speedOfLight);
    const crystal = crystalSlice(config.crystalDepth).address;
    this.address = kernels.newWalk(
      track,
      random.address,
      speedOfLight,
      crystal,
      crystalSlices,
      ironPlate.address,
    );
    kernels.setWalkRules(
      this.address,
      tail,
      tailGrowth,
      minSecondaryEnergy,
      hadronic,
      straggling,
      scattering,
    );
    this.state = new WalkState(track);
    this.#particles = particles;
  }

  /** Whether sensitive layers see it: charged, or neutral after its interaction. */
  get visible(): boolean {
    return Boolean(kernels.isWalkVisible(this.address));
  }

  /** Draws where a particle of some `responses` interacts. */
  begin(pdg: number, response: number): void {
    const { mass, charge } = chargeAndMass(pdg, this.#particles);
    const isNeutral = response === responses.neutralHadron;
    kernels.beginWalk(
      this.address,
      mass,
      charge,
      isNeutral || response === responses.hadron,
      isNeutral || Math.abs(pdg) > 1000,
      annihilates(pdg),
    );
  }

  /**
   * Whether what has begun or its secondaries may pass the crystals, when its momentum is `p` [GeV]
   * or less there.
   */
  passesCrystals(p: number): boolean {
    return Boolean(kernels.walkPassesCrystals(this.address, p));
  }

  /** Starts what has begun where it is. */
  start({ x, y, z, ux, uy, uz, time, kineticEnergy }: Arrival): void {
    kernels.startWalk(this.address, x, y, z, ux, uy, uz, time, kineticEnergy);
    this.state.takeOver();
  }

  /** Goes on straight by a length, bent by a field on it. */
  advance(length: number, field: number): void {
    kernels.advanceWalk(this.address, length, field);
    this.state.takeOver();
  }

  /** Goes on straight by a length. */
  step(length: number): void {
    kernels.stepWalk(this.address, length);
    this.state.takeOver();
  }

  /** Turns the direction as a field does over a length. */
  turn(length: number, field: number): void {
    kernels.turnWalk(this.address, length, field);
    this.state.takeOver();
  }

  /**
   * Loses energy, scatters and perhaps interacts in a layer met under `cosine`; false when nothing
   * goes on.
   */
  cross(layer: Absorber, cosine: number): boolean {
    const goesOn = kernels.crossLayer(this.address, layer.address, cosine);
    this.state.takeOver();
    return Boolean(goesOn);
  }
}
