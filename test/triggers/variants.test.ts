import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../detector/base/config.js';
import { chosen, variantChoice } from '../../triggers/variants.js';

const variants = [
  { name: 'plain', doc: 'as it was', columns: {} },
  { name: 'fancy', doc: 'as it will be', columns: { charm: 'f4' } },
] as const;
const schema = { method: variantChoice(variants, 'Finder') };

describe('variants of a step', () => {
  it('are chosen by a parameter whose default is the first and whose doc tells them all', () => {
    expect(parseConfig(schema, {}, 'test').method).toBe('plain');
    expect(parseConfig(schema, { method: 'fancy' }, 'test').method).toBe('fancy');
    expect(() => parseConfig(schema, { method: 'other' }, 'test')).toThrow(/one of plain, fancy/);
    expect(schema.method.doc).toBe('Finder: as it was; or as it will be');
  });

  it('are found by name', () => {
    expect(chosen(variants, 'fancy')).toBe(variants[1]);
    expect(chosen(variants, 'plain')).toBe(variants[0]);
  });
});
