import { Command, Option } from 'commander';
import { describeConfig } from '../../detector/base/config.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { generators } from '../generators/index.js';
import { emulatorSchema } from '../chain/parts.js';
import { machineStateSchema } from '../settings/machine.js';
import { runSchema } from '../settings/run-config.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import type { CommandContext } from './context.js';
import { type FileKind, fileKinds, fileSchema } from './file-schemas.js';

interface Options {
  readonly json?: boolean;
  readonly schema?: FileKind;
}

type Description = ReturnType<typeof describeConfig>[number];

/** `b2l1 parameters`: every parameter there is, from the declarations that the code reads. */
export function parametersCommand({ out }: Pick<CommandContext, 'out'>): Command {
  return new Command('parameters')
    .description(
      'Lists parameters with defaults, units and ranges: those of --set and conditions ' +
        'files, of generators, of the machine, of run files.',
    )
    .argument(
      '[prefix]',
      'only these: a path such as ecl or triggers.ecl.etm; "generators" for --with and ' +
        'cards; "machine" for the machine; "run" for run --config',
    )
    .option('--json', 'print one JSON document')
    .addOption(
      new Option(
        '--schema <file>',
        'print the JSON Schema of a kind of file instead, for editors that check and complete YAML',
      ).choices(fileKinds),
    )
    .addHelpText(
      'after',
      `
Schemas: b2l1 parameters --schema card > card.schema.json, and in the first line of a card
  # yaml-language-server: $schema=card.schema.json`,
    )
    .action((prefix: string | undefined, { json, schema }: Options) => {
      if (schema !== undefined) {
        if (prefix !== undefined)
          throw new EmulatorError(
            'USAGE_IDLE_OPTION',
            `"${prefix}" has no effect beside --schema: a schema is of a whole file`,
          );
        return out(`${JSON.stringify(fileSchema(schema), null, 2)}\n`);
      }
      const parameters = parametersOf(prefix);
      out(
        json === true ? `${JSON.stringify({ version, parameters }, null, 2)}\n` : show(parameters),
      );
    });
}

function parametersOf(prefix: string | undefined): readonly Description[] {
  if (prefix === 'run') return describeConfig(runSchema);
  if (prefix === 'machine') return describeConfig(machineStateSchema);
  if (prefix === 'generators')
    return generators.flatMap(({ name, schema }) => describeConfig(schema, `${name}: `));
  const all = describeConfig(emulatorSchema);
  if (prefix === undefined) return all;
  const found = all.filter(({ path }) => path === prefix || path.startsWith(`${prefix}.`));
  if (found.length > 0) return found;
  const prefixes = new Set(
    all.flatMap(({ path }) =>
      path.split('.').map((_, depth, parts) => parts.slice(0, depth + 1).join('.')),
    ),
  );
  throw new EmulatorError(
    'USAGE_PARAMETER',
    'no parameter begins with ' +
      `"${prefix}"${nearestHint(prefix, [...prefixes, 'generators', 'machine', 'run'])}`,
  );
}

function show(parameters: readonly Description[]): string {
  return textTable(
    ['parameter', 'default', 'accepts', 'what it is'],
    parameters.map(({ path, default: value, accepts, doc }) => [path, value, accepts, doc]),
  );
}
