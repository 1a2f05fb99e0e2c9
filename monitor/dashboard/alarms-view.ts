import { type Alarm, maxDeadShare, minRealTime } from './alarms.js';
import { byId, make, setText } from './dom.js';
import { formatDuration, formatShare, formatTime } from './format.js';

interface Shown {
  readonly element: HTMLElement;
  readonly title: HTMLElement;
  readonly since: HTMLElement;
  readonly advice: HTMLElement;
  /**
   * When it came up, as far as this page has seen it: for people, and of a clock that never jumps
   * [ms].
   */
  readonly start: string;
  readonly from: number;
  /** There when the page was opened. */
  readonly isOld: boolean;
}

/** What comes up so soon after the page was opened was there before [ms]. */
const oldMs = 6000;

/**
 * The list of alarms: what, since when, what to do; their number in the head of every view. New
 * ones are told to screen readers.
 */
export function makeAlarmsView(): { readonly show: (alarms: readonly Alarm[]) => void } {
  const list = byId('alarms');
  const shown = new Map<string, Shown>();
  let opened: number | undefined;
  setText(
    byId('alarms-none'),
    `None. Watched: dead time above ${formatShare(maxDeadShare)}, a real-time factor below ` +
      `${minRealTime}, faults of the recorder, clients dropped, background above a limit.`,
  );
  return {
    show: (alarms) => {
      const now = performance.now();
      opened ??= now;
      for (const [id, { element }] of shown) {
        if (alarms.some((alarm) => alarm.id === id)) continue;
        element.remove();
        shown.delete(id);
      }
      for (const alarm of alarms) {
        const entry = shown.get(alarm.id) ?? makeEntry(now, now - opened < oldMs);
        if (!shown.has(alarm.id)) {
          list.append(entry.element);
          setText(byId('announcer'), `Alarm: ${alarm.title}.`);
        }
        shown.set(alarm.id, entry);
        fill(entry, alarm, now);
      }
      byId('alarms-none').hidden = shown.size > 0;
      const count = shown.size === 0 ? '' : String(shown.size);
      setText(byId('alarms-count'), count);
      const link = byId('alarms-link');
      link.hidden = shown.size === 0;
      setText(link, shown.size === 1 ? '1 alarm' : `${count} alarms`);
      link.title = alarms.map(({ title }) => title).join('\n');
    },
  };
}

function makeEntry(from: number, isOld: boolean): Shown {
  const element = make('li', 'alarm');
  const [title, since, advice] = [make('strong'), make('span', 'hint'), make('span')];
  element.append(title, since, advice);
  return { element, title, since, advice, start: formatTime(new Date()), from, isOld };
}

function fill(
  { title, since, advice, start, from, isOld }: Shown,
  alarm: Alarm,
  now: number,
): void {
  setText(title, alarm.title);
  const age = formatDuration((now - from) / 1000);
  setText(
    since,
    isOld ? `since before ${start}, when this page was opened` : `since ${start} (${age})`,
  );
  setText(advice, alarm.advice);
}
