// Folders of the product as boxes on floors, and which of them import which.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, sourceFiles } from '../circles.mjs';

/** The four top folders; inside each, its folders with files and the imports between them. */
export function foldersOf(root) {
  const imports = importsOf(root, sourceFiles(root));
  const parts = new Map(
    ['emulator', 'triggers', 'monitor', 'detector'].map((part) => [part, new Map()]),
  );
  for (const [file, targets] of imports) {
    const [part, folder] = placeOf(file);
    const folders = parts.get(part);
    if (!folders.has(folder)) folders.set(folder, { files: 0, imports: new Set() });
    folders.get(folder).files++;
    for (const [targetPart, target] of targets.map(placeOf))
      if (targetPart === part && target !== folder) folders.get(folder).imports.add(target);
  }
  return parts;
}

/** Top folder and folder of a file; loose files are the folder ''. */
function placeOf(file) {
  const steps = file.split('/');
  return [steps[0], steps.length > 2 ? steps[1] : ''];
}

/** Imports that do not follow from others: a → c is left out where a → b and b → … → c. */
export function withoutImplied(imports) {
  const reached = (from, seen = new Set()) => {
    for (const next of imports.get(from) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      reached(next, seen);
    }
    return seen;
  };
  const beyond = new Map([...imports.keys()].map((folder) => [folder, reached(folder)]));
  return new Map(
    [...imports].map(([folder, targets]) => [
      folder,
      targets.filter((target) => !targets.some((other) => beyond.get(other)?.has(target))),
    ]),
  );
}

/** Floors of the emulator from the top, as the linter enforces them: those above a folder. */
export function emulatorFloors(root) {
  const { overrides } = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8'));
  const above = new Map();
  for (const { files, rules } of overrides) {
    const folder = /^emulator\/(\w+)\/\*\*/.exec(files[0])?.[1];
    const patterns = rules?.['eslint/no-restricted-imports']?.[1]?.patterns ?? [];
    const floors = patterns.find(({ message }) => message?.includes('from the floors below it'));
    const names = /\(([\w|]+)\)\/$/.exec(floors?.regex ?? '')?.[1]?.split('|');
    if (folder !== undefined && names !== undefined) above.set(folder, names.length);
  }
  return (folder) => above.get(folder) ?? 0;
}

/** Floors of folders without a rule of their own: as deep as the longest way down. */
export function floorsByDepth(imports) {
  const depth = (folder) =>
    Math.max(0, ...(imports.get(folder) ?? []).map((target) => 1 + depth(target)));
  return (folder) => -depth(folder);
}
