// kernel: a decay per event, scratch of one object
import type { RandomStream } from '../../detector/base/random.js';
import type { CollisionPoint } from '../../detector/beam-spot.js';
import { boostFromRest, type FourVector, fourVector } from '../../detector/lorentz.js';
import { type ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { Flight } from './flight.js';
import { pushFinal } from './push-final.js';
import { setPhoton } from './recoil.js';

/** A particle that flies by an exponential law and decays into two of one mass, isotropically. */
export class FlyingPair {
  readonly #mass: number;
  readonly #momentum: number;
  readonly #flight: Flight;
  /** The two of the last draw. */
  readonly first: FourVector = fourVector();
  readonly second: FourVector = fourVector();

  /** @param flight mean flight cτ [cm]; 0 decays where it is made. */
  constructor(mass: number, daughterMass: number, flight: number) {
    this.#mass = mass;
    this.#momentum = Math.sqrt(0.25 * mass * mass - daughterMass * daughterMass);
    this.#flight = new Flight(mass, flight);
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
    this.#flight.draw(stream, from, parent);
  }

  /** Rows of the two, and their parent, `parentRow` of the event and the last one, decayed. */
  push(builder: ParticleBuilder, pdg: readonly [number, number], parentRow: number): void {
    builder.columns.status[builder.rowCount - 1] = particleStatus.intermediate;
    pushFinal(builder, pdg[0], this.first, this.#flight.end);
    builder.columns.mother[builder.rowCount - 1] = parentRow;
    pushFinal(builder, pdg[1], this.second, this.#flight.end);
    builder.columns.mother[builder.rowCount - 1] = parentRow;
  }
}
