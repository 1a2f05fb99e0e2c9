import { stringify } from 'yaml';
import { withAssignments } from '../../detector/base/config.js';
import type { Menu } from '../../triggers/gdl/menu.js';
import { builtInConditions, readYaml } from '../settings/conditions.js';
import type { OptimizeDocument } from './optimize-document.js';

/** The menu with the prescales that were found; sources say where they come from. */
export function optimizedMenu(menu: Menu, document: OptimizeDocument): Menu {
  const { prescales } = document.optimized;
  const by = `b2l1 optimize ${document.version}`;
  const { seed, machine, signals } = document;
  const worth = signals.map(({ card, weight }) => `${card} ${weight}`).join(', ');
  return {
    ...menu,
    name: `${menu.name}-optimized`,
    source: joined(
      menu.source,
      `prescales by ${by} at ${machine}, seed ${seed}, for ${worth} within ${budgetText(document)}`,
    ),
    lines: menu.lines.map((line) => {
      const prescale = prescales[line.name];
      if (prescale === undefined) return line;
      return { ...line, prescale, source: joined(line.source, `prescale by ${by}`) };
    }),
  };
}

const joined = (one: string, other: string): string => (one === '' ? other : `${one}; ${other}`);

/** Budgets in words. */
export const budgetText = ({ budgets }: Pick<OptimizeDocument, 'budgets'>): string =>
  budgets
    .flatMap(({ name, hz }) =>
      hz === null ? [] : [`${Number((hz / 1e3).toPrecision(4))} kHz of ${name}`],
    )
    .join(', ');

/** The conditions with the thresholds that were found, as a file; undefined when none changed. */
export function optimizedConditions(
  conditions: string,
  set: readonly string[],
  { optimized: { thresholds } }: OptimizeDocument,
): string | undefined {
  if (thresholds.length === 0) return undefined;
  const raw = Object.hasOwn(builtInConditions, conditions)
    ? builtInConditions[conditions]
    : readYaml(conditions, 'CONDITIONS');
  return stringify(withAssignments(raw, [...set, ...thresholds]), { lineWidth: 100 });
}
