import { describe, expect, it } from 'vitest';
import { History } from '../../monitor/history.js';
import { historyJson } from '../../monitor/history-json.js';
import { plainJson } from '../../monitor/topics.js';
import { syntheticSnapshot } from './synthetic-run.js';

/** Half a minute of a machine, and as many columns as may be asked for. */
function someRows() {
  const history = new History();
  for (let second = 1; second <= 30; second++)
    history.add(
      syntheticSnapshot(second, {
        id: 'run-1',
        state: 'running',
        reason: '',
        events: 1000 * second,
        wallSeconds: second,
        machine: true,
      }),
      second,
    );
  const names = history.newest()!.names.filter((name) => name !== 'time');
  return history.rows(0, names.slice(0, 64), 30);
}

describe('the JSON of the history', () => {
  it('is that of all rows in one', async () => {
    const rows = someRows();
    expect(await historyJson(rows)).toBe(plainJson(rows));
    const none = { ...rows, rows: 0, columns: [] };
    expect(await historyJson(none)).toBe(plainJson(none));
  });

  it('is made a column at a turn of the event loop, so that nothing waits for all', async () => {
    const rows = someRows();
    let turns = 0;
    let goesOn = true;
    const count = (): void => {
      turns++;
      if (goesOn) setImmediate(count);
    };
    setImmediate(count);
    await historyJson(rows);
    goesOn = false;
    expect(rows.columns.length).toBeGreaterThan(60);
    expect(turns).toBeGreaterThanOrEqual(rows.columns.length);
  });
});
