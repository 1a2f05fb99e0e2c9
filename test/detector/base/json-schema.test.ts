import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  choice,
  content,
  flag,
  integer,
  parseConfig,
  quantity,
  text,
} from '../../../detector/base/config.js';
import { jsonSchemaOf } from '../../../detector/base/json-schema.js';
import { GeV, MeV } from '../../../detector/base/units.js';

const schema = {
  threshold: quantity(100 * MeV, 'MeV', 'Lowest energy', { min: 0, max: 12 * GeV }),
  factor: quantity(0.5, '', 'A pure number'),
  ring: integer(4, 'TC ring', 'First polar ring', { min: 1, max: 17 }),
  trigger: { mode: choice('counter', ['counter', 'random'], 'How'), noise: flag(true, 'Whether') },
  label: text('none', 'What'),
  table: content([], 'none or a file', (raw): raw is number[] => Array.isArray(raw), 'Data'),
};

describe('the JSON Schema of a declaration', () => {
  const fits = (raw: unknown) => z.fromJSONSchema(jsonSchemaOf(schema) as never).safeParse(raw);
  const isRead = (raw: unknown): boolean => {
    try {
      parseConfig(schema, raw, 'test');
      return true;
    } catch {
      return false;
    }
  };

  it.each([
    [{}],
    [{ threshold: '0.2 GeV' }],
    [{ threshold: '200 cm' }],
    [{ threshold: 'much' }],
    [{ threshold: 0.1, factor: '2' }],
    [{ threshold: 13 }],
    [{ threshold: -1 }],
    [{ factor: '2 cm' }],
    [{ ring: 17 }],
    [{ ring: 18 }],
    [{ ring: 2.5 }],
    [{ trigger: { mode: 'random', noise: false } }],
    [{ trigger: { mode: 'both' } }],
    [{ trigger: { mod: 'random' } }],
    [{ trigger: 5 }],
    [{ label: 'x', table: [1, 2] }],
    [{ label: 5 }],
    [{ lable: 'x' }],
  ])('says of %j what the program says', (raw) => {
    expect(fits(raw).success).toBe(isRead(raw));
  });

  it('has doc, what is accepted and the default of each parameter', () => {
    expect(jsonSchemaOf(schema)).toMatchObject({
      additionalProperties: false,
      properties: {
        ring: {
          description: 'First polar ring (a whole number (TC ring) from 1 up to 17)',
          default: 4,
        },
        trigger: { properties: { noise: { type: 'boolean', default: true } } },
        table: { description: 'Data (none or a file)' },
      },
    });
  });
});
