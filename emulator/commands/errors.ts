import { Command } from 'commander';
import { errorCodeNames, errorCodes } from '../../detector/base/error-codes.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import type { CommandContext } from './context.js';

/** One code as the command tells it. */
interface ErrorRow {
  readonly code: string;
  readonly exit: number;
  readonly meaning: string;
}

/** `b2l1 errors`: every code there is, what it means and how a command ends with it. */
export function errorsCommand({ out }: Pick<CommandContext, 'out'>): Command {
  return new Command('errors')
    .description('Lists the codes of errors: what each means, and the exit status it ends with.')
    .argument('[prefix]', 'only codes that begin so: READER, MENU_UNKNOWN, …; in any case')
    .option('--json', 'print one JSON document: {version, errors: [{code, exit, meaning}]}')
    .addHelpText(
      'after',
      `
A message on stderr ends in its code, in brackets. Exit status: 0 done, 1 failed, 2 wrong usage or
configuration, 130 interrupted (Ctrl-C), 143 stopped before its end (SIGTERM), 129 by a terminal
that was closed. Codes with status 0 end no command: the feed and the server answer with them, and
menu check remarks on lines with them.

Examples:
  b2l1 errors
  b2l1 errors reader
  b2l1 errors MENU_UNKNOWN_BIT --json`,
    )
    .action((prefix: string | undefined, { json }: { readonly json?: boolean }) => {
      const errors = rows(prefix);
      out(json === true ? `${JSON.stringify({ version, errors }, null, 2)}\n` : show(errors));
    });
}

function rows(prefix = ''): readonly ErrorRow[] {
  const wanted = prefix.toUpperCase();
  const codes = errorCodeNames.filter((code) => code.startsWith(wanted));
  if (codes.length === 0)
    throw new EmulatorError(
      'USAGE_ERROR_CODE',
      `no code begins with "${prefix}"${nearestHint(wanted, errorCodeNames)}`,
    );
  return codes.map((code) => ({ code, ...errorCodes[code] }));
}

function show(errors: readonly ErrorRow[]): string {
  return textTable(
    ['code', 'exit', 'what it means'],
    errors.map(({ code, exit, meaning }) => [code, exit, meaning]),
  );
}
