/** Text as it stands in a page: nothing in it is taken for markup. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const style = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
:root { background: light-dark(#ffffff, #121212); color: light-dark(#16191d, #e8eaed); }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h2 { margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; margin-bottom: 1rem; }
caption { text-align: left; font-weight: 600; font-size: 1.15rem; padding: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; }
th, td { border-bottom: 1px solid #8886; }
tbody th { font-weight: normal; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.missed { font-weight: 700; color: light-dark(#a40000, #ff8a80); }
small { display: block; opacity: 0.8; }
.wide { overflow-x: auto; margin-bottom: 1rem; }
figure { margin: 0 0 2rem; }
figure svg { display: block; width: 100%; max-width: 880px; height: auto; background: white; }
figcaption { font-weight: 600; padding: 0.5rem 0; }
summary { cursor: pointer; padding: 0.35rem 0; }`;

/** A page of its own, without anything from elsewhere; `body` is markup. */
export const htmlPage = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>
${body}</main></body></html>
`;

/** What stands in a cell: text, with small print below it, or set off as missed. */
export type HtmlCell =
  | string
  | number
  | { readonly text: string; readonly small?: readonly string[]; readonly isMissed?: boolean };

interface HtmlRows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly HtmlCell[])[];
}

/** Text of a column that holds figures: they are kept on one line. */
const isFigure = (text: string): boolean => /^[<>≤≥±−\-–\d]/.test(text) && text.length <= 40;

/**
 * A table under a caption, which scrolls by itself where the page is narrow. Column `named`, the
 * first without it, names the rows.
 */
export function htmlTable(
  caption: string,
  { header, rows }: HtmlRows,
  { named = 0 }: { readonly named?: number } = {},
): string {
  const head = header.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell, at) => htmlCell(cell, at === named)).join('')}</tr>`)
    .join('\n');
  return (
    `<div class="wide" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table>` +
    `<caption>${escapeHtml(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n` +
    `<tbody>${body}</tbody></table></div>\n`
  );
}

function htmlCell(cell: HtmlCell, isName: boolean): string {
  const {
    text,
    small = [],
    isMissed = false,
  } = typeof cell === 'object' ? cell : { text: `${cell}` };
  const classes = [...(isFigure(text) ? ['number'] : []), ...(isMissed ? ['missed'] : [])];
  const attribute = classes.length === 0 ? '' : ` class="${classes.join(' ')}"`;
  const below = small
    .filter((each) => each !== '')
    .map((each) => `<small>${escapeHtml(each)}</small>`)
    .join('');
  const content = `${escapeHtml(text)}${below}`;
  return isName ? `<th scope="row"${attribute}>${content}</th>` : `<td${attribute}>${content}</td>`;
}

/** A picture with its caption; names within it become those of this figure, apart from others. */
export function htmlFigure(caption: string, svg: string, figure: string): string {
  const own = svg
    .replaceAll(/\bid="([^"]+)"/g, `id="${figure}-$1"`)
    .replaceAll(/url\(#([^)]+)\)/g, `url(#${figure}-$1)`)
    .replaceAll(/href="#([^"]+)"/g, `href="#${figure}-$1"`);
  return `<figure>${own}<figcaption>${escapeHtml(caption)}</figcaption></figure>\n`;
}

/** What is long, folded away under a line that says what it is. */
export const htmlDetails = (summary: string, content: string): string =>
  `<details><summary>${escapeHtml(summary)}</summary>\n${content}</details>\n`;

/** A heading with what stands under it; nothing where nothing does. */
export const htmlSection = (heading: string, content: string): string =>
  content === '' ? '' : `<h2>${escapeHtml(heading)}</h2>\n${content}`;

/** Links to files beside the page; `path` is of folders and a file, each by its name. */
export const htmlLinks = (
  links: readonly { readonly text: string; readonly path: readonly string[] }[],
): string => {
  const items = links.map(({ text, path }) => {
    const address = ['.', ...path.map(encodeURIComponent)].join('/');
    return `<li><a href="${escapeHtml(address)}">${escapeHtml(text)}</a></li>\n`;
  });
  return items.length === 0 ? '' : `<ul>\n${items.join('')}</ul>\n`;
};

/** A paragraph a text. */
export const htmlParagraphs = (texts: readonly string[]): string =>
  texts.map((text) => `<p>${escapeHtml(text)}</p>\n`).join('');
