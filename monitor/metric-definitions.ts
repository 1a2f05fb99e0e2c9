import { formatConfidence } from './confidence.js';
import { recorderStates } from './recording-snapshot.js';
import type { Efficiency, LineCounts, RunSnapshot, RunState } from './ports.js';

/** Labels and value of one sample. */
export type Reading = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A metric and how to read it from a snapshot; counters are cumulative since the run began. */
export interface MetricDefinition {
  readonly type: 'counter' | 'gauge';
  /** Without the prefix. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: (snapshot: RunSnapshot) => readonly Reading[];
}

/** A metric without labels. */
export function single(
  type: 'counter' | 'gauge',
  name: string,
  help: string,
  value: (snapshot: RunSnapshot) => number,
): MetricDefinition {
  return { type, name, help, labels: [], read: (snapshot) => [[{}, value(snapshot)]] };
}

function perLine(
  type: 'counter' | 'gauge',
  name: string,
  help: string,
  value: (line: LineCounts) => number,
): MetricDefinition {
  const read = ({ lines }: RunSnapshot): readonly Reading[] =>
    lines.map((line) => [{ line: line.name, family: line.family }, value(line)]);
  return { type, name, help, labels: ['line', 'family'], read };
}

/** Lines and families share one metric: a family is the sample whose line is empty. */
function perEfficiency(
  type: 'counter' | 'gauge',
  name: string,
  help: string,
  value: (efficiency: Efficiency) => number,
): MetricDefinition {
  const read = ({ efficiencies: { lines, families } }: RunSnapshot): readonly Reading[] => [
    ...lines.map((line): Reading => [{ line: line.name, family: line.family }, value(line)]),
    ...families.map((family): Reading => [{ line: '', family: family.name }, value(family)]),
  ];
  return { type, name, help, labels: ['line', 'family'], read };
}

const states: readonly RunState[] = [
  'starting',
  'running',
  'paused',
  'draining',
  'ended',
  'failed',
];

const runInfo: MetricDefinition = {
  type: 'gauge',
  name: 'run_info',
  help: 'What is played; the value is always 1.',
  labels: ['run', 'version', 'menu', 'conditions', 'geometry', 'source', 'pace', 'seed'],
  read: ({ run: { id, version, menu, conditions, geometry, source, pace, seed } }) => [
    [{ run: id, version, menu, conditions, geometry, source, pace, seed: String(seed) }, 1],
  ],
};

const runState: MetricDefinition = {
  type: 'gauge',
  name: 'run_state',
  help: '1 for the state the run is in, 0 for the others.',
  labels: ['state'],
  read: ({ run }) => states.map((state) => [{ state }, Number(run.state === state)]),
};

const deadSeconds: MetricDefinition = {
  type: 'counter',
  name: 'dead_seconds_total',
  help: 'Dead time by cause.',
  labels: ['cause'],
  read: (snapshot) =>
    Object.entries(snapshot.deadSeconds).map(([cause, seconds]) => [{ cause }, seconds]),
};

/** Of a run that is not recorded: nothing written. */
const recordingMetrics: readonly MetricDefinition[] = [
  single(
    'counter',
    'recorded_events_total',
    'Accepted events that are written.',
    ({ recording }) => recording?.events ?? 0,
  ),
  single(
    'counter',
    'recorded_flushed_events_total',
    'Of the events that are written those that no loss of power takes.',
    ({ recording }) => recording?.flushedEvents ?? 0,
  ),
  single(
    'counter',
    'recorded_bytes_total',
    'Bytes of the recording that are written.',
    ({ recording }) => recording?.bytes ?? 0,
  ),
  single(
    'gauge',
    'recording_event_rate_hertz',
    'Accepted events a second that were written in the last ten seconds of wall time.',
    ({ recording }) => recording?.eventRate ?? 0,
  ),
  single(
    'gauge',
    'recording_write_bytes_per_second',
    'Bytes a second that were written in the last ten seconds of wall time.',
    ({ recording }) => recording?.byteRate ?? 0,
  ),
  single(
    'counter',
    'recording_lost_events_total',
    'Accepted events that were not recorded, since the disk took no more.',
    ({ recording }) => recording?.lost ?? 0,
  ),
  single(
    'gauge',
    'recording_segment',
    'Number of the segment file being written, from 0.',
    ({ recording }) => recording?.segment ?? 0,
  ),
  single(
    'gauge',
    'recording_flush_age_seconds',
    'Wall time since the recording was last flushed to the disk.',
    ({ recording }) => recording?.flushAgeSeconds ?? 0,
  ),
  {
    type: 'gauge',
    name: 'recorder_state',
    help: '1 for the state the recorder is in, 0 for the others; all 0 where nothing is recorded.',
    labels: ['state'],
    read: ({ recording }) =>
      recorderStates.map((state) => [{ state }, Number(recording?.state === state)]),
  },
  single(
    'gauge',
    'recorder_paused',
    '1 while the run waits for room on a full disk.',
    ({ recording }) => Number(recording?.state === 'paused'),
  ),
  single(
    'counter',
    'recorder_paused_seconds_total',
    'Wall time in which a full disk was waited for.',
    ({ recording }) => recording?.pausedSeconds ?? 0,
  ),
  {
    type: 'gauge',
    name: 'recorder_disk_free_bytes',
    help: 'Bytes left on the disk of the recording, at the last flush.',
    labels: [],
    read: ({ recording }) =>
      recording?.freeBytes === undefined ? [] : [[{}, recording.freeBytes]],
  },
];

/** Of a run whose events are not built: nothing. */
const builderMetrics: readonly MetricDefinition[] = [
  single(
    'counter',
    'builder_events_total',
    'Accepted events that were built.',
    ({ builder }) => builder?.events ?? 0,
  ),
  single(
    'counter',
    'builder_flagged_events_total',
    'Built events with a fragment that was not whole.',
    ({ builder }) => builder?.flagged ?? 0,
  ),
  single(
    'counter',
    'builder_raw_bytes_total',
    'Size of the raw data of built events, which is emulated.',
    ({ builder }) => builder?.rawBytes ?? 0,
  ),
  {
    type: 'counter',
    name: 'builder_fragments_total',
    help: 'Fragments by subdetector and by what was found of them.',
    labels: ['subdetector', 'state'],
    read: ({ builder }) =>
      (builder?.fragments ?? []).flatMap(({ subdetector, states }) =>
        Object.entries(states).map(([state, count]) => [{ subdetector, state }, count] as const),
      ),
  },
];

// long: a list, one entry a metric.
/**
 * Everything that a snapshot tells.
 * @param confidence probability content of the intervals, the same for all runs that the server
 * shows.
 */
export const runMetrics = (confidence: number): readonly MetricDefinition[] => [
  single(
    'gauge',
    'snapshot_sequence',
    'Number of the snapshot that all values of this scrape come from.',
    ({ sequence }) => sequence,
  ),
  runInfo,
  runState,
  single(
    'counter',
    'emulated_seconds_total',
    'Time of the emulated machine since the run began.',
    ({ run }) => run.emulatedSeconds,
  ),
  single(
    'counter',
    'played_seconds_total',
    'Emulated time whose events are decided: without pauses and what was given up.',
    ({ run }) => run.playedSeconds,
  ),
  single(
    'counter',
    'run_seconds_total',
    'Wall time since the run began.',
    ({ run }) => run.wallSeconds,
  ),
  single(
    'counter',
    'events_processed_total',
    'Events or windows decided upon, each counted once.',
    ({ events }) => events.processed,
  ),
  single(
    'gauge',
    'events_weight',
    'Sum of the weights of the events decided upon: what a thinned window stands for.',
    ({ events }) => events.sumWeights,
  ),
  single(
    'counter',
    'events_accepted_total',
    'L1 accepts: a line is left after prescale and mask; a thinned window counts for all it ' +
      'stands for.',
    ({ events }) => events.accepted,
  ),
  single(
    'counter',
    'events_busy_total',
    'Events, of a machine seeds, lost because the host was busy.',
    ({ events }) => events.busy,
  ),
  perLine(
    'counter',
    'line_ftdl_total',
    'Rising edges of the line, which prescales count; a thinned window counts for all it stands ' +
      'for.',
    ({ ftdl }) => ftdl,
  ),
  perLine(
    'counter',
    'line_psnm_total',
    'Accepts of the line, after prescale and mask; a thinned window counts for all it stands for.',
    ({ psnm }) => psnm,
  ),
  perLine('gauge', 'line_prescale', 'Prescale of the line; 0 is off.', ({ prescale }) => prescale),
  perEfficiency(
    'counter',
    'efficiency_selected_total',
    'Events selected for the efficiency; line is empty for a family.',
    (e) => e.selected,
  ),
  perEfficiency(
    'counter',
    'efficiency_fired_total',
    'Events of these that fired; line is empty for a family.',
    (e) => e.fired,
  ),
  perEfficiency(
    'gauge',
    'efficiency_ratio',
    'Efficiency; NaN while nothing is selected.',
    (e) => e.efficiency,
  ),
  perEfficiency(
    'gauge',
    'efficiency_low_ratio',
    `Lower end of the interval of ${formatConfidence(confidence)} %.`,
    (e) => e.low,
  ),
  perEfficiency(
    'gauge',
    'efficiency_high_ratio',
    `Upper end of the interval of ${formatConfidence(confidence)} %.`,
    (e) => e.high,
  ),
  deadSeconds,
  ...recordingMetrics,
  ...builderMetrics,
  single(
    'gauge',
    'event_loop_lag_seconds',
    'Largest delay of the main thread in the last second.',
    (s) => s.eventLoopLagSeconds,
  ),
  single('gauge', 'workers', 'Worker threads.', ({ run }) => run.workers),
  single(
    'counter',
    'worker_busy_seconds_total',
    'Busy time of the workers, summed.',
    (s) => s.workerBusySeconds,
  ),
];
