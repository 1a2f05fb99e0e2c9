import type { Note } from '../../detector/base/notes.js';
import type { CurveResult, EfficiencyResult } from './curve-result.js';
import { isOneSided } from './statistics/outcome-counts.js';

/** Names of a note at most; the rest is counted. */
const maxNames = 5;

/** Why what has events has no efficiency. */
export const weightsCancel = 'weights cancel';

/**
 * That intervals of weighted efficiencies assume something: where none or all fired, how the events
 * weigh that were not seen; none where all weights are the same. And that events have no efficiency
 * whose weights cancel.
 */
export const weightNotes = (
  totals: readonly EfficiencyResult[],
  curves: readonly Binned[] = [],
): readonly Note[] => [...oneSidedNotes(totals, curves), ...cancelNotes(totals, curves)];

function oneSidedNotes(
  totals: readonly EfficiencyResult[],
  curves: readonly Binned[],
): readonly Note[] {
  const names = totals.flatMap((total) =>
    total.remark === undefined && isOneSided(...countsOf(total)) ? total.name : [],
  );
  const bins = curves.flatMap((curve) =>
    curve.remark === undefined
      ? curve.selected.filter((_, bin) => isOneSided(...countsIn(curve, bin)))
      : [],
  ).length;
  if (names.length + bins === 0) return [];
  const message =
    'events have weights, and none or all of them (or of their weight) fire ' +
    `${listed(names, bins)}: these intervals take events that were not seen to weigh as those ` +
    'that were, and do not hold what heavier ones could change; a ratio beyond 0 or 1 is cut there';
  return [{ code: 'WEIGHTS_ONE_SIDED', message, count: names.length + bins }];
}

/** Events whose Σw is 0, or no finite number: nothing is known of what they would say. */
function cancelNotes(
  totals: readonly EfficiencyResult[],
  curves: readonly Binned[],
): readonly Note[] {
  const names = totals.flatMap(({ remark, efficiency, selected, name }) =>
    remark === undefined && efficiency === null && selected > 0 ? name : [],
  );
  const bins = curves.flatMap(({ remark, efficiency, selected }) =>
    remark === undefined
      ? selected.filter((events, bin) => events > 0 && efficiency[bin] === null)
      : [],
  ).length;
  if (names.length + bins === 0) return [];
  const message =
    `${weightsCancel}: events are selected, but the sum of their weights is 0, or no finite ` +
    `number; so there is no efficiency of ${listed(names, bins)}`;
  return [{ code: 'WEIGHTS_CANCEL', message, count: names.length + bins }];
}

/** Names, and how many bins. */
function listed(names: readonly string[], bins: number): string {
  const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : '';
  return [
    ...(names.length > 0 ? [`${names.slice(0, maxNames).join(', ')}${more}`] : []),
    ...(bins > 0 ? [`${bins} bins of curves and maps`] : []),
  ].join(' and ');
}

/** A curve or a map. */
type Binned = Pick<
  CurveResult,
  | 'remark'
  | 'efficiency'
  | 'selected'
  | 'selectedSumw'
  | 'selectedSumw2'
  | 'fired'
  | 'firedSumw'
  | 'firedSumw2'
>;

type Counts = Parameters<typeof isOneSided>;

const countsOf = (total: EfficiencyResult): Counts => [
  { n: total.selected, sumw: total.selectedSumw, sumw2: total.selectedSumw2 },
  { n: total.fired, sumw: total.sumw, sumw2: total.sumw2 },
];

const countsIn = (curve: Binned, bin: number): Counts => [
  {
    n: curve.selected[bin]!,
    sumw: curve.selectedSumw[bin]!,
    sumw2: curve.selectedSumw2[bin]!,
  },
  { n: curve.fired[bin]!, sumw: curve.firedSumw[bin]!, sumw2: curve.firedSumw2[bin]! },
];
