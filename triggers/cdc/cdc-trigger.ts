import { TableBuilder, type TableSchema } from '../../detector/base/columns.js';
import type { ConfigOf } from '../../detector/base/config.js';
import type { CdcHits } from '../../detector/cdc/hits.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import { triggerStage } from '../plugins.js';
import { chosen, variantChoice } from '../variants.js';
import { eventTimeFinder, eventTimeSchema } from './event-time.js';
import { fitter3d, fitterSchema } from './fitter3d.js';
import { houghTimeFinder } from './hough-time.js';
import type { LeftRightTables } from './left-right.js';
import { wiresRead } from './layout.js';
import { type CdcObjects, shortPatternSchema, shortTrackSchema, track2dSchema } from './objects.js';
import { layerRowCount, segmentFinder, segmentFinderSchema } from './segments.js';
import {
  binMapWords,
  fillBinMaps,
  findInnerTracks,
  shortTrackFinder,
  type ShortTrackPattern,
  vetoFullTracks,
} from './short-tracks.js';
import { leftRightTables } from './tables/left-right.js';
import { shortTrackPatterns } from './tables/short-tracks.js';
import { type FinderTables, type FindTracks, trackFinders } from './track-finders.js';

const [finder2d, finder3d] = trackFinders;

/** Parameters of the CDC trigger, by stage. */
export const cdcTriggerSchema = {
  segments: segmentFinderSchema,
  eventTime: eventTimeSchema,
  method: variantChoice(trackFinders, 'Finder of full tracks'),
  [finder2d.section]: finder2d.schema,
  [finder3d.section]: finder3d.schema,
  fitter: fitterSchema,
} as const;

/** The CDC trigger from segments to tracks, in base units. */
export interface CdcTriggerConfig extends ConfigOf<typeof cdcTriggerSchema> {}

/**
 * Derived tables that the stages read; others than the standard ones only while they are being
 * derived.
 */
export interface CdcTables extends FinderTables {
  readonly leftRight: LeftRightTables;
  readonly shortTracks: readonly ShortTrackPattern[];
}

const standardTables: CdcTables = {
  leftRight: leftRightTables,
  shortTracks: shortTrackPatterns,
};

/**
 * The CDC trigger from wire hits to objects: track segments, event time, full tracks, their 3-D
 * fits, short and inner tracks.
 * @see basf2 trg/cdc, and trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc for short and inner
 * tracks
 */
export function cdcObjects(
  config: CdcTriggerConfig,
  _context: RunContext,
  tables: CdcTables = standardTables,
) {
  const finder = chosen(trackFinders, config.method);
  const tracks2d = new TableBuilder({ ...track2dSchema, ...finder.columns });
  const shortTracks = new TableBuilder(shortTrackSchema);
  const shortPatterns = new TableBuilder(shortPatternSchema);
  const innerTracks = new TableBuilder(shortTrackSchema);
  const builders = [tracks2d, shortTracks, shortPatterns, innerTracks] as const;
  const findSegments = segmentFinder(config.segments, tables.leftRight);
  const findTime =
    config.eventTime.method === 'hough' ? houghTimeFinder() : eventTimeFinder(config.eventTime);
  const findTracks = finder.build(
    config[finder.section] as never,
    tables,
  ) as FindTracks<TableSchema>;
  const fit = fitter3d(config.fitter);
  const findShortTracks = shortTrackFinder(tables.shortTracks);
  const layerRows = new Int32Array(layerRowCount);
  const maps = new Int32Array(binMapWords);

  return (hits: CdcHits, { index }: Addresses): CdcObjects => {
    const eventCount = index.length;
    const eventTime = new Int16Array(eventCount);
    const eventTimeSource = new Uint8Array(eventCount);
    const found = findSegments(hits);
    const { offsets } = found.segments;
    const segments = { columns: found.segments, eventStart: 0, rowCount: 0 };
    for (let event = 0; event < eventCount; event++) {
      segments.eventStart = offsets[event];
      segments.rowCount = offsets[event + 1];
      if (segments.rowCount > segments.eventStart) {
        for (let layer = 0, at = layerRowCount * event; layer < layerRowCount; layer++, at++)
          layerRows[layer] = found.layerRows[at];
        findTracks(segments, layerRows, tracks2d);
        const { time, source } = findTime(segments, tracks2d);
        eventTime[event] = time;
        eventTimeSource[event] = source;
        if (fillBinMaps(segments, maps)) {
          findInnerTracks(maps, innerTracks);
          vetoFullTracks(tracks2d, maps);
          findShortTracks(maps, shortTracks, shortPatterns);
        }
      }
      for (const builder of builders) builder.endEvent();
    }
    const tracks = tracks2d.take();
    return {
      segments: found.segments,
      tracks2d: tracks,
      tracks3d: fit(tracks, found.segments, found.layerRows, eventTime),
      shortTracks: shortTracks.take(),
      shortPatterns: shortPatterns.take(),
      innerTracks: innerTracks.take(),
      eventTime,
      eventTimeSource,
    };
  };
}

/** The CDC trigger as a stage. */
export const cdcStage = triggerStage({
  name: 'cdc',
  schema: cdcTriggerSchema,
  reads: ['cdc'],
  channels: { cdc: wiresRead },
  uses: [],
  build: (config: CdcTriggerConfig, context) => {
    const find = cdcObjects(config, context);
    return ({ hits, addresses }) => find(hits.cdc, addresses);
  },
});
