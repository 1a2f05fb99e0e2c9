// kernel: once per particle of a user's own
import { speedOfLight } from '../base/constants.js';
import { log } from '../base/elementary.js';
import type { RandomDraws } from '../base/kernel-stream.js';
import type { ParticleInfo } from '../pdg.js';
import { Stopping } from '../propagation/ionization.js';
import { stoppingMaterial } from '../propagation/materials.js';
import type { Arrival } from './arrival.js';
import { csiRadiationLength, landauWidth } from './materials.js';
import type { RayPath } from './ray-path.js';
import type { DepositRows } from './share.js';

/** The velocity is kept on so long a way [cm]. */
const step = 0.5;
/** Kinetic energy below which a particle stops where it is [GeV]. */
const stopped = 1e-4;
/** Mean of −ln(g²) for a standard normal g: Euler's constant + ln 2. */
const moyalMean = 1.270_362_845;

/**
 * Energy loss of heavy or fractionally charged particles along their CsI path: Bethe's mean by
 * charge and velocity until they stop, with one fluctuation of Moyal's form for the whole way.
 * @see PDG, passage of particles through matter
 */
export class OwnIonization {
  readonly #stopping = new Stopping();
  readonly #csi = stoppingMaterial('csi');

  deposit(
    path: RayPath,
    arrival: Arrival,
    { charge, mass }: Pick<ParticleInfo, 'charge' | 'mass'>,
    random: RandomDraws,
    builder: DepositRows,
  ): void {
    const normal = random.gaussian();
    const fluctuation = charge * charge * landauWidth * (-log(normal * normal + 1e-12) - moyalMean);
    builder.reserve(path.count);
    const { crystal, energy, time } = builder.columns;
    let left = arrival.kineticEnergy;
    let at = 0;
    let now = arrival.time;
    for (let segment = 0; segment < path.count && left > stopped; segment++) {
      const { enter, leave } = path;
      now += (enter[segment] - at) / (velocityOf(left, mass) * speedOfLight);
      at = enter[segment];
      const row = builder.rowCount++;
      crystal[row] = path.crystal[segment];
      energy[row] = 0;
      time[row] = now + path.lightDelay((enter[segment] + leave[segment]) / 2);
      while (at < leave[segment] && left > stopped) {
        const length = Math.min(step, leave[segment] - at);
        const beta = velocityOf(left, mass);
        const p = Math.sqrt(left * (left + 2 * mass));
        this.#stopping.set(mass, p, charge);
        const mean = this.#stopping.per(this.#csi) / csiRadiationLength;
        const loss = Math.min(left, length * Math.max(0, mean + fluctuation / (beta * beta)));
        energy[row] += loss;
        left -= loss;
        at += length;
        now += length / (beta * speedOfLight);
      }
    }
  }
}

function velocityOf(kineticEnergy: number, mass: number): number {
  const gamma = 1 + kineticEnergy / mass;
  return Math.sqrt(1 - 1 / (gamma * gamma));
}
