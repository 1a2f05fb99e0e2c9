import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command } from 'commander';
import { defer } from 'rxjs';
import { beams } from '../../detector/beams.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { drawEvent } from '../../monitor/display/draw-event.js';
import { compileMenu } from '../../triggers/gdl/menu.js';
import { fileEvent, generatedEvent, parseEventName } from '../explain/addressed-event.js';
import { loadConditions } from '../settings/conditions.js';
import { layMachine } from '../settings/laid-machine.js';
import { noMachine } from '../settings/machine.js';
import { eventDisplay } from '../display/event.js';
import { type ExplainedEvent, explainEvent, fullEvent } from '../explain/explain.js';
import { generatorNames } from '../generators/index.js';
import { loadMenu } from '../settings/menu-source.js';
import { isCardName } from '../studies/card.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import {
  type CommandContext,
  type CommonOptions,
  executeUntilStopped,
  type MachineOptions,
  wholeNumber,
  withCommonOptions,
  withMachine,
  withParameters,
} from './context.js';
import { type EventFileOptions, readingOf, withEventFileOptions } from './event-file-options.js';
import { saidInTheEnd, saidLater, saidOfOpening } from './notes.js';
import { layFile, type OverlayOptions, withOverlay } from './overlay-option.js';

interface ExplainOptions extends CommonOptions, EventFileOptions, MachineOptions, OverlayOptions {
  readonly process?: string;
  readonly with: readonly string[];
  readonly event: string;
  readonly events?: number;
  readonly svg?: string;
  readonly json?: boolean;
}

/** `b2l1 explain`: one event, stage by stage. */
export function explainCommand(context: CommandContext): Command {
  const common = withEventFileOptions(withCommonOptions(new Command('explain')));
  withOverlay(withMachine(common, noMachine));
  return withParameters(common, 'of the generators that have it')
    .description('Shows one event stage by stage, down to the bits; the same event as in a stream.')
    .argument('[file]', 'event file')
    .option(
      '--process <name>',
      `generator (${generatorNames.join(', ')}) or study card, in place of a file; a card where ` +
        'both have the name and the address is of run 0',
    )
    .requiredOption(
      '--event <N|run:slice:index>',
      'which event: position from 0, or its address (run 0: a study, 1, 2, …: the daemon)',
    )
    .option('--events <n>', 'events of the study that the address is of', wholeNumber(1))
    .option(
      '--svg <file>',
      'draw the event: transverse and longitudinal view, calorimeter unrolled',
    )
    .option('--json', 'print one JSON document')
    .action((file: string | undefined, options: ExplainOptions) => explain(file, options, context));
}

async function explain(
  file: string | undefined,
  options: ExplainOptions,
  context: CommandContext,
): Promise<void> {
  if ((file === undefined) === (options.process === undefined)) {
    throw new EmulatorError('USAGE_SOURCE', 'explain wants either a file or --process NAME');
  }
  refuseIdle(file, options);
  const conditions = loadConditions(options.conditions, options.set);
  const around = beams(conditions.config.beams);
  const laid = layMachine(options, conditions.config, around);
  const { config, machine } = laid;
  const menu = loadMenu(options.menu);
  const own = await layFile(options, config);
  const question = {
    event: parseEventName(options.event),
    seed: options.seed,
    config,
    machine,
    ...own.laid,
    menu,
    ...readingOf(options),
  };
  const found =
    file === undefined
      ? generatedEvent(options.process!, options.with, options.events, question)
      : await readEvent(file, question, context);
  if (found === undefined) return context.talk('stopped before the event was read\n');
  const { setup, generated, notes } = found;
  context.talk(saidInTheEnd([...laid.notes, ...own.notes, ...notes]));
  const batch = await fullEvent(setup, generated);
  const { lines } = compileMenu(menu);
  const event = explainEvent(batch, lines, setup);
  if (options.svg !== undefined) {
    const source = file === undefined ? options.process! : basename(file);
    await writeFile(options.svg, drawEvent(eventDisplay(batch, lines, source, saidLater(notes))));
  }
  const header = {
    version,
    seed: options.seed,
    menu: menu.name,
    conditions: conditions.name,
    machine: laid.name,
    ...own.named,
    geometry: config.ecl.geometry,
  };
  context.out(
    options.json === true
      ? `${JSON.stringify({ ...header, ...event, notes }, null, 2)}\n`
      : show(event),
  );
}

/** An event of a file; undefined when the user asked to stop before it was read. */
async function readEvent(
  path: string,
  question: Parameters<typeof fileEvent>[1],
  context: CommandContext,
): Promise<Awaited<ReturnType<typeof fileEvent>> | undefined> {
  const stop = new AbortController();
  const { signal } = stop;
  let found: Awaited<ReturnType<typeof fileEvent>> | undefined;
  const reading$ = defer(async () => {
    found = await fileEvent(path, { ...question, signal }, (file) =>
      context.talk(saidOfOpening(file)),
    );
  });
  try {
    await executeUntilStopped(reading$, stop, context);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return found;
}

function show({ address, weight, stages, eclWord, inputBits, ftdl }: ExplainedEvent): string {
  const blocks = stages.map(
    ({ stage, doc, columns, rows }) =>
      `${stage}: ${doc}\n${indent(rows.length === 0 ? '(none)' : textTable(columns, rows))}`,
  );
  return [
    `event ${address.run}:${address.slice}:${address.index}, weight ${weight}`,
    ...blocks,
    `word to the GDL (bit 95 first)\n  ${eclWord}`,
    `input bits\n  ${inputBits.join(', ') || '(none)'}`,
    `FTDL bits (before prescale)\n  ${ftdl.join(', ') || '(none)'}`,
    'PSNM bits depend on the prescale counters, that is on the events before this one.\n',
  ].join('\n\n');
}

/** Options that would do nothing are mistakes. */
function refuseIdle(file: string | undefined, options: ExplainOptions): void {
  const idle = [
    ...(options.with.length > 0 && file !== undefined
      ? ['--with sets parameters of a generator']
      : []),
    ...(options.events !== undefined && (file !== undefined || !isCardName(options.process!))
      ? ['--events is of a study card']
      : []),
    ...(file === undefined && options.frame !== 'auto' ? ['--frame is of a file'] : []),
    ...(file === undefined && options.vertex !== 'auto' ? ['--vertex is of a file'] : []),
    ...(file === undefined && options.strict === true ? ['--strict is of a file'] : []),
  ];
  if (idle.length > 0)
    throw new EmulatorError('USAGE_IDLE_OPTION', `${idle.join('; ')}: it has no effect here`);
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
