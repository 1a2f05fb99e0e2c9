/** What goes on from one line to the next, and who hears of what is found. */
export interface Markup {
  /** Something that began in an earlier line and has not ended. */
  open: 'comment' | 'cdata' | 'tag' | undefined;
  /** A piece of text between tags, and where in the line it begins. */
  readonly text: (text: string, at: number) => void;
  /** A tag by its name in small letters, with a slash before it where it ends an element. */
  readonly tag: (name: string) => void;
}

const ends = { comment: '-->', cdata: ']]>', tag: '>' } as const;
/** Tags that may go on in the next line; what else looks like a tag may be an inequality. */
const known = /^\/?(leshouchesevents|header|init|event)$/;

/**
 * Takes a line with tags, comments or CDATA apart. Files are XML only in their outline: text
 * between tags may hold any character, so an unknown tag ends with its line at the latest.
 * @see J. Alwall et al., arXiv:hep-ph/0609017.
 */
export function readMarkup(markup: Markup, line: string): void {
  let at = 0;
  while (at < line.length) {
    at = markup.open === undefined ? readPiece(markup, line, at) : readOpen(markup, line, at);
  }
}

/** Looks for the end of what is open; returns the place behind it. */
function readOpen(markup: Markup, line: string, at: number): number {
  const mark = ends[markup.open ?? 'tag'];
  const found = line.indexOf(mark, at);
  if (found < 0) return line.length;
  markup.open = undefined;
  return found + mark.length;
}

/** Reads text up to the next `<`, or what begins there; returns the place behind it. */
function readPiece(markup: Markup, line: string, at: number): number {
  const start = line.indexOf('<', at);
  if (start !== at) {
    const next = start < 0 ? line.length : start;
    markup.text(line.slice(at, next), at);
    return next;
  }
  if (line.startsWith('<!--', at)) {
    markup.open = 'comment';
    return at + 4;
  }
  if (line.startsWith('<![CDATA[', at)) {
    markup.open = 'cdata';
    return at + 9;
  }
  const name = /^<(\/?[a-z_][\w.:-]*)/i.exec(line.slice(at, at + 80))?.[1]?.toLowerCase();
  if (name === undefined) return at + 1;
  const close = line.indexOf('>', at);
  if (close < 0 && known.test(name)) markup.open = 'tag';
  markup.tag(name);
  return close < 0 ? line.length : close + 1;
}
