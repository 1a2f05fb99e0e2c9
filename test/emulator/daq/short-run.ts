import { eventsRecord } from '../../../emulator/daq/events-record.js';
import { openRecording, type RecordingItem } from '../../../emulator/daq/recording.js';
import { collect, someEnd, syntheticBatch, syntheticRecorder } from './support.js';

/** Batches of a short run. */
export const batches = [
  syntheticBatch(0, 0, 9),
  syntheticBatch(0, 9, 5),
  syntheticBatch(3, 0, 1),
  syntheticBatch(4, 0, 30),
  syntheticBatch(5, 0, 7),
];
/** Their records. */
export const expected = batches.reduce<ReturnType<typeof eventsRecord>[]>((before, batch) => {
  const last = before.at(-1);
  return [
    ...before,
    eventsRecord(batch, last === undefined ? 0 : last.recordedBefore + last.index.length),
  ];
}, []);

/** What the run gives up. */
export const givenUp = {
  kind: 'given-up',
  cause: 'host',
  firstSlice: 1,
  slices: 2,
  events: 17,
} as const;

/** Records the batches above with slices 1 and 2 given up, in segments of so many bytes. */
export async function recordIn(
  directory: string,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<string> {
  const recorder = syntheticRecorder(directory, { maxBytes });
  await recorder.open();
  // Told early, as the pull loop runs ahead of the decisions.
  recorder.giveUp(1, 2, 17);
  for (const batch of batches) recorder.write(batch);
  await recorder.close({
    ...someEnd,
    slices: 6,
    processed: 52,
    accepted: 19,
    givenUp: { slices: 2, events: 17 },
  });
  return directory;
}

/** All that a recording gives. */
export const read = async (path: string): Promise<RecordingItem[]> =>
  collect((await openRecording(path)).items());
