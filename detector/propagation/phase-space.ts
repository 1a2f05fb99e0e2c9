import { cos, sin } from '../base/elementary.js';
import type { RandomStream } from '../base/random.js';
import { boostFromRest, type FourVector, fourVector } from '../lorentz.js';

/** Steps of Newton's method; four give ten digits. */
const newtonSteps = 6;

/**
 * Shares the mass of `parent` among particles of given masses, in its frame isotropic and without
 * correlations but those of energy and momentum: massless momenta with zero sum, then scaled in
 * common to the masses. Phase space but for a weight that the masses would ask for.
 * @see R. Kleiss, W. J. Stirling and S. D. Ellis, Comput. Phys. Commun. 40 (1986) 359 (RAMBO)
 */
export function shareMass(
  parent: Readonly<FourVector>,
  mass: number,
  masses: readonly number[],
  random: RandomStream,
): FourVector[] {
  const momenta = masses.map(() => isotropic(random));
  toTheirRest(momenta);
  const scale = commonScale(momenta, mass, masses);
  momenta.forEach((momentum, index) => {
    momentum.px *= scale;
    momentum.py *= scale;
    momentum.pz *= scale;
    momentum.energy = Math.sqrt(
      momentum.px ** 2 + momentum.py ** 2 + momentum.pz ** 2 + masses[index] ** 2,
    );
    boostFromRest(momentum, parent, mass);
  });
  return momenta;
}

/** A massless momentum in any direction, energies with the density x e^−x. */
function isotropic(random: RandomStream): FourVector {
  const energy = random.exponential() + random.exponential();
  const cosine = 2 * random.uniform() - 1;
  const phi = 2 * Math.PI * random.uniform();
  const pt = energy * Math.sqrt(1 - cosine * cosine);
  return fourVector(pt * cos(phi), pt * sin(phi), energy * cosine, energy);
}

/** Boosts momenta to the frame in which their sum rests. */
function toTheirRest(momenta: readonly FourVector[]): void {
  const sum = fourVector();
  for (const { px, py, pz, energy } of momenta) {
    sum.px -= px;
    sum.py -= py;
    sum.pz -= pz;
    sum.energy += energy;
  }
  const mass = Math.sqrt(sum.energy ** 2 - sum.px ** 2 - sum.py ** 2 - sum.pz ** 2);
  for (const momentum of momenta) boostFromRest(momentum, sum, mass);
}

/** The factor on all momenta with which their energies add up to `mass`. */
function commonScale(
  momenta: readonly FourVector[],
  mass: number,
  masses: readonly number[],
): number {
  const total = momenta.reduce((sum, { energy }) => sum + energy, 0);
  let scale = (mass - masses.reduce((sum, own) => sum + own, 0)) / total;
  for (let step = 0; step < newtonSteps; step++) {
    let excess = -mass;
    let slope = 0;
    momenta.forEach(({ energy }, index) => {
      const own = Math.sqrt((scale * energy) ** 2 + masses[index] ** 2);
      excess += own;
      slope += (scale * energy * energy) / own;
    });
    scale -= excess / slope;
  }
  return scale;
}
