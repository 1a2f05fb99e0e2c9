import * as z from 'zod';
import { EmulatorError, nearestHint, nearestName } from '../../detector/base/errors.js';
import { Faults } from '../../detector/base/faults.js';

/**
 * `content` as the shape has it, or an error that names each wrong key and, for an unknown one, its
 * nearest, or each text that no file could show.
 * @throws CARD_UNKNOWN_KEY, CARD_BAD_VALUE
 */
export function checkShape<S extends z.ZodType>(
  shape: S,
  content: unknown,
  where: string,
): z.infer<S> {
  refuseControls(content, where);
  const result = shape.safeParse(content);
  if (result.success) return result.data;
  const issues = result.error.issues.map(deepest);
  const faults = new Faults();
  const nearest = new Set<string>();
  for (const issue of issues)
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) {
        const known = keysAt(shape, issue.path);
        nearest.add(pathText([...issue.path, nearestName(key, known) ?? '']));
        const path = pathText([...issue.path, key]);
        const problem = `${where}: key "${path}" does not exist${nearestHint(key, known)}`;
        faults.add(new EmulatorError('CARD_UNKNOWN_KEY', problem));
      }
  for (const issue of issues) {
    const path = pathText(issue.path);
    // A misspelt key is often also a missing one; the misspelling says more.
    if (issue.code === 'unrecognized_keys' || nearest.has(path)) continue;
    const what = issue.message.replace(/^Invalid input: /, '');
    const problem = `${where}: ${path === '' ? 'the card' : path}: ${what}`;
    faults.add(new EmulatorError('CARD_BAD_VALUE', problem));
  }
  faults.end();
  throw new RangeError(`${where}: refused for no reason`);
}

/** Controls, halves of letters and what else neither a terminal nor XML may be given. */
const unprintable = /(?![\t\n\r])[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu;

/** Texts and keys come back in reports, tables and pictures, so each can be shown. */
function refuseControls(content: unknown, where: string): void {
  const faults = new Faults();
  const look = (part: unknown, path: readonly PropertyKey[]): void => {
    if (typeof part === 'string' && !isPrintable(part)) {
      const place = printed(pathText(path));
      const problem =
        `${where}: ${place} is ${printed(part)}, expected no control characters, since no ` +
        'picture can show them';
      faults.add(new EmulatorError('CARD_BAD_VALUE', problem));
    }
    if (typeof part !== 'object' || part === null) return;
    for (const [key, inner] of Object.entries(part)) {
      const own = [...path, Array.isArray(part) ? Number(key) : key];
      if (!isPrintable(key)) look(key, [...path, 'a key']);
      look(inner, own);
    }
  };
  look(content, []);
  faults.end();
}

const isPrintable = (text: string): boolean => text.search(unprintable) < 0;

/** As JSON has it, with what cannot be shown by its number. */
const printed = (text: string): string =>
  JSON.stringify(text).replaceAll(
    unprintable,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

type Issue = z.core.$ZodIssue;

/** Of the ways in which a value fails a choice of shapes, the one that got furthest. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const candidates = issue.errors.flatMap((branch) =>
    branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue),
  );
  const depth = ({ code, path }: Issue): number =>
    path.length + (code === 'unrecognized_keys' ? 1.5 : 0);
  const furthest = candidates.toSorted((a, b) => depth(b) - depth(a))[0];
  return furthest !== undefined && depth(furthest) > issue.path.length ? deepest(furthest) : issue;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number'
        ? `${text}[${key}]`
        : text === ''
          ? String(key)
          : `${text}.${String(key)}`,
    '',
  );
}

/** Keys that an object at `path` may have. */
function keysAt(shape: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const inner = unwrapped(shape);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => keysAt(option, path));
  const [key, ...rest] = path;
  if (key === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  if (inner instanceof z.ZodObject)
    return Object.hasOwn(inner.shape, key) ? keysAt(inner.shape[String(key)]!, rest) : [];
  if (inner instanceof z.ZodArray) return keysAt(inner.element, rest);
  if (inner instanceof z.ZodRecord) return keysAt(inner.valueType, rest);
  return [];
}

function unwrapped(shape: z.core.$ZodType): z.core.$ZodType {
  if (
    shape instanceof z.ZodDefault ||
    shape instanceof z.ZodOptional ||
    shape instanceof z.ZodNullable
  )
    return unwrapped(shape.unwrap());
  return shape;
}
