// Lines of a file: how many are comments, and which are too wide.

/** Lines that hold nothing but a comment, and lines that are not blank. */
export function commentShare(sources) {
  let comments = 0;
  let filled = 0;
  for (const { tree, lines } of sources) {
    filled += lines.filter((line) => line.trim() !== '').length;
    for (const { loc } of tree.comments) {
      const before = lines[loc.start.line - 1].slice(0, loc.start.column).trim();
      if (before === '') comments += loc.end.line - loc.start.line + 1;
    }
  }
  return { comments, filled, share: comments / filled };
}

/** A line of a data table: one text without a space, such as numbers in base64. */
const isData = (line) => /^\s*(['"`])[^\s'"`]+\1[,;]?$/.test(line);

/** Lines of code and comments that are wider than `limit` columns; those of data tables aside. */
export const wideLines = ({ file, lines }, limit) =>
  lines.flatMap((line, at) =>
    [...line].length > limit && !isData(line)
      ? [{ file, line: at + 1, name: `${[...line].length}` }]
      : [],
  );
