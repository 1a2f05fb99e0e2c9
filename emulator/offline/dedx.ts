import { type Table, TableBuilder } from '../../detector/base/columns.js';
import type { Particles } from '../../detector/particles.js';
import { Stopping } from '../../detector/propagation/ionization.js';
import { chamberGas } from '../../detector/propagation/materials.js';
import { layerOfWire } from '../../detector/cdc/geometry.js';
import type { CdcDeposits } from '../../detector/cdc/hits.js';
import { halfHeight } from '../../detector/cdc/cells.js';

/**
 * Energy loss per length of a track as an offline analysis would see it, over that of a
 * minimum-ionizing particle; layers in the mean.
 */
const dedxSchema = { particle: 'u2', dedx: 'f4', layers: 'u1' } as const;
/**
 * A row for each particle with enough layers: its row, dE/dx over that of a minimum-ionizing one,
 * layers.
 */
export type Dedx = Table<typeof dedxSchema>;

/**
 * Layers kept for the mean, ordered by their ionization.
 * @see basf2 reconstruction/modules/CDCDedxPID: 5 % to 75 % (recalled, not verified)
 */
const keepFrom = 0.05;
const keepTo = 0.75;
/**
 * Truncation lowers the mean of the gamma distribution of one layer (width 0.32) by this factor
 * (derived).
 */
const truncationBias = 0.905;
/** Smallest number of layers that makes a measurement (our choice). */
const minLayers = 10;

/**
 * Truncated means of the ionization per length in the layers of each particle, for offline-like
 * studies: resolution about 5 % for tracks through all layers. Which cells belong together is taken
 * from truth; the length in a layer is its height over sin θ, so that tracks below 0.4 GeV, which
 * cross the layers obliquely, come out too high.
 */
export function measureDedx(
  { offsets, wire, particle, energy }: CdcDeposits,
  { offsets: rows, px, py, pz }: Particles,
): Dedx {
  const builder = new TableBuilder(dedxSchema);
  const minimum = minLoss();
  const values: number[] = [];
  const finish = (number: number): void => {
    if (values.length >= minLayers) {
      builder.reserve(1);
      builder.columns.particle[builder.rowCount] = number;
      builder.columns.dedx[builder.rowCount] = truncatedMean(values) / minimum;
      builder.columns.layers[builder.rowCount] = Math.min(255, values.length);
      builder.rowCount++;
    }
    values.length = 0;
  };
  for (let event = 0; event < offsets.length - 1; event++) {
    let current = -1;
    let layer = -1;
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
      if (particle[row]! !== current) {
        finish(current);
        current = particle[row]!;
        layer = -1;
      }
      const track = rows[event]! + current;
      const pt = Math.sqrt(px[track]! * px[track]! + py[track]! * py[track]!);
      const height = 2 * halfHeight[layerOfWire[wire[row]!]!]!;
      const perLength =
        (energy[row]! * pt) / (height * Math.sqrt(pt * pt + pz[track]! * pz[track]!));
      if (layerOfWire[wire[row]!]! === layer)
        values[values.length - 1] = values.at(-1)! + perLength;
      else values.push(perLength);
      layer = layerOfWire[wire[row]!]!;
    }
    finish(current);
    builder.endEvent();
  }
  return builder.take();
}

function truncatedMean(values: number[]): number {
  const kept = values
    .sort((a, b) => a - b)
    .slice(Math.floor(keepFrom * values.length), Math.ceil(keepTo * values.length));
  return kept.reduce((sum, value) => sum + value, 0) / (kept.length * truncationBias);
}

/** Smallest energy loss of a particle of charge 1 in the gas [GeV/cm]. */
export function minLoss(): number {
  const gas = chamberGas();
  const stopping = new Stopping();
  let least = Number.POSITIVE_INFINITY;
  for (let betaGamma = 2; betaGamma < 6; betaGamma += 0.05) {
    stopping.set(1, betaGamma, 1);
    least = Math.min(least, stopping.per(gas));
  }
  return least;
}
