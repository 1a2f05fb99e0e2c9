// kernel: a few evaluations per event, scratch of one object
import { fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import {
  addSlash,
  applyGamma,
  applyGamma5,
  axis,
  barProduct,
  type PlaneMomentum,
  setSpinor,
  type Spinor,
  spinor,
} from './plane-spinors.js';
import type { BosonKind } from './widths.js';

/** A polarization that is no axis: along the momentum of the boson, k/m. */
const alongMomentum = 4;

/**
 * The boson is polarized along these: a vector of Σ εε* = −g + kk/m², whose second term leaves
 * nothing where both leptons have one mass, since their current is conserved.
 */
const polarizations: Readonly<Record<BosonKind, readonly number[]>> = {
  vector: [axis.time, axis.x, axis.y, axis.z],
  scalar: [axis.time],
  pseudoscalar: [axis.time],
};

const space = [axis.x, axis.y, axis.z] as const;

/**
 * The process e⁺e⁻ → γ* → ℓ⁺ℓ⁻X at tree level, X radiated off either lepton, masses kept: the
 * current
 *   J^i = ū(p₁) [Y (p̸₁ + k̸ + m₂) γ^i / d₁ + γ^i (−p̸₂ − k̸ + m₁) Y / d₂] v(p₂),
 * Y = γ^α, 1 or γ₅, in the rest frame of the three, which lie in the plane x–z. Where they are is
 * told by d₁ = (p₁ + k)² − m₂² and d₂ = (p₂ + k)² − m₁² [GeV²]; 1 is the lepton, 2 the antilepton,
 * of another flavour and mass where the boson changes it. Radiation of X by the beams is left out.
 */
export class RadiatedBoson {
  readonly kind: BosonKind;
  readonly mass: number;
  readonly bosonMass: number;
  readonly otherMass: number;
  /** Lepton and antilepton of the last evaluation. */
  readonly first: PlaneMomentum = { energy: 0, x: 0, z: 0 };
  readonly second: PlaneMomentum = { energy: 0, x: 0, z: 0 };
  /**
   * The tensor Σ J^i J^j* of the last evaluation, unit coupling, all spins summed, dimensionless;
   * xy and yz vanish in the plane.
   */
  xx = 0;
  yy = 0;
  zz = 0;
  xz = 0;
  readonly #u: readonly [Spinor, Spinor] = [spinor(), spinor()];
  readonly #v: readonly [Spinor, Spinor] = [spinor(), spinor()];
  readonly #one = spinor();
  readonly #two = spinor();
  readonly #throughFirst: PlaneMomentum = { energy: 0, x: 0, z: 0 };
  readonly #throughSecond: PlaneMomentum = { energy: 0, x: 0, z: 0 };
  readonly #boson: PlaneMomentum = { energy: 0, x: 0, z: 0 };
  readonly #polarizations: readonly number[];
  readonly #current = new Float64Array(4);

  /** @param mass of the lepton, @param bosonMass of X, @param otherMass of the antilepton [GeV]. */
  constructor(kind: BosonKind, mass: number, bosonMass: number, otherMass = mass) {
    this.kind = kind;
    this.mass = mass;
    this.bosonMass = bosonMass;
    this.otherMass = otherMass;
    const axes = polarizations[kind];
    this.#polarizations = kind === 'vector' && otherMass !== mass ? [...axes, alongMomentum] : axes;
  }

  /** Sum of the masses [GeV]. */
  get threshold(): number {
    return this.mass + this.otherMass + this.bosonMass;
  }

  /** Smallest d₁: lepton and boson at rest to each other. */
  get least(): number {
    return (this.bosonMass + (this.mass - this.otherMass)) * this.threshold;
  }

  /** Smallest d₂, of the antilepton and the boson. */
  get otherLeast(): number {
    return (this.bosonMass + (this.otherMass - this.mass)) * this.threshold;
  }

  /** Largest d₁ at mass² s: the antilepton at rest. */
  most(s: number): number {
    return s - 2 * this.otherMass * Math.sqrt(s);
  }

  /** Largest d₂ at mass² s: the lepton at rest. */
  otherMost(s: number): number {
    return s - 2 * this.mass * Math.sqrt(s);
  }

  /** Trace of the tensor, −J·J*: twice the average over the direction of the beams of its rest. */
  get trace(): number {
    return this.xx + this.yy + this.zz;
  }

  /** n·H·n of the tensor along a unit vector: what the beams along it do not see. */
  along(x: number, y: number, z: number): number {
    return this.xx * x * x + this.yy * y * y + this.zz * z * z + 2 * this.xz * x * z;
  }

  /** Places the momenta and sums the tensor; false where no three momenta are. */
  evaluate(s: number, d1: number, d2: number): boolean {
    if (!this.#place(s, d1, d2)) return false;
    for (const spin of [0, 1] as const) {
      setSpinor(this.#u[spin], this.first, this.mass, spin, 1);
      setSpinor(this.#v[spin], this.second, this.otherMass, spin, -1);
    }
    this.xx = this.yy = this.zz = this.xz = 0;
    for (const polarization of this.#polarizations) {
      const sign = this.kind === 'vector' && polarization === axis.time ? -1 : 1;
      for (const u of this.#u) for (const v of this.#v) this.#add(sign, polarization, u, v, d1, d2);
    }
    return true;
  }

  /** Momenta in the rest frame of the three, the lepton along z. */
  #place(s: number, d1: number, d2: number): boolean {
    const { first, second, mass, otherMass, bosonMass } = this;
    const root = Math.sqrt(s);
    first.energy = (s - d2) / (2 * root);
    second.energy = (s - d1) / (2 * root);
    const energy = (d1 + d2) / (2 * root);
    const p1 = first.energy * first.energy - mass * mass;
    const p2 = second.energy * second.energy - otherMass * otherMass;
    const k = energy * energy - bosonMass * bosonMass;
    if (p1 <= 0 || p2 <= 0 || k < 0 || first.energy < 0 || second.energy < 0) return false;
    first.x = 0;
    first.z = Math.sqrt(p1);
    second.z = (k - p1 - p2) / (2 * first.z);
    const across = p2 - second.z * second.z;
    if (across < 0) return false;
    second.x = Math.sqrt(across);
    this.#boson.energy = energy;
    this.#boson.x = -second.x;
    this.#boson.z = -first.z - second.z;
    this.#throughFirst.energy = first.energy + energy;
    this.#throughFirst.x = -second.x;
    this.#throughFirst.z = -second.z;
    this.#throughSecond.energy = second.energy + energy;
    this.#throughSecond.x = -first.x;
    this.#throughSecond.z = -first.z;
    return true;
  }

  #couple(out: Spinor, polarization: number, psi: Spinor): void {
    if (polarization === alongMomentum) {
      addSlash(out, 1, this.#boson, 0, psi);
      for (let index = 0; index < 4; index++) out[index]! /= this.bosonMass;
    } else if (this.kind === 'vector') applyGamma(out, polarization, psi);
    else if (this.kind === 'pseudoscalar') applyGamma5(out, psi);
    else out.set(psi);
  }

  /** One polarization and one pair of spins. */
  #add(sign: number, polarization: number, u: Spinor, v: Spinor, d1: number, d2: number): void {
    const current = this.#current;
    const one = this.#one;
    const two = this.#two;
    for (const component of space) {
      applyGamma(one, component, v);
      addSlash(two, 1, this.#throughFirst, this.otherMass, one);
      this.#couple(one, polarization, two);
      const offFirst = barProduct(u, one) / d1;
      this.#couple(one, polarization, v);
      addSlash(two, -1, this.#throughSecond, this.mass, one);
      applyGamma(one, component, two);
      current[component] = offFirst + barProduct(u, one) / d2;
    }
    const [x, y, z] = [current[axis.x]!, current[axis.y]!, current[axis.z]!];
    this.xx += sign * x * x;
    this.yy += sign * y * y;
    this.zz += sign * z * z;
    this.xz += sign * x * z;
  }
}

/**
 * Cross section [nb] of unit coupling over ∫ trace dd₁ dd₂: flux 1/2s, |M|² = e⁴/(3s)·trace
 * averaged over directions, phase space dd₁ dd₂/(128π³s).
 */
export function radiatedBosonFactor(s: number): number {
  const charge2 = 4 * Math.PI * fineStructure;
  return (
    ((charge2 * charge2) / (3 * s) / (2 * s) / (128 * Math.PI * Math.PI * Math.PI * s)) *
    hbarCSquaredNb
  );
}
