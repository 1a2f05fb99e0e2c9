import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../base/kernel-column.js';
import { KernelTable } from '../base/kernel-table.js';
import { lazily } from '../base/lazily.js';
import { purpose } from '../base/random.js';
import type { Addresses, RunContext } from '../event.js';
import { offsetsOf, type SiliconCharges } from '../silicon/deposit.js';
import { placeNames } from '../silicon/event-names.js';
import { pairEnergy } from '../silicon/ionization.js';
import { forEachChargePart } from '../silicon/kernel-charges.js';
import { pxdDepositsInPlace } from './deposit.js';
import { frameEnd, frameStart } from './frame.js';
import {
  columnPitch,
  halfWidth,
  isForward,
  longRowCount,
  longRowPitch,
  pixelThickness,
  pxdSensorCount,
  pxdSensors,
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

/** What all digitizers of a thread share in the memory of the kernels. */
const memory = lazily(() => ({
  hits: new KernelTable(pxdHitSchema, 4096),
  ends: new KernelColumn(Uint32Array, 1024),
  modules: placeTable(Float64Array.from(moduleRows())),
}));

/** Of each module the numbers of `ModuleRows` in digitize.wasm.ts. */
const moduleRows = (): readonly number[] =>
  Array.from({ length: pxdSensorCount }, (_, sensor) => {
    const layer = pxdSensors.layerIndex[sensor];
    return [
      pxdSensors.sensors[sensor].halfLength,
      isForward(sensor) ? -1 : 1,
      longRowCount,
      longRowCount * longRowPitch[layer],
      longRowPitch[layer],
      shortRowPitch[layer],
    ];
  }).flat();

/** Parameters in the order of `PixelSettings` there. */
const settingsOf = (config: PxdConfig): number =>
  placeTable(
    Float64Array.of(
      purpose.pxdNoise,
      config.unevenness,
      // A cloud of this half width, evenly filled, is as wide as the Gaussian one.
      Math.sqrt(3) * config.diffusion,
      config.noise,
      pairEnergy,
      electronsPerCount,
      config.threshold,
      maxCounts,
      frameStart,
      frameEnd,
      config.gateStart,
      config.gateStart + config.gateLength,
      pixelThickness / 2,
      columnPitch,
      halfWidth,
    ),
  );

/** Pixels over threshold from the charges of all deposit lists together. */
export function digitizePxd(config: PxdConfig, context: RunContext) {
  const settings = settingsOf(config);
  return (lists: readonly SiliconCharges[], addresses: Addresses): PxdHits => {
    const { hits, ends, modules } = memory();
    const eventCount = addresses.index.length;
    ends.reserve(eventCount);
    const names = placeNames(context, addresses);
    forEachChargePart(lists, eventCount, pxdDepositsInPlace, (part) => {
      hits.fill(part.first, part.end, kernels.pixelRowsWanted, (event) =>
        kernels.digitizePixels(
          settings,
          modules,
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
