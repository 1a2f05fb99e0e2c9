/**
 * Hits as the recorder sees them: whatever the list of subdetectors emits, without knowing one of
 * them. A record of tables (`offsets` and one row per hit), of arrays with the same number of
 * elements for each event, of records of these; numbers and words pass as they are.
 */

/** Columns that hits may have. */
export type TypedArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Hits of any subdetector by name: tables, columns, and what stands beside them. */
export interface HitTree {
  readonly [name: string]: HitTree | TypedArray | number | string | boolean;
}

/** Hits of some events of a batch. */
export interface KeptHits {
  /** Which events, ascending. */
  readonly events: Uint32Array;
  /** Their hits: event `i` of these is event `events[i]` of the batch. */
  readonly hits: HitTree;
}

/** Events `first` up to `end` of a batch, next to each other. */
interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** The hits of some events alone, in arrays of their own. `events` ascend. */
export function selectHits(hits: HitTree, eventCount: number, events: Uint32Array): HitTree {
  return selectNode(hits, eventCount, { events, stretches: stretchesOf(events) });
}

/** Hits of several batches of events as those of one; at least one. */
export function joinHits(parts: readonly HitTree[]): HitTree {
  const [first] = parts;
  return first === undefined ? {} : joinNodes(first, parts);
}

function joinNodes(first: HitTree, parts: readonly HitTree[]): HitTree {
  return mapNode(first, (value, name) => {
    const values = parts.map((part) => part[name]!);
    if (name === 'offsets' && value instanceof Uint32Array)
      return joinOffsets(values as Uint32Array[]);
    if (isTypedArray(value)) return joinColumns(value, values as TypedArray[]);
    return typeof value === 'object' ? joinNodes(value, values as HitTree[]) : value;
  });
}

/** Columns of one type, one after the other. */
export function joinColumns<A extends TypedArray>(like: A, parts: readonly A[]): A {
  const out = emptyLike(
    like,
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    out.set(part as never, at);
    at += part.length;
  }
  return out as A;
}

function joinOffsets(parts: readonly Uint32Array[]): Uint32Array {
  const events = parts.reduce((sum, { length }) => sum + length - 1, 0);
  const out = new Uint32Array(events + 1);
  let event = 0;
  for (const part of parts) {
    const start = out[event]!;
    for (let own = 1; own < part.length; own++) out[++event] = start + part[own]!;
  }
  return out;
}

interface Wanted {
  readonly events: Uint32Array;
  readonly stretches: readonly Stretch[];
}

function selectNode(node: HitTree, eventCount: number, wanted: Wanted): HitTree {
  const { offsets } = node;
  return offsets instanceof Uint32Array
    ? selectRows(node, offsets, wanted)
    : selectMembers(node, eventCount, wanted);
}

function selectMembers(node: HitTree, eventCount: number, wanted: Wanted): HitTree {
  return mapNode(node, (value) => {
    if (isTypedArray(value))
      return gather(
        value,
        value.length / Math.max(1, eventCount),
        wanted.stretches,
        wanted.events.length,
      );
    return typeof value === 'object' ? selectNode(value, eventCount, wanted) : value;
  });
}

function selectRows(node: HitTree, offsets: Uint32Array, { events, stretches }: Wanted): HitTree {
  const rowStretches = stretches.map(({ first, end }) => ({
    first: offsets[first]!,
    end: offsets[end]!,
  }));
  const selected = new Uint32Array(events.length + 1);
  for (let event = 0; event < events.length; event++) {
    const source = events[event]!;
    selected[event + 1] = selected[event]! + offsets[source + 1]! - offsets[source]!;
  }
  const rows = offsets.at(-1)!;
  return mapNode(node, (value, name) => {
    if (name === 'offsets') return selected;
    return isTypedArray(value)
      ? gather(value, value.length / Math.max(1, rows), rowStretches, selected.at(-1)!)
      : value;
  });
}

/** The elements of some stretches of rows, `width` to a row. */
function gather(
  column: TypedArray,
  width: number,
  stretches: readonly Stretch[],
  rows: number,
): TypedArray {
  const out = emptyLike(column, rows * width);
  let at = 0;
  for (const { first, end } of stretches) {
    out.set(column.subarray(first * width, end * width) as never, at);
    at += (end - first) * width;
  }
  return out;
}

function emptyLike(column: TypedArray, length: number): TypedArray {
  return new (column.constructor as new (length: number) => TypedArray)(length);
}

/** Neighbouring events joined: copying stretches is cheaper than copying events. */
function stretchesOf(events: Uint32Array): readonly Stretch[] {
  const stretches: { first: number; end: number }[] = [];
  let last: { first: number; end: number } | undefined;
  for (const event of events) {
    if (last !== undefined && last.end === event) {
      last.end = event + 1;
    } else {
      last = { first: event, end: event + 1 };
      stretches.push(last);
    }
  }
  return stretches;
}

/** Whether a node of a tree is a column. */
export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function mapNode(
  node: HitTree,
  change: (value: HitTree[string], name: string) => HitTree[string],
): HitTree {
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, change(value, name)]),
  );
}
