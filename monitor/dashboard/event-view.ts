import { addressOf, linesOf, type Listing, listingsOf, summaryOf } from '../display/listing.js';
import type { EventDisplay } from '../ports.js';
import { byId, make, setText } from './dom.js';
import { readDisplay } from './event-data.js';
import { drawInto } from './event-drawings.js';
import type { FeedConnection } from './feed.js';

/** Wall time between two events that are shown by themselves [ms]. */
export const showMs = 4000;
/** Wall time between questions for the next one [ms]. */
const askMs = 500;

interface EventView {
  readonly show: (data: unknown) => void;
  /** The view is shown, and its topic wanted. */
  readonly onShow: () => void;
  readonly restyle: () => void;
}

/** The panel "Event": sampled events of the run, one after the other, or one by one by hand. */
export function makeEventView(feed: Pick<FeedConnection, 'want' | 'drop'>): EventView {
  const host = byId('event-drawings');
  const pause = byId<HTMLButtonElement>('event-pause');
  let shown: EventDisplay | undefined;
  let paused = false;
  /** The next event was asked for by hand. */
  let stepping = false;

  const setPaused = (value: boolean): void => {
    paused = value;
    setText(pause, value ? 'Resume' : 'Pause');
    pause.ariaPressed = String(value);
  };
  const draw = (): void => {
    if (shown) drawInto(host, shown);
  };
  pause.addEventListener('click', () => {
    setPaused(!paused);
    stepping = false;
    if (paused) feed.drop('events');
    else feed.want('events', showMs);
    setText(
      byId('announcer'),
      paused && shown ? `Paused at event ${addressOf(shown)}.` : 'Events are shown as they come.',
    );
  });
  byId('event-next').addEventListener('click', () => {
    setPaused(true);
    stepping = true;
    feed.want('events', askMs);
  });
  let width = 0;
  new ResizeObserver(() => {
    if (host.clientWidth === width || host.clientWidth === 0) return;
    width = host.clientWidth;
    draw();
  }).observe(host);

  const show = (data: unknown): void => {
    const event = readDisplay(data);
    const isSame = shown !== undefined && addressOf(shown) === addressOf(event);
    if ((paused && !stepping) || (stepping && isSame)) return;
    shown = event;
    byId('event-empty').hidden = true;
    describe(event);
    draw();
    if (!stepping) return;
    stepping = false;
    feed.drop('events');
    setText(byId('announcer'), `Event ${addressOf(event)}: ${summaryOf(event)} ${linesOf(event)}.`);
  };
  const onShow = (): void => {
    if (paused) feed.drop('events');
    stepping = false;
    draw();
  };
  return { show, onShow, restyle: draw };
}

/** Name, lines and tables. */
function describe(event: EventDisplay): void {
  setText(byId('event-address'), `${addressOf(event)} · ${event.source}`);
  setText(byId('event-lines'), `${linesOf(event)}.`);
  setText(byId('event-summary'), summaryOf(event));
  byId('event-tables').replaceChildren(...listingsOf(event).map(tableOf));
}

function tableOf({ title, columns, rows, none }: Listing): HTMLElement {
  if (rows.length === 0) return make('p', 'hint', `${title}: ${none}`);
  const table = make('table');
  const head = make('tr');
  for (const column of columns) {
    const cell = make('th', '', column);
    cell.scope = 'col';
    head.append(cell);
  }
  const body = make('tbody');
  for (const row of rows) {
    const line = make('tr');
    line.append(
      ...row.map((text, column) => (column === 0 ? make('th', '', text) : make('td', '', text))),
    );
    body.append(line);
  }
  const section = make('thead');
  section.append(head);
  table.append(make('caption', '', title), section, body);
  return table;
}
