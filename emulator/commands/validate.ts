import { Command, Option } from 'commander';
import { defer, from, map, type Observable, tap } from 'rxjs';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { beams } from '../../detector/beams.js';
import { defaultMenu } from '../../triggers/menus/index.js';
import { nextTurn } from '../chain/next-turn.js';
import { writeWhole } from '../files/write-whole.js';
import { loadConditions, menuOf } from '../settings/conditions.js';
import { loadMenu } from '../settings/menu-source.js';
import { loadMachine } from '../settings/machine.js';
import { collisionClasses } from '../sources/collision-classes.js';
import { openRates } from '../rates/rates.js';
import { loadCard } from '../studies/card.js';
import type { StudyDocument } from '../studies/document.js';
import { openStudy } from '../studies/study.js';
import { type RowGroup, rowGroups } from '../validation/row-groups.js';
import { type RateSample, rateSamples } from '../validation/rate-rows.js';
import { rowsOf, type ValidationStudy, validationStudies } from '../validation/study-rows.js';
import { validationHtml, validationText } from '../validation/validation-report.js';
import { type RowKind, rowKinds, type ValidationRow } from '../validation/validation-row.js';
import { version } from '../version.js';
import { countInOrder, decideInOrder } from '../workers/pool.js';
import {
  type CommandContext,
  type CommonOptions,
  untilStopped,
  whenAskedToStop,
  wholeNumber,
  withWorkers,
  type WorkerOptions,
} from './context.js';
import { progress } from './progress.js';

interface ValidateOptions extends WorkerOptions, Pick<CommonOptions, 'seed'> {
  readonly json?: boolean;
  readonly html?: string;
  readonly only?: string;
  readonly conditions?: string;
}

/** Conditions of rows that say no others. */
const nominal = 'nominal';

/** Conditions that rows are made with. */
const rowConditions: readonly string[] = [
  ...new Set([
    nominal,
    ...validationStudies.map(({ conditions = nominal }) => conditions),
    ...rateSamples.map(({ conditions }) => conditions),
  ]),
];

/** `b2l1 validate`: numbers of the emulator beside what they should be. */
export function validateCommand(context: CommandContext): Command {
  return withWorkers(new Command('validate'))
    .description(
      'Holds numbers of the emulator against formulas, calculations of others and published ' +
        'numbers, each with its source; what was tuned stands apart. Fails when an analytic row ' +
        'is missed.',
    )
    .option('--seed <n>', 'seed of all randomness: same seed, same bytes', wholeNumber(0), 1)
    .option(
      '--only <text>',
      `rows of a kind (${rowKinds.join(', ')}), or those whose id begins so, such as dead-time`,
    )
    .addOption(
      new Option(
        '--conditions <name>',
        'rows that are made with these conditions and their menu; those of all without',
      ).choices(rowConditions),
    )
    .option('--html <file>', 'write the rows as a page of its own there')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
A row is met when its interval (68 % where there are events) touches what is expected with its
tolerance. Published rows that are missed are shown with the reason as far as it is known, and do
not fail the command. Menu ${defaultMenu.name}, conditions ${nominal}, but for numbers of another
time, which stand beside what those of today give: --conditions 2018 shows how much of a miss is
understood.

Examples:
  b2l1 validate
  b2l1 validate --only published --html validation.html`,
    )
    .action((options: ValidateOptions) => validate(options, context));
}

async function validate(options: ValidateOptions, context: CommandContext): Promise<void> {
  const { rows, stopped } = await gather(options, context);
  if (rows.length === 0 && !stopped) throw nothingCalled(options.only ?? '');
  const asked = options.only === undefined ? {} : { only: options.only };
  const conditions = options.conditions ?? nominal;
  const made = { version, seed: options.seed, menu: menuOf(conditions), conditions };
  const header = { ...made, ...asked, isWhole: !stopped };
  if (options.html !== undefined) {
    await writeWhole(options.html, validationHtml(header, rows));
    context.talk(`wrote ${options.html}\n`);
  }
  context.out(
    options.json === true
      ? `${JSON.stringify({ ...header, rows }, null, 2)}\n`
      : validationText(rows),
  );
  if (stopped) context.talk(`stopped after ${rows.length} rows\n`);
  const missed = rows.filter(({ kind, met }) => kind === 'analytic' && !met);
  if (missed.length > 0)
    throw new EmulatorError(
      'VALIDATION_MISSED',
      `analytic rows are missed: ${missed.map(({ id }) => id).join(', ')}`,
    );
}

const isKind = (text: string | undefined): text is RowKind =>
  rowKinds.some((kind) => kind === text);

/** Whether a row is asked for. */
const isWanted =
  (only: string | undefined) =>
  ({ id, kind }: Pick<ValidationRow, 'id' | 'kind'>): boolean =>
    only === undefined || (isKind(only) ? kind === only : id.startsWith(only));

/** Whether rows that are asked for may be in a group. */
const mayHold = ({ kinds, begins }: RowGroup, only: string | undefined): boolean =>
  only === undefined ||
  (isKind(only)
    ? kinds.includes(only)
    : begins.some((begin) => begin.startsWith(only) || only.startsWith(begin)));

function* rowsAsked(
  groups: readonly RowGroup[],
  ...made: Parameters<RowGroup['rows']>
): Generator<ValidationRow> {
  for (const { rows } of groups) yield* rows(...made);
}

function nothingCalled(only: string): EmulatorError {
  const ids = [
    ...validationStudies.flatMap(({ rows }) => rows),
    ...rateSamples.flatMap(({ expectations }) => expectations),
  ].map(({ id }) => id);
  const begins = rowGroups.flatMap((group) => group.begins);
  return new EmulatorError(
    'USAGE_VALIDATE',
    `no row is of the kind "${only}" or begins so` +
      `${nearestHint(only, [...rowKinds, ...begins, ...ids])}; see all with: b2l1 validate`,
  );
}

/** Computes rows one at a time, then runs the studies of those that need events. */
async function gather(
  { only, seed, workers, conditions: asked }: ValidateOptions,
  context: CommandContext,
): Promise<{ readonly rows: readonly ValidationRow[]; readonly stopped: boolean }> {
  const wanted = isWanted(only);
  const rows: ValidationRow[] = [];
  let stopped = false;
  const { config } = loadConditions(nominal, []);
  const isAsked = (conditions: string): boolean => asked === undefined || conditions === asked;
  const groups = isAsked(nominal) ? rowGroups.filter((group) => mayHold(group, only)) : [];
  const bar = progress('validate', undefined, context, { what: 'rows', quietMs: 1000 });
  const turning = async function* (): AsyncGenerator<ValidationRow> {
    for (const row of rowsAsked(groups, config, seed)) {
      yield row;
      await new Promise<void>((resolve) => nextTurn(resolve));
      if (stopped) return;
    }
  };
  const stop = (): void => {
    stopped = true;
  };
  await context.execute(
    from(turning()).pipe(
      tap((row) => {
        if (wanted(row)) rows.push(row);
        bar.update(rows.length);
      }),
      whenAskedToStop(context.stop$, stop),
    ),
  );
  bar.finish();
  const studies = studyRunner({ seed, workers }, context);
  const samples: readonly Sample[] = [
    ...validationStudies.map((study) => studySample(study, studies)),
    ...rateSamples.map(ratesSample),
  ];
  for (const sample of samples) {
    if (stopped || !isAsked(sample.conditions) || !sample.rows.some(wanted)) continue;
    const found = await sample.take({ seed, workers }, context);
    if (found === undefined) stopped = true;
    else rows.push(...found.filter(wanted));
  }
  return { rows, stopped };
}

/** Takes a sample and says the rows of it; undefined when it was stopped before its end. */
type TakeSample = (
  options: Pick<ValidateOptions, 'seed' | 'workers'>,
  context: CommandContext,
) => Promise<readonly ValidationRow[] | undefined>;

interface Sample {
  readonly conditions: string;
  readonly rows: readonly Pick<ValidationRow, 'id' | 'kind'>[];
  readonly take: TakeSample;
}

/** A study of rows by some conditions; undefined when it was stopped before its end. */
type RunStudy = (
  study: Pick<ValidationStudy, 'card' | 'events' | 'set'>,
  conditions: string,
) => Promise<StudyDocument | undefined>;

/** Runs studies to their end, each once. */
function studyRunner(
  { seed, workers }: Pick<ValidateOptions, 'seed' | 'workers'>,
  context: CommandContext,
): RunStudy {
  const documents = new Map<string, StudyDocument>();
  return async ({ card, events, set = [] }, conditions) => {
    const { name, config } = loadConditions(conditions, set);
    const key = `study ${card}${name === nominal ? '' : `, conditions ${name}`}`;
    const known = documents.get(`${key} ${events}`);
    if (known !== undefined) return known;
    const opened = openStudy(loadCard(card), {
      version,
      seed,
      events,
      menu: loadMenu(menuOf(conditions)),
      conditions: name,
      config,
    });
    const isDone = await toTheEnd(
      { label: key, total: events },
      (isStopped) =>
        countInOrder(untilStopped(opened.jobs(), isStopped), {
          setup: opened.setup,
          workers,
        }).pipe(map(({ batch }) => opened.add(batch))),
      context,
    );
    if (!isDone) return undefined;
    const document = opened.document();
    documents.set(`${key} ${events}`, document);
    return document;
  };
}

/** A study, and where it is of another time the same by the conditions of today. */
const studySample = (study: ValidationStudy, run: RunStudy): Sample => {
  const { conditions = nominal, rows } = study;
  return {
    conditions,
    rows,
    take: async () => {
      const document = await run(study, conditions);
      if (document === undefined) return undefined;
      if (conditions === nominal) return rowsOf(study, document);
      const today = await run(study, nominal);
      return today === undefined ? undefined : rowsOf(study, document, today);
    },
  };
};

/** Rates at a state of the machine. */
const ratesSample = ({
  machine,
  machineSet = [],
  seeds,
  conditions,
  expectations,
  rows,
}: RateSample): Sample => ({
  conditions,
  rows: expectations,
  take: async ({ seed, workers }, context) => {
    const { config } = loadConditions(conditions, []);
    const opened = openRates({
      version,
      seed,
      events: seeds,
      emptyWindows: 0,
      menu: loadMenu(menuOf(conditions)),
      conditions,
      config,
      collisions: collisionClasses(beams(config.beams)),
      machine: loadMachine(machine, machineSet),
      notes: [],
    });
    const isDone = await toTheEnd(
      { label: `rates of ${machine}`, total: opened.total },
      (isStopped) =>
        decideInOrder(opened.jobs(isStopped), { setup: opened.setup, workers }).pipe(
          map(({ job, batch }) => (job.kind === 'windows' ? opened.add(job, batch) : 0)),
        ),
      context,
    );
    return isDone ? rows(opened.document()) : undefined;
  },
});

/**
 * Has all events of a sample counted, with a bar; `count` gives those so far.
 * @returns whether it came to the end
 */
async function toTheEnd(
  { label, total }: { readonly label: string; readonly total: number },
  count: (isStopped: () => boolean) => Observable<number>,
  context: CommandContext,
): Promise<boolean> {
  let stopped = false;
  const bar = progress(label, total, context);
  await context.execute(
    defer(() => count(() => stopped)).pipe(
      tap((done) => bar.update(done)),
      whenAskedToStop(context.stop$, () => {
        stopped = true;
      }),
    ),
  );
  bar.finish();
  return !stopped;
}
