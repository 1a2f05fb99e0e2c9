import { byId } from '../dom.js';
import { fragmentOf } from '../fragment.js';
import { makeMachineView } from '../machine-view.js';
import type { HistoryRowData, RunData } from '../messages.js';
import type { PageHistory } from '../page-history.js';
import { makePastPlot } from '../past-plot.js';
import type { RateHistory } from '../rates.js';
import { makeRunControl } from '../run-control.js';
import { showFacts } from '../run-view.js';
import { showStatus } from '../status-panel.js';
import type { Watch } from '../watch.js';
import type { View } from './view.js';

interface OverviewSources {
  readonly history: PageHistory;
  readonly pace: RateHistory;
  readonly watch: Watch;
  readonly token: string | undefined;
}

/** How the run stands, and the buttons that steer it; alarms and messages are the watch's. */
export function makeOverview({ history, pace, watch, token }: OverviewSources): View & {
  drawHistory: (failure?: string) => void;
} {
  const machine = makeMachineView(history);
  const past = makePastPlot(history);
  const control = makeRunControl(token);
  byId<HTMLAnchorElement>('to-rates').href = fragmentOf({ view: 'rates' }, token);

  const takeRun = (data: RunData): void => {
    showFacts(data);
    machine.show(data);
    control.show(data);
    showStatus(watch.watched(), history, pace);
  };
  const drawHistory = (failure?: string): void => {
    machine.drawHistory();
    past.draw(failure);
  };
  return {
    id: 'overview',
    title: 'Overview',
    element: byId('view-overview'),
    topics: { run: 500, history: 1000, daq: 1000 },
    onMessage: (topic, data) => {
      if (topic === 'run') takeRun(data as RunData);
      if (topic === 'history') history.take(data as HistoryRowData);
    },
    drawHistory,
    onShow: () => drawHistory(),
    restyle: () => {
      drawHistory();
      machine.restyle();
      past.restyle();
    },
  };
}
