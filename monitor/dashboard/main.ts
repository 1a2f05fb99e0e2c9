import { makeBackgroundsView } from './backgrounds-view.js';
import { makeConnectionView } from './connection-view.js';
import { makeCurvesView } from './curves-view.js';
import { byId } from './dom.js';
import { drawEmblem } from './emblem.js';
import { makeEventView } from './event-view.js';
import { connectFeed, tokenOf } from './feed.js';
import { makeLevel1View } from './level1-view.js';
import { makeLinesTable } from './lines-table.js';
import { makeMachineView } from './machine-view.js';
import type {
  BackgroundsData,
  EfficienciesData,
  HistoryRowData,
  RatesData,
  RunData,
} from './messages.js';
import { makePageHistory } from './page-history.js';
import { makePhaseView } from './phase-view.js';
import { makeRatePlot } from './rate-plot.js';
import { makeRatesTable } from './rates-table.js';
import { makeRateHistory } from './rates.js';
import { showLevel1Figure, showRunData } from './run-view.js';
import { makeSteering } from './steer.js';

const token = tokenOf(location.hash);
const connection = makeConnectionView();
const curves = makeCurvesView();
const lines = makeLinesTable();
const history = makeRateHistory();
const past = makePageHistory(token, (failure) => {
  level1.drawHistory(failure);
  machine.drawHistory();
});
const level1 = makeLevel1View(past);
const machine = makeMachineView(past);
const rates = makeRatesTable();
const backgrounds = makeBackgroundsView();
const phases = makePhaseView();
const ratePlot = makeRatePlot(byId('rate-plot'));
const steering = makeSteering(token);
const lightNextCell = drawEmblem(byId('emblem'));

function showRun(data: RunData): void {
  history.add(data);
  connection.showRun(data.run);
  showRunData(data, history);
  machine.show(data);
  steering.show(data.run.state);
  lines.showCounts(data.lines);
  ratePlot.draw(...history.points());
  if (data.run.state === 'running' && !matchMedia('(prefers-reduced-motion: reduce)').matches)
    lightNextCell();
}

function showRates(data: RatesData): void {
  showLevel1Figure(data);
  level1.show(data);
  rates.show(data);
}

function showEfficiencies(data: EfficienciesData): void {
  curves.show(data);
  lines.showEfficiencies(data.lines);
}

const feed = connectFeed(token, {
  onState: connection.showConnection,
  onMessage: (topic, data) => {
    if (topic === 'run') showRun(data as RunData);
    if (topic === 'efficiencies') showEfficiencies(data as EfficienciesData);
    if (topic === 'rates') showRates(data as RatesData);
    if (topic === 'backgrounds') {
      backgrounds.show(data as BackgroundsData);
      phases.show(data as BackgroundsData);
    }
    if (topic === 'history') past.take(data as HistoryRowData);
    if (topic === 'events') event.show(data);
  },
});
const event = makeEventView(feed);
byId('retry').addEventListener('click', feed.retryNow);
byId('skip').addEventListener('click', (event) => {
  // The fragment is the token's place, so the link moves the focus only.
  event.preventDefault();
  byId('curves').focus();
});
addEventListener('hashchange', () => {
  if (tokenOf(location.hash) !== token) location.reload();
});
if (token !== undefined && !['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname)) {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('footer a'))
    link.search = new URLSearchParams({ token }).toString();
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  curves.restyle();
  level1.drawHistory();
  level1.restyle();
  machine.drawHistory();
  machine.restyle();
  phases.restyle();
  ratePlot.restyle();
  event.restyle();
});
