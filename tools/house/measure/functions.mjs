// Functions of a file: length, parameters and nesting.
import { childrenOf, isFunction, walk } from '../syntax.mjs';

const blocks = new Set([
  'IfStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'TryStatement',
]);

/**
 * Deepest nesting of branches and loops; `else if` stays on its level, inner functions count for
 * themselves.
 */
function nestingBelow(node) {
  let deepest = 0;
  for (const child of childrenOf(node)) {
    if (isFunction(child)) continue;
    const isElseIf = node.type === 'IfStatement' && child === node.alternate;
    const own = blocks.has(child.type) && !(isElseIf && child.type === 'IfStatement') ? 1 : 0;
    deepest = Math.max(deepest, own + nestingBelow(child));
  }
  return deepest;
}

function nameOf(node, parent) {
  const named = node.id ?? node.key ?? parent?.id ?? parent?.key;
  return named?.name ?? named?.id?.name ?? 'a function';
}

/**
 * The line of a comment that explains a length (`// long: …`) right above a function's statement.
 */
function isExplained(lines, line) {
  let above = line - 2;
  while (above >= 0 && /^\s*(\/\/|\*|\/\*)/.test(lines[above])) {
    if (/\/\/ long: \S/.test(lines[above])) return true;
    above--;
  }
  return false;
}

/** Whether a function or what it stands in says why it is long. */
function saysWhy(lines, node, ancestors) {
  return [...ancestors, node].some(({ loc }) => isExplained(lines, loc.start.line));
}

/** Every function of a file; callbacks of one line are part of the line they stand in. */
export function functionsOf({ file, tree, lines }) {
  const found = [];
  walk(tree.program, (node, ancestors) => {
    if (!isFunction(node)) return true;
    const length = node.loc.end.line - node.loc.start.line + 1;
    const parent = ancestors.at(-1);
    if (length === 1 && parent.type === 'CallExpression') return true;
    found.push({
      file,
      line: node.loc.start.line,
      name: nameOf(node, parent),
      lines: length,
      parameters: node.params.length,
      nesting: nestingBelow(node.body),
      explained: saysWhy(lines, node, ancestors),
    });
    return true;
  });
  return found;
}
