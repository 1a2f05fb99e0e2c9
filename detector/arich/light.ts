import { fineStructure } from '../base/constants.js';
import { pow } from '../base/elementary.js';

/**
 * Quantum efficiency from 250 nm in steps of 10 nm.
 * @see basf2 arich/data/ARICH-QEsuperbialkali.xml; its last five points, a fault of the curve, are
 * left out
 */
const quantumEfficiency = [
  0, 0.01, 0.197, 0.251, 0.29, 0.313, 0.333, 0.343, 0.348, 0.35, 0.35, 0.348, 0.346, 0.343, 0.34,
  0.335, 0.327, 0.317, 0.306, 0.294, 0.28, 0.263, 0.244, 0.22, 0.197, 0.174, 0.153, 0.133, 0.116,
  0.099, 0.083, 0.07, 0.058, 0.048, 0.041, 0.033, 0.026, 0.019, 0.014, 0.01,
] as const;
const firstWavelength = 250;
const wavelengthStep = 10;
const nanometre = 1e-7;
/** Share of photoelectrons that are collected. @see same */
const collection = 0.8;

/** Photoelectrons of a wavelength's step, per length and sin²θ: Frank and Tamm's 2πα sin²θ / λ². */
const weights = quantumEfficiency.map((efficiency, step) => {
  const wavelength = (firstWavelength + step * wavelengthStep) * nanometre;
  return (
    (2 * Math.PI * fineStructure * collection * efficiency * wavelengthStep * nanometre) /
    (wavelength * wavelength)
  );
});

/** Photoelectrons per length of radiator over sin²θ, were no light lost [1/cm]. */
export const photoelectronsPerLength = weights.reduce((sum, weight) => sum + weight, 0);

/** Steps of equal probability into which the spectrum seen is divided. */
export const spectrumSteps = 256;

/**
 * How much more than light of 400 nm a photon scatters, (400 nm / λ)⁴ by Rayleigh's law, at equal
 * steps of probability of the spectrum seen; length `spectrumSteps`.
 */
export const scatteringOfSpectrum = Float64Array.from({ length: spectrumSteps }, (_, step) => {
  let left = ((step + 0.5) / spectrumSteps) * photoelectronsPerLength;
  const bin = weights.findIndex((weight) => (left -= weight) < 0);
  const wavelength = firstWavelength + (bin + 0.5 + left / weights[bin]) * wavelengthStep;
  return pow(400 / wavelength, 4);
});
