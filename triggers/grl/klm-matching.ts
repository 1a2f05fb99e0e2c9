// kernel: tracks against fired sectors of the KLM, in the few events that have some
import { type ConfigOf, integer, quantity } from '../../detector/base/config.js';
import { atan2 } from '../../detector/base/elementary.js';
import { cm, degree } from '../../detector/base/units.js';
import type { RunContext } from '../../detector/event.js';
import { firstBarrelRing, lastBarrelRing } from '../../detector/ecl/cells-layout.js';
import { barrelSectorCount, endcapSectorCount, octant } from '../../detector/klm/geometry.js';
import type { CdcObjects, ShortPatterns, ShortTracks } from '../cdc/objects.js';
import { bitCount } from '../klm/bit-count.js';
import type { KlmObjects } from '../klm/objects.js';
import type { EclObjects } from '../ecl/objects.js';
import { triggerStage } from '../plugins.js';
import { binCount, binOf, fineBinCount, firstBinOf, lastBinOf, shifted } from './bins.js';
import { forward } from './endcaps.js';
import { countNearest } from './nearest-sector.js';
import type { KlmMatches } from './objects.js';

/**
 * Rings: the outermost of the barrel (up to 38° and from 125° on) count as endcap here,
 * though not against tracks (`endcaps.ts`): the source has both, and behind them lies the endcap of
 * the KLM, which begins at 49° and 120° (derived).
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc
 */
export const klmMatchingSchema = {
  radius: quantity(176 * cm, 'cm', 'Full tracks are compared with barrel sectors at this radius', {
    min: 0,
    max: 400,
  }),
  window: quantity(32.5 * degree, 'deg', 'They match a sector whose centre is nearer than this', {
    min: 0,
    max: Math.PI,
  }),
  overlap: integer(
    1,
    '10° bins',
    'A quadrant of the endcaps accepts so many bins beyond its edges (1 or 2 in the source)',
    {
      min: 0,
      max: 4,
    },
  ),
  lastForwardRing: integer(
    firstBarrelRing,
    'TC ring',
    'Last polar ring whose clusters count as forward',
    {
      min: 1,
      max: 17,
    },
  ),
  firstBackwardRing: integer(
    lastBarrelRing,
    'TC ring',
    'First polar ring whose clusters count as backward',
    {
      min: 1,
      max: 17,
    },
  ),
} as const;

/** Matching of tracks with the KLM, in base units. */
export interface KlmMatchingConfig extends ConfigOf<typeof klmMatchingSchema> {}

/** Azimuths of the middles of the barrel's sectors [rad]. */
const barrelCentres = Float64Array.from(
  { length: barrelSectorCount },
  (_, sector) => sector * octant,
);

const quadrantBins = binCount / endcapSectorCount;

/** Quadrants that accept each 10° bin, one bit each. */
function quadrantsOfBins(overlap: number): Uint8Array {
  const masks = new Uint8Array(binCount);
  for (let quadrant = 0; quadrant < endcapSectorCount; quadrant++) {
    for (let step = -overlap; step < quadrantBins + overlap; step++)
      masks[shifted(quadrantBins * quadrant, step, binCount)] |= 1 << quadrant;
  }
  return masks;
}

/** Forward sectors are numbered mirrored: 0 and 1, 2 and 3 change places. */
const mirrored = (mask: number): number => ((mask & 0b0101) << 1) | ((mask & 0b1010) >> 1);

/** Matches of tracks and clusters with the sectors that the KLM trigger fired. */
export function klmMatches(config: KlmMatchingConfig, _context: RunContext) {
  const ofBin = quadrantsOfBins(config.overlap);
  const ofFineBin = Uint8Array.from(
    { length: fineBinCount },
    (_, fine) => ofBin[firstBinOf[fine]] | ofBin[lastBinOf[fine]],
  );
  return (cdc: CdcObjects, ecl: EclObjects, klm: KlmObjects, eventCount: number): KlmMatches => {
    const column = (): Uint8Array => new Uint8Array(eventCount);
    const found = { cdcklm: column(), seklm: column(), ieklm: column(), ecleklm: column() };
    for (let event = 0; event < eventCount; event++) {
      const barrel = klm.barrelForward[event] | klm.barrelBackward[event];
      if (barrel !== 0)
        found.cdcklm[event] = countNearest(cdc.tracks2d, event, barrel, barrelCentres, config);
      const ahead = mirrored(klm.endcapForward[event]);
      const behind = klm.endcapBackward[event];
      if ((ahead | behind) === 0) continue;
      const shorts = shortQuadrants(cdc.shortPatterns, event, ofFineBin);
      found.seklm[event] = bitCount((ahead & shorts) | ((behind << endcapSectorCount) & shorts));
      found.ieklm[event] =
        innerQuadrants(cdc.innerTracks, event, ofFineBin) & (ahead | behind) ? 1 : 0;
      const clusters = clusterQuadrants(ecl.clusters, event, ofBin, config);
      found.ecleklm[event] = clusters & (ahead | (behind << endcapSectorCount)) ? 1 : 0;
    }
    return found;
  };
}

/**
 * Quadrants to which short tracks point: forward ones in the low four bits, backward ones above.
 */
function shortQuadrants(
  { offsets, bin, endcap, first, last }: ShortPatterns,
  event: number,
  ofFineBin: Uint8Array,
): number {
  let mask = 0;
  for (let row = offsets[event]; row < offsets[event + 1]; row++) {
    if (endcap[row] === 0) continue;
    const shift = endcap[row] === forward ? 0 : endcapSectorCount;
    for (let step = first[row]; step <= last[row]; step++)
      mask |= ofFineBin[shifted(bin[row], step, fineBinCount)] << shift;
  }
  return mask;
}

function innerQuadrants(
  { offsets, bin }: ShortTracks,
  event: number,
  ofFineBin: Uint8Array,
): number {
  let mask = 0;
  for (let row = offsets[event]; row < offsets[event + 1]; row++) mask |= ofFineBin[bin[row]];
  return mask;
}

/** Quadrants with clusters, as for short tracks. */
function clusterQuadrants(
  { offsets, thetaId, x, y }: EclObjects['clusters'],
  event: number,
  ofBin: Uint8Array,
  { lastForwardRing, firstBackwardRing }: KlmMatchingConfig,
): number {
  let mask = 0;
  for (let row = offsets[event]; row < offsets[event + 1]; row++) {
    const shift =
      thetaId[row] <= lastForwardRing
        ? 0
        : thetaId[row] >= firstBackwardRing
          ? endcapSectorCount
          : -1;
    if (shift >= 0) mask |= ofBin[binOf(atan2(y[row], x[row]))] << shift;
  }
  return mask;
}

/** Matches with the KLM as a stage. */
export const klmMatchesStage = triggerStage({
  name: 'klmMatches',
  schema: klmMatchingSchema,
  reads: [],
  uses: ['cdc', 'ecl', 'klm'],
  build: (config: KlmMatchingConfig, context) => {
    const find = klmMatches(config, context);
    return ({ eventCount }, { cdc, ecl, klm }) => find(cdc, ecl, klm, eventCount);
  },
});
