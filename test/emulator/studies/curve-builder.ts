import { efficiencyInterval } from '../../../emulator/studies/intervals.js';
import type { CurveResult } from '../../../emulator/studies/curve-result.js';

/** A curve of unweighted events over the given edges. */
export function makeCurve(
  edges: readonly number[],
  selected: readonly number[],
  fired: readonly number[],
  name = 'lml6',
): CurveResult {
  const unit = (n: number) => ({ n, sumw: n, sumw2: n });
  const intervals = selected.map((n, bin) => efficiencyInterval(unit(n), unit(fired[bin]!)));
  return {
    id: 'energy',
    title: 'A curve',
    line: name,
    family: 'single-photon',
    selection: 'all events',
    stage: 'ftdl',
    variable: 'energyCms',
    label: 'E*',
    description: 'energy in the centre-of-mass frame',
    unit: 'GeV',
    edges,
    positions: selected.map((_, bin) => (edges[bin]! + edges[bin + 1]!) / 2),
    selected,
    fired,
    efficiency: intervals.map(({ efficiency }) => efficiency),
    low: intervals.map(({ low }) => low),
    high: intervals.map(({ high }) => high),
    selectedSumw: selected,
    selectedSumw2: selected,
    firedSumw: fired,
    firedSumw2: fired,
    confidence: 0.6827,
    interval: 'clopper-pearson',
  };
}
