import { tickPeriod } from '../../../emulator/machine/clock.js';
import type { ReadoutConfig } from '../../../emulator/readout/readout-schema.js';
import { readOutSubdetectors } from '../../../detector/event-sizes.js';
import type { ToldState } from '../../../emulator/readout/tick-states.js';

/** What happens in a run: triggers in order, and told stretches. */
export interface Story {
  readonly triggers: readonly {
    readonly tick: number;
    readonly quality: number;
    readonly bytes: readonly number[];
  }[];
  readonly told: readonly {
    readonly state: ToldState;
    readonly from: number;
    readonly until: number;
  }[];
  readonly end: number;
}

interface Accepted {
  readonly tick: number;
  readonly samples: number;
  readonly readAt: number;
  readonly shipped: readonly number[];
  readonly received: readonly number[];
  readonly built: number;
}

const order = [
  ...(['paused', 'no-beam', 'ended', 'veto-full', 'veto-gate', 'host'] as const),
  ...(['spacing', 'apv'] as const),
  ...readOutSubdetectors.map((name) => `fifo-${name}` as const),
  ...(['link', 'builder', 'recorder', 'client'] as const),
];
type Cause = (typeof order)[number];

const ticksFor = (bytes: number, megabytesPerSecond: number): number =>
  Math.ceil(bytes * (1000 / megabytesPerSecond / tickPeriod));

/**
 * The same books kept the slow way: every tick asks all accepted events where they are. Written
 * from what the classes promise, not from how they do it.
 */
export function slowBooks(config: ReadoutConfig, { triggers, told, end }: Story) {
  const { apv, frontEnds, receivers, builder } = config;
  const accepted: Accepted[] = [];
  const ticks: Record<string, number> = {};
  const lost: Record<string, number> = {};
  let liveForFine = 0;
  const add = (counts: Record<string, number>, key: string) => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  const samplesOf = (quality: number): number =>
    apv.samples === 'three' || (apv.samples === 'mixed' && quality >= 2) ? 3 : 6;

  const holds = (state: Cause, tick: number, samples: number, among: readonly Accepted[]) => {
    const still = (leaves: (event: Accepted) => number): number =>
      among.filter((event) => leaves(event) > tick).length;
    if (state === 'spacing') return among.some((event) => tick - event.tick < config.spacing);
    if (state === 'apv') {
      const held = among.filter(({ readAt }) => readAt > tick);
      return held.reduce((sum, event) => sum + event.samples, samples) > apv.cells;
    }
    if (state === 'builder') return still(({ built }) => built) >= builder.events;
    if (state === 'link')
      return readOutSubdetectors.some(
        (_, place) => still(({ received }) => received[place]!) >= receivers.events,
      );
    const place = readOutSubdetectors.findIndex((name) => state === `fifo-${name}`);
    if (place >= 0)
      return (
        still(({ shipped }) => shipped[place]!) >= frontEnds[readOutSubdetectors[place]!].events
      );
    return told.some((each) => each.state === state && each.from <= tick && tick < each.until);
  };

  const accept = (tick: number, samples: number, bytes: readonly number[]): void => {
    const last = accepted.at(-1);
    const after = (arrival: number, previous: number | undefined, takes: number): number =>
      Math.max(arrival, previous ?? 0) + takes;
    const shipped = readOutSubdetectors.map((name, place) => {
      const { links, megabytesPerSecond } = frontEnds[name];
      return after(tick, last?.shipped[place], ticksFor(bytes[place]!, links * megabytesPerSecond));
    });
    const received = readOutSubdetectors.map((name, place) => {
      const boards = Math.ceil(frontEnds[name].links / receivers.links);
      const rate = boards * receivers.megabytesPerSecond;
      return after(shipped[place]!, last?.received[place], ticksFor(bytes[place]!, rate));
    });
    const total = bytes.reduce((sum, size) => sum + size, 0);
    accepted.push({
      tick,
      samples,
      readAt: after(tick, last?.readAt, samples * apv.clocksPerSample * 4),
      shipped,
      received,
      built: after(Math.max(...received), last?.built, ticksFor(total, builder.megabytesPerSecond)),
    });
  };

  let next = 0;
  for (let tick = 0; tick < end; tick++) {
    const before = accepted.slice();
    const fewest = apv.samples === 'six' ? 6 : 3;
    const state = order.find((each) => holds(each, tick, fewest, before)) ?? 'live';
    add(ticks, state);
    if (state === 'live' && holds('apv', tick, apv.samples === 'three' ? 3 : 6, before))
      liveForFine++;
    for (; triggers[next]?.tick === tick; next++) {
      const { quality, bytes } = triggers[next]!;
      const samples = samplesOf(quality);
      const cause = order.find(
        (each) => !each.startsWith('veto') && holds(each, tick, samples, accepted),
      );
      if (cause === undefined) accept(tick, samples, bytes);
      else add(lost, cause);
    }
  }
  return { ticks, lost, accepted: accepted.length, liveForFine };
}
