// kernel: a decay per event, scratch of one object
import { speedOfLight } from '../../detector/base/constants.js';
import { log } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import type { CollisionPoint } from '../../detector/beam-spot.js';
import { boostFromRest, type FourVector, fourVector } from '../../detector/lorentz.js';
import { type ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { pushFinal } from './push-final.js';
import { setPhoton } from './recoil.js';

/** A particle that flies by an exponential law and decays into two of one mass, isotropically. */
export class FlyingPair {
  readonly #mass: number;
  readonly #momentum: number;
  readonly #flight: number;
  /** The two of the last draw. */
  readonly first: FourVector = fourVector();
  readonly second: FourVector = fourVector();
  readonly #point: CollisionPoint = { x: 0, y: 0, z: 0, time: 0 };

  /** @param flight mean flight cτ [cm]; 0 decays where it is made. */
  constructor(mass: number, daughterMass: number, flight: number) {
    this.#mass = mass;
    this.#momentum = Math.sqrt(0.25 * mass * mass - daughterMass * daughterMass);
    this.#flight = flight;
  }

  /** Draws the momenta of the two, in the frame in which `parent` is given. */
  draw(stream: RandomStream, parent: Readonly<FourVector>): void {
    const { first, second } = this;
    setPhoton(first, this.#momentum, 2 * stream.uniform() - 1, 2 * Math.PI * stream.uniform());
    second.px = -first.px;
    second.py = -first.py;
    second.pz = -first.pz;
    first.energy = second.energy = this.#mass / 2;
    boostFromRest(first, parent, this.#mass);
    boostFromRest(second, parent, this.#mass);
  }

  /** Draws where the parent, in the laboratory, decays. */
  fly(stream: RandomStream, from: Readonly<CollisionPoint>, parent: Readonly<FourVector>): void {
    const point = this.#point;
    const perMomentum = (-this.#flight * log(1 - stream.uniform())) / this.#mass;
    point.x = from.x + perMomentum * parent.px;
    point.y = from.y + perMomentum * parent.py;
    point.z = from.z + perMomentum * parent.pz;
    point.time = from.time + (perMomentum * parent.energy) / speedOfLight;
  }

  /** Rows of the two, and their parent, `parentRow` of the event and the last one, decayed. */
  push(builder: ParticleBuilder, pdg: readonly [number, number], parentRow: number): void {
    builder.columns.status[builder.rowCount - 1] = particleStatus.intermediate;
    pushFinal(builder, pdg[0], this.first, this.#point);
    builder.columns.mother[builder.rowCount - 1] = parentRow;
    pushFinal(builder, pdg[1], this.second, this.#point);
    builder.columns.mother[builder.rowCount - 1] = parentRow;
  }
}
