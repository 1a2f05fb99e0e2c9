import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { EmulatorError } from '../../detector/base/errors.js';
import { withAssignments } from '../../detector/base/config.js';
import { drawEvent } from '../../monitor/display/draw-event.js';
import { compileMenu } from '../../triggers/gdl/menu.js';
import { fileEvent, generatedEvent, parseEventName } from '../explain/addressed-event.js';
import { loadConditions } from '../settings/conditions.js';
import { eventDisplay } from '../display/event.js';
import { type ExplainedEvent, explainEvent, fullEvent } from '../explain/explain.js';
import { generators } from '../generators/index.js';
import { loadMenu } from '../settings/menu-source.js';
import { type VertexMode, vertexModes } from '../readers/events.js';
import { type FrameName, frameNames } from '../readers/frame.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import {
  type CommandContext,
  type CommonOptions,
  collect,
  wholeNumber,
  withCommonOptions,
} from './context.js';

interface ExplainOptions extends CommonOptions {
  readonly process?: string;
  readonly with: readonly string[];
  readonly event: string;
  readonly events?: number;
  readonly frame: FrameName;
  readonly vertex: VertexMode;
  readonly svg?: string;
  readonly json?: boolean;
}

/** `b2l1 explain`: one event, stage by stage. */
export function explainCommand(context: CommandContext): Command {
  return withCommonOptions(new Command('explain'))
    .description('Shows one event stage by stage, down to the bits; the same event as in a stream.')
    .argument('[file]', 'event file')
    .option(
      '--process <name>',
      `generator (${generators.map(({ name }) => name).join(', ')}) or study card, in place ` +
        'of a file',
    )
    .option(
      '--with <key=value>',
      'parameter of the generator, e.g. mass="1 GeV"; repeatable; see them with: b2l1 ' +
        'parameters generators',
      collect,
      [],
    )
    .requiredOption(
      '--event <N|run:slice:index>',
      'which event: position from 0, or its address (run 0: a study, 1, 2, …: the daemon)',
    )
    .option('--events <n>', 'events of the study that the address is of', wholeNumber(1))
    .addOption(
      new Option('--frame <frame>', 'frame of the file, as for emulate')
        .choices(frameNames)
        .default('auto'),
    )
    .addOption(
      new Option('--vertex <mode>', 'vertices of the file, as for emulate')
        .choices(vertexModes)
        .default('auto'),
    )
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
  const { config } = conditions;
  const menu = loadMenu(options.menu);
  const question = { event: parseEventName(options.event), seed: options.seed, config, menu };
  const { setup, generated } =
    file === undefined
      ? generatedEvent(
          options.process!,
          withAssignments({}, options.with),
          options.events,
          question,
        )
      : await fileEvent(file, { ...question, frame: options.frame, vertex: options.vertex });
  const batch = await fullEvent(setup, generated);
  const { lines } = compileMenu(menu);
  const event = explainEvent(batch, lines, setup);
  if (options.svg !== undefined) {
    await writeFile(
      options.svg,
      drawEvent(eventDisplay(batch, lines, file === undefined ? options.process! : basename(file))),
    );
  }
  const header = {
    version,
    seed: options.seed,
    menu: menu.name,
    conditions: conditions.name,
    geometry: config.ecl.geometry,
  };
  context.out(
    options.json === true ? `${JSON.stringify({ ...header, ...event }, null, 2)}\n` : show(event),
  );
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
  const isGenerator = generators.some(({ name }) => name === options.process);
  const idle = [
    ...(options.with.length > 0 && !isGenerator ? ['--with sets parameters of a generator'] : []),
    ...(options.events !== undefined && (file !== undefined || isGenerator)
      ? ['--events is of a study card']
      : []),
    ...(file === undefined && options.frame !== 'auto' ? ['--frame is of a file'] : []),
    ...(file === undefined && options.vertex !== 'auto' ? ['--vertex is of a file'] : []),
  ];
  if (idle.length > 0)
    throw new EmulatorError('USAGE_IDLE_OPTION', `${idle.join('; ')}: it has no effect here`);
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
