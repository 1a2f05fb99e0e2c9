import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { Command } from 'commander';
import { EmulatorError } from '../../detector/base/errors.js';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import { bitPlugins } from '../../triggers/index.js';
import {
  checkText,
  differencesText,
  driversOf,
  inputReports,
  inputsReport,
  lineReport,
  lineText,
  linesTable,
  menuWarnings,
  menuYaml,
} from './menu-report.js';
import { type ExperimentMenuFiles, experimentMenu } from '../settings/experiment-menu.js';
import { compareMenus } from '../settings/menu-changes.js';
import { loadMenu } from '../settings/menu-source.js';
import { version } from '../version.js';
import type { CommandContext } from './context.js';

interface Options {
  readonly menu: string;
  readonly json?: true;
  readonly inputs?: true;
}

type Out = Pick<CommandContext, 'out' | 'talk'>;
/** Prints text for people, or with `--json` the document. */
type Print = (options: Options, text: () => string, document: () => object) => void;

/**
 * `b2l1 menu list | show LINE | check FILE | import | export | diff`: the trigger menu. Warnings
 * leave the exit code 0; a menu that cannot be used is an error.
 */
export function menuCommand(context: Out): Command {
  const drivers = driversOf(bitPlugins);
  const print: Print = (options, text, document) =>
    context.out(
      options.json ? `${JSON.stringify({ version, ...document() }, undefined, 2)}\n` : text(),
    );
  const parts = [
    listCommand(print, drivers),
    showCommand(print, drivers),
    checkCommand(print, drivers),
    importCommand(context),
    exportCommand(context),
    diffCommand(print),
  ];
  const command = new Command('menu').description(
    'The trigger menu: bits, formulas, families, prescales.',
  );
  // Parts do not inherit from a command that is added to another later: each throws instead of
  // ending the process.
  for (const part of parts)
    command.addCommand(part.exitOverride().showHelpAfterError('(add --help for what is accepted)'));
  return command;
}

const listCommand = (print: Print, drivers: ReturnType<typeof driversOf>): Command =>
  withMenu(new Command('list'))
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

const showCommand = (print: Print, drivers: ReturnType<typeof driversOf>): Command =>
  withMenu(new Command('show'))
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

const checkCommand = (print: Print, drivers: ReturnType<typeof driversOf>): Command =>
  new Command('check')
    .description(
      'Checks a menu file: syntax, bit names, numbers; warns about lines that can never fire.',
    )
    .argument(
      '<file>',
      'menu file (YAML or JSON), - for standard input, or the name of a built-in menu',
    )
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

const importCommand = ({ out, talk }: Out): Command =>
  new Command('import')
    .description(
      'Turns a menu of the experiment (formulas, inputs, outputs by number) into this ' +
        "program's YAML.",
    )
    .argument('<alg>', 'formulas: sums of products of input numbers, ! for not')
    .argument('<inp>', 'number and name of each input')
    .argument('<oup>', 'number and name of each output')
    .option('--name <name>', 'name of the menu; that of the first file without its ending')
    .action((alg: string, inp: string, oup: string, { name }: { readonly name?: string }) => {
      const files = { alg: menuText(alg), inp: menuText(inp), oup: menuText(oup) };
      const menu = experimentMenu(name ?? basename(alg, extname(alg)), files);
      compileMenu(menu);
      const { lines, absent = [] } = menu;
      talk(`${lines.length} of ${countNames(files.oup.content)} outputs have a formula\n`);
      if (absent.length > 0)
        talk(`not in the emulated trigger, so always 0: ${absent.join(', ')}\n`);
      out(menuYaml(menu));
    });

const exportCommand = ({ out }: Pick<Out, 'out'>): Command =>
  new Command('export')
    .description('Writes a menu as YAML that reads back: the start of one of your own.')
    .argument('<menu>', 'a built-in name or a file, - for standard input')
    .action((name: string) => out(menuYaml(loadMenu(name))));

const diffCommand = (print: Print): Command =>
  new Command('diff')
    .description('Lists the lines in which two menus decide or count differently, and how.')
    .argument('<a>', 'a built-in name or a file, - for standard input')
    .argument('<b>', 'the other one')
    .option('--json', 'print one JSON document')
    .action((a: string, b: string, options: Options) => {
      const [from, to] = [loadMenu(a), loadMenu(b)];
      const comparison = compareMenus(compileMenu(from), compileMenu(to));
      print(
        options,
        () => differencesText(from, to, comparison),
        () => ({ from: from.name, to: to.name, ...comparison }),
      );
    });

const withMenu = (command: Command): Command =>
  command
    .option('--menu <name|file>', 'trigger menu: a built-in name or a YAML file', 'physics')
    .option('--json', 'print one JSON document');

const headerOf = ({ menu }: CompiledMenu) => ({
  menu: menu.name,
  menuVersion: menu.version,
  source: menu.source,
});

/** A file of the experiment's menu. @throws MENU_FILE */
function menuText(path: string): ExperimentMenuFiles['alg'] {
  try {
    return { path, content: readFileSync(path, 'utf8') };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown cause';
    throw new EmulatorError('MENU_FILE', `${path}: cannot be read (${code})`, { cause });
  }
}

const countNames = (content: string): number =>
  content.split(/\r\n|\n|\r/).filter((line) => /^\s*\d/.test(line)).length;
