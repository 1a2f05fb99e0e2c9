import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  catchError,
  concatMap,
  defer,
  EMPTY,
  filter,
  finalize,
  ignoreElements,
  interval,
  map,
  merge,
  type Observable,
  Subject,
  startWith,
  take,
  takeUntil,
  tap,
} from 'rxjs';
import type { ErrorCode } from '../../detector/base/error-codes.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { MessageLog, speaker } from '../../monitor/message-log.js';
import type { Asker } from '../../monitor/message-types.js';
import type {
  Command,
  Log,
  MonitorPorts,
  Outcome,
  RunSnapshot,
  RunState,
  StartCommand,
} from '../../monitor/ports.js';
import { DecisionReaders } from '../daq/decision-readers.js';
import type { LiveRun } from '../live/live-run.js';
import type { CommandContext, StopSignal } from './context.js';
import { heard, keptMessages, spokenTo, stateTeller } from './daemon-messages.js';
import { type Choice, runMaker, type RunParts } from './next-run.js';
import type { RunOptions } from './run-options.js';

/** Wall time between samples of the run [ms]. */
const samplePeriodMs = 100;
/** How often the event loop is looked at [ms]. */
const lagResolutionMs = 10;

/** Why a run ended, by the signal that asked for it. */
const reasonOf: Readonly<Record<StopSignal, string>> = {
  SIGINT: 'interrupted',
  SIGTERM: 'terminated',
  SIGHUP: 'hung up',
};

/** What serves the monitor, and the work that it shows. */
interface Daemon {
  readonly ports: MonitorPorts;
  /** Runs one after the other and samples them; completes when asked to stop and drained. */
  readonly work$: Observable<unknown>;
}

// long: closures over the run that is on; what they do is one line or two each.
/** Runs one after the other, as ports tell and ask. */
export function makeDaemon(
  options: RunOptions,
  parts: RunParts,
  { clock, stop$ }: CommandContext,
  log: Log,
): Daemon {
  const starts$ = new Subject<Choice>();
  const delay = monitorEventLoopDelay({ resolution: lagResolutionMs });
  let now = { run: 0, emulatedSeconds: 0 };
  const messages = new MessageLog({
    runTime: () => now,
    date: Date.now,
    told: keptMessages(parts.settings.record, log, spokenTo(log)),
  });
  const logAs = speaker((message) => messages.say(message));
  const readers = new DecisionReaders();
  const runs = runMaker(options, { ...parts, readers }, clock, logAs);
  // The threads make themselves ready meanwhile.
  const given = runs.choose();
  let live: LiveRun = runs.make(given);
  given.check();
  let fresh = true;
  const tellState = stateTeller(logAs('run'));
  let snapshot: RunSnapshot = live.sample(0);
  now = { ...now, run: snapshot.run.number };

  const sample = (): void => {
    // The histogram holds times between two looks, its own period included.
    snapshot = live.sample(Math.max(0, delay.max / 1e9 - lagResolutionMs / 1000));
    if (snapshot.sequence % 10 === 0) delay.reset();
    const { run } = snapshot;
    now = { run: run.number, emulatedSeconds: run.emulatedSeconds };
    tellState(run);
  };

  const runOnce = (choice: Choice): Observable<unknown> =>
    defer(() => {
      if (!fresh) {
        live.close();
        live = runs.make(choice);
      }
      fresh = false;
      const { decisions$, fail } = live;
      return decisions$.pipe(
        // A run of given length is all that was asked for.
        finalize(() => options.beamTime !== undefined && starts$.complete()),
        catchError((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          logAs('run').error(`the run failed: ${reason}`);
          fail(reason);
          return EMPTY;
        }),
      );
    });

  const quit$ = merge(
    stop$,
    options.duration === undefined ? EMPTY : elapsed(clock, options.duration),
  ).pipe(
    take(1),
    tap((why) => {
      live.stop(why === 'elapsed' ? 'duration reached' : reasonOf[why]);
      starts$.complete();
    }),
    ignoreElements(),
  );

  const work$ = defer(() => {
    delay.enable();
    const done$ = new Subject<void>();
    const runs$ = starts$.pipe(
      startWith(given),
      concatMap(runOnce),
      finalize(() => done$.next()),
    );
    const samples$ = interval(samplePeriodMs).pipe(tap(sample));
    return merge(merge(quit$, samples$).pipe(takeUntil(done$)), runs$);
  }).pipe(
    finalize(() => {
      live.close();
      sample();
      delay.disable();
    }),
  );

  const start = (asked: StartCommand): Outcome => {
    const state = live.state();
    if (!isOver(state)) return refused('RUN_STILL_RUNNING', `the run is ${state}: stop it first`);
    const isAsGiven = Object.keys(asked).length === 1;
    const choice = isAsGiven ? given : runs.choose(asked);
    if (!isAsGiven) choice.check();
    const run = runs.next();
    starts$.next(choice);
    return { ok: true, run };
  };

  const steer = (asked: Command, asker: Asker): Outcome => {
    if (asked.kind === 'start') return start(asked);
    const state = live.state();
    if (isOver(state) || (state === 'draining' && asked.kind !== 'stop'))
      return refused('RUN_NOT_RUNNING', `the run is ${state}: there is nothing to ${asked.kind}`);
    if (asked.kind !== 'stop') return live.steer(asked, asker);
    live.stop('stopped by command');
    return { ok: true };
  };

  const command: MonitorPorts['command'] = (asked, asker) => {
    const outcome = orRefused(() => steer(asked, asker));
    messages.say({ ...heard(asked, outcome), asker });
    // Who looks next sees it done.
    sample();
    return Promise.resolve(outcome);
  };

  const events: Pick<MonitorPorts, 'sampleEvent' | 'event' | 'findEvent' | 'whatIf'> = {
    sampleEvent: () => live.events.sampleEvent(),
    event: (address) => live.events.event(address),
    findEvent: (query) => live.events.findEvent(query),
    whatIf: (question) => live.whatIf(question),
  };
  const ports: MonitorPorts = {
    snapshot: () => snapshot,
    ...events,
    decisions: readers.add,
    command,
    messages: () => messages.state,
    say: (message) => messages.say(message),
  };
  return { ports, work$ };
}

/**
 * Emits once after so many seconds of wall time; looked at now and then, since a timer holds 24
 * days at most.
 */
function elapsed(clock: CommandContext['clock'], seconds: number): Observable<'elapsed'> {
  const began = clock.now();
  return interval(samplePeriodMs).pipe(
    filter(() => clock.now() - began >= 1000 * seconds),
    map(() => 'elapsed' as const),
  );
}

const isOver = (state: RunState): boolean => state === 'ended' || state === 'failed';

/** What is wrong with a command is an answer, no failure of the daemon. */
function orRefused(steer: () => Outcome): Outcome {
  try {
    return steer();
  } catch (error) {
    if (error instanceof EmulatorError) return refused(error.code, error.message);
    throw error;
  }
}

function refused(code: ErrorCode, message: string): Outcome {
  return { ok: false, code, message };
}
