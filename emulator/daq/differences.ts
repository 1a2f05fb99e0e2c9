import { isTypedArray } from '../chain/kept-hits.js';
import { sameColumn } from './record-table.js';

/** A batch whose recording is not what its addresses give. */
export interface BatchDifference {
  /** First event of the batch and how many were played. */
  readonly batch: string;
  /** Columns that are different. */
  readonly columns: readonly string[];
}

/** Differences that are listed; all are counted. */
const listed = 20;

/** Collects where what is made again is not what was recorded. */
export class Differences {
  count = 0;
  /** The first of them. */
  readonly first: BatchDifference[] = [];
  readonly #alone = new Set<string>();

  /** Compares everything that both have. */
  compare(batch: string, again: object, recorded: object): void {
    const columns = differing(again, recorded, this.#alone);
    if (columns.length === 0) return;
    this.count++;
    if (this.first.length < listed) this.first.push({ batch, columns });
  }

  /** Columns that only one of the two ever had. */
  notCompared(): readonly string[] {
    return [...this.#alone];
  }
}

/**
 * Paths of what is different in two records. What only one of them has, since another version has
 * written it, is not compared; `alone` collects its paths.
 */
function differing(a: object, b: object, alone: Set<string>, path = ''): readonly string[] {
  const theirs = b as Readonly<Record<string, unknown>>;
  const ours = a as Readonly<Record<string, unknown>>;
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].flatMap((name) => {
    const [mine, other] = [ours[name], theirs[name]];
    if (mine === undefined || other === undefined) {
      alone.add(path + name);
      return [];
    }
    if (isTypedArray(mine) || isTypedArray(other))
      return sameColumn(mine, other) ? [] : [path + name];
    if (typeof mine === 'object' && mine !== null && typeof other === 'object' && other !== null)
      return differing(mine, other, alone, `${path}${name}.`);
    return Object.is(mine, other) ? [] : [path + name];
  });
}
