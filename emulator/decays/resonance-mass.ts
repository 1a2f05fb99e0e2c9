import { atan, tan } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { particleInfo } from '../../detector/pdg.js';
import { minMass } from './decay-table.js';
import { reach, widthOf } from './parse-decays.js';

/** Angle of the Breit–Wigner at `reach` widths from its middle. */
const reachAngle = atan(2 * reach);

/** Mass of a resonance [GeV]: a Breit–Wigner cut at `reach` widths. */
export function drawResonance(random: RandomStream, mass: number, width: number): number {
  return mass + (width / 2) * tan((2 * random.uniform() - 1) * reachAngle);
}

/** Draws masses of particles by PDG code: of resonances that can decay, else the nominal ones. */
export class ResonanceMass {
  readonly #random: RandomStream;

  constructor(random: RandomStream) {
    this.#random = random;
  }

  /** [GeV] */
  draw(pdg: number): number {
    const { mass, lifetime } = particleInfo(pdg)!;
    const width = widthOf(lifetime);
    if (width === 0) return mass;
    let drawn: number;
    do drawn = drawResonance(this.#random, mass, width);
    while (drawn < minMass(pdg));
    return drawn;
  }
}
