import { alarmsOf, type Watched } from './alarms.js';
import { makeAlarmsView } from './alarms-view.js';
import { byId } from './dom.js';
import { fragmentOf } from './fragment.js';
import { makeMessageList } from './message-list.js';
import type { BackgroundsData, DaqData, MessagesData, RunData } from './messages.js';

/** What is looked at whatever view is shown, because an alarm may come of it. */
export interface Watch {
  /** Its topics, each with its pace [ms]. */
  readonly topics: Readonly<Record<string, number>>;
  /** Takes a sample of any topic. */
  readonly take: (topic: string, data: unknown) => void;
  readonly watched: () => Watched;
}

/**
 * Keeps the message log and the alarms, whose number stands in the head of the page.
 * @see D-390
 */
export function makeWatch(token: string | undefined): Watch {
  const alarms = makeAlarmsView();
  const messages = makeMessageList();
  let run: RunData | undefined;
  let daq: DaqData | undefined;
  let backgrounds: BackgroundsData | undefined;
  byId<HTMLAnchorElement>('alarms-link').href = fragmentOf({ view: 'overview' }, token);

  const watched = (): Watched => ({
    run,
    daq,
    backgrounds,
    messages: messages.messages(),
    now: Date.now(),
  });
  const takeRun = (data: RunData): void => {
    if (run !== undefined && run.run.id !== data.run.id)
      [daq, backgrounds] = [undefined, undefined];
    run = data;
  };
  const topics = { run: 500, daq: 2000, backgrounds: 5000, messages: 1000 };
  return {
    topics,
    take: (topic, data) => {
      if (topic === 'run') takeRun(data as RunData);
      if (topic === 'daq') daq = data as DaqData;
      if (topic === 'backgrounds') backgrounds = data as BackgroundsData;
      if (topic === 'messages') messages.take(data as MessagesData);
      if (topic in topics) alarms.show(alarmsOf(watched()));
    },
    watched,
  };
}
