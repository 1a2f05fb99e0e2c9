import { join } from 'node:path';
import { Command, Option } from 'commander';
import { map, type Observable, tap } from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import { beams } from '../../detector/beams.js';
import type { Note } from '../../detector/base/notes.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { decayChoice } from '../decays/decay-choice.js';
import { loadConditions } from '../settings/conditions.js';
import { type LaidMachine, layMachine } from '../settings/laid-machine.js';
import { noMachine } from '../settings/machine.js';
import { parseScan, type Scan } from '../settings/scan.js';
import { inLockedFolder } from '../files/folder-lock.js';
import { loadMenu } from '../settings/menu-source.js';
import { builtInCard, cardChain, listCards, type LoadedCard, loadCard } from '../studies/card.js';
import { isFilePoint } from '../studies/define-card.js';
import { printCard } from '../studies/print-card.js';
import type { StudyDocument } from '../studies/document.js';
import { fingerprintOf } from '../studies/shards/fingerprint.js';
import type { StudyPart } from '../studies/shards/part.js';
import { keepShards, withFoundShards } from '../studies/shards/resume.js';
import { openShardFolder, type ShardFolder } from '../studies/shards/shard-folder.js';
import { scanDocument, type ScanPoint } from '../studies/scan-document.js';
import type { IntervalMethod } from '../studies/intervals.js';
import { openStudy, type Study } from '../studies/study.js';
import { variedCard } from '../studies/vary-card.js';
import { surveyDocument } from '../studies/survey-document.js';
import { surveys } from '../studies/surveys/index.js';
import { version } from '../version.js';
import { countInOrder, startThreads } from '../workers/pool.js';
import { showBriefly, showStudy } from '../writers/study-report.js';
import { scanFolder, showScan } from '../writers/scan-report.js';
import {
  type CommandContext,
  type CommonOptions,
  type DecayOptions,
  duration,
  intervalOption,
  type MachineOptions,
  type PlotOptions,
  untilStopped,
  whenAskedToStop,
  wholeNumber,
  withCommonOptions,
  withDecay,
  withMachine,
  withPlots,
  withParameters,
  withWorkers,
  type WorkerOptions,
} from './context.js';
import { accessOf, type NatsOptions, withNats } from './nats-options.js';
import { saidInTheEnd, saidOfFiles } from './notes.js';
import { layFile, type LaidFile, type OverlayOptions, withOverlay } from './overlay-option.js';
import { progress } from './progress.js';
import { type Counted, nominalOutcomes, variedOptions, varyStudy } from './study-variations.js';
import { examine, writeOut } from './study-output.js';

interface StudyCommandOptions
  extends CommonOptions,
    WorkerOptions,
    DecayOptions,
    MachineOptions,
    PlotOptions,
    OverlayOptions,
    NatsOptions {
  readonly with: readonly string[];
  readonly events?: number;
  readonly batch: number;
  readonly out?: string;
  readonly resume?: boolean;
  readonly engine: 'local' | 'nats';
  /** [s] */
  readonly redeliverAfter: number;
  readonly scan?: string;
  readonly interval?: IntervalMethod;
  readonly list?: boolean;
  readonly print?: boolean;
  readonly brief?: boolean;
  readonly keepShards?: boolean;
  readonly json?: boolean;
}

/** Whose parameters are scanned when no machine is named. */
const scanned = '2022-peak';

/** `b2l1 study CARD`: efficiencies and turn-on curves. */
export function studyCommand(context: CommandContext): Command {
  const common = withDecay(withWorkers(withCommonOptions(new Command('study'), context)));
  withPlots(withOverlay(withMachine(common, noMachine)));
  return withNats(withParameters(common, 'of the generators of the card that have it'))
    .description('Measures trigger efficiencies and turn-on curves with a study card.')
    .argument('[card]', 'built-in card, a YAML file of your own, or a process: all lines on it')
    .option('--events <n>', "events in all; the card's own number without it", wholeNumber(1))
    .option(
      '--out <dir>',
      'write results.json, curves as CSV, histograms (UHI JSON), plots (SVG, PDF, PNG), a page ' +
        'with all of it (report.html) there; ' +
        'finished shards meanwhile',
    )
    .option('--keep-shards', 'leave the shards in --out when the results are written')
    .option(
      '--resume',
      'go on from the finished shards (4096 events) that an interrupted study has left in --out',
    )
    .option(
      '--batch <n>',
      'events sent to a worker at a time; results do not depend on it',
      wholeNumber(1, 4096),
      1024,
    )
    .addOption(
      new Option(
        '--engine <engine>',
        'local: worker threads here; nats: whoever runs b2l1 worker with the same --nats; ' +
          'same results',
      )
        .choices(['local', 'nats'])
        .default('local'),
    )
    .addOption(
      new Option(
        '--redeliver-after <duration>',
        'with --engine nats: a shard whose worker is silent for so long (1s at least) goes ' +
          'to another',
      )
        .argParser(duration)
        .default(10, '10s'),
    )
    .option(
      '--scan <path=values>',
      'one table of efficiencies against a parameter of machine or conditions, such as ' +
        'ler.current=0.7,1,1.3; background: 0 to 9 times the background of --machine ' +
        `(${scanned} when none)`,
    )
    .addOption(intervalOption())
    .option('--list', 'list the built-in cards')
    .option(
      '--print',
      'print a built-in card as YAML that reads back, the start of one of your own: same events, ' +
        'lines, selections and curves',
    )
    .option(
      '--brief',
      'print numbers read off, families and the lines that fire most; the default on a terminal',
    )
    .option('--no-brief', 'print all lines and curves; the default elsewhere')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nUnless the card says otherwise, efficiencies are of FTDL bits (before prescale) and ' +
        'intervals are Clopper–Pearson at 68.27 %; of weighted events those of effective counts.',
    )
    .action((card: string | undefined, options: StudyCommandOptions) =>
      study(card, options, context),
    );
}

async function study(
  name: string | undefined,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<void> {
  if (options.list === true) return context.out(listCards());
  if (name === undefined)
    throw new EmulatorError(
      'USAGE_CARD',
      'study wants the name of a card or a YAML file; see them with: b2l1 study --list',
    );
  if (options.print === true) return print(name, context);
  const conditions = loadConditions(options.conditions, options.set);
  const survey = surveys.find((candidate) => candidate.name === name);
  if (survey !== undefined) refuseIdle(name, options);
  if (survey !== undefined)
    return examine(
      surveyDocument(survey, { version, conditions: conditions.name, config: conditions.config }),
      options,
      context,
    );
  const asked = variedCard(loadCard(name), options.with);
  const card = options.interval === undefined ? asked : { ...asked, interval: options.interval };
  if (options.overlay !== undefined && options.engine === 'nats')
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      '--overlay lays a file of this host over events: workers of --engine nats do not have it',
    );
  if (options.engine === 'nats' && card.points.some(isFilePoint))
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      `card "${card.name}" has events of a file of this host: workers of --engine nats do not ` +
        'have it',
    );
  if (options.scan !== undefined && (card.variations ?? []).length > 0)
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      `--scan repeats a card: card "${card.name}" has variations of its own, leave one of both out`,
    );
  await inLockedFolder(options.out, () =>
    options.scan === undefined
      ? one(card, conditions, options, context)
      : scan(card, parseScan(options.scan), options, context),
  );
}

/** One study and what is said and written of it. */
async function one(
  card: LoadedCard,
  conditions: ReturnType<typeof loadConditions>,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<void> {
  const file = await layFile(options, conditions.config);
  const { variations = [] } = card;
  // Every variation is tried before the first event is simulated.
  const varied = variations.map((variation) => {
    const own = variedOptions(options, variation);
    return { variation, own, around: aroundOf(own, file) };
  });
  const kept = variations.length === 0 ? undefined : nominalOutcomes();
  const nominal = await measure(card, aroundOf(options, file), options, context, kept?.counted);
  const { opened, folder } = nominal;
  const { document, stopped } =
    kept === undefined || nominal.stopped
      ? nominal
      : await varyStudy(nominal, varied, kept, async ({ variation, own, around }, counted) => {
          context.talk(`variation ${variation.name}\n`);
          const run = await measure(card, around, own, context, counted);
          if (own.out !== undefined)
            await writeOut(own.out, run.document, run.opened, own.plots, context);
          if (!run.stopped && options.keepShards !== true) run.folder?.remove();
          return run;
        });
  context.talk(saidInTheEnd(document.notes));
  context.out(
    options.json === true
      ? `${JSON.stringify(document, null, 2)}\n`
      : (options.brief ?? context.outTerminal === true)
        ? showBriefly(document, options.out)
        : showStudy(document, opened.card),
  );
  if (options.out !== undefined)
    await writeOut(options.out, document, opened, options.plots, context);
  if (!stopped && options.keepShards !== true) folder?.remove();
  if (!stopped) return;
  const goOn = options.out === undefined ? '' : '; go on with the same command and --resume';
  context.talk(
    `stopped after ${document.events} of ${document.eventsPlanned} events; what was done is ` +
      `above${goOn}\n`,
  );
}

/** Conditions of options, with what lies over. */
function aroundOf(options: StudyCommandOptions, file: LaidFile): Around {
  const conditions = loadConditions(options.conditions, options.set);
  const { config, name } = conditions;
  return { name, laid: layMachine(options, config, beams(config.beams)), file };
}

/** A built-in card as a file; what a file cannot say is told. */
function print(name: string, context: CommandContext): void {
  const card = builtInCard(name);
  const { yaml, leftOut } = printCard(card);
  context.out(yaml);
  if (leftOut.length > 0)
    context.talk(`card "${name}" has besides, which no file can say: ${leftOut.join('; ')}\n`);
}

/** Options that would do nothing are mistakes: a survey needs no events. */
function refuseIdle(survey: string, options: StudyCommandOptions): void {
  const idle = [
    ...(options.with.length > 0 ? ['--with sets parameters of generators'] : []),
    ...(options.machine !== noMachine ? ['--machine lays over events'] : []),
    ...(options.overlay !== undefined ? ['--overlay lays over events'] : []),
    ...(options.scan !== undefined ? ['--scan repeats a card'] : []),
    ...(options.interval !== undefined ? ['--interval is of efficiencies'] : []),
  ];
  if (idle.length > 0)
    throw new EmulatorError('USAGE_IDLE_OPTION', `${idle.join('; ')}: "${survey}" needs no events`);
}

/** Conditions with what a machine and a file lay over. */
interface Around {
  readonly name: string;
  readonly laid: LaidMachine;
  readonly file: LaidFile;
}

/** One study, to its end or until it is stopped. */
async function measure(
  card: LoadedCard,
  { name: conditions, laid, file }: Around,
  options: StudyCommandOptions,
  context: CommandContext,
  counted?: Counted,
): Promise<{
  readonly document: StudyDocument;
  readonly opened: Study;
  readonly stopped: boolean;
  /** Of its shards, with --out. */
  readonly folder: ShardFolder | undefined;
}> {
  const { seed, events, batch } = options;
  const { config, machine, notes } = laid;
  const read = await filesRead(card, config, options);
  const opened = openStudy(read.card, {
    version,
    seed,
    menu: loadMenu(options.menu),
    conditions,
    config,
    notes: [...notes, ...file.notes, ...read.notes],
    ...file.laid,
    batchEvents: batch,
    ...decayChoice(options.decay),
    ...(machine !== undefined && { machine }),
    ...(events === undefined ? {} : { events }),
    ...(counted !== undefined && { counted }),
  });
  // They load the program while this thread looks whether card and settings go together.
  const threads = options.engine === 'local' ? startThreads(options.workers) : [];
  cardChain(opened.setup);
  const folder = await shardFolder(opened, options, context);
  const stopped = await count({ study: opened, folder, threads }, options, context);
  if (!stopped) await folder?.describe(true);
  return { document: opened.document(), opened, stopped, folder };
}

/** The card with the events of its files, which are read again where conditions change. */
async function filesRead(
  card: LoadedCard,
  config: EmulatorConfig,
  { seed, decay }: StudyCommandOptions,
): Promise<{ readonly card: LoadedCard; readonly notes: readonly Note[] }> {
  if (!card.points.some(isFilePoint)) return { card, notes: [] };
  // Readers of files are loaded when there is one.
  const { withFileEvents } = await import('../studies/file-points.js');
  return withFileEvents(card, { config, seed, ...decayChoice(decay) });
}

/** The same study at each value of a parameter; with --out each has a folder of its own there. */
async function scan(
  card: LoadedCard,
  { path, values, of }: Scan,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<void> {
  const { machine, machineSet, set, out } = options;
  const start = of === 'machine' && machine === noMachine ? scanned : machine;
  const { config } = loadConditions(options.conditions, set);
  const around = beams(config.beams);
  const file = await layFile(options, config);
  // Every value is tried before the first is simulated.
  const settings = values.map((value): Around => {
    const own = `${path}=${value}`;
    const conditions = loadConditions(options.conditions, of === 'machine' ? set : [...set, own]);
    const state = {
      machine: start,
      machineSet: of === 'machine' ? [...machineSet, own] : machineSet,
    };
    return { name: conditions.name, laid: layMachine(state, conditions.config, around), file };
  });
  const points: ScanPoint[] = [];
  const shards: ShardFolder[] = [];
  let isStopped = false;
  for (const [place, value] of values.entries()) {
    context.talk(`${path}=${value}\n`);
    const folder = out === undefined ? {} : { out: join(out, scanFolder(path, value)) };
    const own = { ...options, ...folder };
    const { document, opened, stopped, ...kept } = await measure(
      card,
      settings[place]!,
      own,
      context,
    );
    points.push({ value, study: document });
    if (kept.folder !== undefined) shards.push(kept.folder);
    if (own.out !== undefined) await writeOut(own.out, document, opened, options.plots, context);
    isStopped = stopped;
    if (stopped) break;
  }
  const document = scanDocument(path, points);
  context.talk(saidInTheEnd(points[0]!.study.notes));
  context.out(
    options.json === true ? `${JSON.stringify(document, null, 2)}\n` : showScan(document),
  );
  if (out === undefined) return;
  const { writeScan } = await import('../writers/scan-files.js');
  context.talk(saidOfFiles(await writeScan(out, document)));
  // Of a scan that was stopped all stay: it goes on from them.
  if (points.length === values.length && !isStopped && options.keepShards !== true)
    for (const folder of shards) folder.remove();
}

/** Where finished shards are kept: in the output folder, if there is one. */
async function shardFolder(
  study: Study,
  { out, resume }: StudyCommandOptions,
  context: CommandContext,
): Promise<ShardFolder | undefined> {
  if (out === undefined) {
    if (resume === true)
      throw new EmulatorError(
        'USAGE_RESUME',
        '--resume goes on from what is in the folder of --out: name it',
      );
    return undefined;
  }
  const { events, plan, cellCount, setup } = study;
  const folder = await openShardFolder(
    out,
    { events, plan, cellCount, fingerprint: fingerprintOf(setup) },
    resume === true,
  );
  if (resume === true) {
    const damaged = folder.damaged > 0 ? `, ${folder.damaged} damaged` : '';
    context.talk(`found ${folder.found.size} of ${plan.shardCount} shards in ${out}${damaged}\n`);
  }
  return folder;
}

/**
 * Has all events counted that are not there yet.
 * @returns whether it was stopped before the end.
 */
async function count(
  { study, folder, threads }: Pick<Engine, 'study' | 'folder' | 'threads'>,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<boolean> {
  let stopped = false;
  let done = folder?.foundEvents ?? 0;
  const bar = progress(`study ${study.card.name}`, study.events, context, { already: done });
  const engine = { study, folder, threads, stopped: () => stopped };
  const counted$ =
    options.engine === 'nats' ? await byNats(engine, options, context) : locally(engine, options);
  const made$ = counted$.pipe(tap(({ eventCount }) => bar.update((done += eventCount))));
  const parts$ =
    folder === undefined
      ? made$
      : made$.pipe(keepShards(folder, study.plan), withFoundShards(folder));
  await context.execute(
    parts$.pipe(
      tap(study.add),
      whenAskedToStop(context.stop$, () => {
        stopped = true;
      }),
    ),
  );
  bar.finish();
  return stopped;
}

interface Engine {
  readonly study: Study;
  readonly folder: ShardFolder | undefined;
  /** Started before, for the local engine. */
  readonly threads: ReturnType<typeof startThreads>;
  readonly stopped: () => boolean;
}

/** In worker threads. */
function locally(
  { study, folder, threads, stopped }: Engine,
  { workers }: StudyCommandOptions,
): Observable<StudyPart> {
  const jobs = untilStopped(study.jobs(folder?.found), stopped);
  const consumers = [{ ready: () => folder?.saved() }];
  return countInOrder(jobs, { setup: study.setup, workers, threads, consumers }).pipe(
    map(({ batch }) => batch),
  );
}

/** By whoever works for the NATS server. */
async function byNats(
  { study, folder, stopped }: Engine,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<Observable<StudyPart>> {
  const { redeliverAfter } = options;
  const news = (text: string): void => context.talk(`${text}\n`);
  const { countOverNats } = await import('../distributed/distribute.js');
  const ready = (): Promise<void> | undefined => folder?.saved();
  return countOverNats(study, {
    access: accessOf(options),
    found: folder?.found,
    redeliverMs: 1000 * Math.max(1, redeliverAfter),
    stopped,
    ready,
    news,
  });
}
