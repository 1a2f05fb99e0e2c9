import { showFactList } from './fact-list.js';
import { formatCount, formatDuration, formatThree } from './format.js';
import type { RunData } from './messages.js';

const advice: Readonly<Record<string, string>> = {
  opening: ': its directory is being made',
  failed: ': nothing is written any more, see the messages',
  paused: ': the disk is full, make room and the run goes on',
};
const notFlushing: Readonly<Record<string, string>> = { opening: 'not yet', closed: 'closed' };
const flushText = (state: string, age: number): string =>
  notFlushing[state] ?? `${formatDuration(age)} ago`;
const fullWords = { end: 'ends', continue: 'goes on unrecorded', pause: 'waits for room' } as const;

/** What the recorder has written, and what to do where it cannot. */
export function showRecorder({ recording }: RunData): void {
  if (recording === undefined)
    return showFactList('recorder', [['State', 'not recorded: start with --record DIR']]);
  const { state, directory, events, bytes, segment, lost, flushAgeSeconds } = recording;
  const { onFull, pausedSeconds, freeBytes, eventRate, byteRate } = recording;
  showFactList('recorder', [
    ['State', `${state}${advice[state] ?? ''}`],
    ['Directory', directory],
    ['Events', formatCount(events)],
    ['Written', `${formatThree(bytes / 1e6)} MB`],
    ['Lately', `${formatThree(eventRate)} events/s, ${formatThree(byteRate / 1e6)} MB/s`],
    ['Segment', String(segment)],
    [
      'Left on the disk',
      freeBytes === undefined ? 'not known' : `${formatThree(freeBytes / 1e9)} GB`,
    ],
    ['When the disk is full, the run', fullWords[onFull]],
    ['Waited for room', formatDuration(pausedSeconds)],
    ['Accepted but lost', formatCount(lost)],
    ['Last flush to the disk', flushText(state, flushAgeSeconds)],
  ]);
}
