import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Argument, Command, Option } from 'commander';
import { from, takeUntil, tap } from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import { expertCount, expertsOf } from '../../triggers/cdc/network-set.js';
import { missingSuperLayer } from '../../triggers/cdc/neuro-inputs.js';
import { loadConditions } from '../settings/conditions.js';
import { checkNetworks } from '../derive/check.js';
import { showCheck } from '../derive/check-report.js';
import { exampleTable } from '../derive/examples.js';
import { expertFile, hashOf, networksJson, readNetworkFile } from '../neuro/network-files.js';
import { exportOnnx } from '../neuro/onnx-export.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { version } from '../version.js';
import { writeFiles } from '../writers/files.js';
import { writeWhole } from '../files/write-whole.js';
import { collect, type CommandContext, wholeNumber } from './context.js';

interface ConditionsOptions {
  readonly conditions: string;
  readonly set: readonly string[];
  readonly json?: true;
}

interface ExportOptions extends ConditionsOptions {
  readonly out?: string;
  readonly format: 'onnx' | 'json';
}

interface ExamplesOptions extends Omit<ConditionsOptions, 'json'> {
  readonly tracks: number;
  readonly seed: number;
  readonly out?: string;
}

interface CheckCommandOptions extends ConditionsOptions {
  readonly expert?: number;
  readonly tracks: number;
  readonly seed: number;
}

const experts = Array.from({ length: expertCount }, (_, expert) => expert);
const help = `
Networks have 27 inputs (of each super-layer 0 to 8: place of its segment against the track, drift
time with its side, half the crossing angle; zeros without a segment), up to five hidden layers of
up to 128 nodes (the firmware has one of 81), and 2 outputs from −1 to 1: z and polar angle, over
the ranges of triggers.neuro.outputs. A set with fewer inputs, or in another order, names them:
place0, drift0, angle0 to angle8, and z, theta, under "inputs" and "outputs" of the JSON or of each
model's metadata.
Experts: 0 with segments in all stereo super-layers, 1 to 4 without one in super-layer 7, 5, 3, 1.

To use networks of your own: train on examples, export the package's networks, replace those that
you trained, check them, and name the folder (or a JSON file of b2l1 neuro export) as a parameter:
  b2l1 neuro examples 0 --out examples-0.csv
  b2l1 neuro export --out my-networks
  b2l1 neuro check my-networks
  b2l1 study nn-single-track --set triggers.neuro.networks=my-networks`;

/** `b2l1 neuro export | check | examples`: networks of the z trigger to and from other programs. */
export function neuroCommand(
  context: Pick<CommandContext, 'out' | 'talk' | 'stop$' | 'execute'>,
): Command {
  const exporting = withConditions(new Command('export'))
    .description(
      'Writes the networks of the neural z trigger as ONNX models, one per expert, or all as JSON.',
    )
    .addArgument(new Argument('[expert]', 'only this expert').choices(experts.map(String)))
    .option(
      '--out <path>',
      'folder to write to ("networks" by default); the file for one expert or JSON',
    )
    .addOption(
      new Option('--format <format>', 'onnx, or json with all experts in one file')
        .choices(['onnx', 'json'])
        .default('onnx'),
    )
    .addHelpText('after', help)
    .action((expert: string | undefined, options: ExportOptions) =>
      exportNetworks(expert, options, context),
    );

  const checking = withConditions(new Command('check'))
    .description(
      'Checks networks: graph, shapes, ranges, and what the fixed point costs them on tracks ' +
        'of our own chamber.',
    )
    .argument('<file>', 'an ONNX model, a folder with one for each expert, or JSON')
    .option(
      '--expert <n>',
      'expert of a single model; its file says or its name (expert-2.onnx) otherwise',
      wholeNumber(0, expertCount - 1),
    )
    .option('--tracks <n>', 'single muons to simulate', wholeNumber(1), 8192)
    .option('--seed <n>', 'seed of the muons', wholeNumber(0), 1)
    .addHelpText(
      'after',
      `
A network that cannot be used is an error; warnings leave the exit code 0. Shapes are 27–H–…–2.
Supported are MatMul or Gemm, Add, a scale (Mul, Div), Tanh after each layer, Identity, Constant
and Transpose of weights. Muons: 0.4–5 GeV in pT, 36–120°, z within ±50 cm. Δ is fixed less
floating point; a miss is a half width of 68 % about the truth. JSON has z in cm and angles in rad.
${help}`,
    )
    .action((file: string, options: CheckCommandOptions) => check(file, options, context));

  const examples = withConditions(new Command('examples'))
    .description(
      'Writes examples for training an expert elsewhere, as CSV: its inputs, and the outputs ' +
        'z and theta that it should give.',
    )
    .addArgument(new Argument('<expert>', 'whose examples').choices(experts.map(String)))
    .option(
      '--tracks <n>',
      'single muons to simulate; about 40 % of them give an example',
      wholeNumber(1),
      200_000,
    )
    .option('--seed <n>', 'seed of all randomness: same seed, same examples', wholeNumber(0), 1)
    .option('--out <file>', 'file to write; examples-EXPERT.csv by default')
    .addHelpText('after', help)
    .action((expert: string, options: ExamplesOptions) =>
      writeExamples(Number(expert), options, context),
    );

  const command = new Command('neuro').description(
    'Networks of the neural z trigger: to and from ONNX, what their fixed point costs, and ' +
      'examples to train others on.',
  );
  for (const part of [withJson(exporting), withJson(checking), examples])
    command.addCommand(part.exitOverride().showHelpAfterError('(add --help for what is accepted)'));
  return command;
}

const withConditions = (command: Command): Command =>
  command
    .option(
      '--conditions <name|file>',
      'detector and trigger parameters: "nominal" or a YAML file',
      'nominal',
    )
    .option(
      '--set <path=value>',
      'override one parameter, e.g. triggers.neuro.quantization.weight.bits=8; repeatable',
      collect,
      [],
    );
const withJson = (command: Command): Command => command.option('--json', 'print one JSON document');

async function exportNetworks(
  chosen: string | undefined,
  options: ExportOptions,
  { out: print }: Pick<CommandContext, 'out'>,
): Promise<void> {
  const { name, config } = loadConditions(options.conditions, options.set);
  const set = expertsOf(config.triggers.neuro.networks);
  const sha256 = hashOf(set.experts, set.names);
  const model = (expert: number): Uint8Array =>
    exportOnnx(set.experts[expert]!, expert, aboutOf(expert, config, sha256), set.names);
  const files = filesToWrite(chosen, options, model, () => networksJson(set, { conditions: name }));
  for (const [path, content] of files) await writeFiles(dirname(path), [[basename(path), content]]);
  const paths = files.map(([path]) => path);
  const document = { version, conditions: name, format: options.format, sha256, files: paths };
  print(options.json === true ? `${JSON.stringify(document, null, 2)}\n` : `${paths.join('\n')}\n`);
}

function filesToWrite(
  chosen: string | undefined,
  { format, out }: ExportOptions,
  model: (expert: number) => Uint8Array,
  json: () => string,
): readonly (readonly [path: string, content: Uint8Array | string])[] {
  if (format === 'json') {
    if (chosen !== undefined)
      throw new EmulatorError(
        'USAGE_EXPERT',
        'JSON holds all experts: leave out the expert, or --format json',
      );
    return [[out ?? 'networks.json', json()]];
  }
  if (chosen !== undefined) return [[out ?? expertFile(Number(chosen)), model(Number(chosen))]];
  return experts.map(
    (expert) => [join(out ?? 'networks', expertFile(expert)), model(expert)] as const,
  );
}

/** What an exported model says of itself. */
function aboutOf(expert: number, { triggers }: EmulatorConfig, sha256: string): string {
  const { maxZ, minTheta, maxTheta } = triggers.neuro.outputs;
  const missing =
    expert === 0
      ? 'segments in all stereo super-layers'
      : `no segment in super-layer ${missingSuperLayer[expert]}`;
  return (
    `Neural z trigger, expert ${expert}: ${missing}. Inputs: of super-layers 0 to 8 place, ` +
    `signed drift time / 256 ticks, half the crossing angle [rad]. Outputs: z / ${maxZ} cm; ` +
    `polar angle [rad], ${minTheta} at -1 and ${maxTheta} at 1. Networks: sha256 ${sha256}.`
  );
}

function check(
  file: string,
  options: CheckCommandOptions,
  { out, talk }: Pick<CommandContext, 'out' | 'talk'>,
): void {
  const { name, config } = loadConditions(options.conditions, options.set);
  const { expert, tracks, seed } = options;
  const networks = readNetworkFile(file);
  if (expert !== undefined && networks.networks.length > 1) {
    throw new EmulatorError(
      'USAGE_EXPERT',
      `${file} holds the networks of all experts: --expert is for a single model`,
    );
  }
  talk(`simulating ${tracks} muons\n`);
  const document = checkNetworks(networks, { expert, count: tracks, config, context: { seed } });
  out(
    options.json === true
      ? `${JSON.stringify({ version, seed, conditions: name, file, ...document }, null, 2)}\n`
      : showCheck(document),
  );
}

async function writeExamples(
  expert: number,
  { conditions, set, tracks, seed, out = `examples-${expert}.csv` }: ExamplesOptions,
  { out: print, talk, stop$, execute }: Pick<CommandContext, 'out' | 'talk' | 'stop$' | 'execute'>,
): Promise<void> {
  const { config } = loadConditions(conditions, set);
  talk(`simulating ${tracks} muons\n`);
  const chunks: string[] = [];
  let complete = false;
  await execute(
    from(withTurns(exampleTable(expert, tracks, config, { seed }))).pipe(
      tap({ next: (chunk) => void chunks.push(chunk), complete: () => (complete = true) }),
      takeUntil(stop$),
    ),
  );
  await writeWhole(out, chunks.join(''));
  if (!complete) talk('stopped: fewer examples than asked for\n');
  print(`${out}\n`);
}

/** The same values, with a turn of the event loop between them, so that a wish to stop is heard. */
async function* withTurns<T>(values: Iterable<T>): AsyncGenerator<T> {
  for (const value of values) {
    yield value;
    await setImmediate();
  }
}
