import { existsSync, lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { EmulatorError } from '../../../detector/base/errors.js';
import { makeDirectory } from '../../files/make-directory.js';
import { unfinishedEnding, writeWhole } from '../../files/write-whole.js';
import {
  type Fingerprint,
  fingerprintDifferences,
  fingerprintKey,
  fingerprintShape,
} from './fingerprint.js';
import type { ShardPlan } from './plan.js';
import { decodeShard, encodeShard, type FinishedShard } from './shard-file.js';

const descriptionShape = z.strictObject({
  fingerprint: fingerprintShape,
  events: z.number(),
  complete: z.boolean(),
});
type Description = z.infer<typeof descriptionShape>;

const descriptionName = 'study.json';
const shardEnding = '.shard';
const shardName = (slice: number): string => String(slice).padStart(10, '0') + shardEnding;

/** What a folder of shards must know of its study. */
export interface KeptStudy {
  readonly events: number;
  readonly plan: ShardPlan;
  /** Cells of its tally. */
  readonly cellCount: number;
  readonly fingerprint: Fingerprint;
}

/** The finished shards of a study, one file each: what an interrupted study goes on from. */
export class ShardFolder {
  /** Slices whose shards were there when the folder was opened. */
  readonly found: ReadonlySet<number>;
  /** Files that were there and damaged; they are removed and their shards made again. */
  readonly damaged: number;
  readonly #path: string;
  readonly #study: KeptStudy;
  readonly #key: string;
  #saving: Promise<void> = Promise.resolve();

  constructor(path: string, study: KeptStudy) {
    this.#path = path;
    this.#study = study;
    this.#key = fingerprintKey(study.fingerprint);
    const found = new Set<number>();
    let damaged = 0;
    for (const name of readdirSync(path)) {
      if (name.endsWith(unfinishedEnding)) rmSync(join(path, name));
      if (!name.endsWith(shardEnding)) continue;
      const shard = this.#readIfWhole(name);
      if (shard === undefined) damaged++;
      else if (isPlanned(study.plan, shard)) found.add(shard.slice);
    }
    this.found = found;
    this.damaged = damaged;
  }

  /** Events of the shards that were there. */
  get foundEvents(): number {
    return [...this.found].reduce((sum, slice) => sum + this.#study.plan.shard(slice)!.events, 0);
  }

  /** A shard that was found. */
  read(slice: number): FinishedShard {
    return this.#decode(shardName(slice));
  }

  /** Keeps a finished shard; files are written one after the other. */
  save(shard: FinishedShard): void {
    this.#saving = this.#saving.then(() =>
      writeWhole(join(this.#path, shardName(shard.slice)), encodeShard(shard, this.#key)),
    );
    // Whoever waits for it hears of a failure; nobody may be waiting yet.
    this.#saving.catch(() => undefined);
  }

  /** Resolves when all that was given is on disk. @throws OUTPUT_FAILED */
  saved(): Promise<void> {
    return this.#saving;
  }

  /** Says in the folder whether the study is done. @throws OUTPUT_FAILED */
  async describe(complete: boolean): Promise<void> {
    const { fingerprint, events } = this.#study;
    await writeWhole(
      join(this.#path, descriptionName),
      `${JSON.stringify({ fingerprint, events, complete } satisfies Description, null, 2)}\n`,
    );
  }

  /** Removes the shards and what is said of them; files of others stay. */
  remove(): void {
    removeIn(this.#path);
  }

  #decode(name: string): FinishedShard {
    return decodeShard(readFileSync(join(this.#path, name)), this.#key, this.#study.cellCount);
  }

  #readIfWhole(name: string): FinishedShard | undefined {
    try {
      return this.#decode(name);
    } catch (error) {
      if (!(error instanceof EmulatorError)) throw error;
      rmSync(join(this.#path, name));
      return undefined;
    }
  }
}

function removeIn(path: string): void {
  for (const name of readdirSync(path))
    if (name.endsWith(shardEnding) || name === descriptionName) rmSync(join(path, name));
  const isLink = lstatSync(path).isSymbolicLink();
  if (!isLink && readdirSync(path).length === 0) rmdirSync(path);
}

/** The path of shards in an output folder. */
const shardsIn = (out: string): string => join(out, 'shards');

/** Whether there is a folder of shards in an output folder. */
export const hasShards = (out: string): boolean => existsSync(shardsIn(out));

/** Whether shards in an output folder are of a study that was not finished. */
export function hasUnfinishedShards(out: string): boolean {
  if (!hasShards(out)) return false;
  try {
    return readDescription(shardsIn(out))?.complete === false;
  } catch {
    // What cannot be read may be of one.
    return true;
  }
}

/**
 * Whose shards an output folder holds, or was opened for: this study's, another's, or none or what
 * nobody can read.
 */
export function shardsOf(out: string, ours: Fingerprint): 'this' | 'another' | undefined {
  const read = descriptionShape.safeParse(contentOf(join(shardsIn(out), descriptionName)));
  if (!read.success) return undefined;
  return fingerprintDifferences(read.data.fingerprint, ours).length === 0 ? 'this' : 'another';
}

/** What a JSON file has; undefined where it has nothing that can be read. */
function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Removes the shards in an output folder, if there are any; files of others stay. */
export function removeShards(out: string): void {
  if (existsSync(shardsIn(out))) removeIn(shardsIn(out));
}

/** Shards in a folder that somebody else may write to. */
export interface FoundShards {
  readonly found: ReadonlySet<number>;
  /** Paths of those that cannot be read. */
  readonly damaged: readonly string[];
  readonly read: (slice: number) => FinishedShard;
}

/**
 * The finished shards of a study in an output folder, which is left as it is.
 * @throws STUDY_DIFFERS, STUDY_FOLDER
 */
export function readShards(out: string, { plan, cellCount, fingerprint }: KeptStudy): FoundShards {
  const path = shardsIn(out);
  const found = new Set<number>();
  const damaged: string[] = [];
  const before = existsSync(path) ? readDescription(path) : undefined;
  if (before !== undefined) checkSame(path, before, fingerprint);
  const key = fingerprintKey(fingerprint);
  const read = (name: string): FinishedShard =>
    decodeShard(readFileSync(join(path, name)), key, cellCount);
  for (const name of before === undefined ? [] : readdirSync(path)) {
    if (!name.endsWith(shardEnding)) continue;
    try {
      const shard = read(name);
      if (isPlanned(plan, shard)) found.add(shard.slice);
    } catch (error) {
      if (!(error instanceof EmulatorError)) throw error;
      damaged.push(join(path, name));
    }
  }
  return { found, damaged, read: (slice) => read(shardName(slice)) };
}

/** With another number of events, a slice may belong to another point. */
function isPlanned(plan: ShardPlan, { slice, point, events }: FinishedShard): boolean {
  const planned = plan.shard(slice);
  return planned?.point === point && planned.events === events;
}

/**
 * Opens the folder of shards in the output folder of a study. Only `resume` goes on from what is
 * there.
 * @throws STUDY_UNFINISHED, STUDY_DIFFERS, STUDY_FOLDER, OUTPUT_FAILED
 */
export async function openShardFolder(
  out: string,
  study: KeptStudy,
  resume: boolean,
): Promise<ShardFolder> {
  const path = shardsIn(out);
  const before = existsSync(path) ? readDescription(path) : undefined;
  if (before !== undefined) {
    if (resume) checkSame(path, before, study.fingerprint);
    else discard(path, before);
  }
  try {
    makeDirectory(path);
  } catch (error) {
    throw new EmulatorError(
      'OUTPUT_FAILED',
      `${path}: cannot be made: ${(error as Error).message}`,
      { cause: error },
    );
  }
  const folder = new ShardFolder(path, study);
  await folder.describe(false);
  return folder;
}

const kept = (path: string): number =>
  readdirSync(path).filter((name) => name.endsWith(shardEnding)).length;

/** What a folder says of its study; undefined when it holds no shards. */
function readDescription(path: string): Description | undefined {
  if (kept(path) === 0) return undefined;
  try {
    return descriptionShape.parse(JSON.parse(readFileSync(join(path, descriptionName), 'utf8')));
  } catch (error) {
    throw new EmulatorError(
      'STUDY_FOLDER',
      `${path} holds shards of a study, but its ${descriptionName} cannot be read; delete ` +
        'the folder',
      {
        cause: error,
      },
    );
  }
}

function checkSame(path: string, { fingerprint }: Description, ours: Fingerprint): void {
  const differences = fingerprintDifferences(fingerprint, ours);
  if (differences.length === 0) return;
  throw new EmulatorError(
    'STUDY_DIFFERS',
    `${path} holds shards of another study: ${differences.join('; ')}; choose another --out ` +
      'or delete the folder',
  );
}

/**
 * Shards of a study that is done may be replaced; those of an interrupted one may be hours of work.
 */
function discard(path: string, description: Description): void {
  requireComplete(path, description);
  rmSync(path, { recursive: true });
}

function requireComplete(path: string, { complete }: Description): void {
  if (complete) return;
  throw new EmulatorError(
    'STUDY_UNFINISHED',
    `${path} holds ${kept(path)} finished shards of an interrupted study: go on with ` +
      '--resume, or delete the folder to begin anew',
  );
}

/**
 * Refuses an output folder as `openShardFolder` would without `resume`.
 * @throws STUDY_UNFINISHED, STUDY_FOLDER
 */
export function refuseUnfinished(out: string): void {
  const path = shardsIn(out);
  const before = existsSync(path) ? readDescription(path) : undefined;
  if (before !== undefined) requireComplete(path, before);
}
