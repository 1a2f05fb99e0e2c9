import { byId } from '../dom.js';
import { makeEventView, showMs } from '../event-view.js';
import type { FeedConnection } from '../feed.js';
import type { View } from './view.js';

/** Events of the run as pictures and tables. */
export function makeEventsView(feed: Pick<FeedConnection, 'want' | 'drop'>): View {
  const event = makeEventView(feed);
  return {
    id: 'events',
    title: 'Events',
    element: byId('view-events'),
    topics: { events: showMs },
    onMessage: (_, data) => event.show(data),
    onShow: event.onShow,
    restyle: event.restyle,
  };
}
