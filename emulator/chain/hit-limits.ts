import { subdetectors } from '../../detector/index.js';
import type { AnySubdetector } from '../../detector/subdetector.js';
import { type HitTree, isTypedArray } from './kept-hits.js';

type Limits = NonNullable<AnySubdetector['hitMerging']>['limits'];

/**
 * What of some hits no detector gives, in words: digits of a file lead into the tables of the
 * trigger, and in kernels over what lies behind them.
 * @param absent whether tables and columns that are not there are passed over
 */
export function senselessHit(hits: HitTree, absent: boolean): string | undefined {
  for (const { name, hitMerging } of subdetectors as readonly AnySubdetector[]) {
    const table = hits[name];
    if (hitMerging === undefined || !isTree(table)) continue;
    const found = senselessIn(table, hitMerging.limits, absent);
    if (found !== undefined) return `hits of ${name}${found}`;
  }
  return undefined;
}

/**
 * As `senselessHit`, of hits that come from someone's own program: also what keeps their tables
 * from being tables of so many events.
 */
export function unsoundHits(hits: HitTree, eventCount: number): string | undefined {
  for (const { name, hitMerging } of subdetectors as readonly AnySubdetector[]) {
    const table = hits[name];
    if (hitMerging === undefined || !isTree(table)) continue;
    const found = misshapenIn(table, hitMerging.limits, eventCount);
    if (found !== undefined) return `hits of ${name}${found}`;
  }
  return senselessHit(hits, false);
}

function misshapenIn(table: HitTree, limits: Limits, eventCount: number): string | undefined {
  for (const [name, limit] of Object.entries(limits)) {
    const column = table[name];
    if (typeof limit === 'object') {
      const found = isTree(column)
        ? misshapenIn(column, limit, eventCount)
        : ': no table that they need';
      if (found !== undefined) return `, ${name}${found}`;
    } else if (!isTypedArray(column)) return `: no column ${name}`;
    else {
      const found = unfitOffsets(table['offsets'], eventCount, column.length);
      if (found !== undefined) return `: ${found} (${name} has ${column.length} rows)`;
    }
  }
  return undefined;
}

/** What is wrong with them: expected are 0, one more for each event, up to a number of rows. */
function unfitOffsets(
  offsets: HitTree[string] | undefined,
  eventCount: number,
  rows: number,
): string | undefined {
  if (!(offsets instanceof Uint32Array)) return 'no offsets as Uint32Array';
  if (offsets.length !== eventCount + 1)
    return `${offsets.length} offsets, expected ${eventCount + 1}`;
  if (offsets[0] !== 0) return `offsets from ${offsets[0]}, expected from 0`;
  const back = offsets.findIndex((row, event) => event > 0 && row < offsets[event - 1]!);
  if (back > 0) return `offsets ${offsets[back - 1]}, ${offsets[back]}, expected ascending`;
  return offsets.at(-1)! > rows ? `offsets up to ${offsets.at(-1)}` : undefined;
}

function senselessIn(table: HitTree, limits: Limits, absent: boolean): string | undefined {
  for (const [name, limit] of Object.entries(limits)) {
    const column = table[name];
    const isTable = typeof limit === 'object';
    if (isTable ? !isTree(column) : !isTypedArray(column)) {
      if (absent && column === undefined) continue;
      return `: no ${isTable ? 'table' : 'column'} ${name}`;
    }
    const found = isTable
      ? senselessIn(column as HitTree, limit, absent)
      : valueBeyond(column as ArrayLike<number>, limit, name);
    if (found !== undefined) return isTable ? `, ${name}${found}` : `: ${found}`;
  }
  return undefined;
}

function valueBeyond(
  column: ArrayLike<number>,
  limit: number | 'finite',
  name: string,
): string | undefined {
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    const isFine = limit === 'finite' ? Number.isFinite(value) : value >= 0 && value < limit;
    if (!isFine) return `${name} ${value} in row ${row}`;
  }
  return undefined;
}

const isTree = (value: unknown): value is HitTree =>
  typeof value === 'object' && value !== null && !isTypedArray(value);
