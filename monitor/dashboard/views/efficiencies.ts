import { makeCurvesView } from '../curves-view.js';
import { byId } from '../dom.js';
import { makeFamiliesTable } from '../families-table.js';
import { makeLinesTable } from '../lines-table.js';
import type { EfficienciesData, RunData } from '../messages.js';
import type { View } from './view.js';

/** Turn-on curves, and the efficiency of each line. */
export function makeEfficienciesView(): View {
  const curves = makeCurvesView();
  const families = makeFamiliesTable();
  const lines = makeLinesTable();
  return {
    id: 'efficiencies',
    title: 'Efficiencies',
    element: byId('view-efficiencies'),
    topics: { run: 500, efficiencies: 500 },
    onMessage: (topic, data) => {
      if (topic === 'run') lines.showCounts((data as RunData).lines);
      if (topic !== 'efficiencies') return;
      curves.show(data as EfficienciesData);
      families.show((data as EfficienciesData).families);
      lines.showEfficiencies((data as EfficienciesData).lines);
    },
    restyle: curves.restyle,
  };
}
