import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Command, Option } from 'commander';
import { pino } from 'pino';
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
import { describeConfig } from '../../detector/base/config.js';
import type { ErrorCode } from '../../detector/base/error-codes.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { Hz, s } from '../../detector/base/units.js';
import type { Log, MonitorPorts, Outcome, RunSnapshot } from '../../monitor/ports.js';
import { decayChoice, type DecaySetting } from '../decays/decay-choice.js';
import { nominalConfig } from '../chain/parts.js';
import { loadConditions } from '../settings/conditions.js';
import { recordings } from '../daq/live-recorder.js';
import { type LiveRun, liveRun } from '../live/run.js';
import { machineNames } from '../settings/machine.js';
import { loadMenu } from '../settings/menu-source.js';
import { type RunConfig, readRunConfig, runSchema } from '../settings/run-config.js';
import { liveBatchEvents, slicePeriod } from '../chain/slices.js';
import { version } from '../version.js';
import { startThreads } from '../workers/pool.js';
import { saidInTheEnd } from './notes.js';
import { type LaidFile, layFile, withOverlay } from './overlay-option.js';
import {
  defaultProbes,
  playCard,
  playMachine,
  probeRate,
  type ProbeRate,
  probesFrom,
} from './played.js';
import { tokenOf, withToken } from './token.js';
import {
  collect,
  type CommandContext,
  type CommonOptions,
  decayOption,
  duration,
  rate,
  type StopSignal,
  wholeNumber,
  withCommonOptions,
  withWorkers,
  type WorkerOptions,
} from './context.js';

interface RunOptions extends CommonOptions, WorkerOptions {
  readonly config?: string;
  readonly machine?: string;
  readonly machineSet: readonly string[];
  readonly changes?: string;
  readonly overlay?: string;
  readonly probe: readonly ProbeRate[];
  readonly probes: boolean;
  readonly batchEvents?: number;
  readonly card?: string;
  readonly rate?: number;
  readonly pace?: 'real' | 'max';
  readonly decay?: DecaySetting;
  readonly host?: string;
  readonly port?: number;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly duration?: number;
  readonly beamTime?: number;
  readonly record?: string;
}

/** Wall time between samples of the run [ms]. */
const samplePeriodMs = 100;
/** How often the event loop is looked at [ms]. */
const lagResolutionMs = 10;

/** `b2l1 run`: the daemon. */
export function runCommand(context: CommandContext): Command {
  const settings = describeConfig(runSchema).map(
    ({ path, default: value, accepts, doc }) =>
      `  ${path.padEnd(25)} ${doc} (${accepts}; default ${value || 'none'})`,
  );
  return withToken(withOverlay(withWorkers(withCommonOptions(new Command('run')))))
    .description(
      'Runs the daemon: live emulation, dashboard, Prometheus metrics and a websocket feed.',
    )
    .option('--config <file>', 'YAML file with the settings listed below')
    .option(
      '--machine <preset|file>',
      `state of the machine that is played: ${machineNames.join(', ')}, or a YAML file; ` +
        '2022-peak unless a card is played',
    )
    .option(
      '--machine-set <path=value>',
      'override one parameter of the machine, e.g. ler.current="1 A"; repeatable; see them with: ' +
        'b2l1 parameters machine',
      collect,
      [],
    )
    .option(
      '--changes <file>',
      'YAML list of {slice, set: {path: value}}: parameters of the machine from a slice, of 50 ' +
        'ms, on',
    )
    .option(
      '--probe <card=rate>',
      'play events of this card beside the machine, for live efficiencies; repeatable; by ' +
        `default ${defaultProbes.join(', ')} at ${probeRate} Hz each`,
      probesFrom,
      [],
    )
    .option('--no-probes', 'play no events beside the machine')
    .option('--card <name|file>', 'study card whose events are played in place of a machine')
    .option('--rate <rate>', 'events of the card per second of emulated time, e.g. 20kHz', rate)
    .addOption(
      new Option(
        '--pace <pace>',
        'real: the wall clock leads; max: as fast as the host goes',
      ).choices(['real', 'max']),
    )
    .addOption(decayOption())
    .option('--host <address>', 'address to listen on')
    .option('--port <n>', 'port of the dashboard; 0 takes a free one', wholeNumber(0, 65_535))
    .option('--duration <time>', 'end by itself after this much wall time, e.g. 90s, 2h', duration)
    .option(
      '--beam-time <time>',
      'end by itself after this much emulated time, in whole slices of 50 ms',
      duration,
    )
    .option(
      '--record <dir>',
      'record accepted events with their hits, and the journal, in a new directory ' +
        'run-NNNNNN of this one',
    )
    .addOption(
      // For tests: no result depends on it.
      new Option('--batch-events <n>').argParser(wholeNumber(1, liveBatchEvents)).hideHelp(),
    )
    .addHelpText(
      'after',
      `
Settings of --config:\n${settings.join('\n')}

Recordings are read by b2l1 replay. Runs are numbered on from those that the directory holds. At
--pace max the same seed, run number and --beam-time give the same recording byte by byte, with any
number of workers.
Stop with Ctrl-C (exit 130), SIGTERM or SIGHUP (exit 0): the run drains first.`,
    )
    .action((options: RunOptions) => runDaemon(options, context));
}

async function runDaemon(options: RunOptions, context: CommandContext): Promise<void> {
  const { machine, changes, overlay, card, pace, decay, host, port, token, record } = options;
  const { settings, inFile } = readRunConfig(options.config, {
    machine,
    changes,
    overlay,
    card,
    pace,
    decay,
    host,
    port,
    token,
    record,
    rate: options.rate === undefined ? undefined : options.rate * Hz,
  });
  refuseIdle(options, settings, inFile);
  const stderr = pino.destination({ dest: 2, sync: true });
  // A terminal that was closed takes no more; the run goes on or drains.
  stderr.on('error', () => {});
  const log = pino({ level: 'info', base: null }, stderr);
  const file = await fileOver(options, settings);
  context.talk(saidInTheEnd(file.notes));
  const daemon = makeDaemon(options, { settings, file }, context, log);
  for (const note of daemon.ports.snapshot().run.notes ?? []) log.warn(note);
  const { startMonitor } = await import('../../monitor/server.js');
  const monitor = await startMonitor(daemon.ports, {
    host: settings.host,
    port: settings.port,
    token: tokenOf(options, settings),
    limits: settings.feed,
    clock: context.clock,
    log,
  });
  context.out(`${monitor.url}\n`);
  context.talk(
    `Open the address above in a browser. Playing ${daemon.ports.snapshot().run.source}.\n`,
  );
  try {
    await context.execute(daemon.work$);
  } finally {
    await monitor.close();
  }
  const { run, events, recording } = daemon.ports.snapshot();
  if (recording !== undefined)
    context.talk(
      `${recording.directory}: ${recording.events} events, ` +
        `${(recording.bytes / 1e6).toFixed(1)} MB\n`,
    );
  if (run.state === 'failed')
    throw new EmulatorError('RUN_FAILED', `the run failed: ${run.reason}`);
  context.talk(
    `${run.reason || 'ended'}: ${events.processed} events in ${run.emulatedSeconds.toFixed(1)} ` +
      `s of beam, ${events.accepted} accepted\n`,
  );
}

/** What is played besides options: the settings, and a user's file over all of it. */
interface RunParts {
  readonly settings: RunConfig;
  readonly file: LaidFile;
}

/** The file of `overlay`, if there is one. */
const fileOver = (
  { seed, conditions, set }: RunOptions,
  { overlay, decay }: RunConfig,
): Promise<LaidFile> =>
  layFile(
    { seed, decay, ...(overlay !== '' && { overlay }) },
    overlay === '' ? nominalConfig() : loadConditions(conditions, set).config,
  );

/** Why a run ended, by the signal that asked for it. */
const reasonOf: Readonly<Record<StopSignal, string>> = {
  SIGINT: 'interrupted',
  SIGTERM: 'terminated',
  SIGHUP: 'hung up',
};

interface Daemon {
  readonly ports: MonitorPorts;
  /** Runs one after the other and samples them; completes when asked to stop and drained. */
  readonly work$: Observable<unknown>;
}

// long: closures over the run that is on; what they do is one line or two each.
function makeDaemon(
  options: RunOptions,
  parts: RunParts,
  { clock, stop$ }: CommandContext,
  log: Log,
): Daemon {
  const starts$ = new Subject<void>();
  const delay = monitorEventLoopDelay({ resolution: lagResolutionMs });
  const { makeRun, check } = runMaker(options, parts, clock, log);
  // The threads make themselves ready meanwhile.
  let live: LiveRun = makeRun();
  check();
  let fresh = true;
  let snapshot: RunSnapshot = live.sample(0);

  const sample = (): void => {
    // The histogram holds times between two looks, its own period included.
    snapshot = live.sample(Math.max(0, delay.max / 1e9 - lagResolutionMs / 1000));
    if (snapshot.sequence % 10 === 0) delay.reset();
  };

  const runOnce = (): Observable<unknown> =>
    defer(() => {
      if (!fresh) {
        live.close();
        live = makeRun();
      }
      fresh = false;
      const { decisions$, fail } = live;
      return decisions$.pipe(
        // A run of given length is all that was asked for.
        finalize(() => options.beamTime !== undefined && starts$.complete()),
        catchError((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          log.error(`the run failed: ${reason}`);
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
      startWith(undefined),
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

  const command: MonitorPorts['command'] = ({ kind }) => {
    const state = live.state();
    const idle = state === 'ended' || state === 'failed';
    if (kind === 'stop') {
      if (idle)
        return Promise.resolve(refused('RUN_NOT_RUNNING', `the run is ${state}: nothing to stop`));
      live.stop('stopped by command');
    } else {
      if (!idle)
        return Promise.resolve(refused('RUN_STILL_RUNNING', `the run is ${state}: stop it first`));
      starts$.next();
    }
    // Who looks next sees it done.
    sample();
    return Promise.resolve({ ok: true });
  };

  const events: Pick<MonitorPorts, 'sampleEvent' | 'event'> = {
    sampleEvent: () => live.events.sampleEvent(),
    event: (address) => live.events.event(address),
  };
  return { ports: { snapshot: () => snapshot, ...events, command }, work$ };
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

function refused(code: ErrorCode, message: string): Outcome {
  return { ok: false, code, message };
}

/** Options of a machine do nothing for a card, and the reverse; so with keys of a file. */
function refuseIdle(options: RunOptions, { card }: RunConfig, inFile: readonly string[]): void {
  const keys = (names: readonly string[]): readonly string[] =>
    names.filter((name) => inFile.includes(name)).map((name) => `${name} of ${options.config}`);
  const { machine, machineSet, changes, probe, probes, rate: perSecond } = options;
  const ofMachine = [
    ...(machine === undefined ? [] : ['--machine']),
    ...(machineSet.length === 0 ? [] : ['--machine-set']),
    ...(changes === undefined ? [] : ['--changes']),
    ...(probe.length === 0 ? [] : ['--probe']),
    ...(probes ? [] : ['--no-probes']),
    ...keys(['machine', 'changes', 'readout']),
  ];
  const ofCard = [...(perSecond === undefined ? [] : ['--rate']), ...keys(['rate'])];
  const idle = card === '' ? ofCard : ofMachine;
  if (idle.length > 0)
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      card === ''
        ? `${idle.join(', ')} has no effect on a machine: it is of --card`
        : `${idle.join(', ')} has no effect on card "${card}": it is of a machine`,
    );
  if (probe.length > 0 && !probes)
    throw new EmulatorError('USAGE_IDLE_OPTION', '--probe has no effect with --no-probes');
}

/** A maker of runs: each is a new run number with the same settings, which `check` looks at. */
function runMaker(
  options: RunOptions,
  { settings, file }: RunParts,
  clock: CommandContext['clock'],
  log: Log,
): { readonly makeRun: () => LiveRun; readonly check: () => void } {
  // They load the program while this thread makes itself ready.
  let threads: ReturnType<typeof startThreads> | undefined = startThreads(options.workers);
  const conditions = loadConditions(options.conditions, options.set);
  const recording =
    settings.record === '' ? undefined : recordings(settings.record, settings.recorder);
  const base = {
    seed: options.seed,
    config: conditions.config,
    menu: loadMenu(options.menu),
    ...decayChoice(settings.decay),
    ...file.laid,
  };
  const play =
    settings.card === '' ? playMachine(options, settings, base) : playCard(settings, base);
  let run = recording?.lastRun ?? 0;
  const makeRun = (): LiveRun => {
    run++;
    const first = threads;
    threads = undefined;
    const played = play(run);
    const { overlay } = file.named;
    return liveRun({
      id: randomUUID(),
      version,
      ...played,
      source: played.source + (overlay === undefined ? '' : `, under ${overlay}`),
      conditions: conditions.name,
      pace: settings.pace,
      readout: settings.readout,
      workers: options.workers,
      ...(options.batchEvents !== undefined && { batchEvents: options.batchEvents }),
      ...(first !== undefined && { threads: first }),
      ...(options.beamTime === undefined
        ? {}
        : { slices: Math.ceil((options.beamTime * s) / slicePeriod) }),
      ...(recording === undefined ? {} : { recording: recording.of(run) }),
      clock,
      log,
    });
  };
  // What is wrong with the settings shall be said before the server is up.
  return { makeRun, check: play(0).check };
}
