import { revolutionPeriod } from '../../detector/base/constants.js';
import { ms } from '../../detector/base/units.js';
import type { MenuLine } from '../../triggers/gdl/menu.js';
import { uniformEdges } from './axis.js';
import { type Card, type CurveRequest, defineCard, type PlotRequest } from './define-card.js';

/** Most shots come within 0.1 s of each other; what they bring is gone after some 10 ms. */
const sinceEdges = Float64Array.from(
  [0, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100],
  (edge) => edge * ms,
);
const turnEdges = uniformEdges(0, revolutionPeriod, 10);
/** A table of more columns is too wide to be read; files have all. */
const printedSubjects = 6;

/** A card with its efficiencies against the time since an injection and the phase in the turn. */
export function withInjectionCurves<C extends Card>(
  card: C,
  { lines }: { readonly lines: readonly MenuLine[] },
): C {
  const subjects = subjectsOf(card, lines);
  if (subjects.length === 0) return card;
  const request = (id: string, title: string, edges: Float64Array): CurveRequest => ({
    id,
    title,
    axis: { variable: id, edges },
    selection: card.totals ?? 'all',
    subjects,
    printed: subjects.length <= printedSubjects,
  });
  const added = [
    request('sinceInjection', 'Against the time since an injection', sinceEdges),
    request('turnPhase', 'Against the time since the injected bunch passed', turnEdges),
  ];
  const pictures = added.map(
    ({ id, title }): PlotRequest => ({
      file: id,
      title: `${card.title}: ${title.toLowerCase()}`,
      series: subjects.map((subject) => ({ curve: id, subject, label: subject })),
    }),
  );
  const { plots, ...definition } = card;
  return {
    ...card,
    ...defineCard({
      ...definition,
      curves: [...card.curves, ...added],
      ...(plots !== undefined && { plots: [...plots, ...pictures] }),
    }),
  };
}

/** Lines and families that a card names; of all lines those of the menu's families. */
function subjectsOf(
  { lines, families }: Pick<Card, 'lines' | 'families'>,
  menuLines: readonly MenuLine[],
): readonly string[] {
  const known = [...new Set(menuLines.flatMap(({ family }) => family || []))];
  return [...(lines === 'all' ? [] : lines), ...(families === 'all' ? known : families)];
}
