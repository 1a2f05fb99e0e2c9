import { join } from 'node:path';
import type { Command } from 'commander';
import { EmulatorError } from '../../detector/base/errors.js';
import { beams } from '../../detector/beams.js';
import { loadConditions } from '../settings/conditions.js';
import { layMachine } from '../settings/laid-machine.js';
import { noMachine } from '../settings/machine.js';
import { parseScan, type Scan } from '../settings/scan.js';
import { inLockedFolder } from '../files/folder-lock.js';
import { builtInCard, cardChain, listCards, type LoadedCard } from '../studies/card.js';
import { printCard } from '../studies/print-card.js';
import type { StudyDocument } from '../studies/document.js';
import type { ShardFolder } from '../studies/shards/shard-folder.js';
import { scanDocument, type ScanPoint, scanShort } from '../studies/scan-document.js';
import type { Study } from '../studies/study.js';
import { variationFolder } from '../studies/variations/variation.js';
import { surveyDocument } from '../studies/survey-document.js';
import { surveys } from '../studies/surveys/index.js';
import { version } from '../version.js';
import { startThreads } from '../workers/pool.js';
import { shortVariationsText } from '../writers/variations.js';
import { refuseOthers } from '../writers/result-files.js';
import { scanFolders, showScan } from '../writers/scan-report.js';
import type { CommandContext } from './context.js';
import { saidInTheEnd, saidOfFiles } from './notes.js';
import { layFile } from './overlay-option.js';
import { finishedResults } from './finished-study.js';
import { openParts, rememberResults, removeStaleParts, toldOfStale } from './stale-parts.js';
import type { PartSums } from '../writers/result-files.js';
import { isBegunIn, isUnfinishedIn, optionsOfPart } from './resumed-part.js';
import { count, shardFolder } from './study-count.js';
import { type Around, aroundWith, askedCard, openAsked, withBackground } from './study-open.js';
import {
  type AskedStudyOptions,
  declareStudy,
  scanned,
  type StudyCommandOptions,
} from './study-options.js';
import { examine, tellAll, writeOut } from './study-output.js';
import { type Counted, failureOf, nominalOutcomes, varyStudy } from './study-variations.js';
import { printJob } from './study-slurm.js';
import { countTask } from './study-task.js';
import { triedVariations } from './tried-variations.js';

/** `b2l1 study CARD`: efficiencies and turn-on curves. */
export function studyCommand(context: CommandContext): Command {
  return declareStudy(context).action((card: string | undefined, options: AskedStudyOptions) =>
    study(card, options, context),
  );
}

async function study(
  name: string | undefined,
  asked: AskedStudyOptions,
  context: CommandContext,
): Promise<void> {
  if (asked.list === true) return context.out(listCards());
  if (name === undefined)
    throw new EmulatorError(
      'USAGE_CARD',
      'study wants the name of a card or a YAML file; see them with: b2l1 study --list',
    );
  if (asked.print === true) return print(name, context);
  const conditions = loadConditions(asked.conditions, asked.set);
  const survey = surveys.find((candidate) => candidate.name === name);
  if (survey !== undefined) refuseIdle(name, asked);
  if (survey !== undefined)
    return examine(
      surveyDocument(survey, { version, conditions: conditions.name, config: conditions.config }),
      asked,
      context,
    );
  const card = askedCard(name, asked);
  const options = withBackground(card, asked);
  if (options.scan !== undefined && (card.variations ?? []).length > 0)
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      `--scan repeats a card: card "${card.name}" has variations of its own, leave one of both out`,
    );
  if (options.array !== undefined && options.slurm !== true)
    throw new EmulatorError('USAGE_IDLE_OPTION', '--array is the number of tasks of --slurm');
  if (options.slurm === true) return printJob(name, card, options, context);
  if (options.task !== undefined) return countTask(name, card, options, context);
  if (options.out !== undefined && options.scan === undefined) refuseOthers(options.out, 'study');
  if (options.out !== undefined && options.scan !== undefined)
    refuseOthers(options.out, 'scan', ['scan.json', 'scan.csv']);
  await inLockedFolder(options.out, () =>
    options.scan === undefined
      ? one(card, options, context)
      : scan(card, parseScan(options.scan), options, context),
  );
}

/** One study and what is said and written of it. */
async function one(
  card: LoadedCard,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<void> {
  const file = await layFile(options, loadConditions(options.conditions, options.set).config);
  const around = aroundWith(options, file);
  // Every variation is tried before the first event is simulated.
  const tried = triedVariations(card, options, (own) => aroundWith(own, file));
  const varied = await openVariations(card, around, tried, options, context);
  const whole = await finishedWhole(card, around, varied, options, context);
  if (whole !== undefined) return tellAll(whole.document, whole.opened, options, context);
  const kept = varied.length === 0 ? undefined : nominalOutcomes();
  const nominal = await measure(card, around, options, context, kept?.counted);
  const { opened } = nominal;
  const folders = [nominal.folder];
  if (options.out !== undefined && !nominal.stopped && varied.length > 0)
    await openParts(options.out, 'variation', varied.map(folderOf));
  const { document, stopped, failed } =
    kept === undefined
      ? { ...nominal, failed: undefined }
      : await varyStudy(nominal, varied, kept, async ({ variation, own, ...laid }, counted) => {
          context.talk(`variation ${variation.name}\n`);
          const run = await measure(card, laid.around, own, context, counted);
          if (own.out !== undefined) {
            await writeOut(own.out, run.document, run.opened, own.plots, context);
            await rememberResults(options.out!, 'variation', folderOf({ variation }));
          }
          folders.push(run.folder);
          return run;
        });
  await tellAll(document, opened, options, context);
  // Of what was stopped all stay, those of variations that are whole too: it goes on from them.
  if (!stopped && options.keepShards !== true) for (const folder of folders) folder?.remove();
  if (stopped) context.talk(saidOfStop(document, options.out));
  if (failed !== undefined) throw failureOf(failed);
}

/** Variations of a card, each with its options and what these lay over its events. */
type Varied = ReturnType<typeof triedVariations<StudyCommandOptions, Around>>;

const folderOf = ({ variation }: Pick<Varied[number], 'variation'>): string =>
  variationFolder(variation.name);

/**
 * Variations whose folders may be written to. Results of another study, or of another kind, in one
 * of them end a study before its first event, as those in its own do.
 * @throws OUTPUT_OTHER, STUDY_UNFINISHED; with --resume STUDY_DIFFERS
 */
async function openVariations(
  card: LoadedCard,
  around: Around,
  varied: Varied,
  { out, ...options }: StudyCommandOptions,
  context: CommandContext,
): Promise<Varied> {
  if (out === undefined || varied.length === 0) return varied;
  const isBegun = isBegunIn(out, await openAsked(card, around, options));
  const opened: Varied[number][] = [];
  for (const each of varied) {
    refuseOthers(each.own.out!, 'study');
    const study = await openAsked(card, each.around, each.own);
    const part = { out, kind: 'variation', name: folderOf(each), study, isBegun } as const;
    opened.push({ ...each, own: optionsOfPart(part, each.own, context) });
  }
  return opened;
}

/** A study and all its variations that are finished; undefined where something is to be counted. */
async function finishedWhole(
  card: LoadedCard,
  around: Around,
  varied: Varied,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<{ readonly document: StudyDocument; readonly opened: Study } | undefined> {
  if (options.resume !== true || varied.length === 0) return undefined;
  const opened = await openAsked(card, around, options);
  const document = finishedResults(opened, options, context);
  if (document === undefined) return undefined;
  for (const { variation, around: laid, own } of varied) {
    const study = await openAsked(card, laid, own);
    if (finishedResults(study, own, context) !== undefined) continue;
    const why = 'it is compared with the study event by event, which is counted again, too';
    context.talk(`variation ${variation.name} is not whole: ${why}\n`);
    return undefined;
  }
  return { document, opened };
}

/** How far a study came that was stopped. */
function saidOfStop(
  { events, eventsPlanned, variationsShort = [] }: StudyDocument,
  out: string | undefined,
): string {
  const short = variationsShort.length === 0 ? '' : `; ${shortVariationsText(variationsShort)}`;
  const goOn = out === undefined ? '' : '; go on with the same command and --resume';
  const counted = `${events} of ${eventsPlanned} events${short}`;
  return `stopped after ${counted}; what was done is above${goOn}\n`;
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
function refuseIdle(survey: string, options: AskedStudyOptions): void {
  const idle = [
    ...(options.with.length > 0 ? ['--with sets parameters of generators'] : []),
    ...((options.machine ?? noMachine) !== noMachine ? ['--machine lays over events'] : []),
    ...(options.overlay !== undefined ? ['--overlay lays over events'] : []),
    ...(options.scan !== undefined ? ['--scan repeats a card'] : []),
    ...(options.interval !== undefined ? ['--interval is of efficiencies'] : []),
    ...(options.slurm === true || options.task !== undefined
      ? ['--slurm and --task share out its shards']
      : []),
  ];
  if (idle.length > 0)
    throw new EmulatorError('USAGE_IDLE_OPTION', `${idle.join('; ')}: "${survey}" needs no events`);
}

/** One study, to its end or until it is stopped. */
async function measure(
  card: LoadedCard,
  around: Around,
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
  const opened = await openAsked(card, around, options, counted);
  // What is compared event by event is counted.
  const done = counted === undefined ? finishedResults(opened, options, context) : undefined;
  if (done !== undefined) return { document: done, opened, stopped: false, folder: undefined };
  // They load the program while this thread looks whether card and settings go together.
  const threads = options.engine === 'local' ? startThreads(options.workers) : [];
  cardChain(opened.setup);
  const folder = await shardFolder(opened, options, context);
  const stopped = await count({ study: opened, folder, threads }, options, context);
  if (!stopped) await folder?.describe(true);
  return { document: opened.document(), opened, stopped, folder };
}

/**
 * Options of the values of a scan with --out. Results of another study at the last value end it
 * before its first event.
 * @throws STUDY_UNFINISHED; with --resume STUDY_DIFFERS
 */
async function openValues(
  card: LoadedCard,
  settings: readonly Around[],
  names: readonly string[],
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<readonly StudyCommandOptions[]> {
  const { out } = options;
  if (out === undefined) return [];
  const studies: Study[] = [];
  for (const around of settings) studies.push(await openAsked(card, around, options));
  const isBegun = studies.some((study, place) => isUnfinishedIn(join(out, names[place]!), study));
  return names.map((name, place) => {
    const part = { out, kind: 'value', name, study: studies[place]!, isBegun } as const;
    return optionsOfPart(part, { ...options, out: join(out, name) }, context);
  });
}

/** The same study at each value of a parameter; with --out each has a folder of its own there. */
async function scan(
  card: LoadedCard,
  { path, values, of }: Scan,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<void> {
  const { machine, machineSet, set, out } = options;
  const names = out === undefined ? [] : scanFolders(path, values);
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
  const foldersOf = await openValues(card, settings, names, options, context);
  const points: ScanPoint[] = [];
  const shards: ShardFolder[] = [];
  let stale: PartSums | undefined;
  let isStopped = false;
  for (const [place, value] of values.entries()) {
    context.talk(`${path}=${value}\n`);
    const own = foldersOf[place] ?? options;
    const { document, opened, stopped, ...kept } = await measure(
      card,
      settings[place]!,
      own,
      context,
    );
    points.push({ value, study: document });
    if (out !== undefined) stale ??= await openParts(out, 'value', names);
    if (kept.folder !== undefined) shards.push(kept.folder);
    if (own.out !== undefined) await writeOut(own.out, document, opened, options.plots, context);
    if (out !== undefined) await rememberResults(out, 'value', names[place]!);
    isStopped = stopped;
    if (stopped) break;
  }
  const document = scanDocument(path, points, values);
  context.talk(saidInTheEnd(points[0]!.study.notes));
  context.out(
    options.json === true ? `${JSON.stringify(document, null, 2)}\n` : showScan(document),
  );
  for (const line of scanShort(document)) context.talk(`${line}\n`);
  if (out === undefined) return;
  const { writeScan } = await import('../writers/scan-files.js');
  context.talk(saidOfFiles(await writeScan(out, document)));
  const isWhole = points.length === values.length && !isStopped;
  const ofOther = (name: string): string | undefined =>
    name.startsWith(`${path}=`) ? undefined : 'it is of another parameter';
  const said = isWhole
    ? await removeStaleParts(out, 'value', stale!, options.resume, ofOther)
    : toldOfStale(out, 'value', stale!);
  for (const line of said) context.talk(line);
  // Of a scan that was stopped all stay: it goes on from them.
  if (isWhole && options.keepShards !== true) for (const folder of shards) folder.remove();
}
