import type { CurveData } from './messages.js';

/** Curves of one variable and one selection: they have the same events in their denominators. */
export interface CurveGroup {
  /** In words. */
  readonly selection: string;
  readonly curves: readonly CurveData[];
}

/**
 * Curves against a variable, one group a selection, in their order. Curves of different selections
 * are never drawn into one frame: what lies lower may have other events, not a lower efficiency.
 */
export function groupsOf(curves: readonly CurveData[], variable: string): readonly CurveGroup[] {
  const groups = new Map<string, CurveData[]>();
  for (const curve of curves) {
    if (curve.variable !== variable) continue;
    groups.set(curve.selection, [...(groups.get(curve.selection) ?? []), curve]);
  }
  return [...groups].map(([selection, members]) => ({ selection, curves: members }));
}
