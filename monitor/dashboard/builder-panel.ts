import { byId } from './dom.js';
import { showFactList } from './fact-list.js';
import { formatCount, formatThree } from './format.js';
import type { RunData } from './messages.js';
import { fillRows } from './table-rows.js';

/** What the event builder has made: events, raw data, and fragments that were not whole. */
export function showBuilder({ builder, run }: RunData): void {
  byId('builder-panel').hidden = builder === undefined;
  if (builder === undefined) return;
  const { events, flagged, rawBytes, onError, fragments } = builder;
  const seconds = run.playedSeconds;
  showFactList('builder', [
    ['Events built', formatCount(events)],
    ['Marked, for a fragment not whole', formatCount(flagged)],
    ['Raw data (emulated)', `${formatThree(rawBytes / 1e6)} MB`],
    [
      'Raw data, mean of the run',
      seconds > 0 ? `${formatThree(rawBytes / 1e6 / seconds)} MB/s` : '–',
    ],
    ['A fragment not whole', onError === 'flag' ? 'marks its event' : 'stops the run'],
  ]);
  fillRows(
    byId('fragment-rows'),
    ['Subdetector', 'Whole', 'Not whole'],
    fragments.map(({ subdetector, states }) => {
      const { whole = 0, ...others } = states;
      const faults = Object.entries(others).filter(([, count]) => count > 0);
      const words = faults.map(([state, count]) => `${state} ${formatCount(count)}`).join(', ');
      return [
        { text: subdetector },
        { text: formatCount(whole) },
        { text: words === '' ? 'none' : words },
      ];
    }),
  );
}
