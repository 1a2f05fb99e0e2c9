import { describe, expect, it } from 'vitest';
import { fileSchema } from '../../../emulator/commands/file-schemas.js';
import { uhiFileShape } from '../../../emulator/writers/uhi-schema.js';
import { uhiHistograms } from '../../../emulator/writers/uhi.js';
import { makeCurve } from '../studies/curve-builder.js';

const curves = [makeCurve([0, 1, 3], [5, 6], [1, 2], 'lml6')];
const origin = { version: '1', seed: 3 };
const plain = uhiHistograms({ weighted: false, curves }, origin);
const weighted = uhiHistograms({ weighted: true, curves }, origin);

/** The one histogram of fired events, with changes. */
const changed = (changes: object) => ({
  h: { ...(plain['energy/lml6/fired'] as object), ...changes },
});

describe('the schema of UHI histograms, version 1', () => {
  it('takes what is written, with weights and without', () => {
    expect(uhiFileShape.safeParse(JSON.parse(JSON.stringify(plain))).error).toBeUndefined();
    expect(uhiFileShape.safeParse(JSON.parse(JSON.stringify(weighted))).error).toBeUndefined();
    expect(Object.keys(plain)).toHaveLength(2);
  });

  it.each([
    ['another version', { uhi_schema: 2 }],
    ['no storage', { storage: undefined }],
    ['no axes', { axes: undefined }],
    ['counts that are none', { storage: { type: 'int', values: [1.5] } }],
    ['weights without variances', { storage: { type: 'weighted', values: [1] } }],
    ['nested metadata', { metadata: { one: { two: 2 } } }],
    ['a key of our own', { titel: 'x' }],
    ['an axis of one edge', { axes: [{ ...axis(), edges: [1] }] }],
    ['an axis without flow', { axes: [{ ...axis(), overflow: undefined }] }],
    ['an axis of another kind', { axes: [{ ...axis(), type: 'log' }] }],
  ])('refuses %s', (_, changes) => {
    expect(uhiFileShape.safeParse(JSON.parse(JSON.stringify(changed(changes)))).success).toBe(
      false,
    );
  });

  it('is printed as JSON Schema for others', () => {
    expect(fileSchema('histograms')).toMatchObject({
      additionalProperties: {
        required: ['uhi_schema', 'axes', 'storage'],
        properties: { uhi_schema: { const: 1 } },
      },
    });
  });
});

function axis(): object {
  const [first] = (plain['energy/lml6/fired'] as { readonly axes: readonly object[] }).axes;
  return first!;
}
