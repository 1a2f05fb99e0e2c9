import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Command as Order, Outcome, RunSnapshot } from '../../monitor/ports.js';
import { menus } from '../../triggers/menus/index.js';
import { loadMenu } from '../settings/menu-source.js';
import { version } from '../version.js';
import { collect, type CommandContext, wholeNumber } from './context.js';
import { type DaemonAddress, daemonAt, defaultUrl, isGone } from './control-client.js';
import { withToken } from './token.js';

interface Options extends DaemonAddress {
  readonly json?: true;
  readonly fromSlice?: number;
}

interface StartOptions extends Options {
  readonly machine?: string;
  readonly machineSet: readonly string[];
  readonly card?: string;
  readonly rate?: string;
  readonly menu?: string;
  readonly conditions?: string;
  readonly set: readonly string[];
}

interface Out extends Pick<CommandContext, 'out'> {
  /** Longest time to wait until a run that is stopped has drained [ms]. */
  readonly drainMs?: number;
}

/**
 * `b2l1 control status | start | stop | pause | resume | menu | prescales | thresholds | machine`:
 * orders a running daemon about by its HTTP interface, and prints how its run stands.
 */
export function controlCommand(context: Out): Command {
  const command = new Command('control')
    .description('Steers the run of a daemon (b2l1 run) over HTTP, and prints how it stands.')
    .addHelpText(
      'after',
      `
A change is checked whole by the daemon; a refused one has changed nothing. It holds from the first
slice (50 ms of beam) on that is not handed out, or from --from-slice, and is journaled with who
asked. Every change needs the token that b2l1 run prints or was given.

Examples, with B2L1_TOKEN in the environment:
  b2l1 control status
  b2l1 control pause
  b2l1 control prescales lml6=2.5 bhapur=0
  b2l1 control thresholds 'bits.single-photon.lone.minEnergyCms=1.2 GeV'
  b2l1 control machine 'ler.current=1 A' her.injection.on=false --from-slice 1200
  b2l1 control menu mine.yaml --url http://127.0.0.1:8500
  b2l1 control stop && b2l1 control start --machine design --menu ecl`,
    );
  for (const part of [
    statusPart(context),
    startPart(context),
    plainPart(
      context,
      'stop',
      'Ends the run, and waits until it has drained; the daemon stays up, unless it was started ' +
        'for a run of given length.',
    ),
    withSlice(plainPart(context, 'pause', 'Takes no events until it is resumed.')),
    withSlice(plainPart(context, 'resume', 'Goes on behind a pause.')),
    menuPart(context),
    prescalesPart(context),
    assignmentsPart(context, 'thresholds', 'Changes parameters of the trigger.'),
    assignmentsPart(context, 'machine', 'Changes the state of the machine.'),
  ])
    command.addCommand(part.exitOverride().showHelpAfterError('(add --help for what is accepted)'));
  return command;
}

/** A part with what all of them take. */
const partOf = (name: string, description: string): Command =>
  withToken(
    new Command(name)
      .description(description)
      .option(
        '--url <url>',
        'address of the daemon, as it prints it; a token in it goes before B2L1_TOKEN',
        defaultUrl,
      )
      .option(
        '--json',
        'print one JSON document: {version, outcome, run, events}, without the last two where ' +
          'the daemon ended with its run',
      ),
  );

const withSlice = (command: Command): Command =>
  command.option('--from-slice <n>', 'holds from this slice on, not at once', wholeNumber(0));

function statusPart({ out }: Out): Command {
  return partOf('status', 'Prints how the run stands.').action(async (options: Options) => {
    tell(out, options, await daemonAt(options).snapshot(), {});
  });
}

const plainPart = (context: Out, kind: 'stop' | 'pause' | 'resume', description: string): Command =>
  partOf(kind, description).action((options: Options) =>
    give(context, options, { kind, ...fromSlice(options) }),
  );

function startPart(context: Out): Command {
  return partOf('start', 'Starts the next run, once the last has ended; as the daemon was started.')
    .option('--machine <preset>', 'another built-in state of the machine')
    .option('--machine-set <path=value>', 'parameter of the machine; repeatable', collect, [])
    .option('--card <name>', 'a built-in card in place of a machine')
    .option('--rate <rate>', 'events of the card a second, such as 5kHz')
    .option('--menu <name|file>', 'trigger menu: built in, or a YAML or JSON file')
    .option('--conditions <name>', 'other built-in conditions')
    .option('--set <path=value>', 'parameter of the conditions; repeatable', collect, [])
    .action((options: StartOptions) => {
      const { machine, machineSet, card, rate, menu, conditions, set } = options;
      const named = menu === undefined ? undefined : menuOf(menu);
      return give(context, options, {
        kind: 'start',
        ...(machine !== undefined && { machine }),
        ...(machineSet.length > 0 && { machineSet: assignments(machineSet, '--machine-set') }),
        ...(card !== undefined && { card }),
        ...(rate !== undefined && { rate }),
        ...(named?.name !== undefined && { menu: named.name }),
        ...(named?.text !== undefined && { menuText: named.text }),
        ...(conditions !== undefined && { conditions }),
        ...(set.length > 0 && { set: assignments(set, '--set') }),
      });
    });
}

function menuPart(context: Out): Command {
  return withSlice(partOf('menu', 'Changes the trigger menu.'))
    .argument('<name|file>', 'built in, or a YAML or JSON file, which is read here')
    .action((menu: string, options: Options) =>
      give(context, options, { kind: 'menu', ...menuOf(menu), ...fromSlice(options) }),
    );
}

function prescalesPart(context: Out): Command {
  return withSlice(partOf('prescales', 'Changes prescales of lines; 0 masks a line.'))
    .argument('<line=prescale...>', 'such as lml6=2.5')
    .action((pairs: readonly string[], options: Options) => {
      const entries = Object.entries(assignments(pairs, 'prescales'));
      const prescales = entries.map(([line, text]) => [line, prescaleOf(line, text)] as const);
      return give(context, options, {
        kind: 'prescales',
        prescales: Object.fromEntries(prescales),
        ...fromSlice(options),
      });
    });
}

const assignmentsPart = (
  context: Out,
  kind: 'thresholds' | 'machine',
  description: string,
): Command =>
  withSlice(partOf(kind, description))
    .argument('<path=value...>', `see them with: b2l1 parameters ${kinds[kind]}`)
    .action((pairs: readonly string[], options: Options) =>
      give(context, options, { kind, set: assignments(pairs, kind), ...fromSlice(options) }),
    );

const kinds = { thresholds: 'triggers', machine: 'machine' } as const;

const fromSlice = ({ fromSlice: slice }: Options): { readonly fromSlice?: number } =>
  slice === undefined ? {} : { fromSlice: slice };

/** A built-in menu by its name, else what a file says, checked before it is sent. */
function menuOf(
  nameOrFile: string,
):
  | { readonly name: string; readonly text?: undefined }
  | { readonly text: string; readonly name?: undefined } {
  if (menus.some(({ name }) => name === nameOrFile)) return { name: nameOrFile };
  return { text: JSON.stringify(loadMenu(nameOrFile)) };
}

/** `path=value`, each path once. @throws USAGE_CONTROL */
function assignments(pairs: readonly string[], where: string): Readonly<Record<string, string>> {
  const read: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals < 1) throw usage(`${where}: found "${pair}", expected NAME=VALUE`);
    const name = pair.slice(0, equals);
    if (name in read) throw usage(`${where}: "${name}" is given twice`);
    read[name] = pair.slice(equals + 1);
  }
  return read;
}

function prescaleOf(line: string, text: string): number {
  const prescale = Number(text);
  if (text.trim() !== '' && Number.isFinite(prescale)) return prescale;
  throw usage(`prescales: ${line} is "${text}", expected a number from 0 on, such as 2.5`);
}

const usage = (message: string): EmulatorError => new EmulatorError('USAGE_CONTROL', message);

/** How often it is looked whether a run has ended, and how long at most [ms]. */
const [lookMs, longestDrainMs] = [100, 30_000];

/** Sends an order, and prints what came of it and how the run stands then. */
async function give(context: Out, options: Options, order: Order): Promise<void> {
  const daemon = daemonAt(options);
  const outcome = await daemon.order(order);
  if (order.kind !== 'stop')
    return tell(context.out, options, await daemon.snapshot(), { outcome, kind: order.kind });
  const snapshot = await drained(daemon, context.drainMs);
  if (snapshot !== undefined)
    return tell(context.out, options, snapshot, { outcome, kind: 'stop' });
  const gone = { ...outcome, note: 'the daemon has ended with its run' };
  context.out(
    options.json === true
      ? `${JSON.stringify({ version, outcome: gone }, null, 2)}\n`
      : outcomeText('stop', gone),
  );
}

/**
 * How a run stands once it was stopped and has drained, which takes seconds; what is ordered next
 * wants that. Nothing where the daemon ended with it.
 * @throws CONTROL_STILL_DRAINING
 */
async function drained(
  { snapshot }: ReturnType<typeof daemonAt>,
  drainMs = longestDrainMs,
): Promise<RunSnapshot | undefined> {
  try {
    for (let waited = 0; ; waited += lookMs) {
      const now = await snapshot();
      const { number, state } = now.run;
      if (state === 'ended' || state === 'failed') return now;
      if (waited >= drainMs)
        throw new EmulatorError(
          'CONTROL_STILL_DRAINING',
          `run ${number} was stopped, but is ${state} after ${drainMs / 1000} s; look again with ` +
            'b2l1 control status',
        );
      await sleep(lookMs);
    }
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

interface Told {
  readonly outcome?: Extract<Outcome, { readonly ok: true }>;
  readonly kind?: string;
}

function tell(out: Out['out'], { json }: Options, { run, events }: RunSnapshot, told: Told): void {
  const { outcome, kind } = told;
  if (json === true) return out(`${JSON.stringify({ version, outcome, run, events }, null, 2)}\n`);
  const carried = outcome === undefined ? '' : outcomeText(kind ?? '', outcome);
  out(`${carried}${stateText({ run, events })}`);
}

function outcomeText(
  kind: string,
  { slice, epoch, run, note }: Extract<Outcome, { readonly ok: true }>,
): string {
  const parts = [
    ...(run === undefined ? [] : [`run ${run}`]),
    ...(slice === undefined ? [] : [`holds from slice ${slice} on`]),
    ...(epoch === undefined ? [] : [`epoch ${epoch}`]),
    ...(note === undefined ? [] : [note]),
  ];
  return `${kind}: ${parts.length === 0 ? 'done' : parts.join('; ')}\n`;
}

const stateText = ({ run, events }: Pick<RunSnapshot, 'run' | 'events'>): string =>
  [
    `run ${run.number} is ${run.state}${run.reason === '' ? '' : `: ${run.reason}`}`,
    `  ${run.source}`,
    `  menu ${run.menu}, conditions ${run.conditions}, epoch ${run.epoch}, pace ${run.pace}`,
    `  ${run.emulatedSeconds.toFixed(1)} s of beam in ${run.wallSeconds.toFixed(1)} s: ` +
      `${events.processed} events, ${events.accepted} accepted\n`,
  ].join('\n');
