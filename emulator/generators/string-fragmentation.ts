// kernel: once per hadron of a string, scalars and reused vectors only
import { exp, pow } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { ResonanceMass } from '../decays/resonance-mass.js';
import { drawHadron, drawPartner, isPair, type StringEnd } from './string-flavours.js';

/**
 * How a string shares its momentum. Tuned, therefore no check: to 8.3 charged particles and 8
 * photons an event of e⁺e⁻ → qq̄ at 10.5 GeV, to a mean thrust of 0.9, and with `flavourShares` to
 * the shares of species.
 */
const stringShape = {
  /** Exponents of f(z) ∝ (1 − z)^a exp(−b mT²/z)/z; b in GeV⁻². */
  a: 0.75,
  b: 0.53,
  /** Spread of each transverse component of momentum that a break gives [GeV]. */
  sigmaPt: 0.14,
  /** The last break is made below the masses of ends and break times 1 ± this. */
  lastBreak: 0.2,
} as const;

/** Most hadrons of a string: a string of 11 GeV has 6 on average. */
const maxHadrons = 40;
/** Masses that quarks and pairs of them bring to the end of a string [GeV]. */
const endMasses: Readonly<Record<number, number>> = { 1: 0.33, 2: 0.33, 3: 0.5, 4: 1.5 };
const endMass = (end: StringEnd): number => {
  const size = Math.abs(end);
  return isPair(end) ? endMasses[Math.floor(size / 10)]! + endMasses[size % 10]! : endMasses[size]!;
};

/**
 * A string between a quark and its antiquark that breaks into hadrons: from either end in turn by
 * chance, each hadron takes a share z of what is left of the light-cone momentum of its end, until
 * the rest breaks into two. Flavour, charge, baryon number and four-momentum are kept exactly;
 * gluons are left out.
 * @see B. Andersson, G. Gustafson, G. Ingelman, T. Sjöstrand, Phys. Rep. 97 (1983) 31
 * @see D-259
 */
export class StringFragmentation {
  /** Momenta in the rest frame of the string, the quark along z [GeV]; the first `count` hold. */
  readonly momenta: readonly FourVector[] = Array.from({ length: maxHadrons }, () => fourVector());
  readonly pdg = new Int32Array(maxHadrons);
  count = 0;
  readonly #random: RandomStream;
  readonly #resonance: ResonanceMass;
  /** Of the ends along +z and −z: flavour, transverse momentum, light-cone momentum. */
  readonly #end = new Int32Array(2);
  readonly #px = new Float64Array(2);
  readonly #py = new Float64Array(2);
  readonly #cone = new Float64Array(2);

  constructor(random: RandomStream) {
    this.#random = random;
    this.#resonance = new ResonanceMass(random);
  }

  /** Breaks a string of this mass [GeV], `quark` at one end, its antiquark at the other. */
  draw(mass: number, quark: StringEnd): void {
    do this.#start(mass, quark);
    while (!this.#break());
  }

  #start(mass: number, quark: StringEnd): void {
    this.count = 0;
    this.#end[0] = quark;
    this.#end[1] = -quark;
    this.#px.fill(0);
    this.#py.fill(0);
    this.#cone.fill(mass);
  }

  /** Breaks until nothing is left; false when what is left is too light or there is no room. */
  #break(): boolean {
    const random = this.#random;
    while (this.count < maxHadrons - 1) {
      const side = random.uniform() < 0.5 ? 0 : 1;
      const partner = drawPartner(random, this.#end[side]!, this.#mayEndInPair(side));
      if (this.#isLastBreak(partner)) return this.#breakInTwo(side, partner);
      if (!this.#takeHadron(side, partner)) return false;
    }
    return false;
  }

  /** Two ends that are pairs do not make a hadron. */
  #mayEndInPair(side: number): boolean {
    return !isPair(this.#end[1 - side]!);
  }

  #isLastBreak(partner: StringEnd): boolean {
    const [plus, minus] = this.#end as unknown as readonly [StringEnd, StringEnd];
    const least =
      (endMass(plus) + endMass(minus) + 2 * endMass(partner)) *
      (1 + stringShape.lastBreak * (2 * this.#random.uniform() - 1));
    const [px, py] = [this.#px[0]! + this.#px[1]!, this.#py[0]! + this.#py[1]!];
    return this.#cone[0]! * this.#cone[1]! - px * px - py * py < least * least;
  }

  /** The next hadron from one end; false when it leaves nothing to the other. */
  #takeHadron(side: number, partner: StringEnd): boolean {
    const random = this.#random;
    const cone = this.#cone;
    const other = 1 - side;
    const pdg = drawHadron(random, this.#end[side]!, partner);
    const mass = this.#resonance.draw(pdg);
    const kickX = stringShape.sigmaPt * random.gaussian();
    const kickY = stringShape.sigmaPt * random.gaussian();
    const px = this.#px[side]! + kickX;
    const py = this.#py[side]! + kickY;
    const mt2 = mass * mass + px * px + py * py;
    const along = drawShare(random, mt2) * cone[side]!;
    const back = mt2 / along;
    if (back >= cone[other]!) return false;
    this.#push(pdg, px, py, side === 0 ? along : back, side === 0 ? back : along);
    cone[side] = cone[side]! - along;
    cone[other] = cone[other]! - back;
    this.#end[side] = -partner;
    this.#px[side] = -kickX;
    this.#py[side] = -kickY;
    return true;
  }

  /** The last two hadrons, mostly each on the side of its end; false when they do not fit. */
  #breakInTwo(side: number, partner: StringEnd): boolean {
    const random = this.#random;
    const other = 1 - side;
    const [first, second] = [this.#end[side]!, this.#end[other]!];
    const pdg = drawHadron(random, first, partner);
    const lastPdg = drawHadron(random, second, -partner);
    const kickX = stringShape.sigmaPt * random.gaussian();
    const kickY = stringShape.sigmaPt * random.gaussian();
    const [px, py] = [this.#px[side]! + kickX, this.#py[side]! + kickY];
    const [lastPx, lastPy] = [this.#px[other]! - kickX, this.#py[other]! - kickY];
    const mt2 = this.#resonance.draw(pdg) ** 2 + px * px + py * py;
    const lastMt2 = this.#resonance.draw(lastPdg) ** 2 + lastPx * lastPx + lastPy * lastPy;
    const [along, back] = [this.#cone[side]!, this.#cone[other]!];
    const s = along * back;
    const triangle = (s - mt2 - lastMt2) ** 2 - 4 * mt2 * lastMt2;
    if (s < mt2 + lastMt2 || triangle < 0) return false;
    const root = Math.sqrt(triangle);
    const isOrdered = random.uniform() * (1 + exp(-stringShape.b * root)) < 1;
    const share = (s + mt2 - lastMt2 + (isOrdered ? root : -root)) / (2 * s);
    const [taken, given] = [share * along, mt2 / (share * along)];
    const [restTaken, restGiven] = [along - taken, back - given];
    this.#push(pdg, px, py, side === 0 ? taken : given, side === 0 ? given : taken);
    this.#push(
      lastPdg,
      lastPx,
      lastPy,
      side === 0 ? restTaken : restGiven,
      side === 0 ? restGiven : restTaken,
    );
    return true;
  }

  /** Adds a hadron with its light-cone momenta E + pz and E − pz. */
  #push(pdg: number, px: number, py: number, plus: number, minus: number): void {
    const vector = this.momenta[this.count]!;
    this.pdg[this.count++] = pdg;
    vector.px = px;
    vector.py = py;
    vector.pz = 0.5 * (plus - minus);
    vector.energy = 0.5 * (plus + minus);
  }
}

/** Share of light-cone momentum of a hadron of transverse mass² mT² [GeV²]: f(z) of the shape. */
function drawShare(random: RandomStream, mt2: number): number {
  const { a, b } = stringShape;
  const scale = b * mt2;
  const density = (z: number): number => (pow(1 - z, a) * exp(-scale / z)) / z;
  const half = 1 + scale;
  const peak = (half - Math.sqrt(half * half - 4 * (1 - a) * scale)) / (2 * (1 - a));
  const most = density(peak);
  let z: number;
  do z = 1 - random.uniform();
  while (random.uniform() * most > density(z));
  return z;
}
