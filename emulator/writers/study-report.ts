import { join } from 'node:path';
import type { CardDefinition } from '../studies/define-card.js';
import type { EfficiencyResult } from '../studies/curve-result.js';
import type { StudyDocument } from '../studies/document.js';
import { intervalNames } from '../studies/intervals.js';
import { beyondText, type MapResult } from '../studies/map-result.js';
import { type JudgedReading, verdictOf } from '../studies/readings.js';
import { curvesByRequest } from '../studies/results.js';
import type { Systematic } from '../studies/systematics.js';
import { tableText } from '../files/text-table.js';
import { fitsText } from './fits.js';
import { definitionsText } from './totals.js';
import { referencesText } from './references.js';
import {
  curvesTableOf,
  mapGridOf,
  percent,
  readingsTableOf,
  titleOfMap,
  titleOfCurves,
  totalsTableOf,
} from './study-tables.js';
import { remarksOf } from './totals-remarks.js';
import { shortVariationsText, variationsText } from './variations.js';

/** Rows of a curve's table at most: finer bins are put together. */
const maxRows = 30;

/** The results of a study for people: what was run, numbers read off, totals and curves. */
export function showStudy(
  study: StudyDocument,
  { curves: requests }: Pick<CardDefinition, 'curves'>,
): string {
  const silent = new Set(requests.filter(({ printed }) => printed === false).map(({ id }) => id));
  const sections = [
    [study.title, ...studyHead(study), ''].join('\n'),
    study.readings.length > 0 ? readingsTable(study.readings) : '',
    [
      `Totals: ${study.selection}\n`,
      tableText(totalsTableOf([...study.lines, ...study.families, ...study.probes])),
      ...totalsNotes(study).map((note) => `${note}\n`),
    ].join(''),
    fitsText(study.curves),
    referencesText(study.references),
    variationsText(study),
    ...curvesByRequest(study.curves.filter(({ id }) => !silent.has(id))).map(
      (group) => `${titleOfCurves(group)}\n${tableText(curvesTableOf(group, { maxRows }))}`,
    ),
    ...(study.maps ?? []).map(mapText),
    silent.size > 0 ? `${silent.size} more sets of curves are written by --out.\n` : '',
  ];
  return sections.filter((section) => section !== '').join('\n');
}

/** A map in percent; of one that is too wide for a page, where it is. */
function mapText(map: MapResult): string {
  const grid = mapGridOf(map);
  const beyond = beyondText(map);
  const table =
    grid === undefined ? `${map.efficiency.length} cells: in maps.csv of --out\n` : tableText(grid);
  return `${titleOfMap(map)} [%]\n${table}${beyond === '' ? '' : `${beyond}\n`}`;
}

/** Lines of a brief report at most: those that fire most. */
const maxLines = 12;

/**
 * The short of a study, for a terminal: numbers read off, families and the lines that fire most,
 * and where the rest is.
 * @param out folder that has all of it, if there is one
 */
export function showBriefly(study: StudyDocument, out?: string): string {
  const { lines, families, probes, curves, maps = [], readings, title, selection } = study;
  const share = ({ efficiency }: EfficiencyResult): number => efficiency ?? -1;
  const shown = lines.toSorted((a, b) => share(b) - share(a)).slice(0, maxLines);
  const isShown = (line: EfficiencyResult): boolean => shown.includes(line);
  const leftOut = [
    ...(lines.length > shown.length ? [`${lines.length - shown.length} lines`] : []),
    ...(curves.length > 0 ? [`${curves.length} curves`] : []),
    ...(maps.length > 0 ? [`${maps.length} maps`] : []),
  ];
  const where =
    out === undefined ? '--no-brief prints, --out DIR writes them' : `${join(out, 'report.txt')}`;
  const sections = [
    [title, ...studyHead(study), ''].join('\n'),
    readings.length > 0 ? readingsTable(readings) : '',
    `Totals: ${selection}\n` +
      tableText(totalsTableOf([...lines.filter(isShown), ...families, ...probes])) +
      totalsNotes({ ...study, lines: shown })
        .map((note) => `${note}\n`)
        .join(''),
    fitsText(curves),
    referencesText(study.references),
    variationsText(study),
    leftOut.length === 0 ? '' : `Not shown: ${leftOut.join(', ')}; ${where}\n`,
  ];
  return sections.filter((section) => section !== '').join('\n');
}

/** What was run and how numbers are made, in a few lines. */
export function studyHead(study: StudyDocument): readonly string[] {
  const { card, version, events, eventsPlanned, seed, menu, conditions } = study;
  const { machine, geometry, variationsShort = [] } = study;
  const incomplete = events < eventsPlanned ? ` of ${eventsPlanned} planned: INTERRUPTED` : '';
  return [
    `card ${card}, ${events} events${incomplete}, seed ${seed}, menu ${menu}, conditions ` +
      `${conditions}, machine ${machine}, geometry ${geometry}, belle2-l1 ${version}`,
    ...(variationsShort.length === 0
      ? []
      : [`INTERRUPTED: ${shortVariationsText(variationsShort)}`]),
    ...ratesText(study),
    `${stageText(study)}Intervals are ${intervalNames[study.interval]} at ` +
      `${percent(study.confidence)} %${study.weighted ? ', of effective counts' : ''}.`,
  ];
}

/** How often the events of the points happen, where that is known. */
function ratesText({ points }: StudyDocument): readonly string[] {
  return points.flatMap(({ name, generator, events, rateHz }) =>
    rateHz === undefined
      ? []
      : [`point ${name}: generator ${generator}, ${events} events of ${rateHz.toFixed(1)} Hz`],
  );
}

function stageText({ stage, lines, families }: StudyDocument): string {
  if (lines.length + families.length === 0) return '';
  return (
    'Efficiencies are ' +
    `${stage === 'ftdl' ? 'before prescale (FTDL bits)' : 'after prescale and mask (PSNM bits)'}. `
  );
}

/** Numbers with their limits and whether they keep them. */
export function readingsTable(readings: readonly JudgedReading[], title?: string): string {
  const texts = undecidedText(readings).map((text) => `${text}\n`);
  return tableText(readingsTableOf(readings, title)) + texts.join('');
}

/** What "undecided" means, below a table that says it. */
export const undecidedText = (readings: readonly JudgedReading[]): readonly string[] =>
  readings.some((reading) => verdictOf(reading) === 'undecided')
    ? ['undecided: the interval holds the limit, so more events (--events) are needed.']
    : [];

/** What a reader of the totals must know: definitions, what is given, what is not measured. */
export const totalsNotes = ({
  lines,
  families,
  probes,
  systematics,
}: StudyDocument): readonly string[] =>
  [
    definitionsText([...families, ...probes]),
    systematicsText(systematics),
    remarksOf([...lines, ...families, ...probes]),
  ]
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '');

/** What is given, in words. */
const systematicsText = (systematics: StudyDocument['systematics']): string =>
  systematics.length === 0
    ? ''
    : 'Given (1 σ, added in squares at the confidence of the intervals): ' +
      `${systematics.map(systematicText).join('; ')}\n`;

function systematicText({ name, relative, absolute = 0, lines }: Systematic): string {
  const size =
    relative === undefined ? `${percent(absolute)} points` : `${percent(relative)} % of it`;
  return `${name} ${size}${lines === undefined ? '' : ` (${lines.join(', ')})`}`;
}
