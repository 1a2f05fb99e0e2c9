import { EmulatorError } from '../../detector/base/errors.js';
import type { Note } from '../../detector/base/notes.js';
import { type CompiledMenu, compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { type UnknownLines, unknownLines } from '../chain/unknown-lines.js';
import type { EmulatorConfig } from '../chain/parts.js';
import type { LoadedCard } from '../studies/card.js';
import { idleBackgroundNotes } from '../studies/background.js';
import { idleVariationNotes } from '../studies/variations/idle.js';
import { type Budget, budgetsOf } from './budgets.js';
import { freeLines, type LineWishes } from './free-lines.js';
import { type Ladder, ladderOf } from './ladders.js';
import { type Sample, SampleBuilder } from './sample.js';
import type { OtherTrigger } from './thresholds.js';
import { presentValues, type Task } from './trade-off.js';

/** A card whose events shall be kept, and how much that is worth beside others. */
export interface Signal {
  readonly card: LoadedCard;
  readonly weight: number;
}

/** What shall be optimized, and how. */
export interface Request extends LineWishes {
  readonly menu: Menu;
  readonly config: EmulatorConfig;
  readonly signals: readonly Signal[];
  /** As given, see `budgetsOf`. */
  readonly budgets: readonly string[];
  readonly prescales: readonly number[];
  /** The first is that of the conditions. */
  readonly triggers: readonly OtherTrigger[];
}

/** An optimization before its sample. */
export interface Optimization {
  readonly menu: CompiledMenu;
  /** Places of the lines that may be changed. */
  readonly free: readonly number[];
  readonly ladders: readonly Ladder[];
  readonly builder: SampleBuilder;
  /** Number of the selection of each signal's card in its observations, and in words. */
  readonly selections: readonly { readonly bit: number; readonly text: string }[];
  readonly unknown: UnknownLines;
  /** That both parts have events of every signal. @throws OPTIMIZE_NO_SIGNAL */
  readonly requireSignals: () => void;
  /** The task on a sample, and the budget of all lines. @throws OPTIMIZE_NO_SIGNAL */
  readonly task: (rates: readonly number[]) => Task & { readonly budgetHz: number };
  readonly notes: readonly Note[];
}

/**
 * Checks what is asked for and makes itself ready for events.
 * @throws USAGE_BUDGET, OPTIMIZE_LINE, OPTIMIZE_NO_LINES and the codes of menus
 */
export function openOptimization(request: Request): Optimization {
  const menu = compileMenu(request.menu);
  const unknown = unknownLines(menu, request.config);
  const free = freeLines(menu, unknown, request);
  const budgets = budgetsOf(request.budgets, menu.lines, unknown);
  const groups = budgets.map(({ lines }) =>
    lines === undefined ? undefined : new Set([...lines].map((line) => menu.lines.indexOf(line))),
  );
  const { signals, triggers, prescales } = request;
  const builder = new SampleBuilder(menu, free, groups, {
    triggers: triggers.length,
    weights: signals.map(({ weight }) => weight),
  });
  const ladders = free.map((place) => ladderOf(menu.lines[place]!, prescales));
  const selections = signals.map(({ card }) => {
    const bit = card.layout(menu, unknown).groups[0]!.selection;
    return { bit, text: card.selectionOf(card.selectionNames[bit]!).text };
  });
  return {
    menu,
    free,
    ladders,
    builder,
    selections,
    unknown,
    requireSignals: () => requireSignals(builder.sample([]), signals, selections),
    task: (rates) => {
      const sample = builder.sample(rates);
      requireSignals(sample, signals, selections);
      const [total, ...others] = limitsOf(budgets, presentValues({ sample, ladders }));
      return { sample, ladders, budgetHz: total!.hz, others };
    },
    notes: [
      keptNote(menu, free, unknown),
      ...unknownNotes(menu, unknown),
      ...signals.flatMap(({ card }) => [...idleVariationNotes(card), ...idleBackgroundNotes(card)]),
    ],
  };
}

/** Budgets in hertz, shares of what is made now. */
function limitsOf(budgets: readonly Budget[], present: Float64Array) {
  return budgets.map(({ name, most, isShare }, place) => ({
    name,
    hz: isShare ? most * present[place + 1]! : most,
  }));
}

/** Both parts want events of every signal, with weights that add up to more than nothing. */
function requireSignals(
  sample: Sample,
  signals: readonly Signal[],
  selections: Optimization['selections'],
): void {
  for (const [place, { selected }] of sample.signals.entries()) {
    if (selected.every(({ sumw }) => sumw > 0)) continue;
    const { card } = signals[place]!;
    const bad = selected.find(({ n, sumw }) => n > 0 && !(sumw > 0));
    const isEmpty = selected.some(({ n }) => n === 0) || bad === undefined;
    const found = isEmpty
      ? `no event is in its selection (${selections[place]!.text})`
      : `the weights of ${bad.n} events in its selection (${selections[place]!.text}) add up to ` +
        `${bad.sumw}, of which nothing can be kept, expected more than 0,`;
    throw new EmulatorError(
      'OPTIMIZE_NO_SIGNAL',
      `signal ${card.name}: ${found} among those that are optimized on, or that check it; give ` +
        'more with --signal-events, or in its file',
    );
  }
}

/** Which lines are not touched. */
function keptNote({ lines }: CompiledMenu, free: readonly number[], unknown: UnknownLines): Note {
  const kept = lines.filter(
    ({ prescale, number }, place) => prescale > 0 && !free.includes(place) && !unknown.has(number),
  );
  return {
    code: 'OPTIMIZE_KEPT',
    message:
      `${kept.length} lines are kept as they are and count in the rates: ` +
      `${kept.map(({ name }) => name).join(', ') || 'none'}; masked lines stay masked. Name ` +
      'lines, families or classes with --free to change them, with --keep to leave others alone',
    count: kept.length,
  };
}

/** Lines whose rates nobody can tell. */
function unknownNotes({ lines }: CompiledMenu, unknown: UnknownLines): readonly Note[] {
  const named = lines.filter(({ number, prescale }) => unknown.has(number) && prescale > 0);
  if (named.length === 0) return [];
  return [
    {
      code: 'OPTIMIZE_UNKNOWN',
      message:
        `of ${named.map(({ name }) => name).join(', ')} nothing is known here (inputs of the ` +
        'machine, or what is not simulated): left as they are, and in no rate',
      count: named.length,
    },
  ];
}

/** Shares of the present rate that the trade-off is shown at. */
export const shownShares: readonly number[] = [
  0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
];
