import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { EmulatorError } from '../../detector/base/errors.js';
import { writeWhole } from '../files/write-whole.js';
import { type NamedContent, writeFiles } from './files.js';

/** Paths of what a result has put into its folder, and of what of an earlier one it took away. */
export interface ResultFiles {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Results that may lie in one folder where they have no file of one name; one of a kind takes the
 * place of another of it.
 */
type ResultKind = 'study' | 'scan' | 'diff' | 'optimization' | 'rates';

/** What a folder within a folder of results holds: a scan's value, a study's variation. */
export type PartKind = 'value' | 'variation';

/**
 * Folders of parts by their names, with the SHA-256 of the results.json that was written there for
 * the results of the folder around, '' before it is.
 */
export type PartSums = Readonly<Record<string, string>>;

/** Remembers which files of a folder are of its results. */
const listName = '.b2l1.files.json';
/** Under these, in the list of a folder, stand folders of parts. */
const folderKeys = { value: 'folders of values', variation: 'folders of variations' } as const;
const partKinds = Object.keys(folderKeys) as readonly PartKind[];
const listShape = z.record(z.string(), z.unknown());
const namesShape = z.array(z.unknown()).catch([]);
const sumsShape = z.record(z.string(), z.unknown()).catch({});

interface List {
  /** Names of files by the kind of their result. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly folders: Readonly<Record<PartKind, PartSums>>;
}

/**
 * Writes a result into a folder as `writeFiles` does. Files that an earlier result of the kind has
 * written there and this one has not are removed, so that all of them are of one result.
 * @throws OUTPUT_OTHER, before anything is written; OUTPUT_FAILED
 */
export async function writeResult(
  folder: string,
  kind: ResultKind,
  files: readonly NamedContent[],
): Promise<ResultFiles> {
  const earlier = listIn(folder);
  const names = files.map(([each]) => each);
  const others = Object.entries(earlier.files).flatMap(([other, of]) => (other === kind ? [] : of));
  refuseOthers(folder, kind, names);
  const stale = (earlier.files[kind] ?? []).filter((each) => ![...names, ...others].includes(each));
  // What another kind had of these names is gone, or it would have been refused.
  const kept = Object.entries(earlier.files).map(([other, of]) => [
    other,
    of.filter((each) => !names.includes(each)),
  ]);
  const remember = (list: readonly string[]): NamedContent => [
    listName,
    textOf({ ...earlier, files: { ...Object.fromEntries(kept), [kind]: list } }),
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

/**
 * Refuses a folder that has a file of one of these names from a result of another kind, which would
 * be lost. Commands ask it before their events, since `writeResult` comes behind them.
 * @throws OUTPUT_OTHER
 */
export function refuseOthers(
  folder: string,
  kind: ResultKind,
  names: readonly string[] = ['results.json'],
): void {
  for (const [other, theirs] of Object.entries(listIn(folder).files)) {
    const name = names.find((each) => theirs.includes(each) && existsSync(join(folder, each)));
    if (other === kind || name === undefined) continue;
    throw new EmulatorError(
      'OUTPUT_OTHER',
      `${join(folder, name)} is of another result (${other}), which this one (${kind}) would ` +
        'replace: choose another --out, or delete the file',
    );
  }
}

/** Folders of parts that results have within this folder, as far as they are remembered. */
export const partsIn = (folder: string, kind: PartKind): PartSums => listIn(folder).folders[kind];

/** Remembers folders of parts in place of those of the kind before. @throws OUTPUT_FAILED */
export async function rememberParts(folder: string, kind: PartKind, sums: PartSums): Promise<void> {
  const list = listIn(folder);
  const folders = { ...list.folders, [kind]: sums };
  await writeFiles(folder, [[listName, textOf({ ...list, folders })]]);
}

/**
 * Removes the files of a result from a folder; those of others stay.
 * @returns whether it has had any
 */
export async function removeResult(folder: string, kind: ResultKind): Promise<boolean> {
  const list = listIn(folder);
  const { [kind]: names, ...files } = list.files;
  if (names === undefined) return false;
  await Promise.all(names.map((each) => rm(join(folder, each), { force: true })));
  const path = join(folder, listName);
  const isEmpty =
    Object.keys(files).length === 0 &&
    partKinds.every((part) => Object.keys(list.folders[part]).length === 0);
  if (isEmpty) await rm(path, { force: true });
  else await writeWhole(path, textOf({ ...list, files }));
  return true;
}

/** Whether it names something in the folder itself. */
const isName = (text: unknown): text is string =>
  typeof text === 'string' && /^[^/\\]*[^/\\.][^/\\]*$/.test(text);

/**
 * Without a list, or with one that is no JSON, nothing is known to be of a result; of one that is
 * odd in part the rest holds.
 */
function listIn(folder: string): List {
  let read: Readonly<Record<string, unknown>>;
  try {
    read = listShape.parse(JSON.parse(readFileSync(join(folder, listName), 'utf8')));
  } catch {
    return { files: {}, folders: { value: {}, variation: {} } };
  }
  const { [folderKeys.value]: values, [folderKeys.variation]: variations, ...kinds } = read;
  const files = Object.entries(kinds).map(([kind, names]) => [
    kind,
    namesShape.parse(names).filter(isName),
  ]);
  const folders = { value: sumsOf(values), variation: sumsOf(variations) };
  return { files: Object.fromEntries(files), folders };
}

/** What of a list of folders is right. */
const sumsOf = (read: unknown): PartSums =>
  Object.fromEntries(
    Object.entries(sumsShape.parse(read)).flatMap(([name, sum]) =>
      isName(name) && typeof sum === 'string' ? [[name, sum] as const] : [],
    ),
  );

/** A list as its file has it. */
function textOf({ files, folders }: List): string {
  const own = partKinds
    .filter((kind) => Object.keys(folders[kind]).length > 0)
    .map((kind) => [folderKeys[kind], folders[kind]]);
  return `${JSON.stringify({ ...files, ...Object.fromEntries(own) })}\n`;
}
