import { shippedTables } from '#kernels';
import { areSameBytes, type Numbers } from './kernel-column.js';
import { lazily } from './lazily.js';

const kinds = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
} as const;

/** Columns of a table by name. */
type TableColumns = Readonly<Record<string, Numbers>>;

/** Tables of the build by name and settings; none where nothing can be read, as in a page. */
const shipped = lazily((): ReadonlyMap<string, TableColumns> => {
  const tables = new Map<string, Record<string, Numbers>>();
  const bytes = shippedTables.read();
  if (bytes === undefined) return tables;
  for (const { table, column, kind, start, length } of shippedTables.columns) {
    const held = tables.get(table) ?? {};
    held[column] = new kinds[kind](bytes.buffer, bytes.byteOffset + start, length);
    tables.set(table, held);
  }
  return tables;
});

const isEqual = (a: TableColumns, b: TableColumns): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(
    ([name, column]) => b[name] !== undefined && areSameBytes(column, b[name]),
  );

let recorded: Map<string, TableColumns> | undefined;

/**
 * A table that follows from constants of the code and from `settings`, numbers that no two choices
 * share, alone: as the build has made it where it did for just these settings, otherwise by `make`.
 * The build ships what a chain of the standard configuration asks for here, see
 * tools/tables/build.mjs. Nobody may write to it.
 */
export function standingTable<T extends TableColumns>(
  name: string,
  settings: readonly number[],
  make: () => T,
): T {
  const key = [name, ...settings].join(' ');
  if (recorded === undefined) return (shipped().get(key) as T | undefined) ?? make();
  const made = make();
  const other = recorded.get(key);
  if (other !== undefined && !isEqual(other, made))
    throw new Error(`two tables are called "${key}": what they depend on is not in their settings`);
  recorded.set(key, made);
  return made;
}

/**
 * The tables that are asked for while `run` goes on, each made anew, by name and settings. What
 * this thread holds already is not asked for again.
 * @throws Error when two that differ have one name and the same settings
 */
export async function tablesMade(
  run: () => Promise<unknown>,
): Promise<ReadonlyMap<string, TableColumns>> {
  const made = (recorded = new Map<string, TableColumns>());
  try {
    await run();
  } finally {
    recorded = undefined;
  }
  return made;
}
