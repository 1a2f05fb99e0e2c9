import type {
  BufferOccupancy,
  DaqSnapshot,
  LinkLoad,
  TickCounts,
  TimingSpread,
} from './daq-snapshot.js';
import type { MetricDefinition, Reading } from './metric-definitions.js';

type Kind = MetricDefinition['type'];

const perSecond = 1e9;
const bytesPerMegabyte = 1e6;

/** A metric of the read-out: without samples where nothing is read out. */
const ofDaq = (
  type: Kind,
  name: string,
  help: string,
  labels: readonly string[],
  read: (daq: DaqSnapshot) => readonly Reading[],
): MetricDefinition => ({
  type,
  name: `daq_${name}`,
  help,
  labels,
  read: ({ daq }) => (daq === undefined ? [] : read(daq)),
});

const plain = (
  type: Kind,
  name: string,
  help: string,
  value: (daq: DaqSnapshot) => number,
): MetricDefinition => ofDaq(type, name, help, [], (daq) => [[{}, value(daq)]]);

const perState = (
  name: string,
  help: string,
  value: (state: TickCounts) => number,
): MetricDefinition =>
  ofDaq('counter', name, help, ['state', 'group'], ({ states }) =>
    states.map((state) => [{ state: state.name, group: state.group }, value(state)]),
  );

type Timed = Pick<TimingSpread, 'source' | 'quality'>;
const qualities = ['none', 'coarse', 'fine', 'super-fine'] as const;
const unmeasured = ['self', 'delayed Bhabha', 'random', 'pulser', 'Poisson', 'none'];
/** What may time an accept: measured times have a quality. */
const timedBy: readonly Timed[] = [
  ...['ECL', 'TOP', 'CDC'].flatMap((source) =>
    qualities.map((quality): Timed => ({ source, quality })),
  ),
  ...unmeasured.map((source): Timed => ({ source, quality: 'none' })),
];

/** Those that came, and 0 for those that may still come. */
const acceptsBySource = ({ timing }: DaqSnapshot): readonly Reading[] =>
  timedBy.map(({ source, quality }) => {
    const came = timing.find((each) => each.source === source && each.quality === quality);
    return [{ source, quality }, came?.accepts ?? 0];
  });

const perBuffer = (
  name: string,
  help: string,
  value: (buffer: BufferOccupancy) => number,
): MetricDefinition =>
  ofDaq('gauge', name, help, ['buffer', 'unit'], ({ buffers }) =>
    buffers.map((buffer) => [{ buffer: buffer.name, unit: buffer.unit }, value(buffer)]),
  );

const perSubdetector = (
  name: string,
  help: string,
  value: (link: LinkLoad) => number,
): MetricDefinition =>
  ofDaq('gauge', name, help, ['subdetector'], ({ links }) =>
    links.map((link) => [{ subdetector: link.name }, value(link)]),
  );

/** Share of ticks that are dead. */
function deadShare(states: readonly TickCounts[], ticksOf: (state: TickCounts) => number): number {
  const sum = (of: readonly TickCounts[]): number =>
    of.reduce((total, state) => total + ticksOf(state), 0);
  const all = sum(states);
  return all > 0 ? sum(states.filter(({ group }) => group === 'dead')) / all : Number.NaN;
}

/** Metrics of triggers out and of the read-out. */
export const daqMetrics: readonly MetricDefinition[] = [
  perState(
    'ticks_total',
    'Ticks of the system clock by what they count as; together those of the run.',
    ({ ticks }) => ticks,
  ),
  perState(
    'triggers_lost_total',
    'Level-1 accepts that are not read out, by what lost them.',
    ({ lost }) => lost,
  ),
  plain('counter', 'triggers_issued_total', 'Level-1 accepts.', ({ issued }) => issued),
  plain(
    'counter',
    'triggers_read_out_total',
    'Level-1 accepts that are read out.',
    ({ readOut }) => readOut,
  ),
  ofDaq(
    'gauge',
    'dead_ratio',
    'Share of ticks that are dead: of the last minute of emulated time, and of the run.',
    ['over'],
    ({ states }) => [
      [{ over: 'minute' }, deadShare(states, ({ recentTicks }) => recentTicks)],
      [{ over: 'run' }, deadShare(states, ({ ticks }) => ticks)],
    ],
  ),
  plain(
    'gauge',
    'latency_seconds',
    'From a collision to the accept at the front ends.',
    ({ latency }) => latency / perSecond,
  ),
  plain(
    'gauge',
    'in_flight_mean',
    'Level-1 accepts on their way from the collision to the front ends, mean over the run.',
    ({ inFlight }) => inFlight.mean,
  ),
  plain(
    'gauge',
    'in_flight_highest',
    'Level-1 accepts on their way from the collision to the front ends, highest that was reached.',
    ({ inFlight }) => inFlight.highest,
  ),
  ofDaq(
    'counter',
    'timed_accepts_total',
    'Level-1 accepts by what timed them.',
    ['source', 'quality'],
    acceptsBySource,
  ),
  ofDaq(
    'gauge',
    'jitter_seconds',
    'Root mean square of accept less collision, about the mean.',
    ['source', 'quality'],
    ({ timing }) =>
      timing.map(({ source, quality, rms }) => [{ source, quality }, rms / perSecond]),
  ),
  perBuffer('buffer_mean', 'Mean occupancy over the run.', ({ mean }) => mean),
  perBuffer('buffer_highest', 'Highest occupancy that was reached.', ({ highest }) => highest),
  perBuffer('buffer_capacity', 'Occupancy that stops triggers.', ({ capacity }) => capacity),
  perSubdetector(
    'link_bytes_per_second',
    'Data of all links of a subdetector together, in the last minute of emulated time.',
    ({ rate }) => rate * bytesPerMegabyte,
  ),
  perSubdetector(
    'link_capacity_bytes_per_second',
    'What these links may carry.',
    ({ capacity }) => capacity * bytesPerMegabyte,
  ),
  perSubdetector(
    'event_bytes',
    'Mean size of an event that was read out.',
    ({ eventBytes }) => eventBytes,
  ),
];
