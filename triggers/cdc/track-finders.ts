import type { TableBuilder, TableSchema } from '../../detector/base/columns.js';
import type { ConfigOf, ConfigSchema } from '../../detector/base/config.js';
import type { Variant } from '../variants.js';
import { trackFinder, trackFinderSchema } from './finder2d.js';
import { finder3dSchema, trackFinder3d } from './finder3d.js';
import type { HoughVotes } from './hough-space.js';
import { candidate3dSchema, type EventSegments, type track2dSchema } from './objects.js';
import { houghVotes } from './tables/hough-votes.js';

/** Derived tables that a finder may read. */
export interface FinderTables {
  /** Made when a finder that reads them is built. */
  readonly votes?: () => HoughVotes;
}

/**
 * Finds the full tracks of the event being built, from its segments and the rows at which each
 * super-layer begins.
 */
export type FindTracks<Columns extends TableSchema> = (
  segments: EventSegments,
  layerRows: Int32Array,
  tracks: TableBuilder<typeof track2dSchema & Columns>,
) => void;

/** A finder of full tracks, with the section of the CDC trigger's parameters that is its own. */
interface TrackFinder<S extends ConfigSchema, Columns extends TableSchema> extends Variant {
  readonly section: string;
  readonly schema: S;
  readonly columns: Columns;
  readonly build: (config: ConfigOf<S>, tables: FinderTables) => FindTracks<Columns>;
}

const hough2d = {
  name: 'hough2d',
  section: 'finder',
  doc: 'the original 2-D one',
  schema: trackFinderSchema,
  columns: {},
  build: trackFinder,
} as const satisfies TrackFinder<typeof trackFinderSchema, Record<never, never>>;

const hough3d = {
  name: 'hough3d',
  section: 'finder3d',
  doc: 'the 3-D one of the upgrade, in which stereo segments vote too',
  schema: finder3dSchema,
  columns: candidate3dSchema,
  build: (config, { votes = houghVotes }) => trackFinder3d(config, votes()),
} as const satisfies TrackFinder<typeof finder3dSchema, typeof candidate3dSchema>;

/** Finders of full tracks; `triggers.cdc.method` chooses. */
export const trackFinders = [hough2d, hough3d] as const;
