import { EmulatorError, showValue } from '../../detector/base/errors.js';
import type { MenuLine } from '../../triggers/gdl/menu.js';
import type { UnknownLines } from '../chain/unknown-lines.js';
import { namedLines } from './free-lines.js';
import { maxGroups } from './pattern-table.js';

/** How often some lines may keep an event together. */
export interface Budget {
  /** `Level 1`, or the line, family or class. */
  readonly name: string;
  /** [Hz], or a share of what the menu makes now. */
  readonly most: number;
  readonly isShare: boolean;
  /** Lines it is about; all when absent. */
  readonly lines?: ReadonlySet<MenuLine>;
}

const units: Readonly<Record<string, number>> = { '': 1, Hz: 1, kHz: 1e3, MHz: 1e6 };

/** Name of the budget of all lines. */
export const ofAll = 'Level 1';

const unlimited: Budget = { name: ofAll, most: Number.POSITIVE_INFINITY, isShare: false };

/**
 * Budgets as people write them: `30kHz` or `50%` of what the menu makes now, `single-photon=5 kHz`
 * of a family, class or line. That of all lines comes first, infinite where none is given.
 * @param unknown lines of which nothing is known: no rate of these alone can be held
 * @throws USAGE_BUDGET, OPTIMIZE_LINE
 */
export function budgetsOf(
  texts: readonly string[],
  lines: readonly MenuLine[],
  unknown: UnknownLines,
): readonly Budget[] {
  const given = texts.map((text) => budgetOf(text, lines));
  const repeated = given.find(
    ({ name }, place) => given.findIndex((other) => other.name === name) < place,
  );
  if (repeated !== undefined)
    throw new EmulatorError('USAGE_BUDGET', `--budget: ${repeated.name} has two budgets`);
  for (const budget of given) requireKnown(budget, unknown);
  const total = given.find(({ name }) => name === ofAll) ?? unlimited;
  const budgets = [total, ...given.filter(({ name }) => name !== ofAll)];
  if (budgets.length > maxGroups)
    throw new EmulatorError(
      'USAGE_BUDGET',
      `--budget: ${budgets.length} budgets with that of ${ofAll}, expected ${maxGroups} at most`,
    );
  return budgets;
}

function requireKnown({ name, lines }: Budget, unknown: UnknownLines): void {
  if (lines === undefined || [...lines].some(({ number }) => !unknown.has(number))) return;
  const names = [...lines].map((line) => line.name).join(', ');
  throw new EmulatorError(
    'USAGE_BUDGET',
    `--budget ${name}: nothing is known here of ${names} ` +
      '(inputs of the machine, or what is not simulated), so no rate of it can be held',
  );
}

function budgetOf(text: string, lines: readonly MenuLine[]): Budget {
  const [, name, digits, unit = ''] =
    /^(?:(.*)=)?\s*(\d+(?:\.\d+)?(?:e\d+)?)\s*(%|[a-z]*)\s*$/i.exec(text) ?? [];
  const isShare = unit === '%';
  const factor = Object.hasOwn(units, unit) ? units[unit]! : Number.NaN;
  // Divided, so that 35 % is the 0.35 of the points that are always shown.
  const most = isShare ? Number(digits) / 100 : Number(digits) * factor;
  if (!(most > 0 && Number.isFinite(most)))
    throw new EmulatorError(
      'USAGE_BUDGET',
      `--budget ${showValue(text)}: expected a rate such as 30kHz, a share of the present one ` +
        'such as 50%, or one of a family, class or line, such as single-photon=5kHz',
    );
  const amount = { most, isShare };
  if (name === undefined) return { name: ofAll, ...amount };
  return { name, ...amount, lines: namedLines(lines, [name], '--budget') };
}
