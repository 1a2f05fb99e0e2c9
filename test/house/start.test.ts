import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const bundle = new URL('../../dist/bundle/', import.meta.url);

/** What a file of the bundle, and all that it imports at once, imports from elsewhere. */
function importedAtOnce(file: string, seen = new Set<string>()): ReadonlySet<string> {
  const code = readFileSync(new URL(file, bundle), 'utf8');
  for (const [, name] of code.matchAll(/^(?:import\b[^"\n]*|\} from )"([^"]+)";$/gm)) {
    if (seen.has(name!)) continue;
    seen.add(name!);
    if (name!.startsWith('./')) importedAtOnce(name!, seen);
  }
  return seen;
}

it('no command loads what draws pictures, or a broker, before it needs them', () => {
  const packages = [...importedAtOnce('command.js')].filter((name) => /^(?!node:|#|\.)/.test(name));
  expect(packages.toSorted()).toEqual(['commander', 'hyparquet-writer', 'msgpackr', 'pino', 'ws']);
});
