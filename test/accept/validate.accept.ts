import { expect, it } from 'vitest';
import { b2l1 } from '../support/command.js';

it('validate: all analytic rows are met, fifteen published ones and more are there', async () => {
  const { code, stdout } = await b2l1('validate', '--json');
  const { rows } = JSON.parse(stdout) as {
    rows: { id: string; kind: string; met: boolean; value: number | null; reason: string }[];
  };
  for (const { id, kind, met, value } of rows)
    console.log(met ? 'met   ' : 'missed', kind, id, value);
  const missed = rows.filter(({ met }) => !met);
  expect(missed.filter(({ kind }) => kind === 'analytic')).toEqual([]);
  expect(code).toBe(0);
  expect(rows.filter(({ kind }) => kind === 'published').length).toBeGreaterThanOrEqual(15);
  // A miss without a word on it is none that anybody can learn from.
  expect(missed.filter(({ kind, reason }) => kind === 'published' && reason === '')).toEqual([]);
});
