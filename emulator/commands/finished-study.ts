import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { EmulatorError } from '../../detector/base/errors.js';
import type { StudyDocument } from '../studies/document.js';
import { type Fingerprint, fingerprintDifferences } from '../studies/shards/fingerprint.js';
import { hasShards } from '../studies/shards/shard-folder.js';
import type { Study } from '../studies/study.js';
import { sha256Of } from '../writers/file-origin.js';
import type { CommandContext } from './context.js';
import type { StudyCommandOptions } from './study-options.js';

/** What is in the folder of a study: its whole results, or some that are short or damaged. */
type Found = { readonly document: StudyDocument } | { readonly why: string };

const besideShape = z.looseObject({ sha256: z.record(z.string(), z.string()) });

/**
 * The results of a study that is finished, whose shards are gone, in place of counting it anew.
 * What is found is told, and so is what will be done where it is short or damaged.
 * @returns undefined where the study is to be counted
 * @throws STUDY_DIFFERS where it is of another study, as of shards
 */
export function finishedResults(
  study: Study,
  options: Pick<StudyCommandOptions, 'out' | 'resume'>,
  context: Pick<CommandContext, 'talk'>,
): StudyDocument | undefined {
  const { out } = options;
  if (options.resume !== true || out === undefined || hasShards(out)) return undefined;
  const found = resultsIn(out, study);
  if (found === undefined) return undefined;
  if ('why' in found) {
    context.talk(
      `${out}: there are results, and no shards to go on from: ${found.why}; all ` +
        `${study.events} events are counted\n`,
    );
    return undefined;
  }
  const { events } = found.document;
  context.talk(`${out}: this study is finished, its ${events} events are not counted again\n`);
  if (found.document.card !== study.card.name)
    context.talk(`${out}: its card was named ${found.document.card}, as results and reports say\n`);
  return found.document;
}

/**
 * Results in a folder, as they were written; undefined where there are none.
 * @throws STUDY_DIFFERS
 */
function resultsIn(out: string, study: Study): Found | undefined {
  const file = join(out, 'results.json');
  if (!existsSync(file)) return undefined;
  let document: StudyDocument;
  let differences: readonly string[];
  const ours = study.document();
  try {
    const bytes = readFileSync(file);
    const beside = JSON.parse(readFileSync(join(out, 'study.provenance.json'), 'utf8'));
    if (besideShape.parse(beside).sha256['results.json'] !== sha256Of(bytes))
      return { why: 'results.json has changed since it was written' };
    // Its hash is known: it is what a study of some version has written.
    document = JSON.parse(bytes.toString()) as StudyDocument;
    differences = differencesOf(document, ours, study.setup.card.content !== undefined);
  } catch (error) {
    return { why: `they cannot be read (${(error as Error).message})` };
  }
  if (differences.length > 0)
    throw new EmulatorError(
      'STUDY_DIFFERS',
      `${out} holds results of another study: ${differences.join('; ')}; choose another --out, ` +
        'or leave out --resume to replace them',
    );
  const why = shortOf(document, ours);
  return why === undefined ? { document } : { why };
}

/**
 * What results are of that is not what is wanted; empty where nothing is.
 * @param isFile whether the card is one of a file, whose name decides on nothing (D-410)
 */
function differencesOf(
  theirs: StudyDocument,
  ours: StudyDocument,
  isFile: boolean,
): readonly string[] {
  const [before, here] = [fingerprintIn(theirs), fingerprintIn(ours)];
  const isSame = isFile && hashIn(before.card) === hashIn(here.card);
  const card = isSame ? here.card : before.card;
  const settings = fingerprintDifferences({ ...before, card }, here);
  const named = (['interval', 'conditions', 'machine', 'overlay'] as const).flatMap((key) =>
    theirs[key] === ours[key]
      ? []
      : [`${key} ${theirs[key] ?? 'none'}, here ${ours[key] ?? 'none'}`],
  );
  const [planned, wanted] = [theirs.eventsPlanned, ours.eventsPlanned];
  const more = planned > wanted ? [`events ${planned}, here ${wanted}`] : [];
  return [...settings, ...named, ...more];
}

/** Why results are not whole; undefined where they are. */
function shortOf(theirs: StudyDocument, ours: StudyDocument): string | undefined {
  const { events, eventsPlanned, variationsShort = [] } = theirs;
  if (events < eventsPlanned) return `they have ${events} of ${eventsPlanned} events`;
  if (eventsPlanned < ours.eventsPlanned)
    return `they have ${events} events, not ${ours.eventsPlanned}`;
  if (variationsShort.length === 0) return undefined;
  return `variation ${variationsShort[0]!.name} has ${variationsShort[0]!.events} events`;
}

/** Behind the name of a card stands its hash. */
const hashIn = (card: string): string => card.slice(card.lastIndexOf(' ') + 1);

function fingerprintIn({ version, seed, provenance }: StudyDocument): Fingerprint {
  const { program, card = '', menu = '', parameters } = provenance;
  return { version, program, seed, card, menu, parameters };
}
