import { Command, Option } from 'commander';
import { describeConfig } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { Hz } from '../../detector/base/units.js';
import { nominalConfig } from '../chain/parts.js';
import { loadConditions } from '../settings/conditions.js';
import { machineNames } from '../settings/machine.js';
import { type RunConfig, readRunConfig, runSchema } from '../settings/run-config.js';
import { liveBatchEvents } from '../chain/slices.js';
import { type LoopedRecording, loopedRecording } from '../daq/looped-recording.js';
import { openRecording } from '../daq/recording.js';
import { saidInTheEnd } from './notes.js';
import { type LaidFile, layFile, withOverlay } from './overlay-option.js';
import { makeDaemon } from './daemon.js';
import { defaultProbes, probeRate, probesFrom } from './played.js';
import { runLog } from './run-log.js';
import type { RunOptions } from './run-options.js';
import { tokenOf, withToken } from './token.js';
import {
  collect,
  type CommandContext,
  decayOption,
  duration,
  rate,
  wholeNumber,
  withCommonOptions,
  withWorkers,
} from './context.js';

/** `b2l1 run`: the daemon. */
export function runCommand(context: CommandContext): Command {
  const settings = describeConfig(runSchema).map(
    ({ path, default: value, accepts, doc }) =>
      `  ${path.padEnd(25)} ${doc} (${accepts}; default ${value || 'none'})`,
  );
  return withRecording(
    withToken(withOverlay(withWorkers(withCommonOptions(new Command('run'), context)))),
  )
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
    .option(
      '--play <recording>',
      'play a recording in a loop, in place of a machine: its hits, decided upon anew by --menu, ' +
        'lap after lap with shifted times; parameters of triggers, bits and gdl may be --set; ' +
        'not with --record: events of a loop could not be made again from their addresses',
    )
    .option('--rate <rate>', 'events of the card per second of emulated time, e.g. 20kHz', rate)
    .addOption(
      new Option(
        '--pace <pace>',
        'real: the wall clock leads, with a machine once workers keep up with the beam (4 s at ' +
          'most); max: as fast as the host goes',
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
The log on stderr is plain text on a terminal, else a record of JSON a line.
Stop with Ctrl-C (exit 130), SIGTERM or SIGHUP (exit 0): the run drains first.`,
    )
    .action((options: RunOptions) => runDaemon(options, context));
}

/** Declares `--record --record-all` on a command. */
function withRecording(command: Command): Command {
  return command
    .option(
      '--record <dir>',
      'record accepted events with their hits, and the journal, in a new directory ' +
        'run-NNNNNN of this one, and the message log in messages.jsonl; not of --play, whose ' +
        'events are recorded already',
    )
    .option(
      '--record-all',
      'record refused events, too, as recorder.passThrough: 1 does, so that any menu can be asked',
    );
}

async function runDaemon(options: RunOptions, context: CommandContext): Promise<void> {
  const { machine, changes, overlay, card, play, pace, decay, host, port, token, record } = options;
  const { settings, inFile } = readRunConfig(options.config, {
    machine,
    changes,
    overlay,
    card,
    play,
    pace,
    decay,
    host,
    port,
    token,
    record,
    rate: options.rate === undefined ? undefined : options.rate * Hz,
  });
  refuseIdle(options, settings, inFile);
  const log = runLog(context.terminal);
  const file = await fileOver(options, settings);
  context.talk(saidInTheEnd(file.notes));
  const loop = await loopOf(settings, context);
  const daemon = makeDaemon(options, { settings, file, ...loop }, context, log);
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
    await context.execute(daemon.work$, { isEndless: true });
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

/** The file of `overlay`, if there is one. */
const fileOver = (
  { seed, conditions, set }: RunOptions,
  { overlay, decay }: RunConfig,
): Promise<LaidFile> =>
  layFile(
    { seed, decay, ...(overlay !== '' && { overlay }) },
    overlay === '' ? nominalConfig() : loadConditions(conditions, set).config,
  );

/** The recording of `play`, if there is one, read through. */
async function loopOf(
  { play }: RunConfig,
  { talk }: CommandContext,
): Promise<{ readonly loop?: LoopedRecording }> {
  if (play === '') return {};
  const recording = await openRecording(play);
  talk(`${recording.path}: reading it through, before it is played\n`);
  return { loop: await loopedRecording(recording) };
}

/** What says nothing to recorded hits. @throws USAGE_IDLE_OPTION */
function refuseIdleInLoop(
  options: RunOptions,
  { record, play }: RunConfig,
  idle: readonly string[],
): void {
  const { overlay, conditions, decay } = options;
  if (record !== '' || options.recordAll === true)
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      `--record cannot take what --play ${play} brings: recorded events are made again from ` +
        `their addresses, and those of a loop are not where they were made; ask ${play} itself ` +
        'with b2l1 replay --menu',
    );
  const all = [
    ...idle,
    ...(overlay === undefined ? [] : ['--overlay']),
    ...(conditions === 'nominal' ? [] : ['--conditions']),
    ...(decay === undefined ? [] : ['--decay']),
  ];
  if (all.length === 0) return;
  throw new EmulatorError(
    'USAGE_IDLE_OPTION',
    `${all.join(', ')} has no effect on a recording that is played in a loop`,
  );
}

/** Options of a machine do nothing for a card, and the reverse; so with keys of a file. */
function refuseIdle(options: RunOptions, config: RunConfig, inFile: readonly string[]): void {
  const { card, record, play } = config;
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
  if (play !== '') {
    const byCard = [
      ...(options.card === undefined ? [] : ['--card']),
      ...keys(['card', 'overlay', 'decay']),
    ];
    return refuseIdleInLoop(options, config, [...ofMachine, ...ofCard, ...byCard]);
  }
  const idle = card === '' ? ofCard : ofMachine;
  if (idle.length > 0)
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      card === ''
        ? `${idle.join(', ')} has no effect on a machine: it is of --card`
        : `${idle.join(', ')} has no effect on card "${card}": it is of a machine`,
    );
  if (options.recordAll === true && record === '')
    throw new EmulatorError('USAGE_IDLE_OPTION', '--record-all has no effect without --record');
  if (probe.length > 0 && !probes)
    throw new EmulatorError('USAGE_IDLE_OPTION', '--probe has no effect with --no-probes');
}
