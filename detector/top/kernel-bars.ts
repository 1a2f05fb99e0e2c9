import { kernels } from '#kernels';
import { speedOfLight } from '../base/constants.js';
import { KernelColumn, placeTable } from '../base/kernel-column.js';
import { lazily } from '../base/lazily.js';
import {
  barBackward,
  barDistance,
  barForward,
  barThickness,
  barWidth,
  detectorPlane,
  moduleCount,
  modulePitch,
  normalX,
  normalY,
  pmtColumns,
} from './geometry.js';

/** Words of 64 bits of a passage in the order of `Passage` in crossing.wasm.ts. */
const passageWords = 9;

/** Writes the bars where the kernels read them, once in a thread. */
export const placeBars = lazily(() => {
  const numbers = placeTable(
    Float64Array.of(
      barDistance,
      barThickness,
      barWidth,
      barBackward,
      barForward,
      detectorPlane,
      modulePitch,
      speedOfLight,
    ),
  );
  kernels.placeBars(numbers, placeTable(normalX), placeTable(normalY), moduleCount, pmtColumns);
  return true;
});

/** A passage in the memory of the kernels, which all of a thread share. */
export const passageInKernels = lazily(() => {
  placeBars();
  const numbers = new KernelColumn(Float64Array, passageWords);
  return { numbers, module: new KernelColumn(Int32Array, 1, numbers.address + 8 * 8) };
});
