import { atan } from '../../detector/base/elementary.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import { tick } from './clock.js';
import { priorityRadius } from './layout.js';

/**
 * Longest drift time that the fits tell apart [ticks].
 * @see basf2 trg/cdc/modules/fitting/src/CDCTrigger3DFitterModule.cc
 */
const longest = 511;

/**
 * Angles of drift at the wires of first priority [rad], by super-layer and tick, for a velocity
 * [cm/ns].
 * @see basf2 trg/cdc/src/Fitter3DUtility.cc
 */
export const driftAngles = (driftVelocity: number): Float64Array =>
  Float64Array.from({ length: superLayerCount * (longest + 1) }, (_, place) => {
    const superLayer = Math.floor(place / (longest + 1));
    const ticks = place % (longest + 1);
    return atan((ticks * tick * driftVelocity) / priorityRadius[superLayer]);
  });
