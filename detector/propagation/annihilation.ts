import { kernels } from '#kernels';
import type { RandomStream } from '../base/random.js';
import { type FourVector, fourVector } from '../lorentz.js';
import { particleInfo } from '../pdg.js';
import type { TakeProduct } from './interactions.js';
import { shareMass } from './phase-space.js';

/**
 * Annihilation of antibaryons on a nucleon of a nucleus: the energy of both, but for a little, goes
 * into pions. Kaons (5 % of annihilations), η, the motion of the nucleon and pions that its nucleus
 * absorbs are left out; hyperons annihilate like nucleons.
 */

/**
 * Number of pions: normal, with this mean and width.
 * @see C. Amsler, Rev. Mod. Phys. 70 (1998) 1293 (recalled, not verified); in complex nuclei 4.7 ±
 * 0.1 at rest: A. G. Ekspong et al., Nucl. Phys. 22 (1961) 353
 */
const meanPions = 5.03;
const pionWidth = 1.13;
/** Most pions that are drawn. */
const maxPions = 9;
/**
 * Shares of numbers of charged pions at rest: 0, 2, 4, 6 on protons, 1, 3, 5, 7 on neutrons.
 * @see E. Klempt, C. Batty and J.-M. Richard, Phys. Rep. 413 (2005) 197 (recalled, not verified)
 */
const evenProngs = [0.035, 0.43, 0.495, 0.04] as const;
const oddProngs = [0.165, 0.597, 0.234, 0.004] as const;
/**
 * Energy that goes to the nucleus and is not seen: a nucleon is taken out, pions push others. Even
 * between these (tuned: crystals see annihilations at rest into π⁰ alone whole, and those are to
 * stay below 1.9 GeV) [GeV].
 */
const minHeat = 0.04;
const maxHeat = 0.1;
/** Protons among the nucleons of what annihilates antibaryons: CsI 0.42, quartz 0.5. */
const protonShare = 0.45;

const proton = particleInfo(2212)?.mass ?? 0;
const chargedMass = particleInfo(211)?.mass ?? 0;
const neutralMass = particleInfo(111)?.mass ?? 0;

/** Antinucleons and antihyperons; antinuclei are not meant. */
export function annihilates(pdg: number): boolean {
  return pdg < -1000 && pdg > -10_000;
}

/**
 * How many times the interaction length of nucleons goes into that of an antinucleon of momentum
 * `p` [GeV]; formula and sources in hadrons.wasm.ts.
 */
export const annihilationFactor = kernels.annihilationFactor;

/** Pions from an antibaryon of charge `charge` and momentum (px, py, pz), `energy` in all. */
export function annihilate(
  charge: number,
  { px, py, pz, energy }: Readonly<FourVector>,
  random: RandomStream,
  take: TakeProduct,
): void {
  const heat = minHeat + (maxHeat - minHeat) * random.uniform();
  const total = fourVector(px, py, pz, energy + proton - heat);
  const mass = Math.sqrt(total.energy ** 2 - px ** 2 - py ** 2 - pz ** 2);
  const codes = drawPions(charge + (random.uniform() < protonShare ? 1 : 0), mass, random);
  const masses = codes.map((code) => (code === 111 ? neutralMass : chargedMass));
  const momenta = shareMass(total, mass, masses, random);
  codes.forEach((code, pion) => take(code, momenta[pion]));
}

/** Codes of the pions of an annihilation, with a net charge. */
function drawPions(charge: number, mass: number, random: RandomStream): number[] {
  for (;;) {
    const count = Math.min(maxPions, Math.round(meanPions + pionWidth * random.gaussian()));
    const odd = Math.abs(charge) % 2;
    const prongs = 2 * chosen(odd === 0 ? evenProngs : oddProngs, random.uniform()) + odd;
    if (count < Math.max(2, prongs, Math.abs(charge)) || count * chargedMass >= mass) continue;
    const positive = (prongs + charge) / 2;
    if (positive < 0 || positive > prongs) continue;
    return Array.from({ length: count }, (_, pion) =>
      pion < positive ? 211 : pion < prongs ? -211 : 111,
    );
  }
}

/** Index of the share, of shares that add up to 1, in which `place` falls. */
function chosen(shares: readonly number[], place: number): number {
  let index = 0;
  let left = place;
  while (index < shares.length - 1 && left >= shares[index]) left -= shares[index++];
  return index;
}
