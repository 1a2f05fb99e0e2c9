import * as z from 'zod';
import { EmulatorError, nearestHint, showValue } from './errors.js';
import { Faults } from './faults.js';
import { lazily } from './lazily.js';
import { namedUnits } from './units.js';

/**
 * A parameter is declared once: default, unit, range and doc in one place; code, files, `--set` and
 * `--help` all read it. Values in files are numbers in base units or text with a unit, `"100 MeV"`.
 */
export interface Parameter<T> {
  readonly kind: 'quantity' | 'integer' | 'choice' | 'flag' | 'text' | 'content';
  readonly default: T;
  /**
   * Unit in which defaults and ranges are shown; base units of the code when a known unit, else a
   * word ("TC ring").
   */
  readonly unit: string;
  readonly doc: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  /** Of content: what a user may give, in words. */
  readonly accepts?: string;
  /** Made when a value is read: most of a thread's parameters keep their defaults. */
  readonly schema: () => z.ZodType<T>;
}

/** Parameters and sections of parameters by name. */
export interface ConfigSchema {
  readonly [name: string]: Parameter<unknown> | ConfigSchema;
}

/** The values of a declaration: each parameter becomes its value, each section a record of them. */
export type ConfigOf<S> = {
  readonly [K in keyof S]: S[K] extends Parameter<infer T>
    ? T
    : S[K] extends ConfigSchema
      ? ConfigOf<S[K]>
      : never;
};

/**
 * What a user may give for a declaration: any of its values, numbers as text with a unit too; what
 * is absent takes its default.
 */
export type GivenOf<S> = {
  readonly [K in keyof S]?: S[K] extends Parameter<infer T>
    ? GivenValue<T>
    : S[K] extends ConfigSchema
      ? GivenOf<S[K]>
      : never;
};

type GivenValue<T> = T extends number ? number | string : T;

/** The declaration of a configuration: a parameter for each value, a section for each record. */
export type SchemaOf<Config> = { readonly [K in keyof Config]: Declared<Config[K]> };

/** Content may be a word instead of data, so that what can be a word is a parameter. */
type Declared<T> = [Extract<T, number | string | boolean>] extends [never]
  ? SchemaOf<T>
  : Parameter<T>;

interface Range {
  readonly min?: number;
  readonly max?: number;
}

/**
 * A number with a unit, in base units. `unit` is one of `namedUnits`, '' or a word that files may
 * not attach.
 */
export function quantity(
  value: number,
  unit: string,
  doc: string,
  range: Range = {},
): Parameter<number> {
  const toNumber = (raw: unknown) => (typeof raw === 'string' ? parseQuantity(raw, unit) : raw);
  return {
    kind: 'quantity',
    default: value,
    unit,
    doc,
    ...range,
    schema: preprocessed(toNumber, () => bounded(z.number(), range)),
  };
}

/** A number in decimal digits, as people write it: no hexadecimal, no empty text. */
const decimal = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;

/** A whole number. */
export function integer(
  value: number,
  unit: string,
  doc: string,
  range: Range = {},
): Parameter<number> {
  const toNumber = (raw: unknown) =>
    typeof raw === 'string' && decimal.test(raw) ? Number(raw) : raw;
  return {
    kind: 'integer',
    default: value,
    unit,
    doc,
    ...range,
    schema: preprocessed(toNumber, () => bounded(z.number().int(), range)),
  };
}

/**
 * A factor for each group of channels, 1 by default: what the group has of a level that is declared
 * once for all of them.
 */
export function groupFactors(
  names: readonly string[],
  doc: (name: string) => string,
): Readonly<Record<string, Parameter<number>>> {
  return Object.fromEntries(
    names.map((name) => [name, quantity(1, '', doc(name), { min: 0, max: 1000 })]),
  );
}

/** One of a list of words. */
export function choice<const C extends readonly string[]>(
  value: C[number],
  choices: C,
  doc: string,
): Parameter<C[number]> {
  return {
    kind: 'choice',
    default: value,
    unit: '',
    doc,
    choices,
    schema: lazily(() => z.enum(choices as unknown as [string, ...string[]])),
  };
}

/** Yes or no. */
export function flag(value: boolean, doc: string): Parameter<boolean> {
  const toBoolean = (raw: unknown) => (raw === 'true' ? true : raw === 'false' ? false : raw);
  return {
    kind: 'flag',
    default: value,
    unit: '',
    doc,
    schema: preprocessed(toBoolean, () => z.boolean()),
  };
}

/** Free text. */
export function text(value: string, doc: string): Parameter<string> {
  return { kind: 'text', default: value, unit: '', doc, schema: lazily(() => z.string()) };
}

/**
 * Data of a shape of its own, too long to be typed. A user names a file, which whoever reads
 * configurations replaces by what it holds, so that a parsed configuration is complete wherever it
 * travels.
 */
export function content<T>(
  value: T,
  accepts: string,
  guard: (raw: unknown) => raw is T,
  doc: string,
): Parameter<T> {
  const schema = lazily(() => z.custom<T>(guard));
  return { kind: 'content', default: value, unit: '', doc, accepts, schema };
}

/** A type of values that are read from what `read` makes of them. */
function preprocessed<T>(
  read: (raw: unknown) => unknown,
  type: () => z.ZodType<T>,
): () => z.ZodType<T> {
  return lazily(() => z.preprocess(read, type()) as unknown as z.ZodType<T>);
}

function bounded(schema: z.ZodNumber, { min, max }: Range): z.ZodNumber {
  let result = schema;
  if (min !== undefined) result = result.min(min);
  if (max !== undefined) result = result.max(max);
  return result;
}

/**
 * `"100 MeV"` in base units; the text itself when it cannot be read, so that validation reports it.
 */
function parseQuantity(raw: string, expectedUnit: string): unknown {
  const match = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([A-Za-z]*)\s*$/.exec(raw);
  if (match === null) return raw;
  const [, digits, unitName] = match;
  if (unitName === '') return Number(digits);
  const unit = Object.hasOwn(namedUnits, unitName) ? namedUnits[unitName] : undefined;
  const expected = Object.hasOwn(namedUnits, expectedUnit) ? namedUnits[expectedUnit] : undefined;
  if (unit === undefined || expected === undefined || unit.dimension !== expected.dimension)
    return raw;
  return Number(digits) * unit.factor;
}

/** Whether an entry is a parameter, and not a section of such. */
export function isParameter(entry: Parameter<unknown> | ConfigSchema): entry is Parameter<unknown> {
  return typeof (entry as Partial<Parameter<unknown>>).kind === 'string';
}

/**
 * A complete configuration from what a user gave; what is absent takes its default, unknown keys
 * are errors. All that is wrong is told at once.
 * @param where the file or option that `raw` came from, for messages.
 * @throws CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function parseConfig<S extends ConfigSchema>(
  schema: S,
  raw: unknown,
  where: string,
  path = '',
): ConfigOf<S> {
  const faults = new Faults();
  const config = parseSection(schema, raw, path, { where, faults });
  faults.end();
  return config as ConfigOf<S>;
}

/** For whom values are read, and what is wrong with them. */
interface Parsing {
  readonly where: string;
  readonly faults: Faults;
}

function parseSection(
  schema: ConfigSchema,
  raw: unknown,
  path: string,
  parsing: Parsing,
): Record<string, unknown> {
  const { where, faults } = parsing;
  const isWrong = raw !== undefined && !isMapping(raw);
  if (isWrong) {
    const what = path === '' ? 'the configuration' : path.slice(0, -1);
    const found = `${where}: ${what} is ${showValue(raw)}, expected a mapping of keys`;
    faults.add(new EmulatorError('CONFIG_BAD_VALUE', found));
  }
  const given = isMapping(raw) ? raw : {};
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(schema, key)) continue;
    const hint = nearestHint(key, Object.keys(schema));
    const problem = `${where}: key "${path}${key}" does not exist${hint}`;
    faults.add(new EmulatorError('CONFIG_UNKNOWN_KEY', problem));
  }
  const config: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(schema)) {
    config[key] = isParameter(entry)
      ? parseValue(entry, given[key], path + key, parsing)
      : parseSection(entry, given[key], `${path}${key}.`, parsing);
  }
  return config;
}

function parseValue(
  parameter: Parameter<unknown>,
  raw: unknown,
  path: string,
  { where, faults }: Parsing,
): unknown {
  if (raw === undefined) return parameter.default;
  const result = parameter.schema().safeParse(raw);
  if (result.success) return result.data;
  const found = `${where}: ${path} is ${showValue(raw)}, expected ${expectation(parameter)}`;
  faults.add(new EmulatorError('CONFIG_BAD_VALUE', found));
  return parameter.default;
}

/** What a parameter accepts, in words with its unit: `a number in MeV from 0 to 100`. */
export function expectation({
  kind,
  unit,
  min,
  max,
  choices,
  accepts,
}: Parameter<unknown>): string {
  if (kind === 'choice') return `one of ${(choices ?? []).join(', ')}`;
  if (kind === 'flag') return 'true or false';
  if (kind === 'text') return 'text';
  if (kind === 'content') return accepts ?? '';
  const factor = namedUnits[unit]?.factor ?? 1;
  const known = Object.hasOwn(namedUnits, unit);
  const range = [
    min === undefined ? '' : ` from ${min / factor}`,
    max === undefined ? '' : ` up to ${max / factor}`,
  ].join('');
  const number = kind === 'integer' ? 'a whole number' : 'a number';
  if (unit === '') return `${number}${range}`;
  return `${number}${known ? ` with a unit like ${unit}` : ` (${unit})`}${range}`;
}

const examples = {
  '--set': 'ecl.geometry=projective',
  '--with': 'mass="1 GeV"',
  '--machine-set': 'ler.current="1 A"',
} as const;

/**
 * Sets `path=value` assignments of an option in a raw configuration; returns a new one.
 * What is no mapping stays as it is, for `parseConfig` to refuse.
 * @throws CONFIG_BAD_ASSIGNMENT
 */
export function withAssignments(
  raw: unknown,
  assignments: readonly string[],
  option: '--set' | '--with' | '--machine-set' = '--set',
): unknown {
  const result: unknown = structuredClone(raw ?? {});
  if (!isMapping(result)) return result;
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=');
    if (equals < 1)
      throw new EmulatorError(
        'CONFIG_BAD_ASSIGNMENT',
        `${option} ${assignment}: expected path=value, for example ` + examples[option],
      );
    const keys = assignment.slice(0, equals).split('.');
    let node = result;
    for (const key of keys.slice(0, -1)) {
      const next = Object.hasOwn(node, key) ? node[key] : undefined;
      node = setOwn(node, key, isMapping(next) ? next : {});
    }
    setOwn(node, keys.at(-1) as string, assignment.slice(equals + 1));
  }
  return result;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sets a key, `__proto__` like any other, so that it is seen and refused as unknown. */
function setOwn<V>(node: Record<string, unknown>, key: string, value: V): V {
  Object.defineProperty(node, key, { value, writable: true, enumerable: true, configurable: true });
  return value;
}

/**
 * One line per parameter for `--help` and documents: path, default with unit, what it accepts, doc.
 */
export function describeConfig(
  schema: ConfigSchema,
  path = '',
): readonly {
  readonly path: string;
  readonly default: string;
  readonly accepts: string;
  readonly doc: string;
}[] {
  return Object.entries(schema).flatMap(([key, entry]) => {
    if (!isParameter(entry)) return describeConfig(entry, `${path}${key}.`);
    return [
      {
        path: path + key,
        default: showDefault(entry),
        accepts: expectation(entry),
        doc: entry.doc,
      },
    ];
  });
}

function showDefault({ default: value, unit }: Parameter<unknown>): string {
  if (typeof value !== 'number') return String(value);
  const factor = namedUnits[unit]?.factor ?? 1;
  return `${Number((value / factor).toPrecision(12))}${unit === '' ? '' : ` ${unit}`}`;
}
