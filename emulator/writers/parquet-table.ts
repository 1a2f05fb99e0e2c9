import {
  ByteWriter,
  type ColumnSource,
  ParquetWriter,
  schemaFromColumnData,
} from 'hyparquet-writer';
import { hasBit, outputWords } from '../../triggers/batches.js';
import {
  type EventRows,
  type LineColumn,
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
 * Parquet: numbers as 64-bit integers, weights as doubles, lines as booleans; Snappy. What made the
 * events is key-value metadata.
 */
export function parquetEncoder(lines: readonly LineColumn[], origin: TableOrigin): TableEncoder {
  const numbers = new Float64Array(groupRows);
  const weights = new Float64Array(groupRows);
  const fired = lines.map(() => new Uint8Array(groupRows));
  const bytes = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: columns(0) });
  const kvMetadata = Object.entries(origin)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value: String(value) }));
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'belle2-l1', kvMetadata });
  let filled = 0;

  function columns(rows: number): ColumnSource[] {
    const leading: readonly Omit<ColumnSource, 'name'>[] = [
      { type: 'INT64', data: Array.from(numbers.subarray(0, rows), BigInt) },
      { type: 'DOUBLE', data: weights.slice(0, rows) },
    ];
    return [
      ...leading.map((column, index) => ({
        ...column,
        name: leadingColumns[index]!,
        nullable: false,
      })),
      ...lines.map(({ name }, line) => ({
        name,
        type: 'BOOLEAN' as const,
        nullable: false,
        data: Array.from(fired[line]!.subarray(0, rows), (bit) => bit === 1),
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
    for (let line = 0; line < lines.length; line++) {
      fired[line]![filled] = hasBit(rows.bits, outputWords, event, lines[line]!.number) ? 1 : 0;
    }
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
