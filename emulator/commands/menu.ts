import { Command } from 'commander';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import { bitPlugins } from '../../triggers/index.js';
import {
  checkText,
  driversOf,
  inputReports,
  inputsReport,
  lineReport,
  lineText,
  linesTable,
  menuWarnings,
} from './menu-report.js';
import { loadMenu } from '../settings/menu-source.js';
import { version } from '../version.js';
import type { CommandContext } from './context.js';

interface Options {
  readonly menu: string;
  readonly json?: true;
  readonly inputs?: true;
}

/**
 * `b2l1 menu list | show LINE | check FILE`: the trigger menu. Warnings leave the exit code 0; a
 * menu that cannot be used is an error.
 */
export function menuCommand({ out }: Pick<CommandContext, 'out'>): Command {
  const drivers = driversOf(bitPlugins);
  const print = (options: Options, text: () => string, document: () => object): void =>
    out(options.json ? `${JSON.stringify({ version, ...document() }, undefined, 2)}\n` : text());

  const list = withMenu(new Command('list'))
    .description('Lists the lines of a menu: output bit, name, class, family, prescale, formula.')
    .option('--inputs', 'list the input bits that formulas may use instead')
    .action((options: Options) => {
      if (options.inputs)
        return print(
          options,
          () => inputsReport(drivers),
          () => ({ inputs: inputReports(drivers) }),
        );
      const compiled = compileMenu(loadMenu(options.menu));
      print(
        options,
        () => linesTable(compiled),
        () => ({ ...headerOf(compiled), lines: compiled.lines }),
      );
    });

  const show = withMenu(new Command('show'))
    .description(
      'Shows one line: formula in words and in bits, prescale, source, and what its input ' +
        'bits mean.',
    )
    .argument('<line>', 'name of the line, for example lml1')
    .action((name: string, options: Options) => {
      const compiled = compileMenu(loadMenu(options.menu));
      const report = lineReport(compiled, name, drivers);
      print(
        options,
        () => lineText(report),
        () => ({ ...headerOf(compiled), line: report }),
      );
    });

  const check = new Command('check')
    .description(
      'Checks a menu file: syntax, bit names, numbers; warns about lines that can never fire.',
    )
    .argument('<file>', 'menu file (YAML or JSON), or the name of a built-in menu')
    .option('--json', 'print one JSON document')
    .action((file: string, options: Options) => {
      const compiled = compileMenu(loadMenu(file));
      const warnings = menuWarnings(compiled, drivers);
      print(
        options,
        () => checkText(compiled, warnings),
        () => ({ ...headerOf(compiled), lineCount: compiled.lines.length, warnings }),
      );
    });

  const command = new Command('menu').description(
    'The trigger menu: bits, formulas, families, prescales.',
  );
  // Parts do not inherit from a command that is added to another later: each throws instead of
  // ending the process.
  for (const part of [list, show, check])
    command.addCommand(part.exitOverride().showHelpAfterError('(add --help for what is accepted)'));
  return command;
}

const withMenu = (command: Command): Command =>
  command
    .option('--menu <name|file>', 'trigger menu: a built-in name or a YAML file', 'physics')
    .option('--json', 'print one JSON document');

const headerOf = ({ menu }: CompiledMenu) => ({
  menu: menu.name,
  menuVersion: menu.version,
  source: menu.source,
});
