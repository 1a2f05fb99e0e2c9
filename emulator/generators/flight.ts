// kernel: once per displaced decay
import { speedOfLight } from '../../detector/base/constants.js';
import { log } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import type { CollisionPoint } from '../../detector/beam-spot.js';
import type { FourVector } from '../../detector/lorentz.js';

/** A flight along a momentum by an exponential law. */
export class Flight {
  /** Where the last one ended. */
  readonly end: CollisionPoint = { x: 0, y: 0, z: 0, time: 0 };
  readonly #mass: number;
  readonly #flight: number;

  /** @param mass [GeV]; @param flight mean cτ [cm], 0 ends where it begins. */
  constructor(mass: number, flight: number) {
    this.#mass = mass;
    this.#flight = flight;
  }

  /** Draws where a particle of this momentum, laboratory frame, ends. */
  draw(stream: RandomStream, from: Readonly<CollisionPoint>, momentum: Readonly<FourVector>): void {
    const { end } = this;
    const perMomentum = (-this.#flight * log(1 - stream.uniform())) / this.#mass;
    end.x = from.x + perMomentum * momentum.px;
    end.y = from.y + perMomentum * momentum.py;
    end.z = from.z + perMomentum * momentum.pz;
    end.time = from.time + (perMomentum * momentum.energy) / speedOfLight;
  }
}
