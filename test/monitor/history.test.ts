import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { History, readHistoryQuery } from '../../monitor/history.js';
import type { RunSnapshot } from '../../monitor/ports.js';
import type { Monitor } from '../../monitor/server.js';
import { runs } from '../support/runs.js';
import { startQuietly, until } from './support.js';
import { syntheticMachine } from './synthetic-machine.js';
import { makeSyntheticRun, type SyntheticRun, syntheticSnapshot } from './synthetic-run.js';

const at = (wallSeconds: number, id = 'run-1', machine = true): RunSnapshot =>
  syntheticSnapshot(Math.round(10 * wallSeconds), {
    id,
    state: 'running',
    reason: '',
    events: 1000 * wallSeconds,
    wallSeconds,
    machine,
  });

const columnOf = (history: History, name: string, from = 0, now = 0): readonly number[] => [
  ...history.rows(from, [name], now).columns[1]!.values,
];

describe('the history', () => {
  it('has a row a second with the rates of that second, per emulated second', () => {
    const history = new History();
    for (let second = 0; second <= 3; second++) history.add(at(second), second);
    const { columns, rows } = history.rows(0, ['l1', 'luminosity', 'current:LER'], 3);
    expect(rows).toBe(4);
    expect(columns.map(({ name, unit }) => [name, unit])).toEqual([
      ['time', 's'],
      ['l1', 'Hz'],
      ['luminosity', '1/(cm² s)'],
      ['current:LER', 'A'],
    ]);
    expect([...columns[0]!.values]).toEqual([0, 1, 2, 3]);
    const [first, ...others] = columns[1]!.values;
    expect(first).toBeNaN();
    for (const rate of others) expect(rate).toBeCloseTo(3712, -2);
    expect([...columns[2]!.values]).toEqual([4.65e34, 4.65e34, 4.65e34, 4.65e34]);
  });

  it('tells L1 by class, lines before and after prescale, and shares of dead time', () => {
    const history = new History();
    for (let second = 0; second <= 20; second += 10) history.add(at(second), second);
    const last = (name: string): number => columnOf(history, name).at(-1)!;
    expect(last('l1:bhabha')).toBeCloseTo(1280, -1);
    expect(last('rises:lml4') / last('line:lml4')).toBeCloseTo(20, 3);
    const { lines, overlaps } = at(20);
    const lml4 = lines.findIndex(({ name }) => name === 'lml4');
    const share = overlaps.alone[lml4]! / lines[lml4]!.psnm;
    expect(share).toBeGreaterThan(0.01);
    expect(last('exclusive:lml4') / last('line:lml4')).toBeCloseTo(share, 2);
    expect(last('l1:Touschek LER')).toBeCloseTo(900, -1);
    expect(last('dead:veto')).toBeCloseTo(0.03, 6);
    expect(last('dead:host')).toBeCloseTo(0.0021 / 0.998, 6);
    expect(last('real-time')).toBe(1.02);
    expect(last('background:TOP')).toBeCloseTo(0.9 + 0.6 + 0.2 + 0.43 + 3.4, 6);
    expect(last('background:TOP:injection')).toBe(3.4);
    expect(last('family:single-photon')).toBeGreaterThan(2000);
  });

  it('tells of a card what was played per second of wall time, without what was given up', () => {
    const history = new History();
    for (let second = 0; second <= 20; second += 10)
      history.add(at(second, 'run-1', false), second);
    // Of a second 0.998 s are emulated, and of these 0.0025 s were given up.
    expect(columnOf(history, 'real-time').at(-1)).toBeCloseTo(0.998 - 0.0025, 9);
  });

  it('keeps an hour and forgets what is older', () => {
    const history = new History();
    const [early, late] = [at(1), at(2)];
    for (let second = 0; second < 3700; second++)
      history.add(second % 2 === 0 ? early : late, second);
    const kept = [...history.rows(0, ['time'], 3700).columns[0]!.values];
    expect(kept).toHaveLength(3600);
    expect([kept[0], kept.at(-1)]).toEqual([100, 3699]);
    // What the new row does not tell is not left over from an hour ago.
    history.add(at(3, 'run-2', false), 3700);
    expect(columnOf(history, 'luminosity').slice(-2)).toEqual([4.65e34, Number.NaN]);
  });

  it('gives rows from a time on, or so many seconds back', () => {
    const history = new History();
    for (let second = 0; second <= 30; second++) history.add(at(second), second);
    const times = (from: number): readonly number[] => [
      ...history.rows(from, ['l1'], 30).columns[0]!.values,
    ];
    expect(times(28)).toEqual([28, 29, 30]);
    expect(times(-2)).toEqual([28, 29, 30]);
    expect(times(31)).toEqual([]);
  });

  it('has no rates over the border of two runs, and of a machine none while a card plays', () => {
    const history = new History();
    history.add(at(0.5, 'run-1'), 0);
    history.add(at(1, 'run-2', false), 1);
    history.add(at(2, 'run-2', false), 2);
    const played = (611.2 * 9.98) / 9.955;
    expect(columnOf(history, 'l1')).toEqual([Number.NaN, Number.NaN, expect.closeTo(played, 0)]);
    expect(columnOf(history, 'luminosity')).toEqual([4.65e34, Number.NaN, Number.NaN]);
    expect(columnOf(history, 'dead:veto')).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('tells the read-out: shares of ticks by state and group, Hz lost and read out', () => {
    const history = new History();
    for (const second of [1, 2]) history.add(at(second), second);
    const last = (name: string): number => columnOf(history, name, 0, 2).at(-1)!;
    expect(columnOf(history, 'daq:issued', 0, 2)[0]).toBeNaN();
    expect(last('daq:issued')).toBeCloseTo(9000, -2);
    expect(last('daq:client')).toBeCloseTo(0.01, 4);
    expect(last('daq:group:dead')).toBeCloseTo(0.014, 4);
    expect(last('daq:group:live')).toBeCloseTo(0.97, 3);
    expect(last('daq:lost:client')).toBeCloseTo(90, -1);
    expect(last('daq:read-out')).toBeCloseTo(9000 - 126, -2);
    expect(last('daq:link:CDC')).toBe(126);
  });

  it('keeps a bounded number of columns whatever the runs are called', () => {
    const history = new History();
    const machine = syntheticMachine(1);
    for (let run = 0; run < 25; run++) {
      const classes = Array.from({ length: 100 }, (_, row) => ({
        ...machine.classes[0]!,
        name: `class-${run}-${row}`,
      }));
      history.add({ ...at(1), machine: { ...machine, classes } }, run);
    }
    expect(history.newest()!.names.length).toBe(2048);
    expect(history.rows(0, ['l1'], 25).rows).toBe(25);
  });

  it('gives its newest row as the same object until there is another', () => {
    const history = new History();
    expect(history.newest()).toBeUndefined();
    history.add(at(1), 1);
    const row = history.newest()!;
    expect(history.newest()).toBe(row);
    expect(row.time).toBe(1);
    expect(row.values[row.names.indexOf('luminosity')]).toBe(4.65e34);
    expect(row.units[row.names.indexOf('luminosity')]).toBe('1/(cm² s)');
    history.add(at(2), 2);
    expect(history.newest()).not.toBe(row);
  });
});

describe('the query of the history', () => {
  const read = (query: string): unknown => {
    try {
      return readHistoryQuery(new URLSearchParams(query));
    } catch (error) {
      return String(error);
    }
  };

  it('reads a time and names, one by one or with commas', () => {
    expect(read('from=12.5&columns=l1,line:hie&columns=luminosity')).toEqual({
      from: 12.5,
      names: ['l1', 'line:hie', 'luminosity'],
    });
    expect(read('')).toEqual({ from: 0, names: [] });
    expect(read('from=-600')).toEqual({ from: -600, names: [] });
  });

  it('says what is wrong with another', () => {
    expect(read('from=yesterday')).toMatch(/from: found "yesterday", expected seconds/);
    expect(read('from=')).toMatch(/from: found ""/);
    expect(read('from=1e9')).toMatch(/from: found/);
    expect(read('columns=l1,,hie')).toMatch(/columns: expected names/);
    expect(read('colums=l1')).toMatch(/no parameter "colums"/);
  });
});

describe('the history over HTTP', () => {
  let run: SyntheticRun;
  let monitor: Monitor;
  beforeEach(async () => {
    run = makeSyntheticRun({ events: 1000, wallSeconds: 1, machine: true });
    monitor = await startQuietly(run.ports);
  });
  afterEach(() => monitor.close());
  const ask = async (query: string): Promise<{ status: number; body: Record<string, unknown> }> => {
    const reply = await fetch(`http://127.0.0.1:${monitor.port}/api/history${query}`);
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };

  it('begins with the server and grows by a row a second', async () => {
    expect((await ask('')).body).toMatchObject({ rows: 1 });
    run.set({ wallSeconds: 2, events: 2000 });
    await until(async () => (await ask('')).body.rows === 2, 'the second row');
    const { status, body } = await ask('?columns=l1,luminosity');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      columns: [
        { name: 'time', unit: 's' },
        { name: 'l1', values: { dtype: '<f8', shape: [2], data: [null, expect.any(Number)] } },
        { name: 'luminosity', values: { data: [4.65e34, 4.65e34] } },
      ],
    });
    expect(body.available).toContain('background:CDC:Touschek LER');
  });

  it('refuses bad questions with a reason', async () => {
    expect(await ask('?columns=luminositi')).toEqual({
      status: 400,
      body: {
        ok: false,
        code: 'MONITOR_BAD_HISTORY',
        message: expect.stringMatching(/no column "luminositi".*luminosity/),
      },
    });
    const many = Array.from({ length: 70 }, (_, index) => `c${index}`).join(',');
    expect((await ask(`?columns=${many}`)).body.message).toMatch(/70 are asked for, at most 64/);
  });

  it('answers any query with rows or a reason, never with a failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc
            .tuple(fc.string(), fc.string())
            .map(([from, names]) => new URLSearchParams({ from, columns: names }).toString()),
          fc.double().map((from) => `from=${from}&columns=time`),
          fc.constantFrom('columns=__proto__', 'columns=constructor', 'from=-0', 'columns=%00'),
        ),
        async (query) => {
          const { status, body } = await ask(
            `?${encodeURI(query.replace(/[\ud800-\udfff]/g, ''))}`,
          );
          expect([200, 400]).toContain(status);
          if (status === 400) expect(body).toMatchObject({ code: 'MONITOR_BAD_HISTORY' });
        },
      ),
      { numRuns: runs(60) },
    );
  });
});
