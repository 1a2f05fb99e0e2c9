import {
  ByteWriter,
  type ColumnSource,
  ParquetWriter,
  schemaFromColumnData,
} from 'hyparquet-writer';
import {
  type EventRows,
  type FlagColumn,
  isFlagged,
  leadingColumns,
  type TableEncoder,
  type TableOrigin,
} from './table-encoder.js';

/**
 * Rows of a row group: what is held in memory. Groups do not depend on the batches that rows come
 * in.
 */
const groupRows = 16_384;

/**
 * Parquet: numbers as 64-bit integers, weights and prescales as doubles, all else as booleans;
 * Snappy. What made the events is key-value metadata, what is no text or number as JSON.
 */
export function parquetEncoder(flags: readonly FlagColumn[], origin: TableOrigin): TableEncoder {
  const numbers = new Float64Array(groupRows);
  const weights = new Float64Array(groupRows);
  const prescale = new Float64Array(groupRows);
  const accepted = new Uint8Array(groupRows);
  const fired = flags.map(() => new Uint8Array(groupRows));
  const bytes = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: columns(0) });
  const kvMetadata = Object.entries(origin)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({
      key,
      value: typeof value === 'object' ? JSON.stringify(value) : String(value),
    }));
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'belle2-l1', kvMetadata });
  let filled = 0;

  function columns(rows: number): ColumnSource[] {
    const leading: readonly Omit<ColumnSource, 'name'>[] = [
      { type: 'INT64', data: Array.from(numbers.subarray(0, rows), BigInt) },
      { type: 'DOUBLE', data: weights.slice(0, rows) },
      booleans(accepted, rows),
      { type: 'DOUBLE', data: prescale.slice(0, rows) },
    ];
    return [
      ...leading.map((column, index) => ({
        ...column,
        name: leadingColumns[index]!,
        nullable: false,
      })),
      ...flags.map(({ name }, flag) => ({
        ...booleans(fired[flag]!, rows),
        name,
        nullable: false,
      })),
    ];
  }

  function writeGroup(): void {
    // ByteWriter finishes at once: nothing to wait for.
    if (filled > 0) void writer.write({ columnData: columns(filled), rowGroupSize: groupRows });
    filled = 0;
  }

  /** What was encoded since the last call; the writer goes on counting offsets. */
  function takeBytes(): Uint8Array {
    const taken = bytes.getBytes().slice();
    bytes.index = 0;
    return taken;
  }

  function addRow(rows: EventRows, event: number): void {
    numbers[filled] = rows.numbers[event]!;
    weights[filled] = rows.weights[event]!;
    accepted[filled] = rows.accepted[event]!;
    prescale[filled] = rows.prescale[event]!;
    for (const [place, flag] of flags.entries())
      fired[place]![filled] = isFlagged(rows.bits, event, flag) ? 1 : 0;
    filled++;
  }

  return {
    start: takeBytes,
    rows: (rows) => {
      for (let event = 0; event < rows.eventCount; event++) {
        addRow(rows, event);
        if (filled === groupRows) writeGroup();
      }
      return takeBytes();
    },
    finish: () => {
      writeGroup();
      void writer.finish();
      return takeBytes();
    },
  };
}

const booleans = (column: Uint8Array, rows: number) =>
  ({ type: 'BOOLEAN', data: Array.from(column.subarray(0, rows), (bit) => bit === 1) }) as const;
