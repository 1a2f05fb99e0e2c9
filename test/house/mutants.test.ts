import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { namedMutants } from '../../tools/house/mutants/table.mjs';

const root = new URL('../../', import.meta.url);

it('every named mutant finds the text that it replaces, once, and its tests', () => {
  for (const { name, file, before, after, tests } of namedMutants) {
    const parts = readFileSync(new URL(file, root), 'utf8').split(before);
    expect(parts, `${name}: ${before}`).toHaveLength(2);
    expect(after, name).not.toBe(before);
    expect(tests === undefined || existsSync(new URL(tests, root)), `${name}: ${tests}`).toBe(true);
  }
});
