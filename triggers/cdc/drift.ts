import { atan } from '../../detector/base/elementary.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import { tick } from './clock.js';
import { firstSegment, priorityRadius, segmentsIn } from './layout.js';

/**
 * Longest drift time that the fits tell apart [ticks].
 * @see basf2 trg/cdc/modules/fitting/src/CDCTrigger3DFitterModule.cc
 */
const longest = 511;

/**
 * Azimuth of a first-priority hit [rad]: that of the wire, less the drift when the track is right
 * of it, plus the drift when left, the wire's own when undetermined.
 * @see basf2 trg/cdc/src/Fitter3DUtility.cc
 */
export function hitAzimuth(driftVelocity: number) {
  const driftAngle = Array.from({ length: superLayerCount }, (_, superLayer) =>
    Float64Array.from({ length: longest + 1 }, (_, ticks) =>
      atan((ticks * tick * driftVelocity) / priorityRadius[superLayer]),
    ),
  );
  return (superLayer: number, segment: number, leftRight: number, driftTicks: number): number => {
    const wire = wireAzimuth(superLayer, segment);
    if (leftRight === 3) return wire;
    const drift =
      driftAngle[superLayer][driftTicks < 0 ? 0 : driftTicks > longest ? longest : driftTicks];
    return leftRight === 1 ? wire - drift : wire + drift;
  };
}

/** Azimuth of the priority wire of a segment at the backward end [rad], 0 to 2π. */
const wireAzimuth = (superLayer: number, segment: number): number =>
  ((segment - firstSegment[superLayer]) * 2 * Math.PI) / segmentsIn[superLayer];
