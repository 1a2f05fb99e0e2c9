import { hasBit, outputWords } from '../../triggers/batches.js';
import {
  type EventRows,
  type LineColumn,
  leadingColumns,
  type TableEncoder,
  type TableOrigin,
} from './table-encoder.js';

/**
 * Comma-separated values with a head line; a fired line is 1, another 0. Numbers read back to the
 * same value.
 */
export function csvEncoder(lines: readonly LineColumn[], origin: TableOrigin): TableEncoder {
  const row = ({ numbers, weights, bits }: EventRows, event: number): string => {
    let text = `${numbers[event]},${weights[event]}`;
    for (const { number } of lines) text += hasBit(bits, outputWords, event, number) ? ',1' : ',0';
    return `${text}\n`;
  };
  return {
    start: () => `${[...leadingColumns, ...lines.map(({ name }) => quoteField(name))].join(',')}\n`,
    rows: (rows) => {
      let text = '';
      for (let event = 0; event < rows.eventCount; event++) text += row(rows, event);
      return text;
    },
    finish: () => '',
    beside: `${JSON.stringify(origin, null, 2)}\n`,
  };
}

/** @see RFC 4180, section 2. */
export function quoteField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
