#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { ReplaySubject, take } from 'rxjs';
import { errorCodes } from '../detector/base/error-codes.js';
import { EmulatorError } from '../detector/base/errors.js';
import { benchCommand } from './commands/bench.js';
import { type CommandContext, type StopSignal, stopSignals } from './commands/context.js';
import { controlCommand } from './commands/control.js';
import { deriveCommand } from './commands/derive.js';
import { emulateCommand } from './commands/emulate.js';
import { errorsCommand } from './commands/errors.js';
import { explainCommand } from './commands/explain.js';
import { machineCommand } from './commands/machine.js';
import { menuCommand } from './commands/menu.js';
import { neuroCommand } from './commands/neuro.js';
import { optimizeCommand } from './commands/optimize.js';
import { parametersCommand } from './commands/parameters.js';
import { processesCommand } from './commands/processes.js';
import { ratesCommand } from './commands/rates.js';
import { replayCommand } from './commands/replay.js';
import { runCommand } from './commands/run.js';
import { studyDiffCommand } from './commands/study-diff.js';
import { studyMergeCommand } from './commands/study-merge.js';
import { studyCommand } from './commands/study.js';
import { validateCommand } from './commands/validate.js';
import { workerCommand } from './commands/nats-worker.js';
import { withSourceNames } from './files/source-names.js';
import { version } from './version.js';

/** Exit status of what has no code in the list of errors: faults of ours, wrong usage. */
const exitFailed = 1;
const exitUsage = 2;
/** Of work that a signal cut short: 128 and its number, as shells have it. */
const exitStopped: Readonly<Record<StopSignal, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};

let exitCode = 0;

/**
 * Heard from the start and kept for whoever listens later; a second Ctrl-C ends the process at
 * once.
 */
const stop$ = new ReplaySubject<StopSignal>(1);
for (const signal of stopSignals) process.once(signal, () => stop$.next(signal));
// Unheard, it makes Node open a debugger for whoever reaches its port.
process.on('SIGUSR1', () => {});

const context: CommandContext = {
  out: (text) => void process.stdout.write(text),
  talk: (text) => void process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
  outTerminal: process.stdout.isTTY === true,
  clock: performance,
  stop$: stop$.pipe(take(1)),
  execute: (work, { isEndless = false } = {}) =>
    new Promise((resolve, reject) => {
      const interrupts = stop$.subscribe((signal) => {
        if (signal === 'SIGINT' || !isEndless) exitCode = exitStopped[signal];
      });
      work.subscribe({
        error: (error: unknown) => {
          interrupts.unsubscribe();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
        complete: () => {
          interrupts.unsubscribe();
          resolve();
        },
      });
    }),
};

function program(): Command {
  const root = new Command('b2l1')
    .description('A simulated Belle II detector, Level-1 trigger and DAQ.')
    .version(version)
    .addHelpText(
      'after',
      `
Exit: 0 when all is done; 1 when something failed or is missed; 2 when it was asked for wrongly;
codes of errors: b2l1 errors. What a signal stops before its end exits 130 (Ctrl-C), 143 (SIGTERM)
or 129 (SIGHUP); run and worker, which have no end of their own, 0 but for Ctrl-C.`,
    )
    .showHelpAfterError('(add --help for what is accepted)')
    .exitOverride();
  for (const make of [
    runCommand,
    controlCommand,
    studyCommand,
    studyMergeCommand,
    studyDiffCommand,
    workerCommand,
    emulateCommand,
    machineCommand,
    processesCommand,
    ratesCommand,
    optimizeCommand,
    menuCommand,
    explainCommand,
    replayCommand,
    validateCommand,
    parametersCommand,
    errorsCommand,
    deriveCommand,
    neuroCommand,
    benchCommand,
  ]) {
    root.addCommand(
      make(context).exitOverride().showHelpAfterError('(add --help for what is accepted)'),
    );
  }
  return root;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitUsage;
  if (error instanceof EmulatorError) {
    process.stderr.write(`b2l1: ${error.message} [${error.code}]\n`);
    return errorCodes[error.code].exit || exitFailed;
  }
  const text =
    error instanceof Error ? withSourceNames(error.stack ?? error.message) : String(error);
  process.stderr.write(`b2l1: ${text}\n`);
  return exitFailed;
}

// A reader that closes stdout early (`b2l1 … | head`) has what it wanted; talk that nobody hears
// is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCode);
  throw error;
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  // A terminal that was closed gives EIO.
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
});

try {
  await program().parseAsync();
} catch (error) {
  exitCode = report(error);
}
process.exitCode = exitCode;
