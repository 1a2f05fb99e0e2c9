import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../base/kernel-column.js';
import { KernelTable } from '../base/kernel-table.js';
import { lazily } from '../base/lazily.js';
import { normalQuantiles, quantileCount } from '../base/quantiles.js';
import { purpose } from '../base/random.js';
import type { Addresses, RunContext } from '../event.js';
import { offsetsOf, type SiliconCharges } from '../silicon/deposit.js';
import { placeNames } from '../silicon/event-names.js';
import { pairEnergy } from '../silicon/ionization.js';
import { forEachChargePart } from '../silicon/kernel-charges.js';
import { svdDepositsInPlace, svdSensorAreas } from './deposit.js';
import { electronicsOf, sideCount, stripCount, svdSensorCount } from './geometry.js';
import { type SvdHits, svdHitSchema } from './hits.js';
import { placeReadout, samplePeriod } from './readout.js';
import type { SvdConfig } from './schema.js';

/** Largest sample of a strip [counts]. */
export const maxCounts = 255;
/** Strips with less of the charge than this are left out: half of the noise. */
const minShare = 0.02;

/** What all digitizers of a thread share in the memory of the kernels. */
const memory = lazily(() => {
  kernels.placeSidesOfSensors(
    placeTable(Float64Array.from(sideNumbers())),
    svdSensorAreas(),
    placeTable(normalQuantiles),
    quantileCount,
  );
  return {
    hits: new KernelTable(svdHitSchema, 4096),
    ends: new KernelColumn(Uint32Array, 1024),
  };
});

/** Of each sensor and side the numbers of `Side` in digitize.wasm.ts. */
const sideNumbers = (): readonly number[] =>
  Array.from({ length: sideCount * svdSensorCount }, (_, plane) => {
    const sensor = Math.floor(plane / sideCount);
    const side = plane % sideCount;
    const { noise, perCount } = electronicsOf(sensor, side);
    const countsPerElectron = 1 / perCount;
    return [stripCount(sensor, side), noise * countsPerElectron, countsPerElectron];
  }).flat();

/** Parameters in the order of `StripSettings` there. */
const settingsOf = (config: SvdConfig): number =>
  placeTable(
    Float64Array.of(
      purpose.svdNoise,
      config.unevenness,
      12 * config.diffusion * config.diffusion,
      minShare,
      pairEnergy,
      config.zeroSuppression,
      maxCounts,
      samplePeriod,
      config.shapingTime,
    ),
  );

/** Strips over threshold in one sample at least, from the charges of all deposit lists together. */
export function digitizeSvd(config: SvdConfig, context: RunContext) {
  const settings = settingsOf(config);
  const readout = placeReadout(config);
  return (lists: readonly SiliconCharges[], addresses: Addresses): SvdHits => {
    const { hits, ends } = memory();
    const eventCount = addresses.index.length;
    ends.reserve(eventCount);
    const names = placeNames(context, addresses);
    forEachChargePart(lists, eventCount, svdDepositsInPlace, (part) => {
      hits.fill(part.first, part.end, kernels.stripRowsWanted, (event) =>
        kernels.digitizeStrips(
          settings,
          readout,
          names,
          part.lists,
          part.listCount,
          hits.head,
          ends.address,
          event,
          part.end,
        ),
      );
    });
    return hits.takeRows(offsetsOf(ends, eventCount));
  };
}
