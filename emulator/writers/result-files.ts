import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { writeWhole } from '../files/write-whole.js';
import { type NamedContent, writeFiles } from './files.js';

/** Paths of what a result has put into its folder, and of what of an earlier one it took away. */
export interface ResultFiles {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/** Results that may lie in one folder; one of a kind takes the place of another. */
type ResultKind = 'study' | 'scan' | 'diff' | 'optimization' | 'rates';

/** Remembers which files of a folder are of its results. */
const listName = '.b2l1.files.json';
const name = z.string().regex(/^[^/\\]*[^/\\.][^/\\]*$/);
const listShape = z.record(z.string(), z.array(name));
type List = z.infer<typeof listShape>;

/**
 * Writes a result into a folder as `writeFiles` does. Files that an earlier result of the kind has
 * written there and this one has not are removed, so that all of them are of one result.
 * @throws OUTPUT_FAILED
 */
export async function writeResult(
  folder: string,
  kind: ResultKind,
  files: readonly NamedContent[],
): Promise<ResultFiles> {
  const earlier = listIn(folder);
  const names = files.map(([each]) => each);
  const others = Object.entries(earlier).flatMap(([other, list]) => (other === kind ? [] : list));
  const stale = (earlier[kind] ?? []).filter((each) => ![...names, ...others].includes(each));
  const remember = (list: readonly string[]): NamedContent => [
    listName,
    `${JSON.stringify({ ...earlier, [kind]: list })}\n`,
  ];
  // First of both: who is killed meanwhile leaves nothing that the next does not know.
  await writeFiles(folder, [remember([...names, ...stale])]);
  const written = await writeFiles(folder, files);
  const removed = stale.map((each) => join(folder, each));
  await Promise.all(removed.map((path) => rm(path, { force: true })));
  const [path, content] = remember(names);
  await writeWhole(join(folder, path), content);
  return { written, removed };
}

/** Under this, in the list of a folder, stand folders of a scan's values. */
const folderKey = 'folders of values';

/**
 * Remembers the folders that a scan has within its own, with those that an earlier one had.
 * @param stale of the latter; all that are remembered when absent
 * @returns those of the earlier one alone
 * @throws OUTPUT_FAILED
 */
export async function rememberFolders(
  folder: string,
  own: readonly string[],
  stale?: readonly string[],
): Promise<readonly string[]> {
  const list = listIn(folder);
  const earlier = stale ?? (list[folderKey] ?? []).filter((each) => !own.includes(each));
  const content = { ...list, [folderKey]: [...own, ...earlier] };
  await writeFiles(folder, [[listName, `${JSON.stringify(content)}\n`]]);
  return earlier;
}

/**
 * Removes the files of a result from a folder; those of others stay.
 * @returns whether it has had any
 */
export async function removeResult(folder: string, kind: ResultKind): Promise<boolean> {
  const { [kind]: names, ...others } = listIn(folder);
  if (names === undefined) return false;
  await Promise.all(names.map((each) => rm(join(folder, each), { force: true })));
  const list = join(folder, listName);
  if (Object.keys(others).length === 0) await rm(list, { force: true });
  else await writeWhole(list, `${JSON.stringify(others)}\n`);
  return true;
}

/** Without a list, or with one that is damaged, nothing is known to be of a result. */
function listIn(folder: string): List {
  try {
    return listShape.parse(JSON.parse(readFileSync(join(folder, listName), 'utf8')));
  } catch {
    return {};
  }
}
