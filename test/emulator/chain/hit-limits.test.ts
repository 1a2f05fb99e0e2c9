import { lastValueFrom, map } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { subdetectors } from '../../../detector/index.js';
import type { AnySubdetector } from '../../../detector/subdetector.js';
import { unsoundHits } from '../../../emulator/chain/hit-limits.js';
import { type HitTree, isTypedArray, type TypedArray } from '../../../emulator/chain/kept-hits.js';
import { hits$, objects } from '../../../emulator/library.js';

const eventCount = 20;
const options = { generator: 'tautau', events: eventCount, seed: 5 } as const;

/** Columns with limits in the hits of all subdetectors: the tables around them, and their names. */
const columns = (subdetectors as readonly AnySubdetector[]).flatMap(({ name, hitMerging }) =>
  Object.entries(hitMerging?.limits ?? {}).flatMap(([member, limit]): [string[], string][] =>
    typeof limit === 'object'
      ? Object.keys(limit).map((column) => [[name, member], column])
      : [[[name], member]],
  ),
);

/** The tree with another member at a path. */
function withMember(tree: HitTree, [at, ...rest]: readonly string[], member: unknown): HitTree {
  const value = rest.length === 0 ? member : withMember(tree[at!] as HitTree, rest, member);
  return { ...tree, [at!]: value as HitTree };
}

const memberAt = (tree: HitTree, path: readonly string[]): TypedArray =>
  path.reduce<unknown>((node, name) => (node as HitTree)[name], tree) as TypedArray;

describe('hits that a program brings itself', () => {
  let hits: HitTree;
  beforeAll(async () => {
    const made = await lastValueFrom(hits$(options));
    hits = made.hits as unknown as HitTree;
  });
  const problem = (path: readonly string[], member: unknown, count = eventCount) =>
    unsoundHits(withMember(hits, path, member), count);

  it('are sound as the detector leaves them, in all subdetectors', () => {
    expect(columns.length).toBeGreaterThan(15);
    expect(unsoundHits(hits, eventCount)).toBeUndefined();
    for (const [tables, column] of columns)
      expect(memberAt(hits, [...tables, column]).length).toBeGreaterThan(0);
  });

  it.each(columns)('are refused with a number in %j %s that is none of a detector', (...at) => {
    const path = at.flat();
    const wrong = Float64Array.from(memberAt(hits, path));
    for (const value of [NaN, -Infinity]) {
      wrong[wrong.length - 1] = value;
      expect(problem(path, wrong)).toMatch(
        new RegExp(`^hits of ${path[0]!}.*: ${path.at(-1)!} ${value} in row ${wrong.length - 1}$`),
      );
    }
  });

  it.each([
    [['cdc'], 'wire', 14_336],
    [['ecl', 'crystals'], 'crystal', 8736],
    [['ecl', 'cellPulses'], 'cell', 576],
    [['top'], 'module', 16],
  ])('have a first number of %j %s that is too large: %i', (tables, column, first) => {
    const path = [...tables, column];
    const largest = memberAt(hits, path).map(() => first - 1);
    expect(problem(path, largest)).toBeUndefined();
    largest[1] = first;
    expect(problem(path, largest)).toContain(`${column} ${first} in row 1`);
  });

  it.each(columns)('are refused without a column %j %s, or with fewer rows', (...at) => {
    const path = at.flat();
    expect(problem(path, undefined)).toContain(`: no column ${path.at(-1)!}`);
    const column = memberAt(hits, path);
    expect(problem(path, column.slice(1))).toContain(
      `: offsets up to ${column.length} (${path.at(-1)!} has ${column.length - 1} rows)`,
    );
  });

  it.each([
    ['of other events', (offsets: Uint32Array) => offsets.slice(1), '20 offsets, expected 21'],
    [
      'that begin later',
      (offsets: Uint32Array) => offsets.map((row) => Math.max(row, 1)),
      'offsets from 1, expected from 0',
    ],
    [
      'that go back',
      (offsets: Uint32Array) => offsets.with(3, offsets[4]! + 1),
      'expected ascending',
    ],
    ['of another type', (offsets: Uint32Array) => [...offsets], 'no offsets as Uint32Array'],
  ])('are refused with offsets %s, in every table', (_, broken, message) => {
    for (const tables of new Set(columns.map(([path]) => path.join('/')))) {
      const path = [...tables.split('/'), 'offsets'];
      expect(problem(path, broken(memberAt(hits, path) as Uint32Array))).toContain(message);
    }
  });

  it('are refused with words in place of a table', () => {
    expect(problem(['ecl', 'crystals'], 'none')).toBe(
      'hits of ecl, crystals: no table that they need',
    );
    expect(isTypedArray(memberAt(hits, ['ecl', 'crystals', 'crystal']))).toBe(true);
  });

  it('stop the stream before a trigger sees them', async () => {
    const far = hits$(options).pipe(
      map((batch) => {
        const { cdc } = batch.hits;
        return {
          ...batch,
          hits: { ...batch.hits, cdc: { ...cdc, wire: cdc.wire.map(() => 2e4) } },
        };
      }),
      objects(),
    );
    await expect(lastValueFrom(far)).rejects.toMatchObject({
      code: 'HITS_UNSOUND',
      message: 'a batch has hits of cdc: wire 20000 in row 0; expected those of hits$',
    });
  });
});
