// Exports of a file, whether each has a sentence, and who imports it.
import { dirname, join, normalize } from 'node:path';
import { walk } from '../syntax.mjs';

const patternNames = (pattern) =>
  pattern.type === 'ObjectPattern'
    ? pattern.properties.map(({ value }) => value.name)
    : [pattern.name];

const declaredNames = (declaration) =>
  declaration.declarations?.flatMap(({ id }) => patternNames(id)) ?? [declaration.id.name];

const isDoc = (comment) =>
  comment?.type === 'CommentBlock' && /^\*[\s\S]*\p{L}/u.test(comment.value);

/** Names declared at the top of a file with a doc comment, exported there or in a list below. */
function documentedNames(body) {
  const names = new Set();
  for (const statement of body) {
    const declaration = statement.declaration ?? statement;
    if (!isDoc(statement.leadingComments?.at(-1))) continue;
    if (declaration.id || declaration.declarations)
      for (const name of declaredNames(declaration)) names.add(name);
  }
  return names;
}

/** Exports that a file declares itself: name, line, whether a sentence stands before it. */
export function exportsOf({ file, tree }) {
  const { body } = tree.program;
  const documented = documentedNames(body);
  const found = [];
  let previous = '';
  for (const statement of body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source) continue;
    const { declaration, specifiers, loc } = statement;
    const pairs = declaration
      ? declaredNames(declaration).map((name) => [name, name])
      : specifiers.map(({ local, exported }) => [local.name, exported.name]);
    for (const [local, name] of pairs) {
      // Overloads of one function share the sentence of the first.
      if (name !== previous)
        found.push({ file, line: loc.start.line, name, documented: documented.has(local) });
      previous = name;
    }
  }
  return found;
}

const resolved = (file, source) =>
  source.startsWith('.')
    ? normalize(join(dirname(file), source))
        .replaceAll('\\', '/')
        .replace(/\.js$/, '.ts')
    : null;

/** The name in the other file; a whole namespace passed on (`export * as x`) takes everything. */
const specifierName = ({ imported, local }) => (imported ?? local)?.name ?? '*';

/**
 * Names taken from a namespace: `import * as x` and `x.name`, or all of it where it is passed on.
 */
function namespaceUses(tree, local) {
  const names = [];
  walk(tree.program, (node, ancestors) => {
    if (node.type !== 'Identifier' || node.name !== local) return;
    const parent = ancestors.at(-1);
    if (parent.type === 'ImportNamespaceSpecifier') return;
    if (parent.type === 'MemberExpression' && parent.object === node && !parent.computed)
      names.push(parent.property.name);
    else if (parent.type === 'TSQualifiedName') names.push(parent.right.name);
    else names.push('*');
  });
  return names;
}

function statementUses({ file, tree }, statement) {
  const target = statement.source ? resolved(file, statement.source.value) : null;
  if (target === null) return [];
  if (statement.type === 'ExportAllDeclaration') return [[target, '*']];
  return (statement.specifiers ?? []).flatMap((specifier) =>
    specifier.type === 'ImportNamespaceSpecifier'
      ? namespaceUses(tree, specifier.local.name).map((name) => [target, name])
      : [[target, specifierName(specifier)]],
  );
}

/** What a file imports or passes on: pairs of a file and a name, `*` for all that it exports. */
export function usesOf(source) {
  const uses = source.tree.program.body.flatMap((statement) => statementUses(source, statement));
  walk(source.tree.program, (node) => {
    if (node.type === 'CallExpression' && node.callee.type === 'Import') {
      const target = resolved(source.file, node.arguments[0].value ?? '');
      if (target !== null) uses.push([target, '*']);
    }
    if (node.type === 'TSImportType') {
      const target = resolved(source.file, (node.argument.literal ?? node.argument).value ?? '');
      if (target !== null) uses.push([target, node.qualifier?.name ?? '*']);
    }
  });
  return uses;
}

/**
 * Exports that nobody imports, and those that only tests import. Entries and the library are
 * there for others.
 */
export function unusedExports(sources, tests, isEntry) {
  const count = (files) => new Set(files.flatMap(usesOf).map(([file, name]) => `${file}#${name}`));
  const [used, tested] = [count(sources), count(tests)];
  const isIn = (set, { file, name }) => set.has(`${file}#${name}`) || set.has(`${file}#*`);
  const idle = sources
    .filter(({ file }) => !isEntry(file))
    .flatMap(exportsOf)
    .filter((one) => !isIn(used, one));
  return {
    unused: idle.filter((one) => !isIn(tested, one)),
    onlyTested: idle.filter((one) => isIn(tested, one)),
  };
}
