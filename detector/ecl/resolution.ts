import { kernels } from '#kernels';
import { exp, log } from '../base/elementary.js';
import { placeTable } from '../base/kernel-column.js';
import { standingTable } from '../base/standing-table.js';
import { GeV, MeV } from '../base/units.js';
import { contained, energyRow, pairEquivalent } from './shower.js';
import { crystalLength } from './rings.js';
import { csiRadiationLength } from './materials.js';

/**
 * Level of beam background for which the resolution was parametrized; `off` for no smearing at all.
 */
export const resolutionLevels = ['low', 'mid', 'high', 'off'] as const;
type ResolutionLevel = (typeof resolutionLevels)[number];

/** σ_E/E [%] = c1/E + c2/E^½ + c3/E^¼ + c4, E in GeV; `floor` below 22 MeV. */
type Row = readonly [c1: number, c2: number, c3: number, c4: number, floor: number];
const minEnergy = 22 * MeV;

/**
 * Energy resolution of photons after reconstruction, by region (forward, barrel, backward). Levels
 * are fewer than 5 % of the nominal background (183 out-of-time digits), 5–30 %, and above.
 * @see basf2 ecl/modules/eclCovarianceMatrix/src/ECLCovarianceMatrixModule.cc
 */
const rows: Readonly<Record<Exclude<ResolutionLevel, 'off'>, readonly Row[]>> = {
  low: [
    [-0.0912379, 1.91849, -2.82169, 3.03119, 4.49],
    [-0.0473491, 1.02015, -0.705164, 1.77086, 4.67],
    [-0.106729, 2.38163, -4.11299, 4.14056, 4.67],
  ],
  mid: [
    [-0.0725928, 3.4685, -5.44127, 4.12045, 10.08],
    [0.0469588, 1.81959, -2.13666, 2.37568, 11.23],
    [-0.204362, 6.43, -10.8673, 7.04059, 12.89],
  ],
  high: [
    [-0.239931, 6.94958, -10.4085, 5.92412, 14.85],
    [-0.267069, 7.6176, -11.0341, 5.9203, 16.49],
    [-0.316245, 11.5211, -18.3626, 9.89422, 25.5],
  ],
};

/**
 * σ_E/E of a reconstructed photon of `energy` [GeV] in a region.
 * @see D-064
 */
export function photonResolution(level: ResolutionLevel, region: number, energy: number): number {
  if (level === 'off') return 0;
  const [c1, c2, c3, c4, floor] = rows[level][region];
  if (energy < minEnergy) return floor / 100;
  const root = Math.sqrt(energy);
  return (c1 / energy + c2 / root + c3 / Math.sqrt(root) + c4) / 100;
}

/** Crystals whose noise a reconstructed photon contains. */
const summedCrystals = 25;

/**
 * Half the width of the central 68 % of what leaks out of the rear, relative to what stays, as the
 * depth of conversion fluctuates: the part of the resolution that the shower simulation makes by
 * itself.
 */
export function leakageSpread(energy: number): number {
  const depth = crystalLength / csiRadiationLength;
  const row = energyRow(pairEquivalent * energy);
  const stays = (quantile: number) => contained(row, depth + (9 / 7) * log(1 - quantile));
  return (stays(0.1587) - stays(0.8413)) / (2 * stays(0.5));
}

const maxEnergy = 15 * GeV;
const bins = 96;
const logLowest = log(minEnergy);
const scale = bins / log(maxEnergy / minEnergy);

/** What is left to smear, in the memory of the kernels. */
interface ResidualResolution {
  /** Where kernels find it. */
  readonly address: number;
  /** σ_E/E in a region, at an energy [GeV]. */
  readonly at: (region: number, energy: number) => number;
}

/**
 * What is left to smear: the parametrized resolution less, in quadrature, what is simulated
 * explicitly (rear leakage; noise of 25 crystals), never below zero. By region, tabulated in the
 * logarithm of the energy.
 * @param noise σ of a crystal in each region [GeV].
 */
export function residualResolution(
  level: ResolutionLevel,
  noise: readonly number[],
): ResidualResolution {
  const { widths } = standingTable(`ecl/resolution-${level}`, noise, () => ({
    widths: residualWidths(level, noise),
  }));
  const address = placeTable(widths);
  return { address, at: (region, energy) => kernels.residualWidth(address, region, energy) };
}

function residualWidths(level: ResolutionLevel, noise: readonly number[]): Float64Array {
  const tables = [0, 1, 2].map((region) =>
    Array.from({ length: bins + 1 }, (_, bin) => {
      const energy = minEnergy * exp(bin / scale);
      const total = photonResolution(level, region, energy);
      const electronics = (noise[region] * Math.sqrt(summedCrystals)) / energy;
      return Math.sqrt(
        Math.max(0, total * total - leakageSpread(energy) ** 2 - electronics * electronics),
      );
    }),
  );
  // As `Resolution` in shower.wasm.ts.
  return Float64Array.from([logLowest, scale, bins, bins + 1, ...tables.flat()]);
}
