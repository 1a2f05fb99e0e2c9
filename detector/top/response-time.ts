import { exp, hypot } from '../base/elementary.js';
import { standingTable } from '../base/standing-table.js';
import { ps } from '../base/units.js';

/**
 * Normal parts of the transit time of a photoelectron.
 * @see basf2 top/data/TTSofPMTs.xml, conventional tubes
 */
const transitParts = [
  { share: 0.662241, mean: 0, sigma: 35.2211 * ps },
  { share: 0.245317, mean: 95.8745 * ps, sigma: 143.394 * ps },
  { share: 0.0924417, mean: 445.767 * ps, sigma: 414.059 * ps },
] as const;

/** Delays of equal probability. */
export const responseCount = 1024;
/** Range and step of the numeric distribution [ns]. */
const earliest = -1.5;
const latest = 2.5;
const step = 0.001;

/**
 * Equally likely delays between a photon and its recorded time [ns], ascending: transit time and a
 * normal `jitter` of the electronics.
 */
export const responseQuantiles = (jitter: number): Float64Array =>
  standingTable('top/response', [jitter], () => ({ delays: quantilesOf(jitter) })).delays;

function quantilesOf(jitter: number): Float64Array {
  const steps = Math.round((latest - earliest) / step);
  const sums = new Float64Array(steps + 1);
  for (let place = 0; place < steps; place++) {
    const time = earliest + (place + 0.5) * step;
    let density = 0;
    for (const { share, mean, sigma } of transitParts) {
      const width = hypot(sigma, jitter);
      density += (share / width) * exp(-0.5 * ((time - mean) / width) ** 2);
    }
    sums[place + 1] = sums[place] + density;
  }
  const quantiles = new Float64Array(responseCount);
  let place = 0;
  for (let quantile = 0; quantile < responseCount; quantile++) {
    while (place < steps - 1 && sums[place + 1] < ((quantile + 0.5) / responseCount) * sums[steps])
      place++;
    quantiles[quantile] = earliest + (place + 0.5) * step;
  }
  return quantiles;
}
