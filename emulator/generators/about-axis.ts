// kernel: once per photon or particle of a radiative event
import { cos, sin } from '../../detector/base/elementary.js';
import type { FourVector } from '../../detector/lorentz.js';

/**
 * Writes a momentum of components along and across the direction of `axis`, at an azimuth about it.
 * @see T. Duff et al., JCGT 6 (2017) 1: two unit vectors across n, well defined for every n
 */
export function setAbout(
  vector: FourVector,
  axis: Readonly<FourVector>,
  along: number,
  across: number,
  phi: number,
): void {
  const { px, py, pz } = axis;
  const inverse = 1 / Math.sqrt(px * px + py * py + pz * pz);
  const nx = px * inverse;
  const ny = py * inverse;
  const nz = pz * inverse;
  const sign = nz < 0 ? -1 : 1;
  const a = -1 / (sign + nz);
  const b = nx * ny * a;
  const acrossCosine = across * cos(phi);
  const acrossSine = across * sin(phi);
  vector.px = along * nx + acrossCosine * (1 + sign * nx * nx * a) + acrossSine * b;
  vector.py = along * ny + acrossCosine * sign * b + acrossSine * (sign + ny * ny * a);
  vector.pz = along * nz - acrossCosine * sign * nx - acrossSine * ny;
}

/** 1 − cos of the angle between two momenta, without cancellation where it is small. */
export function oneMinusCosine(
  first: Readonly<FourVector>,
  second: Readonly<FourVector>,
  firstMomentum: number,
  secondMomentum: number,
): number {
  const product = firstMomentum * secondMomentum;
  const dot = first.px * second.px + first.py * second.py + first.pz * second.pz;
  if (dot <= 0) return (product - dot) / product;
  const x = first.py * second.pz - first.pz * second.py;
  const y = first.pz * second.px - first.px * second.pz;
  const z = first.px * second.py - first.py * second.px;
  return (x * x + y * y + z * z) / ((product + dot) * product);
}
