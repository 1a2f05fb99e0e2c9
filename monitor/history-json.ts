import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HistoryRows } from './history.js';
import { plainJson } from './topics.js';

/**
 * The JSON of rows of the history, a column at a time: whatever else the server does goes on in
 * between, since an hour of all that may be asked for takes a tenth of a second.
 */
export async function historyJson({ columns, available, ...rest }: HistoryRows): Promise<string> {
  const parts = [`${plainJson(rest).slice(0, -1)},"columns":[`];
  for (const [index, column] of columns.entries()) {
    await nextTurn();
    parts.push(`${index === 0 ? '' : ','}${plainJson(column)}`);
  }
  parts.push(`],"available":${JSON.stringify(available)}}`);
  return parts.join('');
}
