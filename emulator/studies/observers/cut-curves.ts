import type { DependencePoint } from '../define-card.js';
import { efficiencyInterval } from '../intervals.js';
import type { Reading } from '../readings.js';
import { whyUnknown } from '../weight-notes.js';
import { type CurveResult, countWithin, efficiencyOf } from '../curve-result.js';

/** What a cut leaves: events below `cut`. */
interface CutPoint {
  readonly cut: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Share of the selected events of a curve that lie below each upper edge of its bins; none where
 * there are no events or their weights cancel. The last bin holds those that no cut keeps.
 */
export function cutPoints(curve: CurveResult): readonly CutPoint[] {
  const { confidence, interval } = curve;
  const all = countWithin(curve, 'selected', 0, curve.selected.length);
  return curve.edges.slice(1, -1).flatMap((cut, bin): readonly CutPoint[] => {
    const below = countWithin(curve, 'selected', 0, bin + 1);
    const { efficiency, low, high } = efficiencyInterval(all, below, confidence, interval);
    return efficiency === null ? [] : [{ cut, value: efficiency, low, high }];
  });
}

/**
 * Percent kept of one distribution against percent rejected of another, over all cuts, for a
 * picture; `quoted` cuts have a label. Both curves have the same bins.
 */
export function rejectionPoints(
  kept: CurveResult,
  rejected: CurveResult,
  quoted: readonly number[],
): readonly DependencePoint[] {
  const others = cutPoints(rejected);
  return cutPoints(kept).flatMap(({ cut, value }, at) => {
    const other = others[at];
    if (other === undefined) return [];
    const point = { x: 100 * (1 - other.value), y: 100 * value };
    return quoted.includes(cut) ? { ...point, label: `${cut} ${kept.unit}` } : point;
  });
}

/** Share of the events of a curve below a cut. */
export function shareBelow(curve: CurveResult, cut: number): Omit<Reading, 'name'> {
  const point = cutPoints(curve).find((candidate) => candidate.cut === cut);
  const events = curve.selected.reduce((sum, count) => sum + count, 0);
  const isEdge = curve.edges.slice(1, -1).includes(cut);
  const why = isEdge ? whyUnknown(events) : `no bin ends at ${cut}`;
  if (point === undefined) return { value: null, unit: '', note: why };
  return { value: point.value, low: point.low, high: point.high, unit: '' };
}

/**
 * Share of all events of a curve that fired and lie below a cut, which is an edge of its bins: what
 * a line does whose cut is on the variable of the curve.
 */
export function firedBelow(
  curve: CurveResult,
  cut: number,
): { readonly value: number | null; readonly low: number; readonly high: number } {
  const end = curve.edges.findIndex((edge) => edge >= cut);
  const all = countWithin(curve, 'selected', 0, curve.selected.length);
  const fired = countWithin(curve, 'fired', 0, Math.max(0, end));
  const { efficiency: value, low, high } = efficiencyOf(curve, all, fired);
  return { value, low, high };
}
