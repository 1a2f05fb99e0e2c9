import { kernels } from '#kernels';
import { placeTable } from '../base/kernel-column.js';
import { lazily } from '../base/lazily.js';
import { backwardPlane, barrelRadius, forwardPlane } from '../envelope.js';
import { solenoidField } from '../field.js';
import { coilHalfLength, coilMiddle } from '../material-layers.js';
import { coilRadius, coilShells } from './absorbers.js';
import {
  backwardZ,
  barrelApothem,
  barrelHalfLength,
  barrelHalfWidth,
  barrelLayerCount,
  barrelSectorCount,
  endcapInnerRadius,
  endcapOuterRadius,
  forwardZ,
  ironHalfLength,
  ironInnerRadius,
  ironOuterRadius,
  middleZ,
  octant,
  plateBefore,
  sectorX,
  sectorY,
  tanHalfOctant,
} from './geometry.js';

/** Writes coil and yoke where the kernels read them, once in a thread. */
export const placeYoke = lazily(() => {
  const numbers = placeTable(
    Float64Array.of(
      barrelRadius,
      forwardPlane,
      backwardPlane,
      coilMiddle,
      coilHalfLength,
      coilRadius,
      solenoidField,
      middleZ,
      ironHalfLength,
      barrelHalfLength,
      plateBefore,
      octant,
      tanHalfOctant,
      ironInnerRadius,
      ironOuterRadius,
      endcapInnerRadius,
      endcapOuterRadius,
    ),
  );
  kernels.placeYoke(numbers, placeTable(sectorX), placeTable(sectorY), barrelSectorCount);
  kernels.placeGaps(
    placeTable(barrelApothem),
    placeTable(barrelHalfWidth),
    barrelLayerCount,
    placeTable(forwardZ),
    forwardZ.length,
    placeTable(backwardZ),
    backwardZ.length,
  );
  kernels.placeCoil(
    placeTable(Float64Array.from(coilShells, ({ radius }) => radius)),
    placeTable(Uint32Array.from(coilShells, ({ address }) => address)),
    coilShells.length,
  );
  return true;
});
