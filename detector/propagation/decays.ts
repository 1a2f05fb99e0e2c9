import { cos, sin } from '../base/elementary.js';
import type { RandomStream } from '../base/random.js';
import { boostFromRest, type FourVector, fourVector } from '../lorentz.js';
import { antiparticle, particleInfo } from '../pdg.js';

/** A way to decay: branching fraction and daughters by PDG code. */
type Mode = readonly [fraction: number, ...daughters: number[]];

/**
 * Decays of what lives long enough to fly, and of the π0 that they make; rarer modes are left out
 * and fractions scaled up to 1.
 * @see PDG Review of Particle Physics 2022, particle listings (recalled, not verified)
 */
const modes: readonly (readonly [pdg: number, modes: readonly Mode[]])[] = [
  [13, [[1, 11, -12, 14]]],
  [111, [[1, 22, 22]]],
  [211, [[1, -13, 14]]],
  [
    321,
    [
      [0.6356, -13, 14],
      [0.2067, 211, 111],
      [0.0558, 211, 211, -211],
      [0.0507, 111, -11, 12],
      [0.0335, 111, -13, 14],
      [0.0176, 211, 111, 111],
    ],
  ],
  [
    310,
    [
      [0.692, 211, -211],
      [0.3069, 111, 111],
    ],
  ],
  [
    130,
    [
      [0.2028, 211, 11, -12],
      [0.2027, -211, -11, 12],
      [0.1352, 211, 13, -14],
      [0.1352, -211, -13, 14],
      [0.1952, 111, 111, 111],
      [0.1254, 211, -211, 111],
    ],
  ],
  [
    3122,
    [
      [0.641, 2212, -211],
      [0.359, 2112, 111],
    ],
  ],
  [
    3222,
    [
      [0.5157, 2212, 111],
      [0.4831, 2112, 211],
    ],
  ],
  [3112, [[1, 2112, -211]]],
  [3312, [[1, 3122, -211]]],
  [3322, [[1, 3122, 111]]],
  [
    3334,
    [
      [0.678, 3122, -321],
      [0.236, 3322, -211],
      [0.086, 3312, 111],
    ],
  ],
];

/** What becomes of a particle: cτ [cm], mass [GeV], daughters of each mode with their masses. */
export interface Decay {
  readonly lifetime: number;
  readonly mass: number;
  readonly fractions: readonly number[];
  readonly daughters: readonly (readonly number[])[];
  readonly masses: readonly (readonly number[])[];
}

const decays = new Map<number, Decay>();
for (const [pdg, list] of modes) {
  decays.set(pdg, makeDecay(pdg, list));
  if (particleInfo(-pdg) === undefined) continue;
  decays.set(
    -pdg,
    makeDecay(
      -pdg,
      list.map(([fraction, ...daughters]) => [fraction, ...daughters.map(antiparticle)] as const),
    ),
  );
}

function makeDecay(pdg: number, list: readonly Mode[]): Decay {
  const info = particleInfo(pdg);
  const total = list.reduce((sum, [fraction]) => sum + fraction, 0);
  const daughters = list.map(([, ...codes]) => codes);
  return {
    lifetime: info?.lifetime ?? Number.POSITIVE_INFINITY,
    mass: info?.mass ?? 0,
    fractions: list.map(([fraction]) => fraction / total),
    daughters,
    masses: daughters.map((codes) => codes.map((code) => particleInfo(code)?.mass ?? 0)),
  };
}

/**
 * How a particle decays within the detector; undefined for what is stable there or not in the
 * table.
 */
export function decayOf(pdg: number): Decay | undefined {
  return decays.get(pdg);
}

/** Draws a mode; returns its row in the decay's lists. */
export function chooseMode({ fractions }: Decay, random: RandomStream): number {
  let left = random.uniform();
  let mode = 0;
  while (mode < fractions.length - 1 && left > fractions[mode]) left -= fractions[mode++];
  return mode;
}

/** Momenta of the daughters of the last decay, at most three; scratch of `decayInFlight`. */
export const daughterMomenta: readonly FourVector[] = [fourVector(), fourVector(), fourVector()];
const pair = fourVector();

/**
 * Isotropic two-body or phase-space three-body decay of `parent` into `masses`; fills
 * `daughterMomenta`.
 */
export function decayInFlight(
  parent: Readonly<FourVector>,
  mass: number,
  masses: readonly number[],
  random: RandomStream,
): void {
  const [first, second, third] = daughterMomenta;
  if (masses.length === 2) {
    backToBack(first, second, mass, masses[0], masses[1], random);
  } else {
    const lowest = masses[1] + masses[2];
    const highest = mass - masses[0];
    // Density of the pair's mass: product of the two decay momenta; each is largest at one end of
    // the range.
    const most =
      momentumOfPair(mass, masses[0], lowest) * momentumOfPair(highest, masses[1], masses[2]);
    let pairMass: number;
    do pairMass = lowest + (highest - lowest) * random.uniform();
    while (
      random.uniform() * most >
      momentumOfPair(mass, masses[0], pairMass) * momentumOfPair(pairMass, masses[1], masses[2])
    );
    backToBack(first, pair, mass, masses[0], pairMass, random);
    backToBack(second, third, pairMass, masses[1], masses[2], random);
    boostFromRest(second, pair, pairMass);
    boostFromRest(third, pair, pairMass);
  }
  for (let daughter = 0; daughter < masses.length; daughter++)
    boostFromRest(daughterMomenta[daughter], parent, mass);
}

/**
 * Momentum of the two products in the rest frame of a mass.
 * @see PDG, kinematics: two-body decays
 */
export function momentumOfPair(mass: number, first: number, second: number): number {
  const sum = first + second;
  const difference = first - second;
  return (
    Math.sqrt(Math.max(0, (mass * mass - sum * sum) * (mass * mass - difference * difference))) /
    (2 * mass)
  );
}

function backToBack(
  one: FourVector,
  other: FourVector,
  mass: number,
  firstMass: number,
  secondMass: number,
  random: RandomStream,
): void {
  const p = momentumOfPair(mass, firstMass, secondMass);
  const cosTheta = 2 * random.uniform() - 1;
  const phi = 2 * Math.PI * random.uniform();
  const pt = p * Math.sqrt(1 - cosTheta * cosTheta);
  one.px = pt * cos(phi);
  one.py = pt * sin(phi);
  one.pz = p * cosTheta;
  one.energy = Math.sqrt(p * p + firstMass * firstMass);
  other.px = -one.px;
  other.py = -one.py;
  other.pz = -one.pz;
  other.energy = Math.sqrt(p * p + secondMass * secondMass);
}
