import { ns } from '../base/units.js';
import { wireCount } from './geometry.js';

/** Window for which noise is quoted. */
const quotedWindow = 512 * ns;

/**
 * Rate of uncorrelated hits on every wire that makes so many in the whole chamber within 512 ns.
 */
export const noiseRateOf = (hits: number): number => hits / (wireCount * quotedWindow);
