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
