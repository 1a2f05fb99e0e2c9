import { EmulatorError, nearestHint, showValue } from '../../detector/base/errors.js';
import { allOf, type Formula, not } from '../../triggers/gdl/formula.js';
import type { CompiledMenu, Menu } from '../../triggers/gdl/menu.js';
import { canFire } from '../../triggers/gdl/never-fires.js';

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keys = ['extends', 'name', 'version', 'source', 'absent', 'add', 'change', 'remove'];

/** Whether the content of a file is changes to another menu. */
export const isMenuChange = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  isMapping(raw) && Object.hasOwn(raw, 'extends');

/**
 * The content of a whole menu from changes to another: `extends: physics`, then `remove` (names),
 * `change` (by name, the keys that differ) and `add` (whole lines), in this order. What comes out
 * is read like any menu.
 * @param load the menu of a name.
 * @param where names the file, for messages.
 * @throws MENU_UNKNOWN_KEY, MENU_BAD_VALUE, MENU_UNKNOWN_LINE and the codes of `load`
 */
export function changedMenu(
  raw: Readonly<Record<string, unknown>>,
  load: (name: string) => Menu,
  where: string,
): unknown {
  for (const key of Object.keys(raw)) {
    if (keys.includes(key)) continue;
    const problem = `${where}: key "${key}" does not exist beside "extends"`;
    throw new EmulatorError('MENU_UNKNOWN_KEY', `${problem}${nearestHint(key, keys)}`);
  }
  const { extends: from, add = [], change = {}, remove = [], ...head } = raw;
  const bad = (key: string, value: unknown, expected: string): EmulatorError =>
    new EmulatorError(
      'MENU_BAD_VALUE',
      `${where}, key "${key}": found ${showValue(value)}, expected ${expected}`,
    );
  if (typeof from !== 'string') throw bad('extends', from, 'the name or file of a menu');
  if (!Array.isArray(remove)) throw bad('remove', remove, 'a list of names of lines');
  if (!isMapping(change)) throw bad('change', change, 'a mapping from names of lines to keys');
  if (!Array.isArray(add)) throw bad('add', add, 'a list of lines');
  const base = load(from);
  const names = base.lines.map(({ name }) => name);
  for (const name of [...(remove as readonly unknown[]), ...Object.keys(change)]) {
    if (typeof name === 'string' && names.includes(name)) continue;
    const hint = typeof name === 'string' ? nearestHint(name, names) : '';
    const problem = `${where}: menu "${base.name}" has no line ${showValue(name)}${hint}`;
    throw new EmulatorError('MENU_UNKNOWN_LINE', problem);
  }
  const lines = base.lines
    .filter(({ name }) => !(remove as readonly unknown[]).includes(name))
    .map((line) => {
      const changes = change[line.name] ?? {};
      if (!isMapping(changes)) throw bad(`change.${line.name}`, changes, 'a mapping of keys');
      return { ...line, ...changes };
    });
  const { absent } = base;
  return {
    ...base,
    ...(absent === undefined ? {} : { absent }),
    ...head,
    lines: [...lines, ...add],
  };
}

/** What differs between two menus, line by line. */
interface MenuDifference {
  readonly line: string;
  readonly what: 'added' | 'removed' | 'changed';
  /** Of a changed line: each key with its value in both. */
  readonly keys: readonly { readonly key: string; readonly from: unknown; readonly to: unknown }[];
}

/** Two menus compared. */
export interface MenuComparison {
  /** Lines that one menu has and the other has not, or has otherwise; by output bit. */
  readonly differences: readonly MenuDifference[];
  /** Lines that decide alike and whose formulas are only written otherwise. */
  readonly rewritten: readonly string[];
}

/** Keys of a line that decide or are printed; where a line comes from is no difference. */
const comparedKeys = ['number', 'formula', 'class', 'family', 'prescale'] as const;

/**
 * Compares menus line by line. Formulas differ when some input bits that the hardware can send make
 * one true and the other not.
 */
export function compareMenus(from: CompiledMenu, to: CompiledMenu): MenuComparison {
  const after = new Map(to.lines.map((line, at) => [line.name, { line, at }]));
  const before = new Set(from.lines.map(({ name }) => name));
  const rewritten: string[] = [];
  const changed = from.lines.flatMap((line, at): readonly NumberedDifference[] => {
    const { number, name } = line;
    const other = after.get(name);
    if (other === undefined) return [{ line: name, what: 'removed', keys: [], number }];
    const alike =
      line.formula === other.line.formula ||
      decideAlike(from.formulas[at]!, to.formulas[other.at]!);
    if (alike && line.formula !== other.line.formula) rewritten.push(name);
    const differing = comparedKeys
      .filter((key) => (key === 'formula' ? !alike : line[key] !== other.line[key]))
      .map((key) => ({ key, from: line[key], to: other.line[key] }));
    return differing.length === 0 ? [] : [{ line: name, what: 'changed', keys: differing, number }];
  });
  const added = to.lines
    .filter(({ name }) => !before.has(name))
    .map(({ name, number }) => ({ line: name, what: 'added', keys: [], number }) as const);
  const differences = [...changed, ...added]
    .toSorted((a, b) => a.number - b.number)
    .map(({ line, what, keys: differing }) => ({ line, what, keys: differing }));
  return { differences, rewritten };
}

type NumberedDifference = MenuDifference & { readonly number: number };

/** Whether no input bits that the hardware can send tell two formulas apart. */
const decideAlike = (a: Formula, b: Formula): boolean =>
  !canFire(allOf([a, not(b)])) && !canFire(allOf([not(a), b]));
