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

/** Lines with a comment that are wider than `limit` columns. */
export function wideComments({ file, tree, lines }, limit) {
  const found = [];
  for (const { loc } of tree.comments)
    for (let line = loc.start.line; line <= loc.end.line; line++)
      if (lines[line - 1].length > limit)
        found.push({ file, line, name: `${lines[line - 1].length}` });
  return found;
}
