import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import * as z from 'zod';
import { EmulatorError } from '../../detector/base/errors.js';
import { type ReadStudy, studyDiff } from '../studies/study-diff.js';
import { intervalMethods } from '../studies/intervals.js';
import { version } from '../version.js';
import { showDiff } from '../writers/diff-report.js';
import { inLockedFolder } from '../files/folder-lock.js';
import { sha256Of } from '../writers/file-origin.js';
import type { CommandContext } from './context.js';
import { saidOfFiles } from './notes.js';

interface DiffOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** `b2l1 study-diff A B`: two studies side by side. */
export function studyDiffCommand(context: CommandContext): Command {
  return new Command('study-diff')
    .description('Compares the results of two studies: efficiencies, ratios and differences.')
    .argument('<a>', 'folder of --out of a study, or its results.json')
    .argument('<b>', 'another; ratios are B / A, differences B − A')
    .option(
      '--out <dir>',
      'write diff.json, diff.csv, pictures with ratio panels (SVG, PNG, PDF) and how both ' +
        'studies were made there',
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nNumbers are compared that have the same name, selection, stage, interval and edges; ' +
        'what has none to be compared with is named. Intervals are as of independent samples.',
    )
    .action((a: string, b: string, options: DiffOptions) => diff(a, b, options, context));
}

async function diff(
  a: string,
  b: string,
  options: DiffOptions,
  context: CommandContext,
): Promise<void> {
  const studies = [readStudy(a), readStudy(b)] as const;
  await inLockedFolder(options.out, () => say(studies, options, context));
}

/** On standard output, and into the folder of `--out`. */
async function say(
  studies: readonly [ReadStudy, ReadStudy],
  { out, json }: DiffOptions,
  context: CommandContext,
): Promise<void> {
  const document = studyDiff(version, ...studies);
  // JSON has no infinity: an interval without an upper end has null.
  context.out(json === true ? `${JSON.stringify(document, null, 2)}\n` : showDiff(document));
  if (out === undefined) return;
  // Plotting takes a quarter of a second to load.
  const { writeDiff } = await import('../writers/diff-files.js');
  context.talk(saidOfFiles(await writeDiff(out, document, studies)));
}

const interval = {
  selection: z.string(),
  stage: z.enum(['ftdl', 'psnm', 'input']),
  confidence: z.number(),
  interval: z.enum(intervalMethods),
  lines: z.array(z.string()).optional(),
};
const share = z.number().nullable();
const total = z.looseObject({
  ...interval,
  kind: z.enum(['line', 'family', 'probe', 'input']),
  name: z.string(),
  efficiency: share,
  low: z.number(),
  high: z.number(),
});
const curve = z.looseObject({
  ...interval,
  id: z.string(),
  line: z.string(),
  variable: z.string(),
  label: z.string(),
  unit: z.string(),
  edges: z.array(z.number()).min(2),
  efficiency: z.array(share),
  low: z.array(z.number()),
  high: z.array(z.number()),
});
const mapAxis = z.looseObject({
  variable: z.string(),
  label: z.string(),
  description: z.string(),
  unit: z.string(),
  edges: z.array(z.number()).min(2),
});
const map = z.looseObject({
  ...interval,
  id: z.string(),
  line: z.string(),
  x: mapAxis,
  y: mapAxis,
  efficiency: z.array(share),
  low: z.array(z.number()),
  high: z.array(z.number()),
});
/** The part of a results.json that is compared. */
const shape = z.looseObject({
  version: z.string(),
  card: z.string(),
  events: z.number(),
  seed: z.number(),
  menu: z.string(),
  conditions: z.string(),
  machine: z.string(),
  overlay: z.string().optional(),
  geometry: z.string(),
  title: z.string(),
  process: z.string().optional(),
  points: z.array(
    z.looseObject({ name: z.string(), generator: z.string(), parameters: z.unknown() }),
  ),
  lines: z.array(total),
  families: z.array(total),
  probes: z.array(total),
  curves: z.array(curve),
  maps: z.array(map).optional(),
  provenance: z.looseObject({ program: z.string(), conditions: z.string() }).optional(),
});

/** @throws STUDY_RESULTS */
function readStudy(source: string): ReadStudy {
  const isFolder = existsSync(source) && statSync(source).isDirectory();
  const file = isFolder ? join(source, 'results.json') : source;
  const bad = (why: string, cause?: unknown): EmulatorError =>
    new EmulatorError(
      'STUDY_RESULTS',
      `${file}: ${why}; expected the results.json of b2l1 study --out, or its folder`,
      { cause },
    );
  let raw: unknown;
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
    raw = JSON.parse(bytes.toString());
  } catch (error) {
    throw bad((error as Error).message, error);
  }
  const result = shape.safeParse(raw);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw bad(`${issue.path.join('.') || 'the document'}: ${issue.message}`);
  }
  const study = result.data as unknown as ReadStudy['study'];
  return { source, sha256: sha256Of(bytes), study };
}
