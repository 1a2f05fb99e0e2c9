import { particleInfo } from '../../detector/pdg.js';
import { decayingParticles, decaysOf } from './decay-table.js';

/** Of which decays the table of a particle is made; the three add up to 1. */
interface FilledShare {
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
    .map((pdg) => {
      const { modes, leftOut } = decaysOf(pdg)!;
      const filled = modes.reduce((sum, mode) => sum + (mode.isFilled ? mode.fraction : 0), 0);
      return {
        pdg,
        name: particleInfo(pdg)!.name,
        listed: (1 - filled) * (1 - leftOut),
        filled: filled * (1 - leftOut),
        leftOut,
      };
    });
}
