// kernel: once per hadron of a string
import type { RandomStream } from '../../detector/base/random.js';

/**
 * What ends a string: PDG codes of quarks (d 1, u 2, s 3, c 4), pairs of two as 10 × heavier +
 * lighter, negative for antiparticles. Quarks and antiquark pairs pull alike, as do antiquarks and
 * quark pairs: a hadron is a quark with an antiquark, or a quark with a pair.
 */
export type StringEnd = number;

/**
 * Shares of what a string breaks into and of the hadrons that come of it. Tuned, therefore no
 * check: to the shares of π, K and p among the charged particles of e⁺e⁻ → qq̄ at 10.5 GeV (80–85,
 * 10–14, 2–4 %), and with `StringShape` to their number and that of photons.
 */
const flavourShares = {
  /** s over u or d. */
  strange: 0.3,
  /** Pairs of quarks in all breaks of an end that may have them. */
  pairs: 0.07,
  /** Vector mesons in all of light quarks, with a strange one, with a charmed one. */
  vector: { light: 0.7, strange: 0.65, charm: 0.7 },
  /** η and η′ over what flavour alone gives them. */
  eta: 0.45,
  etaPrime: 0.15,
  /** Baryons of spin 3/2 in all that may have either. */
  decuplet: 0.25,
} as const;

/** Pairs of quarks and their weights: spin 0 before spin 1, light before strange. */
const quarkPairs: readonly (readonly [StringEnd, number])[] = [
  [21, 1],
  [22, 0.15],
  [11, 0.15],
  [32, 0.2],
  [31, 0.2],
  [33, 0.01],
];
const pairWeight = quarkPairs.reduce((sum, [, weight]) => sum + weight, 0);

/** Whether an end is a pair of quarks or of antiquarks. */
export const isPair = (end: StringEnd): boolean => end > 10 || end < -10;

/**
 * What joins an end when the string breaks there: the remaining string then ends in its
 * antiparticle.
 * @param mayBePair whether the string behind can end in a pair
 */
export function drawPartner(random: RandomStream, end: StringEnd, mayBePair = true): StringEnd {
  const isTriplet = isPair(end) ? end < 0 : end > 0;
  // A triplet takes an antiquark or a pair of quarks.
  if (!isPair(end) && mayBePair && random.uniform() < flavourShares.pairs)
    return isTriplet ? drawPair(random) : -drawPair(random);
  const quark = drawQuark(random);
  return isTriplet ? -quark : quark;
}

function drawQuark(random: RandomStream): StringEnd {
  const at = (2 + flavourShares.strange) * random.uniform();
  return at < 1 ? 1 : at < 2 ? 2 : 3;
}

function drawPair(random: RandomStream): StringEnd {
  let left = pairWeight * random.uniform();
  for (const [pair, weight] of quarkPairs) {
    left -= weight;
    if (left < 0) return pair;
  }
  return quarkPairs[0]![0];
}

/** PDG code of a hadron of an end and what joins it. */
export function drawHadron(random: RandomStream, end: StringEnd, partner: StringEnd): number {
  if (isPair(end)) return baryonOf(random, partner, end);
  if (isPair(partner)) return baryonOf(random, end, partner);
  return end > 0 ? mesonOf(random, end, -partner) : mesonOf(random, partner, -end);
}

/** A meson of a quark and the antiquark of another; flavours as positive codes. */
function mesonOf(random: RandomStream, quark: number, anti: number): number {
  const heavier = Math.max(quark, anti);
  const { vector } = flavourShares;
  const share = heavier === 4 ? vector.charm : heavier === 3 ? vector.strange : vector.light;
  const isVector = random.uniform() < share;
  if (quark === anti) return isVector ? neutralVector(random, quark) : neutralScalar(random, quark);
  const code = 100 * heavier + 10 * Math.min(quark, anti) + (isVector ? 3 : 1);
  // A code is positive for an up-type quark or a down-type antiquark that is the heavier one.
  return (heavier === quark) === (heavier % 2 === 0) ? code : -code;
}

/** ρ⁰ or ω of light quarks, φ of strange ones. */
function neutralVector(random: RandomStream, quark: number): number {
  if (quark === 3) return 333;
  return random.uniform() < 0.5 ? 113 : 223;
}

/** π⁰, η or η′: half of uū and dd̄ is π⁰, the rest is shared, as is ss̄. */
function neutralScalar(random: RandomStream, quark: number): number {
  const pion = quark === 3 ? 0 : 0.5;
  const eta = 0.5 * (1 - pion) * flavourShares.eta;
  const etaPrime = 0.5 * (1 - pion) * flavourShares.etaPrime;
  const at = (pion + eta + etaPrime) * random.uniform();
  return at < pion ? 111 : at < pion + eta ? 221 : 331;
}

/** A baryon of a quark and a pair, or of their antiparticles. */
function baryonOf(random: RandomStream, quark: StringEnd, pair: StringEnd): number {
  const size = Math.abs(pair);
  const [high, middle, low] = [Math.abs(quark), Math.floor(size / 10), size % 10].sort(
    (a, b) => b - a,
  ) as [number, number, number];
  const code =
    high === 4 ? charmedBaryon(random, middle, low) : lightBaryon(random, high, middle, low);
  return pair > 0 ? code : -code;
}

/** Spin 1/2 or 3/2; three equal quarks are of spin 3/2 alone. */
function lightBaryon(random: RandomStream, high: number, middle: number, low: number): number {
  if (high === low || random.uniform() < flavourShares.decuplet)
    return 1000 * high + 100 * middle + 10 * low + 4;
  const isLambda = high !== middle && middle !== low && random.uniform() < 0.5;
  return isLambda ? 3122 : 1000 * high + 100 * middle + 10 * low + 2;
}

/** Λ_c, Σ_c, Σ_c(2520), Ξ_c and Ω_c; other Ξ_c are left out. */
function charmedBaryon(random: RandomStream, high: number, low: number): number {
  if (high === 3) return low === 3 ? 4332 : 4032 + 100 * low;
  if (high !== low && random.uniform() < 0.7) return 4122;
  return 4000 + 100 * high + 10 * low + (random.uniform() < flavourShares.decuplet ? 4 : 2);
}
