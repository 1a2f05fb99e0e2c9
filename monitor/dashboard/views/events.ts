import { byId } from '../dom.js';
import { makeEventView, showMs } from '../event-view.js';
import type { FeedConnection } from '../feed.js';
import type { RunData } from '../messages.js';
import type { View } from './view.js';

/** Events of the run as pictures and tables. */
export function makeEventsView(
  feed: Pick<FeedConnection, 'want' | 'drop'>,
  token: string | undefined,
): View {
  const event = makeEventView(feed, token);
  return {
    id: 'events',
    title: 'Events',
    element: byId('view-events'),
    topics: { events: showMs, run: 500 },
    onMessage: (topic, data) => {
      if (topic === 'run') event.update(data as RunData);
      else event.show(data);
    },
    onShow: event.onShow,
    restyle: event.restyle,
  };
}
