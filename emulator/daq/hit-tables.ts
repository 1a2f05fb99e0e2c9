import { type HitTree, isTypedArray, type TypedArray } from '../chain/kept-hits.js';
import { badRecord } from './record-body.js';
import type { RecordTable } from './record-table.js';

/** Where the hits of events stand among the tables of a record. */
const root = 'hits';
const isHits = (name: string): boolean => name === root || name.startsWith(`${root}/`);

/**
 * Hits of `rows` events as tables, whatever the subdetectors are called: one for each node of the
 * tree that has rows of its own, or numbers for each event.
 */
export function tablesOfHits(node: HitTree, rows: number, name = root): readonly RecordTable[] {
  const { offsets } = node;
  const columns: Record<string, TypedArray> = {};
  const values: Record<string, number | string | boolean> = {};
  const below: RecordTable[] = [];
  let own = 0;
  for (const member of Object.keys(node)) {
    const value = node[member]!;
    if (value === offsets) continue;
    if (typeof value === 'object' && !isTypedArray(value)) {
      below.push(...tablesOfHits(value, rows, `${name}/${member}`));
      continue;
    }
    own++;
    if (typeof value === 'object') columns[member] = value;
    else values[member] = value;
  }
  if (offsets instanceof Uint32Array)
    return [{ name, of: 'events', rows: offsets.at(-1)!, offsets, values, columns }, ...below];
  return own > 0 || below.length === 0
    ? [{ name, beside: 'events', rows, values, columns }, ...below]
    : below;
}

/**
 * The tables that are hits of events as a tree again, and the names of the other tables.
 * @throws RECORDING_BAD_RECORD when a table has the name of a column
 */
export function hitsOfTables(tables: Iterable<RecordTable>): {
  readonly hits: HitTree;
  readonly others: readonly string[];
} {
  const hits: MutableTree = {};
  const others: string[] = [];
  for (const table of tables) {
    const known = table.of === 'events' || table.beside === 'events';
    if (known && isHits(table.name)) hang(hits, table);
    else others.push(table.name);
  }
  return { hits, others };
}

interface MutableTree {
  [name: string]: MutableTree | TypedArray | number | string | boolean;
}

/** Hangs a table where its name says. */
function hang(hits: MutableTree, { name, offsets, values, columns }: RecordTable): void {
  let node = hits;
  for (const part of name.split('/').slice(1)) {
    const next = Object.hasOwn(node, part) ? node[part] : undefined;
    if (next !== undefined && (typeof next !== 'object' || isTypedArray(next)))
      throw badRecord(`table ${name} has the name of a column`);
    node = next ?? (node[part] = {});
  }
  const members = { ...(offsets === undefined ? {} : { offsets }), ...values, ...columns };
  for (const [member, value] of Object.entries(members)) {
    if (Object.hasOwn(node, member)) throw badRecord(`column ${name}/${member} stands twice`);
    node[member] = value;
  }
}
