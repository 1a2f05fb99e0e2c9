// kernel: full tracks against slots, in the few events that have some
import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { degree, wrapAngle } from '../../detector/base/units.js';
import type { RunContext } from '../../detector/event.js';
import { barDistance, moduleCount, modulePhi } from '../../detector/top/geometry.js';
import type { CdcObjects, Tracks2d } from '../cdc/objects.js';
import { azimuthAt } from '../grl/extrapolate.js';
import type { TopObjects } from './objects.js';

/** The experiment's emulation leaves these matches out: radius and window are ours, the pairing is that of the KLM. */
export const topMatchingSchema = {
  radius: quantity(barDistance, 'cm', 'Full tracks are compared with slots at this radius, the middle of the bars', { min: 0, max: 400 }),
  window: quantity(15 * degree, 'deg', 'They match a slot whose centre is nearer than this: half a slot and the resolution (our choice)', {
    min: 0,
    max: Math.PI,
  }),
} as const;

/** Counts of an event, one element each, named as the input slots that they drive. */
export interface TopMatches {
  /** Full tracks with a slot of their own. */
  readonly cdctop: Uint8Array;
}

/** Matches of full tracks with the slots that have a decision; each slot is used once. */
export function topMatches(config: ConfigOf<typeof topMatchingSchema>, _context: RunContext) {
  return ({ tracks2d }: Pick<CdcObjects, 'tracks2d'>, { fired }: Pick<TopObjects, 'fired'>, eventCount: number): TopMatches => {
    const cdctop = new Uint8Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      if (fired[event] !== 0) cdctop[event] = countMatches(tracks2d, event, fired[event], config);
    }
    return { cdctop };
  };
}

/** Tracks that find the nearest slot not yet taken within the window; tracks that turn before the radius find none. */
function countMatches({ offsets, phi, omega }: Tracks2d, event: number, fired: number, config: ConfigOf<typeof topMatchingSchema>): number {
  let free = fired;
  let count = 0;
  for (let track = offsets[event]; track < offsets[event + 1]; track++) {
    const azimuth = azimuthAt(config.radius, phi[track], omega[track]);
    let nearest = -1;
    let least = config.window;
    for (let module = 0; module < moduleCount; module++) {
      if (((free >> module) & 1) === 0) continue;
      const distance = Math.abs(wrapAngle(azimuth - modulePhi(module)));
      if (!(distance < least)) continue;
      least = distance;
      nearest = module;
    }
    if (nearest < 0) continue;
    free &= ~(1 << nearest);
    count++;
  }
  return count;
}
