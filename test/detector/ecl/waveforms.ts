import { crystalPulse } from '../../../detector/ecl/pulse.js';

/**
 * The fit of a crystal's waveform written out: 31 samples of what deposits leave, the mean of the
 * first 16 taken off, least squares for the amplitude of a pulse that starts at 0 in the others.
 */
export function fittedAmplitude(deposits: readonly (readonly [energy: number, time: number])[]) {
  const spacing = (24 * 12) / 0.508887;
  const samples = Array.from({ length: 31 }, (_, sample) => {
    const at = (sample - 16) * spacing;
    return deposits.reduce((sum, [energy, time]) => sum + energy * crystalPulse(at - time), 0);
  });
  const pedestal = samples.slice(0, 16).reduce((sum, value) => sum + value, 0) / 16;
  let product = 0;
  let square = 0;
  samples.slice(16).forEach((value, sample) => {
    const template = crystalPulse(sample * spacing);
    product += template * (value - pedestal);
    square += template * template;
  });
  return product / square;
}
