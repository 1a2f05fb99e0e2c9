import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  defer,
  finalize,
  ignoreElements,
  type MonoTypeOperatorFunction,
  merge,
  type Observable,
  Subject,
  takeUntil,
  tap,
} from 'rxjs';
import type { Clock } from '../../monitor/ports.js';
import { defaultMenu, menus } from '../../triggers/menus/index.js';
import { decayDoc, type DecaySetting, decaySettings } from '../decays/decay-choice.js';
import { builtInConditions, menuOf } from '../settings/conditions.js';
import { type PlotStyle, plotStyles } from '../writers/plot-style.js';
import { machineNames, noMachine, ofData } from '../settings/machine.js';
import { intervalMethods } from '../studies/intervals.js';

/** Asks to stop: the user (SIGINT), the system (SIGTERM), a terminal that was closed (SIGHUP). */
export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One of them. */
export type StopSignal = (typeof stopSignals)[number];

/**
 * What the entry gives to a command: where results and talk go, when to stop, and the one place
 * that subscribes.
 */
export interface CommandContext {
  /** Writes a result to stdout. */
  readonly out: (text: string) => void;
  /** Writes talk (progress, warnings, logs) to stderr. */
  readonly talk: (text: string) => void;
  /** Whether stderr is a terminal, on which a progress bar may redraw itself. */
  readonly terminal: boolean;
  /** Whether stdout is one: what is long goes to files then. */
  readonly outTerminal?: boolean;
  readonly clock: Clock;
  /** Emits once when the user or the system asks to stop. */
  readonly stop$: Observable<StopSignal>;
  /** Subscribes to the work of a command and resolves when it completes. */
  readonly execute: (work: Observable<unknown>, how?: ExecuteOptions) => Promise<void>;
}

interface ExecuteOptions {
  /** Work without an end of its own: stopped by the system it is done, not cut short. */
  readonly isEndless?: boolean;
}

/** Options that every command with events shares. */
export interface CommonOptions {
  readonly seed: number;
  readonly conditions: string;
  readonly menu: string;
  readonly set: readonly string[];
}

/** Of commands that work in threads. */
export interface WorkerOptions {
  readonly workers: number;
}

/** Of commands that draw curves. */
export interface PlotOptions {
  readonly plots: PlotStyle;
}

/** Declares `--plots` on a command. */
export function withPlots(command: Command): Command {
  return command.addOption(
    new Option(
      '--plots <style>',
      'with --out, how curves are drawn: points with error bars, lines with bands, or auto: ' +
        'bands of more than 24 bins',
    )
      .choices(plotStyles)
      .default('auto' satisfies PlotStyle),
  );
}

/** Of commands that may meet undecayed particles. */
export interface DecayOptions {
  readonly decay: DecaySetting;
}

/** Declares `--seed --menu --conditions --set` on a command. */
export function withCommonOptions(
  command: Command,
  context: Pick<CommandContext, 'talk'>,
): Command {
  return withConditions(
    command
      .option('--seed <n>', 'seed of all randomness: same seed, same bytes', wholeNumber(0), 1)
      .option(
        '--menu <name|file>',
        `trigger menu: ${menus.map(({ name }) => name).join(', ')}, or a YAML file; conditions ` +
          'of another time (2018) have a menu of their own where none is named',
        defaultMenu.name,
      )
      .hook('preAction', (asked) => takeMenuOfConditions(asked, context)),
  );
}

/** Has `--menu` name that of the conditions, unless the user has named one. */
function takeMenuOfConditions(command: Command, { talk }: Pick<CommandContext, 'talk'>): void {
  const { conditions, menu } = command.opts<CommonOptions>();
  const own = menuOf(conditions);
  if (command.getOptionValueSource('menu') !== 'default' || own === menu) return;
  command.setOptionValueWithSource('menu', own, 'default');
  talk(`menu ${own}, which goes with conditions ${conditions}; --menu names another\n`);
}

/** Declares `--conditions --set` on a command. */
export function withConditions(command: Command): Command {
  return command
    .option(
      '--conditions <name|file>',
      'detector, trigger and machine parameters: ' +
        `${Object.keys(builtInConditions).join(', ')}, or a YAML file`,
      'nominal',
    )
    .option(
      '--set <path=value>',
      'override one parameter, e.g. ecl.geometry=projective; repeatable; see them with: b2l1 ' +
        'parameters',
      collect,
      [],
    );
}

/** Declares `--with` on a command; `whose` parameters they are. */
export function withParameters(command: Command, whose: string): Command {
  return command.option(
    '--with <key=value>',
    `parameter ${whose}, e.g. mass="1 GeV"; repeatable; see them with: b2l1 parameters generators`,
    collect,
    [],
  );
}

/** Of commands that ask at a state of the machine. */
export interface MachineOptions {
  readonly machine: string;
  readonly machineSet: readonly string[];
}

/** Declares `--machine --machine-set` on a command. */
export function withMachine(command: Command, fallback: string): Command {
  return withMachineSet(
    command.option(
      '--machine <preset|file>',
      `state of the machine: ${machineNames.join(', ')}, or a YAML file`,
      fallback,
    ),
  );
}

/** The same of a command that plays cards: without it the machine is the card's. */
export function withCardMachine(command: Command): Command {
  return withMachineSet(
    command.option(
      '--machine <preset|file>',
      `state of the machine that lies over the events: ${machineNames.join(', ')}, a YAML file, ` +
        `or ${ofData}: the one of the data that the card's search used; that of the card, ` +
        `${noMachine} in most, without it`,
    ),
  );
}

const withMachineSet = (command: Command): Command =>
  command.option(
    '--machine-set <path=value>',
    'override one parameter of the machine; repeatable; see them with: b2l1 parameters machine',
    collect,
    [],
  );

/** Each worker takes some 100 MB: more is a slip of the keyboard. */
export const maxWorkers = 256;

/** Declares `--workers` on a command. */
export function withWorkers(command: Command): Command {
  return command.option(
    '--workers <n>',
    'worker threads',
    wholeNumber(1, maxWorkers),
    defaultWorkers(),
  );
}

/** The option `--decay`, for commands whose default is another's. */
export const decayOption = (): Option =>
  new Option('--decay <setting>', decayDoc).choices(decaySettings);

/** Declares `--decay` on a command. */
export function withDecay(command: Command): Command {
  return command.addOption(decayOption().default('on' satisfies DecaySetting));
}

/** The option `--interval`, in place of the way of a card. */
export const intervalOption = (): Option =>
  new Option(
    '--interval <method>',
    "how intervals of efficiencies are made; the card's own way without it",
  ).choices(intervalMethods);

/** One worker per core, and at least one. */
export function defaultWorkers(): number {
  return Math.max(1, availableParallelism());
}

/** Gathers an option that may be given several times, in the order of the command line. */
export function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

/** Parser of a whole number with a lower limit, for an option. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(
        `expected a whole number from ${min}${max < Number.MAX_SAFE_INTEGER ? ` to ${max}` : ''}.`,
      );
    }
    return value;
  };
}

/** Parser of whole numbers with commas between them, for an option. */
export function wholeNumbers(min: number): (text: string) => readonly number[] {
  const parse = wholeNumber(min);
  return (text) => text.split(',').map(parse);
}

const durationFactors: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86_400,
};

/** Parser of a duration like `5s`, `90 min`, `2h`; seconds. */
export function duration(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)?\s*$/.exec(text);
  if (match === null)
    throw new InvalidArgumentError('expected a duration such as 5s, 90min or 2h.');
  return Number(match[1]) * durationFactors[match[2] ?? 's']!;
}

/** Parser of a rate like `20kHz`; Hz. */
export function rate(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(Hz|kHz)?\s*$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) * (match[2] === 'kHz' ? 1000 : 1);
  if (!(value > 0 && value <= 1e6))
    throw new InvalidArgumentError('expected a rate such as 500Hz or 20kHz, up to 1000kHz.');
  return value;
}

/**
 * Calls `onStop` when the user or the system asks to stop while the work goes on; the work ends by
 * itself after that.
 */
export function whenAskedToStop<T>(
  stop$: Observable<StopSignal>,
  onStop: (signal: StopSignal) => void,
): MonoTypeOperatorFunction<T> {
  return (work$) =>
    defer(() => {
      const done$ = new Subject<void>();
      return merge(
        stop$.pipe(tap(onStop), ignoreElements(), takeUntil(done$)),
        work$.pipe(finalize(() => done$.next())),
      );
    });
}

/** Jobs, no more of them from when it is stopped. */
export function* untilStopped<T>(jobs: Iterable<T>, stopped: () => boolean): Generator<T> {
  for (const job of jobs) {
    if (stopped()) return;
    yield job;
  }
}

/** Lets work go on until it ends by itself, which it does soon after `stop` was called for. */
export function executeUntilStopped(
  work$: Observable<unknown>,
  stop: AbortController,
  { execute, stop$ }: CommandContext,
): Promise<void> {
  return execute(work$.pipe(whenAskedToStop(stop$, () => stop.abort())));
}
