import {
  constants,
  type PerformanceEntry,
  PerformanceObserver,
  performance,
} from 'node:perf_hooks';
import { type MetricDefinition, type Reading, single } from './metric-definitions.js';

const kinds: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weak',
};

const kindOf = (entry: PerformanceEntry): string =>
  kinds[(entry as { detail?: { kind?: number } }).detail?.kind ?? -1] ?? 'other';

/**
 * Memory, processor time and garbage collection of this process; `close` stops watching the
 * collector.
 */
export function processMetrics(): {
  readonly definitions: readonly MetricDefinition[];
  readonly close: () => void;
} {
  const collected = new Map(
    [...Object.values(kinds), 'other'].map((kind) => [kind, { count: 0, seconds: 0 }]),
  );
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const kind = kindOf(entry);
      const { count, seconds } = collected.get(kind) ?? { count: 0, seconds: 0 };
      collected.set(kind, { count: count + 1, seconds: seconds + entry.duration / 1000 });
    }
  });
  observer.observe({ entryTypes: ['gc'] });

  const perKind = (
    name: string,
    help: string,
    value: (of: { count: number; seconds: number }) => number,
  ): MetricDefinition => {
    const read = (): readonly Reading[] =>
      [...collected].map(([kind, of]) => [{ kind }, value(of)]);
    return { type: 'counter', name, help, labels: ['kind'], read };
  };
  const definitions = [
    single('gauge', 'process_resident_memory_bytes', 'Resident memory, all threads.', () =>
      process.memoryUsage.rss(),
    ),
    single(
      'gauge',
      'process_heap_used_bytes',
      'Used heap of the main thread.',
      () => process.memoryUsage().heapUsed,
    ),
    single(
      'counter',
      'process_cpu_seconds_total',
      'Processor time, user and system, all threads.',
      () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1e6;
      },
    ),
    single(
      'gauge',
      'process_start_time_seconds',
      'Start of the process, Unix time.',
      () => performance.timeOrigin / 1000,
    ),
    perKind(
      'gc_runs_total',
      'Garbage collections of the main thread by kind.',
      ({ count }) => count,
    ),
    perKind(
      'gc_seconds_total',
      'Time in garbage collection of the main thread by kind.',
      ({ seconds }) => seconds,
    ),
  ];
  return { definitions, close: () => observer.disconnect() };
}
