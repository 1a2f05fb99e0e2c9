import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { architecture } from '../../tools/house/architecture.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const kept = readFileSync(`${root}architecture.svg`, 'utf8');
const made = architecture(root);

const count = /(class="count"[^>]*>)(\d+)/g;
/** Numbers of files; the picture may be some files old, but not a folder or an arrow. */
const countsOf = (svg: string): number[] =>
  [...svg.matchAll(count)].map(([, , files]) => Number(files));
const shapeOf = (svg: string): string => svg.replace(count, '$1').replaceAll(/ files?(?=<)/g, '');

describe('the picture of the architecture', () => {
  it('shows the folders and imports of the tree; if not: npm run architecture', () => {
    expect(shapeOf(kept) === shapeOf(made)).toBe(true);
  });

  it('counts the files of each folder, to a third or three', () => {
    const now = countsOf(made);
    expect(countsOf(kept)).toHaveLength(now.length);
    for (const [at, files] of countsOf(kept).entries())
      expect(Math.abs(files - now[at]!)).toBeLessThanOrEqual(Math.max(3, now[at]! / 3));
  });

  it('says of each folder what it is for', () => {
    const empty = [
      ...made.matchAll(/class="name">(\w+)<[^\n]*\n[^\n]*\n[^\n]*class="what"><\/text>/g),
    ];
    expect(empty.map(([, folder]) => folder)).toEqual([]);
    expect(made).toContain('>commands</text>');
  });
});
