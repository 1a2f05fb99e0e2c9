import { randomUUID } from 'node:crypto';
import { parseConfig } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { s } from '../../detector/base/units.js';
import type { MessageKind } from '../../monitor/message-types.js';
import type { Assignments, Log, StartCommand } from '../../monitor/ports.js';
import { slicePeriod } from '../chain/slices.js';
import type { DecisionReaders } from '../daq/decision-readers.js';
import type { LoopedRecording } from '../daq/looped-recording.js';
import { recordings } from '../daq/live-recorder.js';
import { decayChoice } from '../decays/decay-choice.js';
import type { CommandOf } from '../live/event-command.js';
import type { LiveRun } from '../live/live-run.js';
import { liveRun } from '../live/run.js';
import { loadConditions, menuOf } from '../settings/conditions.js';
import { builtInMenu, loadMenu, menuFromText } from '../settings/menu-source.js';
import { refuseFilePath } from '../settings/run-changes.js';
import { type RunConfig, runSchema } from '../settings/run-config.js';
import { version } from '../version.js';
import { startThreads } from '../workers/pool.js';
import type { CommandContext } from './context.js';
import type { LaidFile } from './overlay-option.js';
import { playCard, playLoop, playMachine } from './played.js';
import type { RunOptions } from './run-options.js';
import { sameEventCommand } from './same-event.js';

/** What is played besides options: the settings, and a user's file over all of it. */
export interface RunParts {
  readonly settings: RunConfig;
  readonly file: LaidFile;
  /** The recording that is played in a loop, if one is. */
  readonly loop?: LoopedRecording;
}

/** And whoever gets every decision of all runs. */
interface RunMakerParts extends RunParts {
  readonly readers: DecisionReaders;
}

/** What a run plays: which settings. */
export interface Choice {
  /**
   * Builds what workers will build: what is wrong with the settings shall be said before anything
   * is played.
   */
  readonly check: () => void;
  readonly play: ReturnType<typeof playMachine>;
  readonly conditions: string;
  /** The command that makes an event of it again, where a command line can say what is played. */
  readonly commandOf?: CommandOf;
}

/** Makes the runs of a daemon, one number after the other. */
interface RunMaker {
  /**
   * What a run shall play: as the command line says, and a command in place of it.
   * @throws RUN_BAD_CHANGE, USAGE_IDLE_OPTION and the codes of what is loaded
   */
  readonly choose: (asked?: StartCommand) => Choice;
  readonly make: (choice: Choice) => LiveRun;
  /** Number of the run that is made next. */
  readonly next: () => number;
}

/** Makes runs with the settings of the command line. */
export function runMaker(
  options: RunOptions,
  { settings, file, loop, readers }: RunMakerParts,
  clock: CommandContext['clock'],
  logAs: (kind: MessageKind) => Log,
): RunMaker {
  // They load the program while this thread makes itself ready.
  let threads: ReturnType<typeof startThreads> | undefined = startThreads(options.workers);
  const recording =
    settings.record === ''
      ? undefined
      : recordings(settings.record, {
          ...settings.recorder,
          ...(options.recordAll === true && { passThrough: 1 }),
        });
  let run = recording?.lastRun ?? 0;

  const choose = (asked: StartCommand = { kind: 'start' }): Choice => {
    const given = withStart(options, settings, asked);
    const conditions = loadConditions(given.options.conditions, given.options.set);
    const base = {
      seed: options.seed,
      config: conditions.config,
      menu: asked.menuText === undefined ? given.menu() : menuFromText(asked.menuText, sentMenu),
      ...decayChoice(settings.decay),
      ...file.laid,
    };
    const looped = given.settings.play === '' ? undefined : loop;
    const play = playedBy(given, base, looped);
    // The text of a menu stands in no command line, and no command line makes what is recorded.
    const commandOf =
      asked.menuText === undefined && looped === undefined
        ? sameEventCommand(given.options, given.settings)
        : undefined;
    const check = () => play(0).check();
    const name = looped === undefined ? conditions.name : `${looped.run.conditions}, recorded`;
    return { play, conditions: name, ...(commandOf && { commandOf }), check };
  };

  const make = ({ play, conditions, commandOf }: Choice): LiveRun => {
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
      conditions,
      ...(commandOf !== undefined && { commandOf }),
      pace: settings.pace,
      readout: settings.readout,
      builder: settings.builder,
      readers,
      workers: options.workers,
      ...(options.batchEvents !== undefined && { batchEvents: options.batchEvents }),
      ...(first !== undefined && { threads: first }),
      ...(options.beamTime === undefined
        ? {}
        : { slices: Math.ceil((options.beamTime * s) / slicePeriod) }),
      ...(recording === undefined ? {} : { recording: recording.of(run) }),
      clock,
      log: logAs('run'),
      logAs,
    });
  };
  return { choose, make, next: () => run + 1 };
}

/** What plays what was asked for. */
function playedBy(
  { options, settings }: Pick<ReturnType<typeof withStart>, 'options' | 'settings'>,
  base: Parameters<typeof playMachine>[2],
  loop: LoopedRecording | undefined,
): Choice['play'] {
  if (loop !== undefined) return playLoop(loop, options.set, base);
  return settings.card === '' ? playMachine(options, settings, base) : playCard(settings, base);
}

/** How messages name a menu whose text came with a command. */
const sentMenu = 'the menu sent';

/**
 * The command line with a start command in place of it. Who names another machine, or other
 * conditions, does not mean what was changed in those of the command line.
 */
function withStart(options: RunOptions, settings: RunConfig, asked: StartCommand) {
  for (const key of ['machine', 'card', 'menu', 'conditions'] as const) refuseFile(key, asked[key]);
  for (const path of Object.keys(asked.set ?? {})) refuseFilePath(path);
  const { machine, machineSet = {}, card, rate, menu, conditions, set = {} } = asked;
  const isMachine = machine !== undefined || asked.machineSet !== undefined;
  const played = isMachine ? '' : (card ?? settings.card);
  const isLoop = settings.play !== '' && !isMachine && card === undefined;
  if (isLoop && conditions !== undefined)
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      'key "conditions" has no effect on hits that are recorded',
    );
  if (rate !== undefined && played === '')
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      'key "rate" has no effect on a machine: it is of a card',
    );
  const named = machine !== undefined;
  return {
    options: {
      ...options,
      conditions: conditions ?? options.conditions,
      set: [...(conditions === undefined ? options.set : []), ...assignmentTexts(set)],
      machineSet: [...(named ? [] : options.machineSet), ...assignmentTexts(machineSet)],
    },
    settings: {
      ...settings,
      machine: machine ?? settings.machine,
      changes: named ? '' : settings.changes,
      card: played,
      play: isLoop ? settings.play : '',
      rate: rate === undefined ? settings.rate : rateOf(rate),
    },
    menu: () =>
      menu === undefined ? loadMenu(menuBeside(options, conditions)) : builtInMenu(menu),
  };
}

/** The menu of the command line, or that of other conditions where it only went with its own. */
const menuBeside = (own: RunOptions, conditions: string | undefined): string =>
  conditions === undefined || own.menu !== menuOf(own.conditions) ? own.menu : menuOf(conditions);

/** @throws RUN_BAD_CHANGE for the name of a file */
function refuseFile(key: string, name: string | undefined): void {
  if (name === undefined || (name !== '-' && !/\.(ya?ml|json)$/.test(name))) return;
  throw new EmulatorError(
    'RUN_BAD_CHANGE',
    `key "${key}": found "${name}", expected the name of what is built in: a command reads no ` +
      'files of the host',
  );
}

const assignmentTexts = (set: Assignments): readonly string[] =>
  Object.entries(set).map(([path, value]) => `${path}=${value}`);

/** A rate as files give it; a number is in Hz. */
const rateOf = (rate: string | number): number =>
  parseConfig(
    { rate: runSchema.rate },
    { rate: typeof rate === 'number' ? `${rate} Hz` : rate },
    'command "start"',
  ).rate;
