import { type HitTree, isTypedArray, type TypedArray } from './kept-hits.js';

type Mutable = Record<string, HitTree[string]>;
type ArrayOf = new (buffer: SharedArrayBuffer) => TypedArray;

/**
 * Trees of the same tables and columns one behind the other, in memory that threads share. What is
 * not in all of them is left out.
 */
export function joinedInSharedMemory(trees: readonly HitTree[]): HitTree {
  const [first, ...others] = trees;
  const out: Mutable = {};
  for (const [name, value] of Object.entries(first ?? {})) {
    const all = [value, ...others.map((tree) => tree[name])];
    if (all.every(isTypedArray))
      out[name] = name === 'offsets' ? joinOffsets(all) : joinColumn(all);
    else if (all.every(isTree)) out[name] = joinedInSharedMemory(all);
  }
  return out;
}

const isTree = (value: unknown): value is HitTree =>
  typeof value === 'object' && !isTypedArray(value);

function joinColumn(columns: readonly TypedArray[]): TypedArray {
  const length = columns.reduce((sum, column) => sum + column.length, 0);
  const joined = sharedLike(columns[0]!, length);
  let at = 0;
  for (const column of columns) {
    joined.set(column as never, at);
    at += column.length;
  }
  return joined;
}

/** Offsets of each table but the first go on from where the one before ends. */
function joinOffsets(all: readonly TypedArray[]): TypedArray {
  const length = 1 + all.reduce((sum, offsets) => sum + offsets.length - 1, 0);
  const joined = sharedLike(all[0]!, length);
  let at = 0;
  let rows = 0;
  for (const offsets of all) {
    for (let event = 1; event < offsets.length; event++)
      joined[at + event] = rows + offsets[event]! - offsets[0]!;
    at += offsets.length - 1;
    rows = joined[at]!;
  }
  return joined;
}

function sharedLike({ BYTES_PER_ELEMENT, constructor }: TypedArray, length: number): TypedArray {
  return new (constructor as ArrayOf)(new SharedArrayBuffer(length * BYTES_PER_ELEMENT));
}

/** Bytes of all columns below a tree. */
export function bytesOf(tree: HitTree): number {
  return Object.values(tree).reduce<number>(
    (sum, value) =>
      sum + (isTypedArray(value) ? value.byteLength : isTree(value) ? bytesOf(value) : 0),
    0,
  );
}
