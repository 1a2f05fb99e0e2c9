import { speedOfLight } from '../base/constants.js';
import { standingTable } from '../base/standing-table.js';
import { eV } from '../base/units.js';

/**
 * Refractive index of fused silica.
 * @see I. H. Malitson, J. Opt. Soc. Am. 55 (1965) 1205 (recalled; tests compare with 1.47 at 400
 * nm)
 */
export function quartzIndex(nanometres: number): number {
  const square = (nanometres / 1000) ** 2;
  const term = (strength: number, resonance: number): number =>
    (strength * square) / (square - resonance * resonance);
  return Math.sqrt(
    1 + term(0.6961663, 0.0684043) + term(0.4079426, 0.1162414) + term(0.8974794, 9.896161),
  );
}

/** Index that the time of flight of light goes with: n − λ dn/dλ. */
export function quartzGroupIndex(nanometres: number): number {
  return (
    quartzIndex(nanometres) -
    (nanometres * (quartzIndex(nanometres + 1) - quartzIndex(nanometres - 1))) / 2
  );
}

/**
 * Quantum efficiency from 280 nm in steps of 20 nm.
 * @see basf2 top/data/TOP-QENaKSbCs.xml (average of the tubes)
 */
const quantumEfficiency = [
  0.211, 0.228, 0.248, 0.271, 0.292, 0.285, 0.271, 0.241, 0.206, 0.173, 0.145, 0.122, 0.103, 0.087,
  0.073, 0.061, 0.051, 0.043, 0.035, 0.028, 0.022, 0.017, 0.012, 0.009, 0.006,
];
const firstWavelength = 280;
const wavelengthStep = 20;
const lastWavelength = firstWavelength + wavelengthStep * (quantumEfficiency.length - 1);

function efficiencyAt(nanometres: number): number {
  const place = (nanometres - firstWavelength) / wavelengthStep;
  const below = Math.min(quantumEfficiency.length - 2, Math.max(0, Math.floor(place)));
  return (
    quantumEfficiency[below] +
    (place - below) * (quantumEfficiency[below + 1] - quantumEfficiency[below])
  );
}

/** Energy of a photon of 1 nm [GeV]. */
const energyOfNanometre = 1239.842 * eV;
/** Step of the integral over the spectrum [nm]. */
const fineStep = 0.5;

/** Colours of detected photons: equally likely ones, ascending in wavelength. */
export interface Spectrum {
  /**
   * ∫ quantum efficiency dE from the edge of the filter on [GeV]: times photons per length and
   * energy it gives those detected.
   */
  readonly energy: number;
  /** 1/n, and time per length at the group velocity [ns/cm]. */
  readonly inverseIndex: Float64Array;
  readonly slowness: Float64Array;
  /** Mean of 1/n², which gives the mean sin² of the Cherenkov angle. */
  readonly meanInverseSquare: number;
}

/** Colours of equal probability into which the spectrum seen is divided. */
export const colourCount = 256;

/**
 * The spectrum of a constant number of photons per energy, as the photocathodes see it behind a
 * filter that passes λ > `edge` [nm].
 */
export function detectedSpectrum(edge: number): Spectrum {
  const { numbers, inverseIndex, slowness } = standingTable('top/spectrum', [edge], () =>
    spectrumTable(edge),
  );
  const [energy, meanInverseSquare] = numbers;
  return { energy, inverseIndex, slowness, meanInverseSquare };
}

/** The two numbers of a spectrum, then its colours. */
function spectrumTable(edge: number) {
  const steps = Math.max(1, Math.ceil((lastWavelength - edge) / fineStep));
  const sums = new Float64Array(steps + 1);
  for (let step = 0; step < steps; step++) {
    const wavelength = edge + (step + 0.5) * fineStep;
    sums[step + 1] =
      sums[step] +
      (Math.max(0, efficiencyAt(wavelength)) * energyOfNanometre * fineStep) /
        (wavelength * wavelength);
  }
  const energy = sums[steps];
  const inverseIndex = new Float64Array(colourCount);
  const slowness = new Float64Array(colourCount);
  let step = 0;
  for (let colour = 0; colour < colourCount; colour++) {
    while (step < steps - 1 && sums[step + 1] < ((colour + 0.5) / colourCount) * energy) step++;
    const wavelength = edge + (step + 0.5) * fineStep;
    inverseIndex[colour] = 1 / quartzIndex(wavelength);
    slowness[colour] = quartzGroupIndex(wavelength) / speedOfLight;
  }
  const meanInverseSquare =
    inverseIndex.reduce((sum, value) => sum + value * value, 0) / colourCount;
  return { numbers: Float64Array.of(energy, meanInverseSquare), inverseIndex, slowness };
}
