import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listedNumbers, missingNames, tool } from '../support/numbers.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root })
  .toString()
  .trim()
  .split('\n')
  .filter((page) => !['CHANGELOG.md', 'DECISIONS.md'].includes(page));
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Tables that pages name beside a number. */
const named = pages.flatMap((page) =>
  [...textOf(page).matchAll(/`node tools\/numbers\/numbers\.mjs ([\w-]+)`/g)].map(
    ([, name]) => `${page}: ${name}`,
  ),
);

describe('tables of numbers on the pages', () => {
  const listed = listedNumbers();

  it('stand each on the page that it is for, with its command beside it, and nowhere else', () => {
    expect(named.toSorted()).toEqual(listed.map(({ name, page }) => `${page}: ${name}`).toSorted());
  });

  it('have the head and the rows that the command makes', { timeout: 300_000 }, () => {
    // Those of the machine simulate slices of it: in npm run accept.
    const quick = listed.filter(({ what }) => !what.includes('2022-peak'));
    expect(quick.length).toBeGreaterThan(8);
    expect(missingNames(quick, 3)).toEqual([]);
  });

  it('that nobody makes are refused by name, with those that there are', () => {
    const asked = () =>
      execFileSync(process.execPath, [tool, 'continum'], { encoding: 'utf8', stdio: 'pipe' });
    expect(asked).toThrow(/no table "continum", expected one of continuum, /);
  });
});
