import { describe, expect, it } from 'vitest';
import { DedxLikelihood } from '../../../../emulator/offline/pid/dedx.js';
import { species, speciesCount } from '../../../../emulator/offline/pid/species.js';
import { identified, track } from './lone-tracks.js';

const likelihood = new DedxLikelihood(0.06);

describe('ionization in the chamber', () => {
  it('is least around βγ of 4 and rises with 1/β² below', () => {
    // Pions of 0.45 GeV are minimum-ionizing; kaons and protons of that momentum have β of 0.67 and
    // 0.43.
    expect(likelihood.expected(species.pion, 0.45)).toBeCloseTo(1, 1);
    expect(likelihood.expected(species.kaon, 0.45)).toBeGreaterThan(1.6);
    expect(likelihood.expected(species.proton, 0.45)).toBeGreaterThan(3);
  });

  it('is the same for pions and kaons near 1 GeV', () => {
    const [below, above] = [0.8, 1.4].map(
      (p) => likelihood.expected(species.kaon, p) - likelihood.expected(species.pion, p),
    );
    expect(below! * above!).toBeLessThan(0);
  });

  it('prefers the species whose mean it is, by half the square of the distance in σ', () => {
    const out = new Float64Array(speciesCount);
    const [pion, kaon] = [species.pion, species.kaon].map((kind) => likelihood.expected(kind, 0.6));
    likelihood.fill({ p: 0.6 }, kaon!, 50, out);
    const expected = 0.5 * ((kaon! - pion!) / (0.06 * pion!)) ** 2 + Math.log(pion! / kaon!);
    expect(out[species.kaon]! - out[species.pion]!).toBeCloseTo(expected, 6);
  });

  it('tells kaons and protons of 0.5 GeV in the simulation', () => {
    for (const [pdg, kind] of [
      [211, species.pion],
      [321, species.kaon],
      [2212, species.proton],
    ] as const) {
      const { tracks, logLikelihoods } = identified(
        Array.from({ length: 20 }, (_, event) => [track(pdg, 0.5, 70, 18 * event)]),
        ['transport.decays=false'],
      );
      const best = tracks.map((_, index) => {
        const own = Array.from(
          logLikelihoods.dedx.subarray(speciesCount * index, speciesCount * (index + 1)),
        );
        // Pions and muons are too near.
        return own.indexOf(Math.max(...own.slice(species.pion))) === kind;
      });
      expect(best.filter(Boolean).length / best.length).toBeGreaterThan(0.85);
    }
  });
});
