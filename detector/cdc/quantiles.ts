import { pow } from '../base/elementary.js';
import { normalQuantiles, quantileCount } from '../base/quantiles.js';
import { standingTable } from '../base/standing-table.js';

const ninth = 0.32 ** 2 / 9;

/**
 * Ionization of a cell over its mean: a gamma distribution of width 0.32 (Wilson and Hilferty's
 * form), so that the truncated mean of some fifty cells is good to 5 %.
 */
export const ionizationQuantiles = standingTable('cdc/ionization', [], () => ({
  values: Float32Array.from({ length: quantileCount }, (_, index) =>
    pow(Math.max(0, 1 - ninth + normalQuantiles[index] * Math.sqrt(ninth)), 3),
  ),
})).values;
