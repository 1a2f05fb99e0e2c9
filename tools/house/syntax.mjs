// Syntax trees of TypeScript files: TypeScript 7 has no compiler API for JavaScript, so they come
// from @babel/parser.
import { readFileSync } from 'node:fs';
import { parse } from '@babel/parser';

/** Text and syntax tree of one file, named relative to `root`. */
export function readSource(root, file) {
  const text = readFileSync(`${root}/${file}`, 'utf8');
  return { file, text, lines: text.split('\n'), tree: treeOf(text) };
}

/** Syntax tree of a TypeScript text, with positions and comments. */
export function treeOf(text) {
  return parse(text, { sourceType: 'module', plugins: ['typescript'] });
}

const skipped = new Set(['loc', 'leadingComments', 'trailingComments', 'innerComments', 'extra']);

/** Nodes right below a node, in the order of the text. */
export function childrenOf(node) {
  const found = [];
  for (const [key, value] of Object.entries(node)) {
    if (skipped.has(key)) continue;
    for (const child of Array.isArray(value) ? value : [value])
      if (child !== null && typeof child === 'object' && typeof child.type === 'string')
        found.push(child);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Visits a tree from its root; `enter(node, ancestors)` returns false to leave a branch out. */
export function walk(node, enter, ancestors = []) {
  if (enter(node, ancestors) === false) return;
  const above = [...ancestors, node];
  for (const child of childrenOf(node)) walk(child, enter, above);
}

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ObjectMethod',
  'ClassMethod',
  'ClassPrivateMethod',
]);

/** Whether a node is a function of any form. */
export function isFunction(node) {
  return functionTypes.has(node.type);
}
