import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makePageHistory, type PageHistory } from '../../../monitor/dashboard/page-history.js';

const names = ['time', 'l1', 'luminosity', 'line:hie', 'rises:hie'];
const column = (data: readonly (number | null)[]) => ({ dtype: '<f8', shape: [data.length], data });
/** What each column has at a time. */
const valueAt = (name: string, time: number): number => time + 100 * names.indexOf(name);
const row = (time: number) => ({
  time,
  names,
  units: names.map(() => ''),
  values: column(names.map((name) => valueAt(name, time))),
});

describe('the history on the page', () => {
  /** What was asked for, and the time up to which the server answers. */
  let asked: string[];
  let last: number;
  let whileAsked: (() => void) | undefined;
  let past: PageHistory;
  beforeEach(() => {
    asked = [];
    last = 3;
    whileAsked = undefined;
    past = makePageHistory(undefined, () => {});
    vi.stubGlobal('fetch', (url: string) => {
      const wanted = new URLSearchParams(url.split('?')[1]).get('columns')!;
      asked.push(wanted);
      const times = Array.from({ length: last }, (_, index) => index + 1);
      const columns = ['time', ...wanted.split(',').filter((name) => name !== 'time')];
      const body = columns.map((name) => ({
        name,
        values: column(times.map((time) => valueAt(name, time))),
      }));
      whileAsked?.();
      return Promise.resolve(Response.json({ columns: body }));
    });
  });
  afterEach(() => vi.unstubAllGlobals());
  const at = (name: string): readonly (number | null)[] => past.column(name);
  const loaded = (count: number): Promise<void> =>
    vi.waitFor(() => {
      expect(asked).toHaveLength(count);
      expect(past.times().length).toBeGreaterThan(0);
    });

  it('asks for what it always holds once, then goes on row by row', async () => {
    past.take(row(3));
    await loaded(1);
    past.take(row(4));
    expect(asked).toEqual(['l1,luminosity']);
    expect(past.times()).toEqual([1, 2, 3, 4]);
    expect(at('l1')).toEqual([101, 102, 103, 104]);
  });

  it('asks for a line alone, and not again when it comes back to it', async () => {
    past.take(row(3));
    await loaded(1);
    // The answer ends before a row that comes meanwhile.
    whileAsked = () => past.take(row(4));
    past.want(['rises:hie', 'line:hie']);
    await vi.waitFor(() => expect(at('line:hie')).toEqual([301, 302, 303, 304]));
    expect(at('rises:hie')).toEqual([401, 402, 403, 404]);
    expect(at('luminosity')).toEqual([201, 202, 203, 204]);
    past.want([]);
    past.want(['rises:hie', 'line:hie']);
    past.take(row(5));
    expect(at('line:hie').at(-1)).toBe(305);
    expect(asked).toEqual(['l1,luminosity', 'rises:hie,line:hie']);
  });

  it('asks for all again over a hole or when the server began anew', async () => {
    past.take(row(3));
    await loaded(1);
    last = 9;
    past.take(row(9));
    await vi.waitFor(() => expect(past.times()).toHaveLength(9));
    last = 1;
    // Rows that come before the answer are not lost.
    whileAsked = () => past.take(row(2));
    past.take(row(1));
    await vi.waitFor(() => expect(past.times()).toEqual([1, 2]));
    expect(at('l1')).toEqual([101, 102]);
    expect(asked).toEqual(['l1,luminosity', 'l1,luminosity', 'l1,luminosity']);
  });
});
