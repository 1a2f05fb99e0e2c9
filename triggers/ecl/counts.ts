/**
 * Thresholds as the integers that the electronics compare: whole ADC counts. The small allowance
 * makes a threshold that is meant to be a multiple of the unit one, whatever its last binary digit.
 */
const allowance = 1e-9;

/** `counts > above(energy)` is "energy is exceeded". */
export const above = (energy: number, adcUnit: number): number =>
  Math.floor(energy / adcUnit + allowance);

/**
 * `counts >= atLeast(energy)` is "energy is reached"; `counts < atLeast(energy)` is "is below
 * energy".
 */
export const atLeast = (energy: number, adcUnit: number): number =>
  Math.ceil(energy / adcUnit - allowance);
