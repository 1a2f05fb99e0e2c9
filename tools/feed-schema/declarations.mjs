// Interfaces, types and constant lists that files declare, by name, with their comments.

/** The doc comment right before a node as one line, without tags; '' where there is none. */
export function docOf(node) {
  const comment = (node.leadingComments ?? node.above ?? []).at(-1);
  if (comment === undefined || !comment.value.startsWith('*')) return '';
  const lines = comment.value.split('\n').map((line) => line.replace(/^\s*\*+ ?/, '').trim());
  const end = lines.findIndex((line) => line.startsWith('@'));
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .join(' ')
    .trim();
}

/** All that is declared in sources, exported or not. */
export function declarationsOf(sources) {
  const found = new Map();
  for (const { tree } of sources) {
    for (const statement of tree.program.body) {
      const declared = statement.declaration ?? statement;
      // The comment of an exported declaration stands before `export`.
      const above = statement.leadingComments ?? [];
      if (declared.type === 'TSInterfaceDeclaration' || declared.type === 'TSTypeAliasDeclaration')
        found.set(declared.id.name, { ...declared, above });
      if (declared.type === 'VariableDeclaration')
        for (const { id, init } of declared.declarations) found.set(id.name, { init, above });
    }
  }
  return found;
}
