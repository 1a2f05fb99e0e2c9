import { s } from '../../detector/base/units.js';
import { readOutSubdetectors } from '../../detector/event-sizes.js';
import type {
  BufferOccupancy,
  DaqSnapshot,
  LinkLoad,
  TimingSpread,
} from '../../monitor/daq-snapshot.js';
import { tickPeriod } from '../machine/clock.js';
import type { DeadTime } from './dead-time.js';
import type { InFlight } from './in-flight.js';
import type { ReadoutConfig } from './readout-schema.js';
import { groupOf, tickStates } from './tick-states.js';

const bytesPerMegabyte = 1e6;

/** What a snapshot is made of. */
interface Sampled {
  readonly readout: ReadoutConfig;
  /** Those that have been counted. */
  readonly ticks: number;
  /** Ticks and lost accepts by state, accepts read out, bytes by subdetector: since the start. */
  readonly counts: Float64Array;
  /** The same of the last minute. */
  readonly recent: { readonly ticks: number; readonly counts: Float64Array };
  readonly inFlight: InFlight['occupancy'];
  readonly occupancy: ReturnType<DeadTime['occupancy']>;
  readonly timing: readonly TimingSpread[];
  readonly standIns: readonly string[];
}

/** Counts of one stretch of time by what they are. */
function parted(counts: Float64Array) {
  const states = tickStates.length;
  const ticks = counts.subarray(0, states);
  const lost = counts.subarray(states, 2 * states);
  const readOut = counts[2 * states]!;
  const issued = lost.reduce((sum, count) => sum + count, readOut);
  return { ticks, lost, readOut, issued, bytes: counts.subarray(2 * states + 1) };
}

/** The read-out as the monitor sees it. */
export function daqSnapshot(sampled: Sampled): DaqSnapshot {
  const { ticks, readout, timing, inFlight } = sampled;
  const all = parted(sampled.counts);
  const recent = parted(sampled.recent.counts);
  return {
    ticks,
    tickRate: s / tickPeriod,
    recentTicks: sampled.recent.ticks,
    issued: all.issued,
    readOut: all.readOut,
    recentIssued: recent.issued,
    recentReadOut: recent.readOut,
    states: tickStates.map((name, state) => ({
      name,
      group: groupOf(name),
      ticks: all.ticks[state]!,
      lost: all.lost[state]!,
      recentTicks: recent.ticks[state]!,
      recentLost: recent.lost[state]!,
    })),
    latency: readout.latency,
    inFlight: { mean: ticks > 0 ? inFlight.occupied / ticks : 0, highest: inFlight.highest },
    timing,
    buffers: readout.rule === 'fixed' ? [] : buffersOf(sampled),
    links: linksOf(sampled, all, recent),
  };
}

function buffersOf({ readout, occupancy, ticks }: Sampled): readonly BufferOccupancy[] {
  const { apv, frontEnds, receivers, builder } = readout;
  const row = (
    name: string,
    unit: BufferOccupancy['unit'],
    capacity: number,
    { occupied, highest }: { readonly occupied: number; readonly highest: number },
  ): BufferOccupancy => ({
    name,
    unit,
    capacity,
    mean: ticks > 0 ? occupied / ticks : 0,
    highest,
  });
  return [
    row('apv', 'cells', apv.cells, occupancy.apv),
    ...readOutSubdetectors.map((name, place) =>
      row(`fifo-${name}`, 'events', frontEnds[name].events, occupancy.fifos[place]!),
    ),
    ...readOutSubdetectors.map((name, place) =>
      row(`link-${name}`, 'events', receivers.events, occupancy.receivers[place]!),
    ),
    row('builder', 'events', builder.events, occupancy.builder),
  ];
}

type Parted = ReturnType<typeof parted>;

function linksOf(
  { readout: { frontEnds }, recent: { ticks }, standIns }: Sampled,
  all: Parted,
  recent: Parted,
): readonly LinkLoad[] {
  const seconds = (ticks * tickPeriod) / s;
  return readOutSubdetectors.map((name, place) => {
    const { links, megabytesPerSecond } = frontEnds[name];
    return {
      name: name.toUpperCase(),
      links,
      rate: seconds > 0 ? recent.bytes[place]! / bytesPerMegabyte / seconds : 0,
      capacity: links * megabytesPerSecond,
      eventBytes: all.readOut > 0 ? all.bytes[place]! / all.readOut : 0,
      isStandIn: standIns.includes(name),
    };
  });
}
