import { Command } from 'commander';
import { type Observable, tap } from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Menu } from '../../triggers/gdl/menu.js';
import { menus } from '../../triggers/menus/index.js';
import type { ComparedLine } from '../daq/compare.js';
import type { RunBooks } from '../daq/journal.js';
import { type Recording, openRecording } from '../daq/recording.js';
import { type RegenerateResult, regenerateRecording } from '../daq/regenerate.js';
import { recordedConfig } from '../daq/recorded-setup.js';
import { type ReplayResult, replayRecording } from '../daq/replay.js';
import { loadMenu } from '../settings/menu-source.js';
import { slicePeriod } from '../chain/slices.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import {
  type CommandContext,
  defaultWorkers,
  maxWorkers,
  whenAskedToStop,
  wholeNumber,
} from './context.js';
import { layRecordedFile, withOverlay } from './overlay-option.js';
import { progress } from './progress.js';

interface ReplayCommandOptions {
  readonly menu?: string;
  readonly regenerate?: boolean;
  readonly workers?: number;
  readonly overlay?: string;
  readonly json?: boolean;
}

/** `b2l1 replay RECORDING`. */
export function replayCommand(context: CommandContext): Command {
  return withOverlay(new Command('replay'))
    .description(
      'Decides the events of a recording again, from their hits, and says where the ' +
        'decisions differ.',
    )
    .argument(
      '<recording>',
      'directory that b2l1 run --record made: of one run, or one that holds a single run; or ' +
        'one segment of it',
    )
    .option(
      '--menu <name|file>',
      `another menu to decide with: ${menus.map(({ name }) => name).join(', ')}, or a YAML file`,
    )
    .option(
      '--regenerate',
      'make every event that was played again, from its address, and compare hits, bits and ' +
        'accepts with the recording',
    )
    .option(
      '--workers <n>',
      `worker threads of --regenerate (default: ${defaultWorkers()})`,
      wholeNumber(1, maxWorkers),
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
A recording holds the events that its menu accepted, with their hits. Under the same menu all bits
must come out as recorded: exit 0, or 1 with the differences. Under another menu it tells which
recorded events each line would gain or lose; events that the recorded menu refused cannot come
back, and prescale counters, which count them too, cannot be repeated: lines are compared before
prescale.
--regenerate can do both, because the journal tells what was played: it makes those events again
with the recorded menu.
What a recording lacks (a damaged or missing segment, the end of a killed run) is listed, and the
rest is used; exit 1 where something was lost that had been recorded.`,
    )
    .action((path: string, options: ReplayCommandOptions) => replay(path, options, context));
}

async function replay(
  path: string,
  options: ReplayCommandOptions,
  context: CommandContext,
): Promise<void> {
  const { menu, regenerate, workers } = options;
  if (regenerate === true && menu !== undefined) {
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      '--regenerate plays the run as it was recorded: it takes no --menu',
    );
  }
  if (regenerate !== true && workers !== undefined)
    throw new EmulatorError('USAGE_IDLE_OPTION', '--workers is of --regenerate');
  if (regenerate !== true && options.overlay !== undefined)
    throw new EmulatorError('USAGE_IDLE_OPTION', '--overlay is of --regenerate');
  const recording = await openRecording(path);
  return regenerate === true
    ? again(recording, options, context)
    : decide(recording, menu === undefined ? undefined : loadMenu(menu), options, context);
}

async function decide(
  recording: Recording,
  menu: Menu | undefined,
  { json }: ReplayCommandOptions,
  context: CommandContext,
): Promise<void> {
  const result = await follow(
    'replay',
    (stopped) => replayRecording({ recording, menu, stopped }),
    context,
  );
  const { name } = menu ?? recording.run.menu;
  context.out(
    json === true
      ? document(recording, name, { check: 'trigger', ...result })
      : showReplay(recording, name, result),
  );
  refuse(result.differing, 'events are not as recorded', recording);
  refuseIncomplete(result.books, recording);
}

async function again(
  recording: Recording,
  { json, workers, ...options }: ReplayCommandOptions,
  context: CommandContext,
): Promise<void> {
  const { laid } = await layRecordedFile(options, recording.run);
  const make = (stopped: () => boolean) =>
    regenerateRecording({ recording, workers: workers ?? defaultWorkers(), ...laid, stopped });
  const result = await follow('regenerate', make, context);
  const { name } = recording.run.menu;
  context.out(
    json === true
      ? document(recording, name, { check: 'regenerate', ...result })
      : showRegenerated(recording, result),
  );
  refuse(result.differing, 'batches are not as recorded', recording);
  refuseIncomplete(result.books, recording);
}

interface Work<R> {
  readonly progress$: Observable<number>;
  readonly result: () => R;
}

/** Does the work with a bar until it is done or the user has enough. */
async function follow<R>(
  label: string,
  make: (stopped: () => boolean) => Work<R>,
  context: CommandContext,
): Promise<R> {
  let stopped = false;
  const { progress$, result } = make(() => stopped);
  const bar = progress(label, undefined, context);
  const stop = whenAskedToStop<number>(context.stop$, () => {
    stopped = true;
  });
  await context.execute(progress$.pipe(tap(bar.update), stop));
  bar.finish();
  if (stopped) context.talk('stopped before the end of the recording; what was done follows\n');
  return result();
}

/** @throws REPLAY_DIFFERS */
function refuse(differing: number, what: string, { run }: Recording): void {
  if (differing === 0) return;
  const why =
    run.version === version
      ? ''
      : `; they were recorded by version ${run.version}, this is ${version}`;
  throw new EmulatorError('REPLAY_DIFFERS', `${differing} ${what}${why}`);
}

/**
 * A recording that has lost something shall not pass for a whole one; one that its run has not
 * finished has lost nothing.
 * @throws RECORDING_INCOMPLETE
 */
function refuseIncomplete({ faults }: RunBooks, { path }: Recording): void {
  const lost = faults.filter(({ unfinished }) => unfinished !== true);
  if (lost.length === 0) return;
  const events = lost.reduce((sum, fault) => sum + fault.events, 0);
  const counted = events === 0 ? '' : `, with ${events} recorded events`;
  throw new EmulatorError(
    'RECORDING_INCOMPLETE',
    `${path}: something is missing or damaged${counted} (see above); the rest was used`,
  );
}

function document({ path, run }: Recording, menu: string, result: object): string {
  const header = {
    version,
    recording: path,
    recordedBy: run.version,
    seed: run.seed,
    run: run.run,
    menu,
    recordedMenu: run.menu.name,
    conditions: run.conditions,
    geometry: recordedConfig(run).ecl.geometry,
  };
  return `${JSON.stringify({ ...header, ...result }, null, 2)}\n`;
}

function showReplay(recording: Recording, menu: string, result: ReplayResult): string {
  const { sameMenu, events, differing, differences, lines, verdicts, books, limits } = result;
  const outcome =
    differing === 0
      ? `${events} events decided again: input bits and ` +
        `timing${sameMenu ? ', and all lines,' : ''} as recorded`
      : `${differing} of ${events} events are not as recorded:`;
  const rows = differences.map(({ event, gained, lost, other }) => [
    event,
    gained.join(' '),
    lost.join(' '),
    other.join(', '),
  ]);
  const judged =
    verdicts === null
      ? []
      : [
          `Menu ${menu} would accept ${verdicts.accepted} of them for certain (lines that pass ` +
            `whole), ${verdicts.prescaled} by prescaled lines only, and ${verdicts.refused} not.`,
        ];
  return [
    ...showBooks(recording, books),
    outcome,
    rows.length === 0 ? '' : textTable(['event', 'gained', 'lost', 'other'], rows).trimEnd(),
    ...showLines(lines),
    ...judged,
    ...limits,
  ]
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}

/**
 * Lines of both menus that gain or lose recorded events, and the names of lines that only one menu
 * has.
 */
function showLines(lines: readonly ComparedLine[]): readonly string[] {
  const changed = lines.filter(
    ({ recorded, replayed, gained, lost }) =>
      recorded !== null && replayed !== null && gained + lost > 0,
  );
  const cells = changed.map(({ name, recorded, replayed, gained, lost, complete }) => {
    return [name, recorded!, replayed!, gained, lost, complete ? 'complete' : ''];
  });
  const table = textTable(
    ['line (FTDL)', 'recorded', 'again', 'gained', 'lost', ''],
    cells,
  ).trimEnd();
  const only = (title: string, names: readonly ComparedLine[]): readonly string[] =>
    names.length === 0 ? [] : [`${title}: ${names.map(({ name }) => name).join(' ')}`];
  return [
    ...(changed.length === 0 ? [] : [table]),
    ...only(
      'Only in the recorded menu',
      lines.filter(({ replayed }) => replayed === null),
    ),
    ...only(
      'Only in the other menu',
      lines.filter(({ recorded }) => recorded === null),
    ),
  ];
}

function showRegenerated(
  recording: Recording,
  { played, recorded, differing, differences, notCompared, books }: RegenerateResult,
): string {
  const outcome =
    `${played} events played again, ${recorded} of them recorded: ` +
    `${differing === 0 ? 'all as recorded' : `${differing} batches differ:`}`;
  return [
    ...showBooks(recording, books),
    outcome,
    ...differences.map(({ batch, columns }) => `  ${batch}: ${columns.join(', ')}`),
    ...(notCompared.length === 0
      ? []
      : [`not compared, since only one of the versions has it: ${notCompared.join(', ')}`]),
    '',
  ].join('\n');
}

function showBooks({ path, run }: Recording, books: RunBooks): readonly string[] {
  const {
    firstSlice,
    slices,
    givenUpSlices,
    givenUpEvents,
    processed,
    recorded,
    lost,
    unaccounted,
    ended,
    reason,
    faults,
    epochs,
    unknownKinds,
    unknownColumns,
  } = books;
  const beam = (((slices - firstSlice) * slicePeriod) / 1e9).toFixed(1);
  const passedOver = [
    ...unknownKinds.map(({ kind, records }) => `${records} records "${kind}"`),
    ...unknownColumns.map((name) => `column or table ${name}`),
  ];
  return [
    `${path}: ${run.source}; menu ${run.menu.name} ${run.menu.version}, seed ${run.seed}, ` +
      `run ${run.run}, recorded by version ${run.version}`,
    `${beam} s of beam${ended ? ` (${reason || 'ended'})` : ''}: ${slices - firstSlice} ` +
      `slices${firstSlice === 0 ? '' : ` from slice ${firstSlice} on`}, ${givenUpSlices} of them ` +
      `given up with ${givenUpEvents} ${run.machine === undefined ? 'events' : 'seeds'}; ` +
      `${processed} events decided, ${recorded} recorded`,
    ...lostText(lost),
    ...(unaccounted > 0
      ? [`missing: ${unaccounted} events of slices that were neither played nor given up`]
      : []),
    ...epochs.map(
      ({ epoch, slice, changed }) => `epoch ${epoch} from slice ${slice} on: ${changed.join(', ')}`,
    ),
    ...faults.map(({ text }) => `missing: ${text}`),
    ...passedOver.map((what) => `passed over, not known to this version: ${what}`),
  ];
}

/** Accepts that the read-out lost, those of the commonest state first. */
export function lostText(lost: RunBooks['lost']): readonly string[] {
  const states = Object.entries(lost).toSorted(([, one], [, other]) => other - one);
  if (states.length === 0) return [];
  const sum = states.reduce((total, [, accepts]) => total + accepts, 0);
  const each = states.map(([state, accepts]) => `${state} ${accepts}`).join(', ');
  return [`not read out: ${sum} accepts (${each})`];
}
