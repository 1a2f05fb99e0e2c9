import { TableBuilder } from '../../detector/base/columns.js';
import { choice, type ConfigOf } from '../../detector/base/config.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import type { CdcHits } from '../../detector/cdc/hits.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import { eventTimeFinder, eventTimeSchema } from './event-time.js';
import { trackFinder, trackFinderSchema } from './finder2d.js';
import { finder3dSchema, trackFinder3d } from './finder3d.js';
import { fitter3d, fitterSchema } from './fitter3d.js';
import type { HoughVotes } from './hough-space.js';
import type { LeftRightTables } from './left-right.js';
import {
  candidate3dSchema,
  type CdcObjects,
  segmentSchema,
  shortPatternSchema,
  shortTrackSchema,
  track2dSchema,
  track3dSchema,
} from './objects.js';
import { segmentFinder, segmentFinderSchema } from './segments.js';
import {
  binMapWords,
  fillBinMaps,
  findInnerTracks,
  shortTrackFinder,
  type ShortTrackPattern,
  vetoFullTracks,
} from './short-tracks.js';
import { houghVotes } from './tables/hough-votes.js';
import { leftRightTables } from './tables/left-right.js';
import { shortTrackPatterns } from './tables/short-tracks.js';

/** Parameters of the CDC trigger, by stage. */
export const cdcTriggerSchema = {
  segments: segmentFinderSchema,
  eventTime: eventTimeSchema,
  method: choice(
    'hough2d',
    ['hough2d', 'hough3d'],
    'Finder of full tracks: the original 2-D one, or the 3-D one of the upgrade, in which stereo segments vote too',
  ),
  finder: trackFinderSchema,
  finder3d: finder3dSchema,
  fitter: fitterSchema,
} as const;

/**
 * Derived tables that the stages read; others than the standard ones only while they are being
 * derived.
 */
export interface CdcTables {
  readonly leftRight: LeftRightTables;
  readonly shortTracks: readonly ShortTrackPattern[];
  /** Read by the 3-D finder only; made when it is built. */
  readonly votes?: () => HoughVotes;
}

const standardTables: CdcTables = {
  leftRight: leftRightTables,
  shortTracks: shortTrackPatterns,
  votes: houghVotes,
};

/**
 * The CDC trigger from wire hits to objects: track segments, event time, full tracks, their 3-D
 * fits, short and inner tracks.
 * @see basf2 trg/cdc, and trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc for short and inner
 * tracks
 */
export function cdcObjects(
  config: ConfigOf<typeof cdcTriggerSchema>,
  _context: RunContext,
  tables: CdcTables = standardTables,
) {
  const segments = new TableBuilder(segmentSchema);
  const tracks2d = new TableBuilder(track2dSchema);
  const tracks3d = new TableBuilder(track3dSchema);
  const shortTracks = new TableBuilder(shortTrackSchema);
  const shortPatterns = new TableBuilder(shortPatternSchema);
  const innerTracks = new TableBuilder(shortTrackSchema);
  const candidates3d = new TableBuilder(candidate3dSchema);
  const builders = [
    segments,
    tracks2d,
    candidates3d,
    tracks3d,
    shortTracks,
    shortPatterns,
    innerTracks,
  ] as const;
  const findSegments = segmentFinder(config.segments, tables.leftRight);
  const findTime = eventTimeFinder(config.eventTime);
  const find2d = trackFinder(config.finder);
  const find3d =
    config.method === 'hough3d'
      ? trackFinder3d(config.finder3d, (tables.votes ?? houghVotes)())
      : undefined;
  const fit = fitter3d(config.fitter);
  const findShortTracks = shortTrackFinder(tables.shortTracks);
  const layerRows = new Int32Array(superLayerCount + 1);
  const maps = new Int32Array(binMapWords);

  return (hits: CdcHits, { index }: Addresses): CdcObjects => {
    const eventCount = index.length;
    const eventTime = new Int16Array(eventCount);
    const eventTimeSource = new Uint8Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      findSegments(hits, event, segments, layerRows);
      if (segments.rowCount > segments.eventStart) {
        const { time, source } = findTime(segments);
        eventTime[event] = time;
        eventTimeSource[event] = source;
        if (find3d === undefined) find2d(segments, layerRows, tracks2d);
        else find3d(segments, layerRows, tracks2d, candidates3d);
        fit(tracks2d, segments, layerRows, time, tracks3d);
        if (fillBinMaps(segments, maps)) {
          findInnerTracks(maps, innerTracks);
          vetoFullTracks(tracks2d, maps);
          findShortTracks(maps, shortTracks, shortPatterns);
        }
      }
      for (const builder of builders) builder.endEvent();
    }
    const candidates = candidates3d.take();
    return {
      segments: segments.take(),
      tracks2d: tracks2d.take(),
      ...(find3d !== undefined && { candidates3d: candidates }),
      tracks3d: tracks3d.take(),
      shortTracks: shortTracks.take(),
      shortPatterns: shortPatterns.take(),
      innerTracks: innerTracks.take(),
      eventTime,
      eventTimeSource,
    };
  };
}
