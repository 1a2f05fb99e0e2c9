import { particleInfo } from '../../detector/pdg.js';
import { decayingParticles, decaysOf } from './decay-table.js';

/** Of which decays the table of a particle is made; the three add up to 1. */
export interface FilledShare {
  readonly pdg: number;
  readonly name: string;
  /** Share of decays that the listings of the Particle Data Group name. */
  readonly listed: number;
  /** Share of decays that stand for what they do not name, in phase space. */
  readonly filled: number;
  /** Share of decays that are left out; the others are scaled up for it. */
  readonly leftOut: number;
}

/** What is listed, filled and left out for each particle that is decayed, antiparticles aside. */
export function filledShares(): readonly FilledShare[] {
  return decayingParticles()
    .filter((pdg) => pdg > 0)
    .map(shareOf);
}

/**
 * The same for these particles and all that may come of them, where a thousandth or more is filled
 * or left out; most of it first.
 */
export function filledSharesOf(parents: readonly number[]): readonly FilledShare[] {
  const found = new Set<number>();
  const waiting = parents.map(Math.abs);
  for (let pdg = waiting.pop(); pdg !== undefined; pdg = waiting.pop()) {
    const entry = decaysOf(pdg);
    if (entry === undefined || found.has(pdg)) continue;
    found.add(pdg);
    for (const { products } of entry.modes) waiting.push(...products.map(Math.abs));
  }
  return [...found]
    .map(shareOf)
    .filter(({ listed }) => listed < 0.999)
    .sort((a, b) => a.listed - b.listed || a.pdg - b.pdg);
}

function shareOf(pdg: number): FilledShare {
  const { modes, leftOut } = decaysOf(pdg)!;
  const filled = modes.reduce((sum, mode) => sum + (mode.isFilled ? mode.fraction : 0), 0);
  return {
    pdg,
    name: particleInfo(pdg)!.name,
    listed: (1 - filled) * (1 - leftOut),
    filled: filled * (1 - leftOut),
    leftOut,
  };
}
