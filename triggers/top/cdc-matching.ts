import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { degree } from '../../detector/base/units.js';
import type { RunContext } from '../../detector/event.js';
import { barDistance, moduleCount, modulePhi } from '../../detector/top/geometry.js';
import type { CdcObjects } from '../cdc/objects.js';
import { countNearest } from '../grl/nearest-sector.js';
import { triggerStage } from '../plugins.js';
import type { TopMatches, TopObjects } from './objects.js';

/**
 * The experiment's emulation leaves these matches out: radius and window are ours, the pairing is
 * that of the KLM.
 */
export const topMatchingSchema = {
  radius: quantity(
    barDistance,
    'cm',
    'Full tracks are compared with slots at this radius, the middle of the bars',
    { min: 0, max: 400 },
  ),
  window: quantity(
    15 * degree,
    'deg',
    'They match a slot whose centre is nearer than this: half a slot and the resolution (our ' +
      'choice)',
    {
      min: 0,
      max: Math.PI,
    },
  ),
} as const;

/** Matching of tracks with the TOP, in base units. */
export interface TopMatchingConfig extends ConfigOf<typeof topMatchingSchema> {}

/** Azimuths of the middles of the slots [rad]. */
const slotCentres = Float64Array.from({ length: moduleCount }, (_, module) => modulePhi(module));

/** Matches of full tracks with the slots that have a decision; each slot is used once. */
export function topMatches(config: TopMatchingConfig, _context: RunContext) {
  return (
    { tracks2d }: Pick<CdcObjects, 'tracks2d'>,
    { fired }: Pick<TopObjects, 'fired'>,
    eventCount: number,
  ): TopMatches => {
    const cdctop = new Uint8Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      if (fired[event] !== 0)
        cdctop[event] = countNearest(tracks2d, event, fired[event], slotCentres, config);
    }
    return { cdctop };
  };
}

/** Matches with the TOP as a stage. */
export const topMatchesStage = triggerStage({
  name: 'topMatches',
  schema: topMatchingSchema,
  reads: [],
  uses: ['cdc', 'top'],
  build: (config: TopMatchingConfig, context) => {
    const find = topMatches(config, context);
    return ({ eventCount }, { cdc, top }) => find(cdc, top, eventCount);
  },
});
