import type { Note } from '../../detector/base/notes.js';
import type { Card } from './define-card.js';
import { apportion } from './shards/plan.js';

/** How many events each point of a card makes, and what falls short. */
interface PointEvents {
  readonly counts: readonly number[];
  readonly notes: readonly Note[];
}

/**
 * The events of a study by points: in proportion to their shares, of files at most what they have.
 * Of a card of files alone all of their events, unless it or the user wants another number.
 */
export function eventsOfPoints({ name, points, events }: Card, asked?: number): PointEvents {
  const total = asked ?? events;
  const has = points.map((point) => point.events ?? Number.POSITIVE_INFINITY);
  if (total === 0) return { counts: has, notes: [] };
  const wanted = apportion(
    total,
    points.map(({ share }) => share),
  );
  const counts = wanted.map((count, place) => Math.min(count, has[place]!));
  const short = points.flatMap((point, place) =>
    counts[place]! < wanted[place]!
      ? [`${point.name} has ${counts[place]} of ${wanted[place]}`]
      : [],
  );
  if (short.length === 0) return { counts, notes: [] };
  const message = `card "${name}": files hold fewer events than their share: ${short.join('; ')}`;
  return { counts, notes: [{ code: 'CARD_FILE_SHORT', message, count: short.length }] };
}
