// kernel: a hundred times per evaluation of an amplitude, no allocation
/**
 * A Dirac spinor of a momentum in the x–z plane in Weyl's representation, left pair and right pair.
 * In that plane all that amplitudes need is real: the matrix of y, which is imaginary, stands
 * without its factor −i, common to all of an amplitude.
 */
export type Spinor = Float64Array;

/** A spinor for kernels to change. */
export const spinor = (): Spinor => new Float64Array(4);

/** A momentum in the plane [GeV], for kernels to change. */
export interface PlaneMomentum {
  energy: number;
  x: number;
  z: number;
}

/** The components of a current. */
export const axis = { time: 0, x: 1, y: 2, z: 3 } as const;

/** out = (sign·p̸ + m) ψ. */
export function addSlash(
  out: Spinor,
  sign: number,
  p: Readonly<PlaneMomentum>,
  mass: number,
  psi: Spinor,
): void {
  const plus = sign * (p.energy + p.z);
  const minus = sign * (p.energy - p.z);
  const x = sign * p.x;
  const [a, b, c, d] = [psi[0]!, psi[1]!, psi[2]!, psi[3]!];
  out[0] = minus * c - x * d + mass * a;
  out[1] = plus * d - x * c + mass * b;
  out[2] = plus * a + x * b + mass * c;
  out[3] = minus * b + x * a + mass * d;
}

/** out = γψ for one of `axis`. */
export function applyGamma(out: Spinor, component: number, psi: Spinor): void {
  const [a, b, c, d] = [psi[0]!, psi[1]!, psi[2]!, psi[3]!];
  if (component === axis.time) set(out, c, d, a, b);
  else if (component === axis.x) set(out, d, c, -b, -a);
  else if (component === axis.y) set(out, d, -c, -b, a);
  else set(out, c, -d, -a, b);
}

/** out = γ₅ψ. */
export function applyGamma5(out: Spinor, psi: Spinor): void {
  set(out, -psi[0]!, -psi[1]!, psi[2]!, psi[3]!);
}

function set(out: Spinor, a: number, b: number, c: number, d: number): void {
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

/** φ̄ψ. */
export function barProduct(phi: Spinor, psi: Spinor): number {
  return phi[0]! * psi[2]! + phi[1]! * psi[3]! + phi[2]! * psi[0]! + phi[3]! * psi[1]!;
}

/**
 * u of a particle, v of an antiparticle (`sign` −1): (√(p·σ) ξ, ±√(p·σ̄) ξ), ξ up (0) or down (1);
 * the sum over both ξ of uū is p̸ + m, of vv̄ p̸ − m.
 */
export function setSpinor(
  out: Spinor,
  { energy, x, z }: Readonly<PlaneMomentum>,
  mass: number,
  spin: number,
  sign: 1 | -1,
): void {
  const norm = 1 / Math.sqrt(2 * (energy + mass));
  const plus = norm * (energy + mass + z);
  const minus = norm * (energy + mass - z);
  const across = norm * x;
  if (spin === 0) set(out, minus, -across, sign * plus, sign * across);
  else set(out, -across, plus, sign * across, sign * minus);
}
