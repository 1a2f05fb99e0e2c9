import { byId, make, setText } from './dom.js';
import { formatDuration, formatTime } from './format.js';
import type { MessageData, MessagesData } from './messages.js';

/** As many lines are shown as one reads; the server keeps more. */
const maxShown = 100;

/** The message log of the daemon: what happened, when, and who asked; the newest first. */
interface MessageList {
  readonly take: (data: MessagesData) => void;
  readonly messages: () => readonly MessageData[];
}

/** Takes hold of the panel. A sample of topic `messages` holds those that came since the last. */
export function makeMessageList(): MessageList {
  const list = byId('messages');
  let kept: readonly MessageData[] = [];
  return {
    take: ({ messages }) => {
      const last = kept.at(-1)?.sequence ?? -1;
      const [first] = messages;
      // Another server begins again: what it has not said is taken away.
      const isAgain = first !== undefined && first.sequence === 0 && last >= 0;
      if (isAgain) list.replaceChildren();
      const fresh = messages.filter(({ sequence }) => isAgain || sequence > last);
      kept = [...(isAgain ? [] : kept), ...fresh].slice(-maxShown);
      list.prepend(...fresh.slice(-maxShown).toReversed().map(entryOf));
      while (list.children.length > maxShown) list.lastElementChild?.remove();
      byId('messages-none').hidden = kept.length > 0;
    },
    messages: () => kept,
  };
}

const levels: Readonly<Record<string, string>> = { warning: 'Warning: ', error: 'Error: ' };

function entryOf({ at, run, emulatedSeconds, level, text, asker }: MessageData): HTMLElement {
  const entry = make('li');
  entry.dataset.level = level;
  const when = make('time', 'number');
  when.dateTime = at;
  const place = `run ${run}, ${formatDuration(emulatedSeconds ?? 0)} of beam`;
  when.title = `${at}; ${place}`;
  setText(when, formatTime(new Date(at)));
  const who = asker === undefined ? '' : ` (asked by ${asker.by} at ${asker.address})`;
  const said = make('span', '', `${levels[level] ?? ''}${text}`);
  entry.append(when, said, make('span', 'hint', `${place}${who}`));
  return entry;
}
