import type { Note } from '../../detector/base/notes.js';
import type { MenuLine } from '../../triggers/gdl/menu.js';
import type { Provenance } from '../studies/provenance.js';
import type { Rate } from '../rates/class-rates.js';
import { defaultConfidence } from '../studies/intervals.js';
import { ofAll } from './budgets.js';
import { type ChanceEstimate, type Gain, linesBefore, type PartEstimate } from './estimates.js';
import type { Optimization, Request } from './optimize.js';
import type { Part } from './sample.js';
import type { Uniform } from './uniform.js';
import { checked, presentChances, type Task, type TradeOffPoint } from './trade-off.js';

/** What prescales and thresholds do to some events. */
interface PartResult {
  /** Weighted over the signals, after prescale. */
  readonly efficiency: ChanceEstimate;
  readonly signals: readonly ChanceEstimate[];
  /** All of Level 1 [Hz]. */
  readonly hz: number;
  readonly errorHz: number;
  /** The same of what has a budget of its own. */
  readonly budgets: readonly Rate[];
}

/** A difference with its standard error, and the one over the other. */
interface Difference {
  readonly value: number;
  readonly error: number;
  /** null when both are 0. */
  readonly pull: number | null;
}

/** What was found on one part, and what it does on the other. */
interface CheckedResult {
  readonly promised: PartResult;
  readonly unseen: PartResult;
}

/** The best within a budget. */
export interface OptimizedPoint extends CheckedResult {
  /** Of all lines [Hz]; null where there is none. */
  readonly budgetHz: number | null;
  /** As `--set` takes them. */
  readonly thresholds: readonly string[];
  /** Of the lines that were changed, by name. */
  readonly prescales: Readonly<Record<string, number>>;
  /** Unseen minus promised. */
  readonly difference: { readonly efficiency: Difference; readonly hz: Difference };
  /** All prescales times one factor, in place of the best. */
  readonly uniform: CheckedResult & Pick<Uniform, 'factor' | 'isWithin'>;
  /** Weighted efficiency on unseen events over that of uniform prescales. */
  readonly gain: Gain;
}

/** A line that may be changed. */
interface LineResult extends Pick<MenuLine, 'name' | 'family' | 'class'> {
  readonly present: number;
  readonly prescale: number;
  /** Before prescale, with the thresholds found [Hz]. */
  readonly ftdlHz: number;
  readonly errorHz: number;
  /** Before prescale, weighted over the signals. */
  readonly efficiency: number;
}

/** What `b2l1 optimize --json` prints. */
export interface OptimizeDocument {
  readonly version: string;
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  readonly machine: string;
  /** Asked for, of each signal; of files there may be others, as `events` says. */
  readonly signalEvents: number;
  /** Seeds of windows by part. */
  readonly seeds: Readonly<Record<'training' | 'unseen', number>>;
  readonly signals: readonly {
    readonly card: string;
    readonly weight: number;
    /** All of its events, in the selection or not. */
    readonly events: number;
    readonly selection: string;
    readonly selected: Readonly<Record<'training' | 'unseen', number>>;
  }[];
  readonly budgets: readonly { readonly name: string; readonly hz: number | null }[];
  /** Prescales that lines could get besides their own. */
  readonly prescales: readonly number[];
  /** Triggers that were tried, the first that of the conditions. */
  readonly triggers: readonly (readonly string[])[];
  /** Of all intervals. */
  readonly confidence: number;
  readonly present: CheckedResult;
  readonly optimized: OptimizedPoint;
  readonly lines: readonly LineResult[];
  /** By ascending budget. */
  readonly tradeOff: readonly OptimizedPoint[];
  readonly notes: readonly Note[];
  /** Cards of all signals in one. */
  readonly provenance: Provenance;
}

interface Found
  extends Pick<
    OptimizeDocument,
    'version' | 'seed' | 'conditions' | 'machine' | 'signalEvents' | 'provenance'
  > {
  /** Events of each signal. */
  readonly signalCounts: readonly number[];
  readonly request: Request;
  readonly optimization: Optimization;
  readonly task: Task;
  readonly best: TradeOffPoint;
  readonly points: readonly TradeOffPoint[];
  readonly notes: readonly Note[];
}

/** All that was found. */
export function optimizeDocument(found: Found): OptimizeDocument {
  const { version, seed, conditions, machine, signalEvents, provenance } = found;
  const { request, optimization, task, best, notes, signalCounts } = found;
  const { sample, ladders, others } = task;
  const seedsOf = (part: Part): number =>
    sample.classes.reduce((sum, { seeds }) => sum + seeds[part], 0);
  return {
    version,
    seed,
    menu: request.menu.name,
    conditions,
    machine,
    signalEvents,
    seeds: { training: seedsOf(0), unseen: seedsOf(1) },
    signals: request.signals.map(({ card, weight }, place) => {
      const [training, unseen] = sample.signals[place]!.selected;
      const { text: selection } = optimization.selections[place]!;
      const selected = { training: training.n, unseen: unseen.n };
      const events = signalCounts[place]!;
      return { card: card.name, weight, events, selection, selected };
    }),
    budgets: [{ name: ofAll, hz: best.budgetHz }, ...others].map(({ name, hz }) => ({
      name,
      hz: finite(hz),
    })),
    prescales: request.prescales,
    triggers: request.triggers.map(({ assignments }) => assignments),
    confidence: defaultConfidence,
    present: resultOf(checked(sample, { trigger: 0, chances: presentChances(ladders) })),
    optimized: pointOf(found, best),
    lines: linesOf(found),
    tradeOff: found.points.map((point) => pointOf(found, point)),
    notes: [...notes, ...gainNotes(found.points)],
    provenance,
  };
}

/** Points whose gain cannot be told, or not how well. */
function gainNotes(points: readonly TradeOffPoint[]): readonly Note[] {
  const none = points.filter(({ gain }) => gain.value === null).length;
  const apart = points.filter(({ gain }) => !gain.isPaired).length;
  const over = points.filter(({ uniform }) => !uniform.isWithin).length;
  const said: readonly (readonly [number, string])[] = [
    [none, 'have no gain: one factor on all prescales keeps nothing of the unseen signals'],
    [apart, 'have other thresholds: the error of their gain is that of independent events'],
    [over, 'have a budget that one factor on all prescales exceeds, however large'],
  ];
  return said.flatMap(([count, message]) =>
    count === 0
      ? []
      : [{ code: 'OPTIMIZE_GAIN', message: `${count} points of the trade-off ${message}`, count }],
  );
}

/** JSON has no infinity. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const resultOf = ({
  promised,
  unseen,
}: {
  readonly promised: PartEstimate;
  readonly unseen: PartEstimate;
}): CheckedResult => ({ promised: partOf(promised), unseen: partOf(unseen) });

function partOf({ efficiency, signals, rates }: PartEstimate): PartResult {
  const [total, ...budgets] = rates;
  return { efficiency, signals, ...total!, budgets };
}

function pointOf({ request, optimization, task }: Found, point: TradeOffPoint): OptimizedPoint {
  const { promised, unseen } = point.best;
  const { factor, isWithin } = point.uniform;
  const { menu, free } = optimization;
  const changed = free.flatMap((place, line) => {
    const { name } = menu.lines[place]!;
    const prescale = point.prescales[line]!;
    return prescale === presentOf(task, line) ? [] : [[name, prescale] as const];
  });
  return {
    budgetHz: finite(point.budgetHz),
    thresholds: request.triggers[point.trigger]!.assignments,
    prescales: Object.fromEntries(changed),
    ...resultOf(point.best),
    difference: {
      efficiency: differenceOf(
        [unseen.efficiency.value, unseen.efficiency.error],
        [promised.efficiency.value, promised.efficiency.error],
      ),
      hz: differenceOf(
        [unseen.rates[0]!.hz, unseen.rates[0]!.errorHz],
        [promised.rates[0]!.hz, promised.rates[0]!.errorHz],
      ),
    },
    uniform: { factor, isWithin, ...resultOf(point.uniform) },
    gain: point.gain,
  };
}

const presentOf = ({ ladders }: Task, line: number): number => {
  const { prescales, present } = ladders[line]!;
  return prescales[present]!;
};

type WithError = readonly [value: number, error: number];

/** One minus the other, of independent events. */
export function differenceOf(one: WithError, other: WithError): Difference {
  const value = one[0] - other[0];
  const error = Math.sqrt(one[1] * one[1] + other[1] * other[1]);
  return { value, error, pull: error > 0 ? value / error : null };
}

function linesOf({ optimization, task, best }: Found): readonly LineResult[] {
  const before = linesBefore(task.sample, best.trigger);
  return optimization.free.map((place, line) => {
    const { name, family, class: role } = optimization.menu.lines[place]!;
    const { hz: ftdlHz, errorHz, efficiency } = before[line]!;
    return {
      name,
      family,
      class: role,
      present: presentOf(task, line),
      prescale: best.prescales[line]!,
      ftdlHz,
      errorHz,
      efficiency,
    };
  });
}
