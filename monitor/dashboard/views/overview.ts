import { alarmsOf, type Watched } from '../alarms.js';
import { makeAlarmsView } from '../alarms-view.js';
import { byId } from '../dom.js';
import { fragmentOf } from '../fragment.js';
import { makeMachineView } from '../machine-view.js';
import { makeMessageList } from '../message-list.js';
import type {
  BackgroundsData,
  DaqData,
  HistoryRowData,
  MessagesData,
  RunData,
} from '../messages.js';
import type { PageHistory } from '../page-history.js';
import { makePastPlot } from '../past-plot.js';
import type { RateHistory } from '../rates.js';
import { makeRunControl } from '../run-control.js';
import { showFacts } from '../run-view.js';
import { showStatus } from '../status-panel.js';
import type { View } from './view.js';

interface OverviewSources {
  readonly history: PageHistory;
  readonly pace: RateHistory;
  readonly token: string | undefined;
}

// long: closures over what has come of each topic.
/** How the run stands, what is wrong, what was said, and the buttons that steer it. */
export function makeOverview({ history, pace, token }: OverviewSources): View & {
  drawHistory: (failure?: string) => void;
} {
  const machine = makeMachineView(history);
  const past = makePastPlot(history);
  const control = makeRunControl(token);
  const alarms = makeAlarmsView();
  const messages = makeMessageList();
  let run: RunData | undefined;
  let daq: DaqData | undefined;
  let backgrounds: BackgroundsData | undefined;
  byId<HTMLAnchorElement>('to-rates').href = fragmentOf({ view: 'rates' }, token);

  const watched = (): Watched => ({
    run,
    daq,
    backgrounds,
    messages: messages.messages(),
    now: Date.now(),
  });
  const takeRun = (data: RunData): void => {
    if (run !== undefined && run.run.id !== data.run.id)
      [daq, backgrounds] = [undefined, undefined];
    run = data;
    showFacts(data);
    machine.show(data);
    control.show(data);
    showStatus(watched(), history, pace);
    alarms.show(alarmsOf(watched()));
  };
  const drawHistory = (failure?: string): void => {
    machine.drawHistory();
    past.draw(failure);
  };
  return {
    id: 'overview',
    title: 'Overview',
    element: byId('view-overview'),
    topics: { run: 500, history: 1000, daq: 1000, messages: 1000, backgrounds: 5000 },
    onMessage: (topic, data) => {
      if (topic === 'run') takeRun(data as RunData);
      if (topic === 'history') history.take(data as HistoryRowData);
      if (topic === 'daq') daq = data as DaqData;
      if (topic === 'backgrounds') backgrounds = data as BackgroundsData;
      if (topic === 'messages') messages.take(data as MessagesData);
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
