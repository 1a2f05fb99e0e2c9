import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const bundle = new URL('../../dist/bundle/', import.meta.url);

/** What a file of the bundle, and all that it imports at once, imports or requires. */
function loadedAtOnce(
  file: string,
  loaded = { imported: new Set<string>(), required: new Set<string>() },
): { readonly imported: ReadonlySet<string>; readonly required: ReadonlySet<string> } {
  const { imported, required } = loaded;
  const code = readFileSync(new URL(file, bundle), 'utf8');
  for (const [, name] of code.matchAll(/\b__require\("([^"]+)"\)/g)) required.add(name!);
  for (const [, name] of code.matchAll(/^(?:import\b[^"\n]*|\} from )"([^"]+)";$/gm)) {
    if (imported.has(name!)) continue;
    imported.add(name!);
    if (name!.startsWith('./')) loadedAtOnce(name!, loaded);
  }
  return loaded;
}

const { imported, required } = loadedAtOnce('command.js');
const packages = [...imported].filter((name) => /^(?!node:|#|\.)/.test(name));

it('no command loads what draws pictures, or a broker, before it needs them', () => {
  expect(packages.toSorted()).toEqual(['hyparquet-writer', 'msgpackr']);
  // CommonJS is required: Node would look for the names that it exports (D-548).
  expect([...required].toSorted()).toEqual(['commander', 'pino', 'ws']);
});
