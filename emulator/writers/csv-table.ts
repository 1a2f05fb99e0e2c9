import {
  type EventRows,
  type FlagColumn,
  isFlagged,
  leadingColumns,
  type TableEncoder,
  type TableOrigin,
} from './table-encoder.js';

/**
 * Comma-separated values with a head line; a line or family that fired is 1, another 0. Numbers
 * read back to the same value.
 */
export function csvEncoder(flags: readonly FlagColumn[], origin: TableOrigin): TableEncoder {
  const row = (rows: EventRows, event: number): string => {
    const { numbers, weights, accepted, prescale, bits } = rows;
    let text = `${numbers[event]},${weights[event]},${accepted[event]},${prescale[event]}`;
    for (const flag of flags) text += isFlagged(bits, event, flag) ? ',1' : ',0';
    return `${text}\n`;
  };
  return {
    start: () => `${[...leadingColumns, ...flags.map(({ name }) => quoteField(name))].join(',')}\n`,
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
