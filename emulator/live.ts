import { connect, finalize, ignoreElements, map, merge, type Observable, tap } from 'rxjs';
import { s } from '../detector/base/units.js';
import type { Clock, Log, RunSnapshot, RunState } from '../monitor/ports.js';
import { type DecisionBatch, decide } from '../triggers/gdl/decide.js';
import { compileMenu } from '../triggers/gdl/menu.js';
import { Books } from './books.js';
import type { ChainSetup, DecidableBatch } from './chain.js';
import { liveJobs } from './live-jobs.js';
import { slicePeriod } from './slices.js';
import type { Card } from './studies/card.js';
import { liveEfficiencies } from './studies/live.js';
import { Tally } from './studies/tally.js';
import { decideInOrder } from './workers/pool.js';

export interface LiveRunOptions {
  readonly id: string;
  readonly version: string;
  readonly setup: ChainSetup & { readonly rate: number };
  readonly card: Card;
  /** Index of the source point for each slice, repeated cyclically. */
  readonly schedule: readonly number[];
  readonly conditions: string;
  /** What is played, in words. */
  readonly source: string;
  readonly pace: 'real' | 'max';
  readonly workers: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** A live run: a stream to subscribe to, and what can be known and asked meanwhile. */
export interface LiveRun {
  /** Decisions in the order of the beam; completes when the run has drained after `stop`. */
  readonly decisions$: Observable<DecisionBatch>;
  /** Takes a sample; everything in it is cumulative. */
  readonly sample: (eventLoopLagSeconds: number) => RunSnapshot;
  /** No new slices; what is in flight is finished. */
  readonly stop: (reason: string) => void;
  /** Marks the run as failed; its last sample stays readable. */
  readonly fail: (reason: string) => void;
}

/** The whole live chain on one page: pull loop → workers → ordered merge → PSNM → books and efficiencies. */
export function liveRun(options: LiveRunOptions): LiveRun {
  const { setup, clock, log, workers, card } = options;
  const menu = compileMenu(setup.menu);
  const books = new Books(menu);
  const tally = new Tally(card.layout(menu));
  const efficiencies = liveEfficiencies(tally, card);
  const began = clock.now();
  let state: RunState = 'starting';
  let reason = '';
  let stopping = false;
  let emulatedSeconds = 0;
  let ended: number | undefined;
  let busyEvents = 0;
  let busySeconds = 0;
  let workerBusyMs = 0;
  let sequence = 0;

  const jobs = liveJobs({
    ...options,
    seed: setup.seed,
    run: setup.run,
    rate: setup.rate,
    stopped: () => stopping,
    onBusy: (firstSlice, slices, events) => {
      busyEvents += events;
      busySeconds += (slices * slicePeriod) / s;
      log.warn(
        `busy: slices ${firstSlice} to ${firstSlice + slices - 1} with ${events} events were not taken; the host is slower than the beam`,
      );
    },
  });

  const decisions$ = decideInOrder(jobs, { setup, workers }).pipe(
    map(({ job, batch, busyMs }): DecidableBatch & { readonly busyMs: number; readonly lastSlice: number } => ({
      ...batch,
      busyMs,
      lastSlice: job.kind === 'generate' ? job.slice : 0,
    })),
    decide(menu, setup.config.gdl, setup),
    connect((batch$) =>
      merge(
        batch$.pipe(
          tap((batch) => {
            if (state === 'starting') state = 'running';
            books.add(batch);
            workerBusyMs += batch.busyMs;
            emulatedSeconds = ((batch.lastSlice + 1) * slicePeriod) / s;
          }),
        ),
        batch$.pipe(
          tap((batch) => tally.add(batch)),
          ignoreElements(),
        ),
      ),
    ),
    finalize(() => {
      ended = clock.now();
      if (state !== 'failed') state = 'ended';
    }),
  );

  return {
    decisions$,
    stop: (why) => {
      stopping = true;
      reason = why;
      if (state === 'starting' || state === 'running') state = 'draining';
    },
    fail: (why) => {
      state = 'failed';
      reason = why;
    },
    sample: (eventLoopLagSeconds) => ({
      sequence: ++sequence,
      run: {
        state,
        reason,
        id: options.id,
        version: options.version,
        seed: setup.seed,
        menu: setup.menu.name,
        conditions: options.conditions,
        geometry: setup.config.ecl.geometry,
        source: options.source,
        pace: options.pace,
        workers,
        emulatedSeconds,
        wallSeconds: ((ended ?? clock.now()) - began) / 1000,
      },
      events: { processed: books.processed, sumWeights: books.sumWeights, accepted: books.accepted, busy: busyEvents },
      lines: menu.lines.map(({ name, family, prescale }, line) => ({
        name,
        family: family ?? '',
        prescale,
        ftdl: books.ftdl[line]!,
        psnm: books.psnm[line]!,
      })),
      efficiencies: efficiencies(),
      deadSeconds: { host: busySeconds },
      eventLoopLagSeconds,
      workerBusySeconds: workerBusyMs / 1000,
    }),
  };
}
