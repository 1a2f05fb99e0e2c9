import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { areasOf, faultsOf, unknownCitations, withIndex } from '../../tools/house/decision-log.mjs';

const log = readFileSync(fileURLToPath(new URL('../../DECISIONS.md', import.meta.url)), 'utf8');

/** A log of two entries in two areas. */
const small = withIndex(`# Decisions

## Index

## The house

### D-001 Parts are listed
2026-11-21, accepted. As lists.

## Speed

### D-007 Slow for now
2026-11-22, open; extends D-001. Later.
`);

describe('the log of decisions', () => {
  it('has an area, a date and a state for each entry, and an index of all', () => {
    expect(faultsOf(log)).toEqual([]);
    expect(areasOf(log).length).toBeGreaterThan(15);
    expect(areasOf(log).flatMap(({ entries }) => entries).length).toBeGreaterThan(115);
  });

  it('lists entries by area, with links to their headings', () => {
    expect(faultsOf(small)).toEqual([]);
    expect(small).toContain(`- **The house**
  - [D-001](#d-001-parts-are-listed) Parts are listed
- **Speed**
  - [D-007](#d-007-slow-for-now) Slow for now
`);
  });

  it.each([
    ['an old index', small.replace('Slow for now\n2026', 'Fast now\n2026'), /the index is old/],
    ['an entry without date', small.replace('2026-11-21, accepted', 'Accepted'), /D-001 does not/],
    ['a number given twice', small.replace('### D-007', '### D-001'), /D-001 is given twice/],
    [
      'an entry that is extended but missing',
      small.replace('extends D-001', 'extends D-003'),
      /D-003/,
    ],
    ['an entry behind all areas', `${small}\n## D-008 Late\nAccepted. So.\n`, /outside the areas/],
  ])('notices %s', (_, text, fault) => {
    expect(faultsOf(text).join('\n')).toMatch(fault);
  });

  it('notices a citation of an entry that does not exist', () => {
    expect(unknownCitations('// D-001, see D-002 and D-002', new Set(['D-001']))).toEqual([
      'D-002',
    ]);
    expect(unknownCitations('1.5D+00 1.0D-02', new Set())).toEqual([]);
  });
});
