import type { SurveyDocument } from '../studies/survey-document.js';
import type { SurveyTable } from '../studies/survey.js';
import { type Table, tableText } from '../files/text-table.js';
import { quoteField } from './csv-table.js';
import { readingsTable } from './study-report.js';

/** Rows of the printed table at most: files hold all. */
const maxRows = 30;

/** The findings of a survey for people. */
export function showSurvey({
  title,
  card,
  conditions,
  geometry,
  version,
  table,
  readings,
}: SurveyDocument): string {
  const every = Math.ceil(table.rows.length / maxRows);
  const { header, rows } = surveyTableOf(table);
  return [
    `${title}\ncard ${card}, conditions ${conditions}, geometry ${geometry}, belle2-l1 ` +
      `${version}\n`,
    readingsTable(readings, 'read off the table'),
    `${table.title}\n${tableText({ header, rows: rows.filter((_, row) => row % every === 0) })}`,
    every > 1 ? `Every ${every}th row; --out writes all of them.\n` : '',
  ].join('\n');
}

/** The whole table, with digits that say something. */
export const surveyTableOf = (table: SurveyTable): Table => ({
  header: columnNames(table),
  rows: table.rows.map((row) => row.map((value, at) => shown(value, table.columns[at]!.unit))),
});

/** The whole table as CSV, first line the columns with their units. */
export function surveyCsv(table: SurveyTable): string {
  const rows = [columnNames(table).map(quoteField), ...table.rows];
  return `${rows.map((row) => row.join(',')).join('\n')}\n`;
}

const columnNames = ({ columns }: SurveyTable): readonly string[] =>
  columns.map(({ name, unit }) => `${name} [${unit}]`);

/** Digits that say something, right under each other. */
const shown = (value: number, unit: string): string =>
  value.toFixed(unit === 'deg' ? 0 : unit === '%' ? 1 : 4).padStart(8);
