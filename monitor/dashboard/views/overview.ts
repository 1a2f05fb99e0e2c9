import { byId } from '../dom.js';
import { makeMachineView } from '../machine-view.js';
import type { HistoryRowData, RunData } from '../messages.js';
import type { PageHistory } from '../page-history.js';
import { showFacts } from '../run-view.js';
import { makeSteering } from '../steer.js';
import type { View } from './view.js';

/** How the run stands, and the buttons that steer it. */
export function makeOverview(
  history: PageHistory,
  token: string | undefined,
): View & { drawHistory: () => void } {
  const machine = makeMachineView(history);
  const steering = makeSteering(token);
  return {
    id: 'overview',
    title: 'Overview',
    element: byId('view-overview'),
    topics: { run: 500, history: 1000 },
    onMessage: (topic, data) => {
      if (topic === 'history') return history.take(data as HistoryRowData);
      const run = data as RunData;
      showFacts(run);
      machine.show(run);
      steering.show(run.run.state);
    },
    drawHistory: machine.drawHistory,
    onShow: machine.drawHistory,
    restyle: () => {
      machine.drawHistory();
      machine.restyle();
    },
  };
}
