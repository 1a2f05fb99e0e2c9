import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { menuHash } from './menu-hash.js';
import type { RunRecord } from './records.js';
import { type Fault, faultIn, readSegment } from './segment-reader.js';
import { oddNames, segmentName, type SegmentPath, segmentsIn } from './segments.js';

/** Segments of a run in the order of what they hold, each number once, and what is odd in it. */
interface OrderedSegments {
  readonly segments: readonly SegmentPath[];
  readonly faults: readonly Fault[];
}

/** A file, and the number of the segment that it holds. */
interface HeldSegment extends SegmentPath {
  readonly held: number;
}

/**
 * The segments of a run in its directory. What a file holds is in its header: files that were
 * renamed are read in their right order, copies are not read, and each is named.
 */
export async function orderedSegments(directory: string, run: RunRecord): Promise<OrderedSegments> {
  const faults = oddNames(directory).map((name) =>
    faultIn(0, `${name} is not the name of a segment: it is not read`),
  );
  const found: HeldSegment[] = [];
  for (const path of segmentsIn(directory)) {
    const header = await headerOf(directory, path);
    if (header === undefined || sameRun(header, run))
      found.push({ ...path, held: header?.segment ?? path.segment });
    else faults.push(faultIn(path.segment, foreignText(path.name, header)));
  }
  const segments: SegmentPath[] = [];
  for (const { held, name, segment } of found.toSorted(byWhatTheyHold)) {
    const copy = segments.at(-1)?.segment === held;
    if (copy) faults.push(faultIn(held, `${name} holds segment ${held} once more: it is not read`));
    else if (held !== segment)
      faults.push(faultIn(held, `${name} holds segment ${held}: it is read as that`));
    if (!copy) segments.push({ segment: held, name });
  }
  return { segments, faults };
}

/** Of two that hold the same, the one with the right name comes first, then the whole one. */
function byWhatTheyHold(a: HeldSegment, b: HeldSegment): number {
  const renamed = ({ name, held }: HeldSegment): number =>
    Number(!name.startsWith(segmentName(held)));
  return a.held - b.held || renamed(a) - renamed(b) || (a.name < b.name ? -1 : 1);
}

/** Where the head of the first record begins: behind magic, head of the frame and a length. */
const headOffset = 24;
const peekedBytes = 64;

/**
 * The header of a segment where its first bytes do not say that it is what it is called; undefined
 * where they do, and where there is none.
 */
async function headerOf(directory: string, path: SegmentPath): Promise<RunRecord | undefined> {
  if ((await peekedNumber(join(directory, path.name))) === path.segment) return undefined;
  for await (const item of readSegment(directory, path)) if (item.kind === 'run') return item;
  return undefined;
}

/** Number of the segment by the first bytes of a file, whatever their checksum. */
async function peekedNumber(path: string): Promise<number | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { buffer } = await file.read(Buffer.alloc(peekedBytes), 0, peekedBytes, headOffset);
    const [, digits] = /^\{"kind":"run","segment":(\d+)[,}]/.exec(buffer.toString('latin1')) ?? [];
    return digits === undefined ? undefined : Number(digits);
  } catch {
    // A folder in place of the file: whoever reads it tells why it cannot.
    return undefined;
  } finally {
    await file.close();
  }
}

/** What is said of a segment of another run. */
export function foreignText(name: string, { seed, run }: RunRecord): string {
  return `${name} belongs to another run (seed ${seed}, run ${run})`;
}

/** A segment cannot claim to be of a run unless everything that decides is the same. */
export function sameRun(a: RunRecord, b: RunRecord): boolean {
  return (
    a.seed === b.seed &&
    a.run === b.run &&
    a.card === b.card &&
    a.rate === b.rate &&
    a.decay === b.decay &&
    JSON.stringify(a.machine) === JSON.stringify(b.machine) &&
    menuHash(a.menu) === menuHash(b.menu)
  );
}
