import type { Study } from '../studies/study.js';
import type { StudyDocument } from '../studies/document.js';
import type { SurveyDocument } from '../studies/survey-document.js';
import type { PlotStyle } from '../writers/plot-style.js';
import { showBriefly, showStudy } from '../writers/study-report.js';
import { notesOfVariations } from '../writers/variations.js';
import { showSurvey } from '../writers/survey-report.js';
import type { CommandContext } from './context.js';
import { saidInTheEnd, saidOfFiles } from './notes.js';
import { removeStaleVariations } from './stale-variations.js';

interface TellOptions {
  readonly json?: boolean;
  /** Short or long; as long as the place where it is read allows when absent. */
  readonly brief?: boolean;
  readonly out?: string;
  /** Of results that earlier ones have left nothing is removed. */
  readonly resume?: boolean;
  readonly plots: PlotStyle;
}

/** What a study has found, into the folder of `--out`. */
export async function writeOut(
  out: string,
  document: StudyDocument,
  { card, menu }: Pick<Study, 'card' | 'menu'>,
  style: PlotStyle,
  context: CommandContext,
): Promise<void> {
  // Plotting is a quarter of a second to load: only when it is wanted.
  const { writeStudy } = await import('../writers/study-files.js');
  const files = await writeStudy(out, document, { ...card, style }, card.leftOut(menu));
  context.talk(saidOfFiles(files));
  const pictures = (ending: string): boolean => files.written.some((file) => file.endsWith(ending));
  if (pictures('.svg') && !pictures('.png'))
    context.talk(
      'no PNG and PDF plots: this system has no fonts to draw with; the SVG ones are complete\n',
    );
}

/** What a study has found: on standard output, and into the folder of `--out`. */
export async function tellAll(
  document: StudyDocument,
  study: Pick<Study, 'card' | 'menu'>,
  { json, brief, out, resume, plots }: TellOptions,
  context: CommandContext,
): Promise<void> {
  const { notes, variations = [] } = document;
  context.talk(saidInTheEnd(notes));
  for (const said of notesOfVariations(variations, notes)) context.talk(`variation ${said}\n`);
  context.out(
    json === true
      ? `${JSON.stringify(document, null, 2)}\n`
      : (brief ?? context.outTerminal === true)
        ? showBriefly(document, out)
        : showStudy(document, study.card),
  );
  if (out === undefined) return;
  await writeOut(out, document, study, plots, context);
  for (const said of await removeStaleVariations(out, document, resume)) context.talk(said);
}

/** What a survey has found, printed and, with `--out`, written. */
export async function examine(
  document: SurveyDocument,
  { json, out }: { readonly json?: boolean; readonly out?: string },
  context: CommandContext,
): Promise<void> {
  context.out(json === true ? `${JSON.stringify(document, null, 2)}\n` : showSurvey(document));
  if (out === undefined) return;
  const { writeSurvey } = await import('../writers/survey-files.js');
  context.talk(saidOfFiles(await writeSurvey(out, document)));
}
