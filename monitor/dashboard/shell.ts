import { byId, make, setText } from './dom.js';
import type { FeedConnection } from './feed.js';
import { fragmentOf, placeOf } from './fragment.js';
import type { RunData } from './messages.js';
import type { View } from './views/view.js';

/** The views of the page, one of which is shown: the one that the address names. */
interface Shell {
  /** Gives a sample to the view that is shown. */
  readonly take: (topic: string, data: unknown) => void;
  readonly restyle: () => void;
  readonly shown: () => View;
}

interface ShellOptions {
  readonly feed: Pick<FeedConnection, 'want' | 'drop'>;
  readonly token: string | undefined;
  /** Topics that are wanted whatever is shown, with their pace [ms]. */
  readonly always: Readonly<Record<string, number>>;
}

/** Until there is beam samples come as they are made: nobody waits for the first curve [ms]. */
const firstPace = 100;

/**
 * Fills the navigation and shows the view of the address, now and whenever that changes. An address
 * without a view, or with one that does not exist, leads to the first view.
 */
export function makeShell(
  views: readonly [View, ...View[]],
  { feed, token, always }: ShellOptions,
): Shell {
  const links = new Map(views.map((view) => [view, linkTo(view, token)]));
  byId('views').replaceChildren(...[...links.values()].map(entryOf));
  let shown = views[0];
  let wanted = new Map<string, number>();
  /** Drawn in the colours of another scheme. */
  const outdated = new Set<View>();
  /** A view that is shown later has what came last: of these topics nobody asks again. */
  const latest = new Map<string, unknown>();

  const asked = paceOf(location.hash);
  let isAwaited = true;
  const subscribe = (topics: Readonly<Record<string, number>>): void => {
    // What is always wanted comes faster where the view asks for more.
    const next = new Map(Object.entries(always));
    for (const [topic, everyMs] of Object.entries(topics))
      next.set(topic, Math.min(everyMs, next.get(topic) ?? everyMs));
    for (const topic of wanted.keys()) if (!next.has(topic)) feed.drop(topic);
    for (const [topic, everyMs] of next) {
      next.set(topic, asked ?? (isAwaited ? firstPace : everyMs));
      if (wanted.get(topic) !== next.get(topic)) feed.want(topic, next.get(topic)!);
    }
    wanted = next;
  };
  const change = (next: View, isFirst: boolean): void => {
    if (!isFirst) shown.onHide?.();
    shown = next;
    for (const view of views) view.element.hidden = view !== next;
    for (const [view, link] of links) link.ariaCurrent = view === next ? 'page' : null;
    for (const link of links.values()) if (link.ariaCurrent === 'page') keepInSight(link);
    document.title = `${next.title} · b2l1`;
    subscribe(next.topics);
    if (outdated.delete(next)) next.restyle?.();
    if (!isFirst) setText(byId('announcer'), `View: ${next.title}.`);
  };
  const follow = (isFirst: boolean): void => {
    const { view: id, parameters } = placeOf(location.hash);
    const next = views.find((view) => view.id === id) ?? views[0];
    if (isFirst || next !== shown) change(next, isFirst);
    next.onShow?.(parameters);
    for (const [topic, data] of latest) give(topic, data);
  };
  const give = (topic: string, data: unknown): void => {
    if (topic in shown.topics) shown.onMessage?.(topic, data);
  };
  addEventListener('hashchange', () => follow(false));
  follow(true);
  const notice = ({ run }: RunData): void => {
    const awaited = ['starting', 'running'].includes(run.state) && run.emulatedSeconds === 0;
    if (awaited === isAwaited) return;
    isAwaited = awaited;
    subscribe(shown.topics);
  };
  return {
    take: (topic, data) => {
      if (topic === 'run') notice(data as RunData);
      if (topic in always) latest.set(topic, data);
      give(topic, data);
    },
    restyle: () => {
      for (const view of views) outdated.add(view);
      outdated.delete(shown);
      shown.restyle?.();
    },
    shown: () => shown,
  };
}

/** The pace of all topics that `#everyMs=100` of the page's first address asks for [ms]. */
function paceOf(fragment: string): number | undefined {
  const asked = Number(placeOf(fragment).parameters.get('everyMs') ?? Number.NaN);
  return asked >= 100 && asked <= 60_000 ? asked : undefined;
}

function linkTo({ id, title }: View, token: string | undefined): HTMLAnchorElement {
  const link = make('a', '', title);
  // Whole: what begins with # and is scrolled out of sight would be taken for a skip link.
  link.href = new URL(fragmentOf({ view: id }, token), location.href).href;
  link.dataset.view = id;
  return link;
}

/** Scrolls the list alone: `scrollIntoView` would let the next Tab start from the link. */
function keepInSight(link: HTMLElement): void {
  const list = byId('views');
  const beyond =
    Math.max(0, link.getBoundingClientRect().right - list.getBoundingClientRect().right) -
    Math.max(0, list.getBoundingClientRect().left - link.getBoundingClientRect().left);
  list.scrollBy({ left: beyond });
}

function entryOf(link: HTMLElement): HTMLElement {
  const entry = make('li');
  entry.append(link);
  return entry;
}
