import { showFactList } from './fact-list.js';
import { formatCount, formatDuration, formatThree } from './format.js';
import type { RunData } from './messages.js';

/** What the recorder has written, and what to do where it cannot. */
export function showRecorder({ recording }: RunData): void {
  if (recording === undefined)
    return showFactList('recorder', [['State', 'not recorded: start with --record DIR']]);
  const { state, directory, events, bytes, segment, lost, flushAgeSeconds } = recording;
  const advice = state === 'failed' ? ': nothing can be written any more, see the messages' : '';
  showFactList('recorder', [
    ['State', `${state}${advice}`],
    ['Directory', directory],
    ['Events', formatCount(events)],
    ['Written', `${formatThree(bytes / 1e6)} MB`],
    ['Segment', String(segment)],
    ['Accepted but lost', formatCount(lost)],
    [
      'Last flush to the disk',
      state === 'recording' ? `${formatDuration(flushAgeSeconds)} ago` : 'closed',
    ],
  ]);
}
