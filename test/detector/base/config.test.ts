import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  choice,
  content,
  describeConfig,
  flag,
  integer,
  parseConfig,
  quantity,
  text,
  withAssignments,
} from '../../../detector/base/config.js';
import { EmulatorError } from '../../../detector/base/errors.js';
import { cm, degree, GeV, MeV, us } from '../../../detector/base/units.js';

const schema = {
  threshold: quantity(100 * MeV, 'MeV', 'Lowest energy', { min: 0, max: 12 * GeV }),
  radius: quantity(126 * cm, 'cm', 'Radius'),
  weight: quantity(0.5, '', 'A pure number'),
  ring: integer(4, 'TC ring', 'First polar ring', { min: 1, max: 17 }),
  trigger: {
    mode: choice('counter', ['counter', 'random'], 'How'),
    noise: flag(true, 'Whether'),
    label: text('none', 'What'),
    window: { width: quantity(250, 'ns', 'Width'), angle: quantity(30 * degree, 'deg', 'Opening') },
  },
};

const read = (raw: unknown, ...assignments: readonly string[]) =>
  parseConfig(schema, withAssignments(raw, assignments), 'my.yaml');
const message = (raw: unknown, ...assignments: readonly string[]): string => {
  try {
    read(raw, ...assignments);
  } catch (error) {
    if (error instanceof EmulatorError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'no error';
};

describe('a configuration', () => {
  it('that says nothing has every default', () => {
    const defaults = {
      threshold: 0.1,
      radius: 126,
      weight: 0.5,
      ring: 4,
      trigger: {
        mode: 'counter',
        noise: true,
        label: 'none',
        window: { width: 250, angle: Math.PI / 6 },
      },
    };
    expect(read(undefined)).toEqual(defaults);
    expect(read({ trigger: { window: {} } })).toEqual(defaults);
  });

  it.each([
    ['100 MeV', 0.1],
    ['0.1GeV', 0.1],
    ['1e5 keV', 0.1],
    ['.1', 0.1],
    [0.1, 0.1],
    ['+1.5e-1 GeV', 0.15],
  ])('reads %j as an energy in base units', (written, energy) => {
    expect(read({ threshold: written }).threshold).toBeCloseTo(energy, 12);
  });

  it('reads lengths, times and angles in any of their units', () => {
    const { radius, trigger } = read({
      radius: '1.26 m',
      trigger: { window: { width: '0.25 us', angle: '500 mrad' } },
    });
    expect(radius).toBeCloseTo(126, 9);
    expect(trigger.window.width).toBeCloseTo(0.25 * us, 9);
    expect(trigger.window.angle).toBeCloseTo(0.5, 12);
  });

  it('takes assignments over the file, at any depth, and leaves the file as it is', () => {
    const raw = { threshold: '200 MeV', trigger: { noise: false } };
    const config = read(
      raw,
      'threshold=50 MeV',
      'ring=7',
      'trigger.window.width=1us',
      'trigger.label=a=b',
      'trigger.noise=true',
    );
    expect([
      config.threshold,
      config.ring,
      config.trigger.window.width,
      config.trigger.label,
      config.trigger.noise,
    ]).toEqual([0.05, 7, 1000, 'a=b', true]);
    expect(raw).toEqual({ threshold: '200 MeV', trigger: { noise: false } });
  });

  it.each([
    [
      { treshold: 1 },
      'CONFIG_UNKNOWN_KEY my.yaml: key "treshold" does not exist; nearest is "threshold"',
    ],
    [
      { trigger: { window: { widht: 1 } } },
      'my.yaml: key "trigger.window.widht" does not exist; nearest is "width"',
    ],
    [
      { threshold: '3 cm' },
      'CONFIG_BAD_VALUE my.yaml: threshold is "3 cm", expected a number with a unit like MeV ' +
        'from 0 up to 12000',
    ],
    [{ threshold: '-1 MeV' }, 'threshold is "-1 MeV"'],
    [{ threshold: '13 GeV' }, 'threshold is "13 GeV"'],
    [{ threshold: '1e999 GeV' }, 'threshold is "1e999 GeV"'],
    [{ threshold: Number.NaN }, 'threshold is NaN'],
    [{ weight: '1 cm' }, 'weight is "1 cm", expected a number'],
    [{ ring: 4.5 }, 'ring is 4.5, expected a whole number (TC ring) from 1 up to 17'],
    [{ ring: '' }, 'ring is ""'],
    [{ ring: '0x5' }, 'ring is "0x5"'],
    [
      { trigger: { mode: 'counters' } },
      'trigger.mode is "counters", expected one of counter, random',
    ],
    [{ trigger: { noise: 'yes' } }, 'trigger.noise is "yes", expected true or false'],
    [{ trigger: { label: 3 } }, 'trigger.label is 3, expected text'],
    [{ trigger: 5 }, 'trigger is 5, expected a mapping of keys'],
    [[], 'the configuration is [], expected a mapping of keys'],
    ['words', 'the configuration is "words"'],
  ])('%j is refused with the place, what was found and what was expected', (raw, expected) => {
    expect(message(raw)).toContain(expected);
  });

  it.each(['nothing', '=1', ''])('assignment %j is CONFIG_BAD_ASSIGNMENT', (assignment) => {
    expect(message({}, assignment)).toMatch(/^CONFIG_BAD_ASSIGNMENT .*expected path=value/);
  });

  it('tells all that is wrong at once, unknown keys with the nearest', () => {
    const raw = { treshold: '1 MeV', ring: 18, trigger: { mode: 'both', window: 5 } };
    expect(message(raw).split('\n')).toEqual([
      'CONFIG_UNKNOWN_KEY my.yaml: key "treshold" does not exist; nearest is "threshold"',
      'my.yaml: ring is 18, expected a whole number (TC ring) from 1 up to 17',
      'my.yaml: trigger.mode is "both", expected one of counter, random',
      'my.yaml: trigger.window is 5, expected a mapping of keys',
    ]);
  });

  it('does not take keys that every object has, and pollutes nothing', () => {
    expect(message({}, 'constructor=1')).toMatch(/^CONFIG_UNKNOWN_KEY/);
    expect(message({}, '__proto__.polluted=1')).toMatch(/^CONFIG_UNKNOWN_KEY/);
    expect(message({}, 'trigger.__proto__.polluted=1')).toMatch(/^CONFIG_UNKNOWN_KEY/);
    expect(message(JSON.parse('{"__proto__": {"threshold": 1}}'))).toMatch(/^CONFIG_UNKNOWN_KEY/);
    expect({}).not.toHaveProperty('polluted');
  });

  it('refuses a mapping that contains itself', () => {
    expect(message(parse('threshold: &a [*a]'))).toContain('threshold is a object');
  });

  it('describes each parameter with path, default in its unit and what it accepts', () => {
    const rows = describeConfig(schema);
    expect(rows[0]).toEqual({
      path: 'threshold',
      default: '100 MeV',
      accepts: 'a number with a unit like MeV from 0 up to 12000',
      doc: 'Lowest energy',
    });
    expect(rows.map(({ path, default: value }) => `${path}=${value}`).slice(1)).toEqual([
      'radius=126 cm',
      'weight=0.5',
      'ring=4 TC ring',
      'trigger.mode=counter',
      'trigger.noise=true',
      'trigger.label=none',
      'trigger.window.width=250 ns',
      'trigger.window.angle=30 deg',
    ]);
  });

  it('may hold content of a shape of its own, which a path does not have', () => {
    const isPair = (raw: unknown): raw is 'none' | readonly [number, number] =>
      raw === 'none' || (Array.isArray(raw) && raw.length === 2);
    const pairs = { pair: content('none', 'none, or a .pair file', isPair, 'Two numbers') };
    expect(parseConfig(pairs, {}, 'test')).toEqual({ pair: 'none' });
    expect(parseConfig(pairs, { pair: [1, 2] }, 'test')).toEqual({ pair: [1, 2] });
    expect(() => parseConfig(pairs, { pair: 'my.pair' }, 'test')).toThrow(
      'pair is "my.pair", expected none, or a .pair file',
    );
    expect(describeConfig(pairs)).toEqual([
      { path: 'pair', default: 'none', accepts: 'none, or a .pair file', doc: 'Two numbers' },
    ]);
  });
});

describe('configuration text of any kind', () => {
  const outcome = /^(no error|CONFIG_(UNKNOWN_KEY|BAD_VALUE|BAD_ASSIGNMENT) )/;
  const key = fc.oneof(
    fc.constantFrom(
      'threshold',
      'radius',
      'ring',
      'trigger',
      'mode',
      'window',
      'width',
      '__proto__',
      'toString',
      '',
    ),
    fc.string(),
  );
  const value = fc.oneof(
    fc.constantFrom('100 MeV', '3 cm', '1e400 GeV', '0x10', 'true', 'NaN', '- 1'),
    fc.string({ unit: 'binary' }),
    fc.anything({ withBigInt: true }),
  );

  it('is a configuration or an EmulatorError, never a crash', () => {
    const nested = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        value,
        fc.dictionary(key, tie('node'), { noNullPrototype: false }),
      ),
    })).node;
    fc.assert(
      fc.property(nested, (raw) => {
        expect(message(raw)).toMatch(outcome);
      }),
      { numRuns: 1000 },
    );
  });

  it('given by --set is a configuration or an EmulatorError, never a crash', () => {
    const assignment = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.array(key, { maxLength: 4 }), fc.string())
        .map(([path, written]) => `${path.join('.')}=${written}`),
    );
    fc.assert(
      fc.property(fc.array(assignment, { maxLength: 5 }), (assignments) => {
        expect(message({}, ...assignments)).toMatch(outcome);
      }),
      { numRuns: 1000 },
    );
  });
});
