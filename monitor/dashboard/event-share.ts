import type { EventDisplay } from '../ports.js';
import { copyText } from './copy.js';
import { byId, setText } from './dom.js';
import { fragmentOf } from './fragment.js';

/** The buttons that copy a link to an event, or the command that makes it again. */
interface EventShare {
  /** Of an event that passes by there is neither. */
  readonly show: (event: EventDisplay) => void;
}

/** @param place what the address of the page says of the event that is shown */
export function makeEventShare(place: () => URLSearchParams): EventShare {
  const output = byId('event-copied');
  let command: string | undefined;
  byId('event-share').addEventListener('click', () => {
    const { origin, pathname } = location;
    const link = origin + pathname + fragmentOf({ view: 'events', parameters: place() });
    void copyText(link, output);
  });
  byId('event-command').addEventListener('click', () => {
    if (command !== undefined) void copyText(command, output);
  });
  return {
    show: (event) => {
      command = event.command;
      byId('event-share-part').hidden = event.explanation === undefined;
      const button = byId<HTMLButtonElement>('event-command');
      button.disabled = command === undefined;
      button.title =
        command === undefined
          ? 'No command line says what was changed in this run; its recording does (explain DIR)'
          : '';
      setText(output, '');
    },
  };
}
