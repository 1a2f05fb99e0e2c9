import * as z from 'zod';
import { nearestHint, showValue } from '../detector/base/errors.js';
import type { Command } from './ports.js';

/** Largest body of a command [bytes]: the text of a menu is the longest. */
export const maxCommandBytes = 262_144;

/** Slices are numbered in 32 bits. */
const fromSlice = z
  .number()
  .int()
  .min(0)
  .max(2 ** 32 - 1)
  .optional();
const name = z.string().min(1).max(200);
const value = z.union([z.string().max(10_000), z.number(), z.boolean()]);
const mapping = <T extends z.ZodType>(of: T) =>
  z
    .record(z.string().min(1).max(200), of)
    .refine((entries) => Object.keys(entries).length > 0, 'is empty');
const assignments = mapping(value);
const kind = <K extends Command['kind']>(of: K) => z.literal(of);

/** What the body of each kind of command holds. */
const schemas = {
  start: z.strictObject({
    kind: kind('start'),
    machine: name.optional(),
    machineSet: assignments.optional(),
    card: name.optional(),
    rate: z.union([z.string().max(50), z.number().positive()]).optional(),
    menu: name.optional(),
    menuText: z.string().min(1).optional(),
    conditions: name.optional(),
    set: assignments.optional(),
  }),
  stop: z.strictObject({ kind: kind('stop') }),
  pause: z.strictObject({ kind: kind('pause'), fromSlice }),
  resume: z.strictObject({ kind: kind('resume'), fromSlice }),
  menu: z.strictObject({
    kind: kind('menu'),
    name: name.optional(),
    text: z.string().min(1).optional(),
    fromSlice,
  }),
  prescales: z.strictObject({
    kind: kind('prescales'),
    prescales: mapping(z.number().min(0)),
    fromSlice,
  }),
  thresholds: z.strictObject({ kind: kind('thresholds'), set: assignments, fromSlice }),
  machine: z.strictObject({ kind: kind('machine'), set: assignments, fromSlice }),
} as const;

const kinds = Object.keys(schemas) as readonly Command['kind'][];

/** What values are expected, by the key that they stand under. */
const expectations: Readonly<Record<string, string>> = {
  fromSlice: 'the number of a slice, from 0 on',
  machine: 'the name of a built-in state of the machine',
  machineSet: 'parameters with their values, such as {"ler.current": "0.8 A"}',
  card: 'the name of a built-in card',
  rate: 'a rate such as "5 kHz"',
  menu: 'the name of a built-in menu',
  menuText: "the text of a menu's file, YAML or JSON",
  conditions: 'the name of built-in conditions',
  name: 'the name of a built-in menu',
  text: "the text of a menu's file, YAML or JSON",
  prescales: 'lines with numbers from 0 on, such as {"lml6": 2.5}',
  set: 'parameters with their values, such as {"ler.current": "0.8 A"}',
};

/** A command that was read, or what is wrong with the body. */
type ReadCommand = { readonly command: Command } | { readonly problem: string };

/** Reads the body of a command; never throws, whatever the bytes are. */
export function readCommand(body: Buffer): ReadCommand {
  let raw: unknown;
  try {
    raw = JSON.parse(body.toString('utf8'));
  } catch {
    return { problem: 'the body is not JSON; expected a command such as {"kind": "pause"}' };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return { problem: `found ${showValue(raw)}; expected a command such as {"kind": "pause"}` };
  const asked = (raw as { readonly kind?: unknown }).kind;
  if (!isKind(asked)) return { problem: unknownKind(asked) };
  const read = schemas[asked].safeParse(raw);
  if (!read.success)
    return { problem: `command "${asked}": ${problemOf(read.error, raw, schemas[asked].shape)}` };
  const contradiction = contradictionIn(read.data);
  if (contradiction !== undefined) return { problem: `command "${asked}": ${contradiction}` };
  return { command: read.data as Command };
}

const isKind = (asked: unknown): asked is Command['kind'] =>
  typeof asked === 'string' && Object.hasOwn(schemas, asked);

function unknownKind(asked: unknown): string {
  const hint = typeof asked === 'string' ? nearestHint(asked.slice(0, 100), kinds) : '';
  return `key "kind": found ${showValue(asked)}${hint}; expected one of ${kinds.join(', ')}`;
}

/** The first thing that is wrong: key, what was found, and what was expected. */
function problemOf(error: z.ZodError, raw: object, shape: object): string {
  const issue = error.issues[0]!;
  const keys = Object.keys(shape).filter((key) => key !== 'kind');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const shown = key.slice(0, 100);
    const others = keys.length === 0 ? 'no other key' : `kind and ${keys.join(', ')}`;
    return `key "${shown}" is not known${nearestHint(shown, keys)}; expected ${others}`;
  }
  const [key, ...inner] = issue.path.map(String);
  const path = [key, ...inner].join(': ').slice(0, 200);
  const found = issue.path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null
        ? (at as Record<PropertyKey, unknown>)[step]
        : undefined,
    raw,
  );
  return `key "${path}": found ${showValue(found)}, expected ${expectations[key ?? '']}`;
}

/** What a schema cannot say: keys that exclude each other. */
function contradictionIn(command: z.infer<(typeof schemas)[Command['kind']]>): string | undefined {
  if (command.kind === 'menu') {
    if (command.name === undefined && command.text === undefined)
      return 'expected the key name (of a built-in menu) or text (of a file)';
    if (command.name !== undefined && command.text !== undefined)
      return 'found both name and text; expected one of them';
  }
  if (command.kind === 'start') {
    if (command.menu !== undefined && command.menuText !== undefined)
      return 'found both menu and menuText; expected one of them';
    if (command.card !== undefined && (command.machine ?? command.machineSet) !== undefined)
      return 'found a card and a machine; expected one of them';
  }
  return undefined;
}
