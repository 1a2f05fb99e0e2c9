// kernel: one pass over the events of a batch; scratch sets are made once and nothing is allocated
// per event
import { TableBuilder } from '../../detector/base/columns.js';
import { type ConfigOf, flag, quantity } from '../../detector/base/config.js';
import { cm } from '../../detector/base/units.js';
import type { RunContext } from '../../detector/event.js';
import { isMeasured } from '../cdc/event-time.js';
import type { CdcObjects, Tracks3d } from '../cdc/objects.js';
import type { EclObjects } from '../ecl/objects.js';
import { triggerStage } from '../plugins.js';
import { classifyBhabha } from './bhabha.js';
import { clusterSchema, InTimeClusters } from './clusters.js';
import { EndcapBins } from './endcaps.js';
import {
  hemisphereSchema,
  hemispheres,
  oppositeHemisphere,
  sameHemisphere,
} from './hemispheres.js';
import { count3dMatches, countPhotons, matchingSchema, trackMatcher } from './match.js';
import { type GrlObjects, matchSchema } from './objects.js';
import { FullTracks } from './tracks.js';
import { openings } from './windows.js';

/** Parameters of the GRL. */
export const grlSchema = {
  maxZ0: quantity(
    35 * cm,
    'cm',
    'Fitted tracks with |z0| below this count in t3 (basf2 trg/grl TRGGRLProjectsModule.cc)',
    { min: 0 },
  ),
  vetoShortTracks: flag(
    true,
    'Whether short tracks veto photon lines (`track`) as full ones do (our choice; no ' +
      'source defines the input)',
  ),
  clusters: clusterSchema,
  matching: matchingSchema,
  hemispheres: hemisphereSchema,
} as const;

/** Matching and topology of the GRL, in base units. */
export interface GrlConfig extends ConfigOf<typeof grlSchema> {}

type EventColumns = Omit<GrlObjects, 'matches'>;

const eventColumns = [
  't2',
  't3',
  'ts',
  'ta',
  'ti',
  'cdcActive',
  'track',
  'trkflt',
  'f2f',
  's2f',
  's2s',
  'i2f',
  'i2i',
  'd',
  'p',
  'cdcecl',
  'c2gev',
  'matched3d',
  'photons',
  'n1gev',
  'n2gev',
  'samhem',
  'opohem',
  'fwds',
  'bwds',
  'secl',
  'iecl',
  'fwdsb',
  'bwdsb',
  'fwdnb',
  'bwdnb',
  'brlfb',
  'brlnb',
  'trkbha',
] as const satisfies readonly (keyof EventColumns)[];

/**
 * The global reconstruction logic: counts of tracks, opening angles on 10° bins, and matches of
 * tracks to calorimeter clusters.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc, TRGGRLProjectsModule.cc
 */
export function grlObjects(config: GrlConfig, _context: RunContext) {
  const matches = new TableBuilder(matchSchema);
  const full = new FullTracks();
  const inTime = new InTimeClusters(config.clusters);
  const endcaps = new EndcapBins();
  const matchTracks = trackMatcher(config.matching);
  const judgeMatches = matchJudge(config, matches, inTime);
  const countIsolated = countPhotons(config.matching);

  return (cdc: CdcObjects, ecl: EclObjects, eventCount: number): GrlObjects => {
    const out = makeEventColumns(eventCount);
    for (let event = 0; event < eventCount; event++) {
      inTime.load(cdc, ecl, event);
      out.cdcActive[event] = isMeasured(cdc.eventTimeSource[event]) ? 1 : 0;
      const areTracks = hasTracks(cdc, event);
      // A lone cluster without tracks is compared with nothing.
      if (areTracks || inTime.count > 1) inTime.findAzimuths(ecl.clusters, event);
      if (areTracks) {
        full.load(cdc.tracks2d, event);
        endcaps.load(cdc, ecl, event, inTime);
        countTracks(config, cdc, event, out);
        findOpenings(full, inTime, endcaps, event, out);
        matchTracks(cdc.tracks2d, event, full, inTime, matches);
        judgeMatches(cdc, ecl, event, out);
        findEndcapMatches(endcaps, event, out);
      } else {
        full.clear();
        endcaps.clear();
      }
      if (inTime.count > 0) {
        out.d[event] = openings(inTime.bins, inTime.bins);
        countIsolated(ecl.clusters, event, full, inTime, out);
        classifyBhabha(ecl, event, full, endcaps, inTime, out);
      }
      matches.endEvent();
    }
    return { matches: matches.take(), ...out };
  };
}

/** Whether an event has tracks of any kind: most of neutral final states have none. */
function hasTracks(
  { tracks2d, shortTracks, shortPatterns, innerTracks }: CdcObjects,
  event: number,
): boolean {
  return (
    rowsOf(tracks2d.offsets, event) > 0 ||
    rowsOf(innerTracks.offsets, event) > 0 ||
    rowsOf(shortTracks.offsets, event) > 0 ||
    rowsOf(shortPatterns.offsets, event) > 0
  );
}

function countTracks(
  { maxZ0, vetoShortTracks }: GrlConfig,
  cdc: CdcObjects,
  event: number,
  out: EventColumns,
): void {
  const fullTracks = rowsOf(cdc.tracks2d.offsets, event);
  const shortTracks = rowsOf(cdc.shortTracks.offsets, event);
  out.t2[event] = saturated(fullTracks);
  out.ts[event] = saturated(shortTracks);
  out.ta[event] = saturated(fullTracks + shortTracks);
  out.ti[event] = saturated(rowsOf(cdc.innerTracks.offsets, event));
  out.t3[event] = saturated(countNearOrigin(cdc.tracks3d, event, maxZ0));
  out.trkflt[event] = fullTracks > 0 ? 1 : 0;
  out.track[event] = fullTracks > 0 || (vetoShortTracks && shortTracks > 0) ? 1 : 0;
}

function findOpenings(
  full: FullTracks,
  inTime: InTimeClusters,
  endcaps: EndcapBins,
  event: number,
  out: EventColumns,
): void {
  out.f2f[event] = openings(full.origin, full.origin);
  out.s2f[event] = openings(endcaps.short, full.origin);
  out.s2s[event] = openings(endcaps.short, endcaps.short);
  out.i2f[event] = openings(endcaps.inner, full.origin);
  out.i2i[event] = openings(endcaps.inner, endcaps.inner);
  out.p[event] = openings(full.calorimeter, inTime.bins);
}

/** What follows from the matches of an event, which are the last rows of `matches`. */
function matchJudge(
  config: GrlConfig,
  matches: TableBuilder<typeof matchSchema>,
  inTime: InTimeClusters,
) {
  const count3d = count3dMatches(config.matching);
  const findHemispheres = hemispheres(config.hemispheres);
  return (cdc: CdcObjects, ecl: EclObjects, event: number, out: EventColumns): void => {
    const { offsets, energyLab } = ecl.clusters;
    let energetic = 0;
    for (let row = matches.eventStart; row < matches.rowCount; row++) {
      if (
        energyLab[offsets[event] + matches.columns.cluster[row]] >= config.matching.energeticCluster
      )
        energetic++;
    }
    out.cdcecl[event] = saturated(matches.rowCount - matches.eventStart);
    out.c2gev[event] = saturated(energetic);
    out.matched3d[event] = saturated(
      count3d(cdc.tracks2d, cdc.tracks3d, ecl.clusters, event, inTime),
    );
    const sides = findHemispheres(cdc, ecl, event, inTime);
    out.samhem[event] = sides & sameHemisphere ? 1 : 0;
    out.opohem[event] = sides & oppositeHemisphere ? 1 : 0;
  };
}

function findEndcapMatches(endcaps: EndcapBins, event: number, out: EventColumns): void {
  out.fwds[event] = endcaps.shortForward.count > 0 ? 1 : 0;
  out.bwds[event] = endcaps.shortBackward.count > 0 ? 1 : 0;
  out.secl[event] = endcaps.matchedShort;
  out.iecl[event] = endcaps.matchedInner;
}

function countNearOrigin({ offsets, z0 }: Tracks3d, event: number, maxZ0: number): number {
  let count = 0;
  for (let row = offsets[event]; row < offsets[event + 1]; row++)
    if (Math.abs(z0[row]) < maxZ0) count++;
  return count;
}

const rowsOf = (offsets: Uint32Array, event: number): number => offsets[event + 1] - offsets[event];

/** A count that fits a byte; the hardware tells none apart beyond 3. */
const saturated = (count: number): number => Math.min(count, 255);

function makeEventColumns(eventCount: number): EventColumns {
  // In one buffer: to ask for many costs more than to fill them.
  const { buffer } = new Uint8Array(eventColumns.length * eventCount);
  return Object.fromEntries(
    eventColumns.map((name, at) => [name, new Uint8Array(buffer, at * eventCount, eventCount)]),
  ) as Record<keyof EventColumns, Uint8Array>;
}

/** The GRL as a stage. */
export const grlStage = triggerStage({
  name: 'grl',
  schema: grlSchema,
  reads: [],
  uses: ['cdc', 'ecl'],
  build: (config: GrlConfig, context) => {
    const find = grlObjects(config, context);
    return ({ eventCount }, { cdc, ecl }) => find(cdc, ecl, eventCount);
  },
});
