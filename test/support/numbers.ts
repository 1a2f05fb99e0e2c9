import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const tool = join(root, 'tools/numbers/numbers.mjs');

/** A table that the tool makes, as it lists it. */
export interface ListedNumbers {
  readonly name: string;
  readonly page: string;
  /** Of how many events of what. */
  readonly what: string;
}

const run = (...args: readonly string[]): string =>
  execFileSync(process.execPath, [tool, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

/** All tables that the tool makes. */
export const listedNumbers = (): readonly ListedNumbers[] =>
  run()
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [name = '', page = '', what = ''] = line.split('\t');
      return { name, page, what };
    });

/** Rows of Markdown, without blanks before them. */
const tableRows = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('| '));

/** The head of a table and the names of its rows, which no number of events changes. */
const namesOf = ([head = '', , ...rows]: readonly string[]): readonly string[] => [
  head,
  ...rows.map((row) => row.slice(0, row.indexOf(' | ') + 3)),
];

/** What stands in tables as the tool makes them, of a few events, and not on their pages. */
export function missingNames(tables: readonly ListedNumbers[], events: number): readonly string[] {
  const names = tables.map(({ name }) => name);
  const made = run(...names, '--events', `${events}`, '--seed', '2').trimEnd();
  return made.split('\n\n').flatMap((text, place) => {
    const { name, page } = tables[place]!;
    const there = tableRows(readFileSync(join(root, page), 'utf8'));
    return namesOf(tableRows(text))
      .filter((start) => !there.some((row) => row.startsWith(start)))
      .map((start) => `${page}: ${name}: ${start}`);
  });
}
