import { slicePeriod } from '../chain/slices.js';
import { Accelerator } from '../machine/accelerator.js';
import { ticksOf, tickPeriod } from '../machine/clock.js';
import { type RingName, ringNames } from '../machine/machine-schema.js';
import type { MachineStateConfig, TimedEpochs } from './machine.js';

/** So long a shot is remembered [ns]: what comes later is one part in a hundred thousand. */
const memoryOf = ({ backgrounds: { injection } }: MachineStateConfig): number =>
  burstLifetimes * Math.max(injection.slowDecay, injection.fastDecay);

/**
 * When bunches of a ring arrived that still make background in a stretch of time, or arrive in it;
 * a stretch is a slice at most [ns].
 */
export function shotArrivals(epochs: TimedEpochs) {
  const longest = Math.max(...epochs.map(({ config }) => memoryOf(config)));
  const arrivalsBefore = arrivalsOf(new Accelerator(epochs), longest);
  return (
    ring: RingName,
    config: MachineStateConfig,
    start: number,
    end: number,
  ): readonly number[] => {
    const memory = memoryOf(config);
    return arrivalsBefore(ring, end).filter((arrival) => arrival > start - memory && arrival < end);
  };
}

/**
 * When bunches arrive, from some time before the slice in which a stretch of time begins to its
 * end; kept by slices.
 */
function arrivalsOf({ trains }: Accelerator, memory: number) {
  const kept = new Map<number, readonly number[]>();
  return (ring: RingName, end: number): readonly number[] => {
    // A stretch is a slice at most, so it begins in the slice of its end or in the one before.
    const slice = Math.floor(end / slicePeriod);
    const key = 2 * slice + ringNames.indexOf(ring);
    const [from, to] = [(slice - 2) * slicePeriod - memory, (slice + 1) * slicePeriod];
    const found =
      kept.get(key) ??
      trains[ring].between(ticksOf(from), ticksOf(to)).map(({ arrival }) => arrival * tickPeriod);
    if (kept.size >= keptSlices) kept.clear();
    kept.set(key, found);
    return found;
  };
}

/** Arrivals in so many slices are kept. */
const keptSlices = 1024;

/** A shot is remembered for so many times in which its background falls to 1/e. */
const burstLifetimes = 12;
