import { addressOf, linesOf, type Listing, listingsOf, summaryOf } from '../display/listing.js';
import type { EventStep } from '../explanation.js';
import type { EventDisplay } from '../ports.js';
import { byId, make, setText } from './dom.js';
import { readDisplay } from './event-data.js';
import { drawInto } from './event-drawings.js';
import { makeEventFind } from './event-find.js';
import { makePointing } from './event-pointing.js';
import { makeEventShare } from './event-share.js';
import { askEvent, type EventAsk } from './event-source.js';
import { isStep, makeExplainView } from './explain-view.js';
import type { FeedConnection } from './feed.js';
import { fragmentOf } from './fragment.js';
import type { RunData } from './messages.js';
import { makeSpacePanel } from './space-panel.js';
import { makeTable } from './table.js';

/** Wall time between two events that are shown by themselves [ms]. */
export const showMs = 4000;
/** Wall time between questions for the next one [ms]. */
const askMs = 500;

interface EventView {
  readonly show: (data: unknown) => void;
  readonly update: (data: RunData) => void;
  /** The view is shown, and its topic wanted; or it is asked for an event, a step and a line. */
  readonly onShow: (parameters: URLSearchParams) => void;
  readonly restyle: () => void;
}

// long: closures over the event that is shown; what they do is a few lines each.
/**
 * The panel "Event": sampled events of the run, one after the other, one by one by hand, or one
 * that is asked for; stepped through stage by stage.
 */
export function makeEventView(
  feed: Pick<FeedConnection, 'want' | 'drop'>,
  token: string | undefined,
): EventView {
  const host = byId('event-drawings');
  const pause = byId<HTMLButtonElement>('event-pause');
  let shown: EventDisplay | undefined;
  let paused = false;
  /** The next event was asked for by hand. */
  let stepping = false;
  /** Counts questions: an answer to an earlier one is not shown. */
  let asked = 0;

  const setPaused = (value: boolean): void => {
    paused = value;
    setText(pause, value ? 'Resume' : 'Pause');
    pause.ariaPressed = String(value);
  };
  const draw = (): void => {
    if (shown) drawInto(host, shown);
    pointing.clear();
  };
  const stop = (): void => {
    setPaused(true);
    stepping = false;
    feed.drop('events');
  };
  const display = (event: EventDisplay): void => {
    shown = event;
    byId('event-empty').hidden = true;
    describe(event);
    draw();
    explain.show(event.explanation);
    share.show(event);
    space.show(event);
  };
  const load = async (ask: EventAsk, step: EventStep | undefined): Promise<void> => {
    const question = ++asked;
    stop();
    find.say('');
    byId('event').ariaBusy = 'true';
    try {
      const event = await askEvent(token, ask);
      if (question !== asked) return;
      display(event);
      if ('line' in ask && ask.line !== undefined) explain.pickLine(ask.line);
      explain.go(step ?? 'hits');
    } catch (error) {
      if (question === asked) find.say(error instanceof Error ? error.message : String(error));
    } finally {
      if (question === asked) byId('event').ariaBusy = 'false';
    }
  };
  /** Where the event, the step and the line are found again. */
  const place = (): URLSearchParams =>
    placeOf(shown, { stage: explain.step() ?? 'hits', line: explain.line() });
  const explain = makeExplainView({
    onStep: (step) => {
      if (shown === undefined) return;
      if (shown.explanation === undefined) void load({ address: addressOf(shown) }, step);
      else explain.go(step);
    },
    onShown: (step) => {
      space.step(step);
      history.replaceState(null, '', fragmentOf({ view: 'events', parameters: place() }, token));
    },
  });
  const pointing = makePointing((names) => space.point(names));
  const share = makeEventShare(place);
  const space = makeSpacePanel();
  const find = makeEventFind((ask) => void load(ask, explain.step()));

  pause.addEventListener('click', () => {
    asked++;
    setPaused(!paused);
    stepping = false;
    if (paused) feed.drop('events');
    else {
      explain.go(undefined);
      space.step(undefined);
      history.replaceState(null, '', fragmentOf({ view: 'events' }, token));
      feed.want('events', showMs);
    }
    setText(
      byId('announcer'),
      paused && shown ? `Paused at event ${addressOf(shown)}.` : 'Events are shown as they come.',
    );
  });
  byId('event-next').addEventListener('click', () => {
    asked++;
    setPaused(true);
    stepping = true;
    explain.go(undefined);
    space.step(undefined);
    feed.want('events', askMs);
  });
  onNewWidth(host, draw);

  const show = (data: unknown): void => {
    const event = readDisplay(data);
    const isSame = shown !== undefined && addressOf(shown) === addressOf(event);
    if ((paused && !stepping) || (stepping && isSame)) return;
    display(event);
    if (!stepping) return;
    stepping = false;
    feed.drop('events');
    setText(byId('announcer'), `Event ${addressOf(event)}: ${summaryOf(event)} ${linesOf(event)}.`);
  };
  const restyle = (): void => {
    draw();
    space.restyle();
  };
  const onShow = (parameters: URLSearchParams): void => {
    const [address, line, step] = ['event', 'line', 'stage'].map((name) => parameters.get(name));
    const wanted = isStep(step ?? null) ? (step as EventStep) : undefined;
    const isShown = shown?.explanation !== undefined && address === addressOf(shown);
    if (address !== null && address !== undefined && !isShown)
      void load({ address }, wanted).then(() => line && explain.pickLine(line));
    else if (isShown && wanted !== undefined) explain.go(wanted);
    else if (line && !isShown) void load({ line }, wanted);
    if (paused) feed.drop('events');
    stepping = false;
    draw();
  };
  return { show, update: (data) => find.update(data), onShow, restyle };
}

/** What the address of the page says of an event; nothing of one that passes by. */
const placeOf = (
  event: EventDisplay | undefined,
  besides: Readonly<Record<string, string>>,
): URLSearchParams =>
  new URLSearchParams(
    event?.explanation === undefined ? {} : { event: addressOf(event), ...besides },
  );

/** Calls when an element that is shown has got another width. */
function onNewWidth(host: HTMLElement, call: () => void): void {
  let width = 0;
  new ResizeObserver(() => {
    if (host.clientWidth === width || host.clientWidth === 0) return;
    width = host.clientWidth;
    call();
  }).observe(host);
}

/** Name, lines and tables. */
function describe(event: EventDisplay): void {
  setText(byId('event-address'), `${addressOf(event)} · ${event.source}`);
  setText(byId('event-lines'), `${linesOf(event)}.`);
  setText(byId('event-summary'), summaryOf(event));
  byId('event-tables').replaceChildren(...listingsOf(event).map(listingOf));
}

const listingOf = ({ title, columns, rows, objects, none }: Listing): HTMLElement =>
  rows.length === 0
    ? make('p', 'hint', `${title}: ${none}`)
    : makeTable({ title, columns, rows, objects });
