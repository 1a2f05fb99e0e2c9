import type { EfficiencyResult } from '../studies/curve-result.js';

/** Why some of the totals are not measured, those with one reason in one line. */
export function remarksOf(totals: readonly EfficiencyResult[]): string {
  const names = new Map<string, string[]>();
  for (const { kind, name, remark } of totals) {
    if (remark === undefined) continue;
    const one = `${kind} ${name}`;
    names.set(remark, [...(names.get(remark) ?? []), one]);
  }
  return [...names].map(([remark, of]) => `${of.join(', ')}: ${remark}\n`).join('');
}
