// kernel: every pixel that collects charge
import { TableBuilder } from '../base/columns.js';
import { purpose, RandomStream } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import { ChannelSums } from '../silicon/channels.js';
import { hasCharges, type SiliconCharges, type SiliconDeposits } from '../silicon/deposit.js';
import { pairEnergy } from '../silicon/ionization.js';
import { sees } from './frame.js';
import {
  columnAt,
  columnCount,
  columnPitch,
  pixelOf,
  pixelsPerSensor,
  pixelThickness,
  pxdSensors,
  rowAt,
  rowCount,
  shortRowPitch,
} from './geometry.js';
import { type PxdHits, pxdHitSchema } from './hits.js';
import type { PxdConfig } from './schema.js';

/**
 * Charge of a count [e]: 130 nA a count over 0.6 nA an electron.
 * @see basf2 pxd/modules/pxdSimulation/src/PXDDigitizerModule.cc
 */
export const electronsPerCount = 130 / 0.6;
/** Largest charge of a pixel [counts]. */
export const maxCounts = 255;

/** Pixels over threshold from the charges of all deposit lists together. */
export function digitizePxd(config: PxdConfig, context: RunContext) {
  const random = new RandomStream();
  const builder = new TableBuilder(pxdHitSchema, 4096);
  const charges = new ChannelSums(1);
  return (lists: readonly SiliconCharges[], addresses: Addresses): PxdHits => {
    for (let event = 0; event < addresses.index.length; event++) {
      if (hasCharges(lists, event)) {
        seedAt(random, context, addresses, event, purpose.pxdNoise);
        for (let list = 0; list < lists.length; list++)
          collect(lists[list], event, config, random, charges);
        send(charges, config, random, builder);
        charges.clear();
      }
      builder.endEvent();
    }
    return builder.take();
  };
}

/** Adds the charges of an event that come while the sensors see. */
function collect(
  list: SiliconCharges,
  event: number,
  config: PxdConfig,
  random: RandomStream,
  charges: ChannelSums,
): void {
  const { offsets, time } = list;
  for (let row = offsets[event]; row < offsets[event + 1]; row++) {
    if (!sees(config, time[row])) continue;
    if ('channel' in list) charges.add(list.channel[row], list.charge[row]);
    else spread(list, row, config, random, charges);
  }
}

/**
 * Adds the charge of one crossing to the pixels below its path: row by row, each with the columns
 * below that part of the path.
 */
function spread(
  { sensor, u, v, slopeU, slopeV, energy }: SiliconDeposits,
  deposit: number,
  { diffusion, unevenness }: PxdConfig,
  random: RandomStream,
  charges: ChannelSums,
): void {
  const number = sensor[deposit];
  const electrons = energy[deposit] / pairEnergy;
  const half = pixelThickness / 2;
  const across = (slopeU[deposit] * half) / columnPitch;
  const column = columnAt(u[deposit]) + unevenness * random.gaussian();
  const offset = unevenness * random.gaussian();
  const first = rowAt(number, v[deposit] - slopeV[deposit] * half) + offset;
  const last = rowAt(number, v[deposit] + slopeV[deposit] * half) + offset;
  // A cloud of this half width, evenly filled, is as wide as the Gaussian one.
  const cloud = Math.sqrt(3) * diffusion;
  const wide = cloud / columnPitch;
  const long = cloud / shortRowPitch[pxdSensors.layerIndex[number]];
  const low = Math.min(first, last) - long;
  const high = Math.max(first, last) + long;
  const perRow = 1 / (high - low);
  for (let row = Math.max(0, Math.floor(low)); row < high && row < rowCount; row++) {
    const share = (Math.min(high, row + 1) - Math.max(low, row)) * perRow;
    // Part of the path above this row, from −1 at its entry to 1 at its exit.
    const rows = last - first;
    const from =
      Math.abs(rows) < 1e-6 ? -1 : Math.max(-1, Math.min(1, (2 * (row - first)) / rows - 1));
    const to =
      Math.abs(rows) < 1e-6 ? 1 : Math.max(-1, Math.min(1, (2 * (row + 1 - first)) / rows - 1));
    const left = column + across * (across * (to - from) > 0 ? from : to) - wide;
    const right = column + across * (across * (to - from) > 0 ? to : from) + wide;
    const perColumn = (share * electrons) / (right - left);
    for (let cell = Math.max(0, Math.floor(left)); cell < right && cell < columnCount; cell++) {
      const covered = Math.min(right, cell + 1) - Math.max(left, cell);
      charges.add(pixelOf(number, cell, row), covered * perColumn);
    }
  }
}

function send(
  charges: ChannelSums,
  { noise, threshold }: PxdConfig,
  random: RandomStream,
  builder: TableBuilder<typeof pxdHitSchema>,
): void {
  builder.reserve(charges.count);
  const { sensor, column, row, charge } = builder.columns;
  let out = builder.rowCount;
  for (let entry = 0; entry < charges.count; entry++) {
    const counts = Math.round(
      (charges.sums[entry] + noise * random.gaussian()) / electronsPerCount,
    );
    if (counts < threshold) continue;
    const pixel = charges.channel[entry];
    const number = Math.floor(pixel / pixelsPerSensor);
    const inSensor = pixel - number * pixelsPerSensor;
    sensor[out] = number;
    row[out] = Math.floor(inSensor / columnCount);
    column[out] = inSensor % columnCount;
    charge[out] = Math.min(maxCounts, counts);
    out++;
  }
  builder.rowCount = out;
}
