import { lastValueFrom, tap } from 'rxjs';
import type { Menu } from '../../triggers/gdl/menu.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { loadCard } from '../studies/card.js';
import { openStudy } from '../studies/study.js';
import { version } from '../version.js';
import { countInOrder } from '../workers/pool.js';
import { type SharedTimes, sharedTimes, type ThreadTimes, threadTimes } from './thread-times.js';

/** A study of single photons in a process of its own. */
export interface ScalingRow {
  readonly events: number;
  readonly workers: number;
  /** From the start of the process to its end [s]. */
  readonly wallSeconds: number;
  /** All threads together [s]. */
  readonly processorSeconds: number;
  /** Whose it was; absent where the system does not tell. */
  readonly threads?: SharedTimes;
}

/** What a number of workers gives over one, on the same events. */
export interface ScalingRatio {
  readonly events: number;
  readonly workers: number;
  readonly wallRatio: number;
  /**
   * The most that so many cores can give: with W, M and H the seconds of workers, main thread and
   * helpers, workers · W / (W + M + H).
   */
  readonly ceiling?: number;
  /** Processor time over that with one worker. */
  readonly processorRatio: number;
  /** Main thread and helpers over the workers' processor time. */
  readonly mainShare?: number;
  readonly helperShare?: number;
}

interface ScalingRun {
  readonly events: number;
  readonly workers: number;
  readonly seed: number;
  readonly config: EmulatorConfig;
  readonly menu: Menu;
}

/**
 * Counts single photons in this process, as `study single-photon` does; wall time since its start.
 */
export async function runScaling({ events, workers, ...options }: ScalingRun): Promise<ScalingRow> {
  const card = loadCard('single-photon');
  const study = openStudy(card, { ...options, events, version, conditions: 'bench' });
  const before = threadTimes();
  let after: ThreadTimes | undefined;
  await lastValueFrom(
    countInOrder(study.jobs(), { setup: study.setup, workers }).pipe(
      tap(({ batch }) => {
        // The threads are gone when the pool completes.
        if (study.add(batch) === events) after = threadTimes();
      }),
    ),
  );
  const { user, system } = process.cpuUsage();
  return {
    events,
    workers,
    wallSeconds: performance.now() / 1000,
    processorSeconds: (user + system) / 1e6,
    ...(before !== undefined &&
      after !== undefined && { threads: sharedTimes(before, after, process.pid, workers) }),
  };
}

/** Ratios of all rows with more than one worker to that of one worker and the same events. */
export function scalingRatios(rows: readonly ScalingRow[]): readonly ScalingRatio[] {
  return rows.flatMap((row) => {
    const one = rows.find(({ events, workers }) => events === row.events && workers === 1);
    if (one === undefined || row.workers === 1) return [];
    const { events, workers, threads } = row;
    return [
      {
        events,
        workers,
        wallRatio: one.wallSeconds / row.wallSeconds,
        processorRatio: row.processorSeconds / one.processorSeconds,
        ...(threads !== undefined && sharesOf(threads, workers)),
      },
    ];
  });
}

function sharesOf({ main, workers, helpers }: SharedTimes, workerCount: number) {
  return {
    ceiling: (workerCount * workers) / (workers + main + helpers),
    mainShare: main / workers,
    helperShare: helpers / workers,
  };
}
