// Whether anything has changed since the last build: path, size and time of change of every file
// that the build reads or writes. To ask for these takes a third of the time that the steps of a
// build take to find out by themselves that they have nothing to do.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sourceFolders = ['detector', 'triggers', 'monitor', 'emulator', 'tools'];
const stampOf = (root) => join(root, 'dist/.build/stamp');

/** Paths of all files below a folder, without packages that tools have of their own. */
function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (entry.name !== 'node_modules') yield* filesIn(path);
  }
}

/** How some files stand, as one text; nothing where one is missing. */
function stateOf(files) {
  const hash = createHash('sha256').update(process.version);
  try {
    for (const path of files()) {
      const { size, ctimeMs } = statSync(path);
      hash.update(`${path} ${size} ${ctimeMs}\n`);
    }
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}

/** What is built from: loose files of the project too, and which packages there are. */
const stateOfSources = (root) =>
  stateOf(function* () {
    for (const entry of readdirSync(root, { withFileTypes: true }))
      if (entry.isFile()) yield join(root, entry.name);
    yield join(root, 'node_modules/.package-lock.json');
    for (const name of sourceFolders) yield* filesIn(join(root, name));
  });

/** What was built, with the compiler's own records. */
const stateOfBuilt = (root) =>
  stateOf(function* () {
    for (const path of filesIn(join(root, 'dist'))) if (path !== stampOf(root)) yield path;
  });

const both = (sources, built) => JSON.stringify([sources, built]);

function lastState(root) {
  try {
    return readFileSync(stampOf(root), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Calls `build` unless all files are as the last build left them. What was changed while it went on
 * is built the next time.
 */
export async function unlessUnchanged(root, build) {
  const before = stateOfSources(root);
  if (before !== undefined && lastState(root) === both(before, stateOfBuilt(root))) return;
  await build();
  if (before === undefined || before !== stateOfSources(root)) return;
  mkdirSync(join(root, 'dist/.build'), { recursive: true });
  writeFileSync(stampOf(root), both(before, stateOfBuilt(root)));
}
