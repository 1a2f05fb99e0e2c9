import {
  escapeHtml,
  type HtmlCell,
  htmlDetails,
  htmlFigure,
  htmlLinks,
  htmlPage,
  htmlParagraphs,
  htmlSection,
  htmlTable,
} from '../files/html-page.js';
import type { Table } from '../files/text-table.js';
import type { StudyDocument } from '../studies/document.js';
import { briefProvenance, type Provenance } from '../studies/provenance.js';
import { beyondText, type MapResult } from '../studies/map-result.js';
import type { JudgedReading } from '../studies/readings.js';
import { curvesByRequest } from '../studies/results.js';
import type { ScanDocument } from '../studies/scan-document.js';
import type { SurveyDocument } from '../studies/survey-document.js';
import { fitsNote, fitsTableOf } from './fits.js';
import type { Picture } from './pictures.js';
import { referenceNotes, referencesTableOf } from './references.js';
import { variationNotes, variationsTableOf } from './variations.js';
import { efficiencyTable, readingsAgainst, scanFolder, scanHead } from './scan-report.js';
import { studyHead, totalsNotes, undecidedText } from './study-report.js';
import {
  curvesTableOf,
  mapCellsOf,
  readingsTableOf,
  titleOfCurves,
  titleOfMap,
  totalsTableOf,
  verdictText,
} from './study-tables.js';
import { surveyTableOf } from './survey-report.js';
import { definitionsText } from './totals.js';

/** A study as a page of its own: every number, the pictures, and what they were made with. */
export function studyHtml(study: StudyDocument, pictures: readonly Picture[]): string {
  const { title, lines, families, probes, curves, references, readings, notes } = study;
  const { variations = [], maps = [] } = study;
  const fits = fitsTableOf(curves);
  return htmlPage(
    title,
    [
      `${heading(title)}${htmlParagraphs(studyHead(study))}`,
      htmlSection('To be known', htmlParagraphs(notes.map(({ message }) => message))),
      htmlSection('What was met and missed', readingsHtml(readings)),
      htmlSection(
        'Totals',
        tableUnless(`Of ${study.selection}`, totalsTableOf([...lines, ...families, ...probes])) +
          htmlParagraphs(totalsNotes(study)),
      ),
      htmlSection('Pictures', figures(pictures)),
      htmlSection(
        'Turn-ons',
        fits.rows.length === 0
          ? ''
          : tableUnless('Fits', fits) + htmlParagraphs([fitsNote(curves)]),
      ),
      htmlSection(
        'By reference triggers',
        references.length === 0
          ? ''
          : tableUnless('Efficiencies [%]', referencesTableOf(references)) +
              htmlParagraphs(referenceNotes(references)),
      ),
      htmlSection(
        'Variations',
        variations.length === 0
          ? ''
          : tableUnless('Efficiencies [%]', variationsTableOf(variations)) +
              htmlParagraphs(variationNotes(variations, notes)),
      ),
      htmlSection(
        'Every bin',
        curvesByRequest(curves)
          .map((group) => htmlDetails(titleOfCurves(group), curvesHtml(group)))
          .join('') + maps.map(mapHtml).join(''),
      ),
      htmlSection(
        'Made with',
        origin(study) + pointsHtml(study) + parametersHtml(study.provenance),
      ),
    ].join(''),
  );
}

/** A scan as a page of its own; studies in folders beside it have pages of theirs. */
export function scanHtml(scan: ScanDocument, pictures: readonly Picture[]): string {
  const { points, title } = scan;
  const notes = [...new Set(points.flatMap((point) => point.notes.map(({ message }) => message)))];
  return htmlPage(
    title,
    [
      `${heading(title)}${htmlParagraphs(scanHead(scan))}`,
      htmlSection('To be known', htmlParagraphs(notes)),
      htmlSection(
        'Efficiencies',
        tableUnless(`In percent: ${scan.selection}`, efficiencyTable(scan)) +
          htmlParagraphs(lined(definitionsText([...points[0]!.families, ...points[0]!.probes]))),
      ),
      htmlSection(
        'Numbers read off',
        tableUnless('With half of their intervals', readingsAgainst(scan)),
      ),
      htmlSection('Pictures', figures(pictures)),
      htmlSection(
        'A study each',
        htmlLinks(
          points.map(({ value }) => ({
            text: `${scan.scan} = ${value}`,
            path: [scanFolder(scan.scan, value), 'report.html'],
          })),
        ),
      ),
      htmlSection('Made with', origin(scan) + parametersHtml(scan.provenance)),
    ].join(''),
  );
}

/** A survey as a page of its own. */
export function surveyHtml(survey: SurveyDocument, pictures: readonly Picture[]): string {
  const { title, table, readings } = survey;
  return htmlPage(
    title,
    [
      heading(title),
      htmlSection('What was met and missed', readingsHtml(readings)),
      htmlSection('Pictures', figures(pictures)),
      htmlSection(
        'Every number',
        htmlDetails(table.title, tableUnless(table.title, surveyTableOf(table))),
      ),
      htmlSection('Made with', origin(survey) + parametersHtml(survey.provenance)),
    ].join(''),
  );
}

const heading = (title: string): string => `<h1>${escapeHtml(title)}</h1>\n`;

const lined = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

const figures = (pictures: readonly Picture[]): string =>
  pictures.map(({ title, svg }, index) => htmlFigure(title, svg, `figure-${index + 1}`)).join('');

/** A table; nothing without rows. */
const tableUnless = (caption: string, table: Table): string =>
  table.rows.length === 0 ? '' : htmlTable(caption, table);

const curvesHtml = (group: Parameters<typeof curvesTableOf>[0]): string =>
  tableUnless(titleOfCurves(group), curvesTableOf(group, { hasFired: true }));

const mapHtml = (map: MapResult): string =>
  htmlDetails(
    titleOfMap(map),
    tableUnless(titleOfMap(map), mapCellsOf(map)) + htmlParagraphs(lined(beyondText(map))),
  );

/** Numbers beside what is expected of them; those that miss it are set off. */
function readingsHtml(readings: readonly JudgedReading[]): string {
  if (readings.length === 0) return '';
  const { rows } = readingsTableOf(readings);
  const header = ['Number', 'Value', 'Interval', 'Expected', 'Verdict', 'Note'];
  const cells = rows.map((row, index): readonly HtmlCell[] => {
    const text = verdictText(readings[index]!);
    return row.map((cell) => (cell === text ? { text, isMissed: text.includes('NOT') } : cell));
  });
  const verdicts = readings.map(verdictText);
  const summary = [...new Set(verdicts)]
    .filter((text) => text !== '')
    .map((text) => `${verdicts.filter((verdict) => verdict === text).length} ${text}`)
    .join(', ');
  return (
    htmlParagraphs(summary === '' ? ['Nothing is expected of them.'] : [`${summary}.`]) +
    htmlTable('Numbers read off, beside what is expected', { header, rows: cells }) +
    htmlParagraphs(undecidedText(readings))
  );
}

/** What every document says of how it was made. */
interface Origin {
  readonly version: string;
  readonly card: string;
  readonly seed?: number;
  readonly menu?: string;
  readonly conditions?: string;
  readonly machine?: string;
  readonly geometry?: string;
  readonly overlay?: string;
  readonly provenance: Provenance;
}

function origin({
  version,
  seed,
  conditions,
  machine,
  geometry,
  overlay,
  provenance,
}: Origin): string {
  const named = briefProvenance(provenance);
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    ['belle2-l1', version],
    ['program', named.program],
    ['card', named.card],
    ['seed', seed],
    ['run', named.run],
    ['menu', named.menu],
    ['conditions', `${conditions} ${named.conditions}`],
    ['machine', machine],
    ['laid over', overlay],
    ['geometry', geometry],
    ['Node', process.version],
  ];
  return htmlTable('Names, versions and hashes', {
    header: ['What', 'Which'],
    rows: rows.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, { text: `${value}` }]],
    ),
  });
}

/** Where the events come from. */
const pointsHtml = ({ points }: StudyDocument): string =>
  htmlTable('Events', {
    header: ['Point', 'Made by', 'Parameters', 'Events', 'Hz'],
    rows: points.map(({ name, generator, parameters, events, rateHz }) => [
      name,
      generator,
      { text: JSON.stringify(parameters) },
      events,
      rateHz === undefined ? '' : rateHz.toPrecision(4),
    ]),
  });

const parametersHtml = ({ parameters }: Provenance): string =>
  htmlDetails(
    `All ${Object.keys(parameters).length} parameters of detector, trigger and machine`,
    htmlTable('Parameters; long ones as a hash', {
      header: ['Parameter', 'Value'],
      rows: Object.entries(parameters).map(([path, text]) => [path, { text }]),
    }),
  );
