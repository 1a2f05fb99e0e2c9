// kernel: once per virtual photon, scratch of one object
import { cos, sin } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { boostFromRest, type FourVector, fourVector } from '../../detector/lorentz.js';

/**
 * Leptons of a virtual photon that is transverse to its flight, as real ones are: 1 + cos²θ +
 * (4m²/M²) sin²θ about it.
 */
export class TransversePair {
  /** The lepton and the antilepton of the last draw, in the frame in which the photon was given. */
  readonly first: FourVector = fourVector();
  readonly second: FourVector = fourVector();

  /** @param mass of the photon, @param lepton mass of the leptons [GeV]. */
  draw(stream: RandomStream, photon: Readonly<FourVector>, mass: number, lepton: number): void {
    const share = (4 * lepton * lepton) / (mass * mass);
    let cosTheta: number;
    do cosTheta = 2 * stream.uniform() - 1;
    while (2 * stream.uniform() > 1 + cosTheta * cosTheta + share * (1 - cosTheta * cosTheta));
    const momentum = Math.sqrt(Math.max(0, 0.25 * mass * mass - lepton * lepton));
    const across = momentum * Math.sqrt(1 - cosTheta * cosTheta);
    const phi = 2 * Math.PI * stream.uniform();
    const { first, second } = this;
    place(first, photon, momentum * cosTheta, across * cos(phi), across * sin(phi));
    first.energy = second.energy = 0.5 * mass;
    second.px = -first.px;
    second.py = -first.py;
    second.pz = -first.pz;
    boostFromRest(first, photon, mass);
    boostFromRest(second, photon, mass);
  }
}

/** Writes a momentum by its parts along and across a direction; along z for one at rest. */
function place(
  out: FourVector,
  { px, py, pz }: Readonly<FourVector>,
  along: number,
  acrossOne: number,
  acrossOther: number,
): void {
  const transverse = Math.sqrt(px * px + py * py);
  const total = Math.sqrt(transverse * transverse + pz * pz);
  const [cosTheta, sinTheta] = total === 0 ? [1, 0] : [pz / total, transverse / total];
  const [cosPhi, sinPhi] = transverse === 0 ? [1, 0] : [px / transverse, py / transverse];
  const radial = along * sinTheta + acrossOne * cosTheta;
  out.px = radial * cosPhi - acrossOther * sinPhi;
  out.py = radial * sinPhi + acrossOther * cosPhi;
  out.pz = along * cosTheta - acrossOne * sinTheta;
}
