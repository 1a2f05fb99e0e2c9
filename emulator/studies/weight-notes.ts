import type { Note } from '../../detector/base/notes.js';
import type { CurveResult, EfficiencyResult } from './curve-result.js';
import { isOneSided, isSigned } from './statistics/outcome-counts.js';

/** Names of a note at most; the rest is counted. */
const maxNames = 5;

/** Why what has events has no efficiency. */
export const weightsCancel = 'weights cancel';

/** Why nothing is known of what so many events have: there are none, or their weights cancel. */
export const whyUnknown = (events: number): string => (events > 0 ? weightsCancel : 'no events');

/**
 * What intervals of weighted efficiencies rest on: where none or all fired, how the events weigh
 * that were not seen; where weights of both signs nearly cancel, their variance; none where all
 * weights are the same. And that events have no efficiency whose weights cancel.
 */
export const weightNotes = (
  totals: readonly EfficiencyResult[],
  curves: readonly Binned[] = [],
): readonly Note[] => [
  ...(Object.keys(told) as (keyof typeof told)[]).flatMap((code) =>
    countsNotes(code, totals, curves),
  ),
  ...cancelNotes(totals, curves),
];

/** Which counts are told, and in which words. */
const told = {
  WEIGHTS_ONE_SIDED: {
    isTold: isOneSided,
    message: (names: string) =>
      `events have weights, and none or all of them fire ${names}: these intervals take events ` +
      'that were not seen to weigh as those that were, and do not hold what heavier ones could ' +
      'change',
  },
  WEIGHTS_SIGNED: {
    isTold: isSigned,
    message: (names: string) =>
      'weights have both signs and leave the events that fire, or the others, less than one of ' +
      `them for ${names}: these intervals are of counts with the variance of the ratio; a ratio ` +
      'beyond 0 or 1 is cut there',
  },
} as const;

function countsNotes(
  code: keyof typeof told,
  totals: readonly EfficiencyResult[],
  curves: readonly Binned[],
): readonly Note[] {
  const { isTold, message } = told[code];
  const names = totals.flatMap((total) =>
    total.remark === undefined && isTold(...countsOf(total)) ? total.name : [],
  );
  const bins = curves.flatMap((curve) =>
    curve.remark === undefined
      ? curve.selected.filter((_, bin) => isTold(...countsIn(curve, bin)))
      : [],
  ).length;
  const count = names.length + bins;
  return count === 0 ? [] : [{ code, message: message(listed(names, bins)), count }];
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
