import * as z from 'zod';
import { EmulatorError, nearestHint, showValue } from '../../detector/base/errors.js';
import { Faults } from '../../detector/base/faults.js';
import { families, lineClasses, type Menu, outputCount } from './menu.js';
import { prescaleSteps } from './prescale-steps.js';

/** A line as a menu file has it. */
export const lineSchema = z.strictObject({
  number: z
    .int()
    .min(0)
    .max(outputCount - 1),
  name: z.string().regex(/^[a-z]\w*$/i),
  formula: z.string(),
  class: z.enum(lineClasses).default(''),
  family: z.enum([...families, '']).default(''),
  prescale: z
    .number()
    .refine((value) => prescaleSteps(value) !== undefined)
    .default(1),
  source: z.string().default(''),
});

/** A menu file. */
export const menuSchema = z.strictObject({
  name: z.string().min(1),
  version: z.string().default('1'),
  source: z.string().default(''),
  absent: z.array(z.string().regex(/^[a-z]\w*$/i)).optional(),
  lines: z.array(lineSchema).min(1),
});

/** What each key accepts, in words. */
export const expectations: Readonly<Record<string, string>> = {
  number: `an output bit from 0 to ${outputCount - 1}`,
  name: 'a name of letters, digits and _',
  formula: 'a formula of input bits in quotes, like "ehigh & !veto"',
  class: `one of ${lineClasses.filter((name) => name !== '').join(', ')}`,
  family: `one of ${families.join(', ')}, or none: a line belongs to at most one family`,
  prescale: '0 to mask the line, or N from 1 with three decimals at most to keep 1 in N',
  source: 'text',
  version: 'text in quotes',
  lines: 'a list of at least one line',
  absent: 'names of inputs that the emulated trigger does not have, which are 0',
};

/**
 * A menu from the content of a YAML or JSON file. Absent keys: prescale 1, no class, no family. All
 * that is wrong is told at once.
 * @param where names the file, for messages.
 * @throws MENU_UNKNOWN_KEY, MENU_BAD_VALUE
 */
export function readMenu(raw: unknown, where: string): Menu {
  const result = menuSchema.safeParse(raw);
  if (result.success) {
    const { absent, ...menu } = result.data;
    return absent === undefined ? menu : { ...menu, absent };
  }
  const faults = new Faults();
  for (const issue of result.error.issues)
    for (const fault of faultsOf(issue, raw, where)) faults.add(fault);
  faults.end();
  throw new RangeError(`${where}: refused for no reason`);
}

/** What an issue means: an error for each key that is unknown, one for a value. */
function faultsOf(issue: z.core.$ZodIssue, raw: unknown, where: string): readonly EmulatorError[] {
  if (issue.code !== 'unrecognized_keys') return [wrongValue(issue, raw, where)];
  const { entry } = placeOf(issue.path, raw);
  const known = Object.keys(entry === '' ? menuSchema.shape : lineSchema.shape);
  return issue.keys.map((key) => {
    const problem = `${where}${entry}: key "${key}" does not exist${nearestHint(key, known)}`;
    return new EmulatorError('MENU_UNKNOWN_KEY', problem);
  });
}

function wrongValue(issue: z.core.$ZodIssue, raw: unknown, where: string): EmulatorError {
  const place = placeOf(issue.path, raw);
  const expected = expectations[place.key] ?? 'a mapping of keys';
  const key = place.key === '' ? '' : `, key "${place.key}"`;
  return new EmulatorError(
    'MENU_BAD_VALUE',
    `${where}${place.entry}${key}: found ${showValue(place.value)}, expected ${expected}`,
  );
}

/** Entry and key that an issue is about, and what stands there. */
function placeOf(
  path: readonly PropertyKey[],
  raw: unknown,
): { readonly entry: string; readonly key: string; readonly value: unknown } {
  const value = path.reduce<unknown>(
    (node, step) => (node as Readonly<Record<PropertyKey, unknown>>)?.[step],
    raw,
  );
  if (typeof path[1] !== 'number') return { entry: '', key: String(path[0] ?? ''), value };
  const line = (raw as { readonly lines: readonly unknown[] }).lines[path[1]];
  const name = (line as { readonly name?: unknown } | null)?.name;
  const entry =
    typeof name === 'string' ? `, line ${showValue(name)}` : `, entry ${path[1] + 1} of lines`;
  return { entry, key: String(path[2] ?? ''), value };
}
