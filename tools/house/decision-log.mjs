// The log of decisions: its index, its dates, and every citation of an entry in the tree. Prints
// what is wrong and exits 1; with --write the index is made anew.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const logFile = 'DECISIONS.md';
const citation = /\bD-\d{3}\b/g;
const areaHeading = /^## (?!Index$)(.+)$/;
const entryHeading = /^### (D-\d{3}) (.+)$/;
const firstLine = /^\d{4}-\d{2}-\d{2}, (?:accepted|open|superseded by D-\d{3})/;

/** Areas of the log with their entries, each with number, title and the line after its heading. */
export function areasOf(log) {
  const areas = [];
  const lines = log.split('\n');
  for (const [index, line] of lines.entries()) {
    const area = areaHeading.exec(line);
    if (area !== null) areas.push({ name: area[1], entries: [] });
    const entry = entryHeading.exec(line);
    if (entry === null) continue;
    const [, id, title] = entry;
    areas.at(-1)?.entries.push({ id, title, first: lines[index + 1] ?? '' });
  }
  return areas;
}

/** The part between the heading of the index and the first area. */
const indexPart = /(?<=^## Index\n\n)[\s\S]*?(?=^## )/m;

/** Name of a heading in a link, as GitHub makes it. */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-');

function indexOf(areas) {
  const entryLine = ({ id, title }) => `  - [${id}](#${anchor(`${id} ${title}`)}) ${title}`;
  return `${areas
    .map(({ name, entries }) => [`- **${name}**`, ...entries.map(entryLine)].join('\n'))
    .join('\n')}\n\n`;
}

/** The log with its index made from its headings. */
export const withIndex = (log) => log.replace(indexPart, indexOf(areasOf(log)));

/** What is wrong with the log itself. */
export function faultsOf(log) {
  const entries = areasOf(log).flatMap(({ entries }) => entries);
  const ids = entries.map(({ id }) => id);
  const known = new Set(ids);
  return [
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} is given twice`),
    ...entries
      .filter(({ first }) => !firstLine.test(first))
      .map(({ id }) => `${id} does not begin with its date and whether it holds`),
    ...(log.match(citation) ?? [])
      .filter((id) => !known.has(id))
      .map((id) => `${logFile} cites ${id}, which does not exist`),
    ...(/^## D-\d/m.test(log) ? ['an entry stands outside the areas'] : []),
    ...(withIndex(log) === log
      ? []
      : ['the index is old: node tools/house/decision-log.mjs --write']),
  ];
}

/** Citations in `text` of entries that `known` lacks. */
export const unknownCitations = (text, known) =>
  [...new Set(text.match(citation) ?? [])].filter((id) => !known.has(id));

function main(root, write) {
  const path = join(root, logFile);
  if (write) writeFileSync(path, withIndex(readFileSync(path, 'utf8')));
  const log = readFileSync(path, 'utf8');
  const known = new Set(areasOf(log).flatMap(({ entries }) => entries.map(({ id }) => id)));
  const files = execFileSync('git', ['ls-files', '--', '*.ts', '*.mjs', '*.md'], { cwd: root })
    .toString()
    .split('\n')
    .filter((file) => file !== '' && file !== logFile && !file.startsWith('test/house/'));
  const faults = [
    ...faultsOf(log),
    ...files.flatMap((file) =>
      unknownCitations(readFileSync(join(root, file), 'utf8'), known).map(
        (id) => `${file} cites ${id}, which does not exist`,
      ),
    ),
  ];
  for (const fault of faults) console.log(fault);
  console.log(`${known.size} decisions: ${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  main(join(import.meta.dirname, '../..'), process.argv.includes('--write'));
