// What the steps of the build share: a step is done again only when something that it is made of
// has changed or one of its files is gone, and whoever reads a file of its meanwhile finds the old
// one or the new one, whole.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
const project = fileURLToPath(new URL('../', import.meta.url));

/** Paths of the files below a folder, relative to the root, that `wanted` takes by name. */
export async function filesBelow(folder, wanted, root = project) {
  const names = await readdir(join(root, folder), { recursive: true });
  return names
    .filter(wanted)
    .map((name) => join(folder, name))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** What the compiler, or another step, has written to folders of `dist`. */
export async function compiledBelow(...folders) {
  const isCompiled = (name) => /\.js(on)?$/.test(name);
  const files = folders.map((folder) => filesBelow(join('dist', folder), isCompiled));
  return (await Promise.all(files)).flat();
}

/** Read one after the other: hundreds of small files take a third of the time that way. */
function digestOf(root, files, settings) {
  const hash = createHash('sha256').update(JSON.stringify([files, settings]));
  for (const name of files) hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}

const isBuilt = (last, folder, digest) =>
  last.digest === digest && last.written.every((name) => existsSync(join(folder, name)));

/**
 * Makes the folder `dist/NAME` by `make()`, which gives its files as [name, content, mode?]; others
 * are removed from it. Does nothing while `files`, relative to the root, and `settings` are those of
 * the last time and what was written is there. Returns whether it was made.
 */
export async function buildStep({ name, files, settings, make, root = project }) {
  const folder = join(root, 'dist', name);
  const records = join(root, 'dist/.build');
  const record = join(records, `${name.replaceAll('/', '-')}.json`);
  const digest = digestOf(root, files, settings);
  const last = await readFile(record, 'utf8').then(JSON.parse, () => ({}));
  if (isBuilt(last, folder, digest)) return false;
  const made = await make();
  await Promise.all([records, folder].map((path) => mkdir(path, { recursive: true })));
  const put = async (path, content, mode = 0o644) => {
    const draft = `${record}.${process.pid}`;
    await writeFile(draft, content, { mode });
    await rename(draft, path);
  };
  for (const [file, content, mode] of made) await put(join(folder, file), content, mode);
  const written = made.map(([file]) => file);
  for (const file of await readdir(folder))
    if (!written.includes(file)) await rm(join(folder, file), { recursive: true });
  await put(record, JSON.stringify({ digest, written }));
  return true;
}
