// GLOSSARY.md as a page beside the dashboard, so that it is there without a network.
import { readFile } from 'node:fs/promises';

const source = new URL('../../GLOSSARY.md', import.meta.url);

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Inline marks of the glossary: code, and an escaped bar. */
const inline = (text) =>
  escaped(text.trim().replaceAll('\\|', '|')).replace(/`([^`]+)`/g, '<code>$1</code>');

/** A line of the glossary as HTML; undefined for what only a table in Markdown needs. */
function htmlOf(line) {
  const heading = /^(#{1,2}) (.+)$/.exec(line);
  if (heading) return `<h${heading[1].length}>${inline(heading[2])}</h${heading[1].length}>`;
  const row = /^\| (.+?) (?<!\\)\| (.+) \|$/.exec(line);
  if (row)
    return row[1] === 'word' ? undefined : `<dt>${inline(row[1])}</dt><dd>${inline(row[2])}</dd>`;
  return line === '' || line.startsWith('|') ? undefined : `<p>${inline(line)}</p>`;
}

/** The whole page. */
export async function glossaryPage() {
  const lines = (await readFile(source, 'utf8')).split('\n').map(htmlOf);
  const body = lines
    .filter((line) => line !== undefined)
    .join('\n')
    .replaceAll(/((?:<dt>.*\n)+)/g, '<dl class="glossary">\n$1</dl>\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>b2l1 · glossary</title>
<link rel="icon" href="emblem.svg" type="image/svg+xml">
<link rel="stylesheet" href="style.css">
</head>
<body>
<main class="words">
<p><a href="./">Back to the run</a></p>
${body}
</main>
</body>
</html>
`;
}
