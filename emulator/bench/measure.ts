import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Clock } from '../../monitor/ports.js';
import { median } from './median.js';

/** One row of `b2l1 bench`. */
export interface BenchRow {
  readonly name: string;
  readonly nsPerEvent: number;
  readonly eventsPerSecond: number;
  /** Time per event over the time of one round of the reference loop in the same process. */
  readonly ratioToReference: number;
  /** What is worked on in an event, on average, and the time for each; of which there is some. */
  readonly work: readonly WorkCount[];
  /**
   * Garbage collections while it was measured, their time, and bytes allocated per event (heap and
   * buffers).
   */
  readonly gcCount: number;
  readonly gcMs: number;
  readonly bytesPerEvent: number;
  /** What an event is in this row, and what is modelled. */
  readonly what: string;
}

/** Work of one kind: arcs, cells, photons. */
export interface WorkCount {
  readonly unit: string;
  readonly perEvent: number;
  readonly nsPerUnit: number;
}

/** Something that is timed: its name in the table, what it does, and one call of it. */
export interface Stage {
  readonly name: string;
  readonly what: string;
  /** Events of one call of `work`. */
  readonly events: number;
  /** What an event is made of here, on average: how many arcs, cells, photons. */
  readonly perEvent?: Readonly<Record<string, number>>;
  readonly work: () => void;
}

/**
 * A loop of fixed work that shows how fast this machine is just now: 1000 steps of xorshift32.
 * Returns its result so that it is not removed.
 */
function referenceLoop(): number {
  let state = 2463534242 | 0;
  for (let step = 0; step < 1000; step++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}

const warmUpCalls = 20;
const referenceRounds = 2000;
/**
 * Each stage is measured in this many stretches; the median is given, since other work on the
 * machine only makes it slower.
 */
const stretches = 9;

/** Measures a stage for about `seconds`. */
export async function measure(stage: Stage, seconds: number, clock: Clock): Promise<BenchRow> {
  for (let call = 0; call < warmUpCalls; call++) stage.work();
  const callMs = timeCalls(stage.work, 3, clock) / 3;
  const calls = Math.max(1, Math.ceil((1000 * seconds) / stretches / callMs));
  const collections = countCollections();
  const times: number[] = [];
  const references: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    times.push(timeCalls(stage.work, calls, clock) / calls);
    references.push(timeCalls(referenceLoop, referenceRounds, clock) / referenceRounds);
  }
  const gc = await collections();
  const nsPerEvent = (1e6 * median(times)) / stage.events;
  return {
    name: stage.name,
    nsPerEvent,
    eventsPerSecond: 1e9 / nsPerEvent,
    ratioToReference: nsPerEvent / (1e6 * median(references)),
    work: Object.entries(stage.perEvent ?? {})
      .filter(([, perEvent]) => perEvent > 0)
      .map(([unit, perEvent]) => ({ unit, perEvent, nsPerUnit: nsPerEvent / perEvent })),
    gcCount: gc.count,
    gcMs: gc.ms,
    bytesPerEvent: bytesAllocated(stage.work, 10) / (10 * stage.events),
    what: stage.what,
  };
}

function timeCalls(work: () => unknown, calls: number, clock: Clock): number {
  const began = clock.now();
  for (let call = 0; call < calls; call++) work();
  return clock.now() - began;
}

/** Starts counting garbage collections; the returned function stops, gives number and time. */
function countCollections(): () => Promise<{ readonly count: number; readonly ms: number }> {
  let count = 0;
  let ms = 0;
  const add = (entries: readonly { readonly duration: number }[]): void => {
    count += entries.length;
    for (const { duration } of entries) ms += duration;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return async () => {
    // Entries are queued in a later turn of the event loop.
    await new Promise((resolve) => setTimeout(resolve, 20));
    add(observer.takeRecords());
    observer.disconnect();
    return { count, ms };
  };
}

/**
 * Bytes allocated by `calls` calls: growth of heap and external memory from call to call, leaving
 * out calls in which it was collected.
 */
function bytesAllocated(work: () => void, calls: number): number {
  let total = 0;
  let counted = 0;
  for (let call = 0; call < calls; call++) {
    const before = allocatedNow();
    work();
    const grown = allocatedNow() - before;
    if (grown < 0) continue;
    total += grown;
    counted++;
  }
  return counted === 0 ? 0 : (total * calls) / counted;
}

function allocatedNow(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
