/** Energy and momentum [GeV] that kernels change in place. */
export interface FourVector {
  px: number;
  py: number;
  pz: number;
  energy: number;
}

/** A four-vector [GeV] for kernels to change. */
export function fourVector(px = 0, py = 0, pz = 0, energy = 0): FourVector {
  return { px, py, pz, energy };
}

/** Copies `from` into `to`: several times as fast as `Object.assign`. */
export function copyFour(to: FourVector, from: Readonly<FourVector>): void {
  to.px = from.px;
  to.py = from.py;
  to.pz = from.pz;
  to.energy = from.energy;
}

/** Invariant mass squared [GeV²]. */
export function massSquared({ px, py, pz, energy }: Readonly<FourVector>): number {
  return energy * energy - px * px - py * py - pz * pz;
}

/**
 * Boosts `vector` in place by the velocity (betaX, betaY, betaZ), in units of c; `gamma` belongs to
 * that velocity.
 */
export function boost(
  vector: FourVector,
  betaX: number,
  betaY: number,
  betaZ: number,
  gamma: number,
): void {
  const along = betaX * vector.px + betaY * vector.py + betaZ * vector.pz;
  const gain = gamma * ((gamma / (gamma + 1)) * along + vector.energy);
  vector.px += gain * betaX;
  vector.py += gain * betaY;
  vector.pz += gain * betaZ;
  vector.energy = gamma * (vector.energy + along);
}

/**
 * Boosts `vector` in place from the rest frame of a system, of mass `mass`, to the frame in which
 * `system` is given.
 */
export function boostFromRest(
  vector: FourVector,
  system: Readonly<FourVector>,
  mass: number,
): void {
  const inverse = 1 / system.energy;
  boost(
    vector,
    system.px * inverse,
    system.py * inverse,
    system.pz * inverse,
    system.energy / mass,
  );
}
