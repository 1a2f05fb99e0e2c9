import { makeConnectionView } from './connection-view.js';
import { byId } from './dom.js';
import { drawEmblem } from './emblem.js';
import { connectFeed } from './feed.js';
import { fragmentOf, placeOf, tokenOf } from './fragment.js';
import type { RunData } from './messages.js';
import { makePageHistory } from './page-history.js';
import { makeRateHistory } from './rates.js';
import { showRunData } from './run-view.js';
import { makeShell } from './shell.js';
import { makeBackgroundsView } from './views/backgrounds.js';
import { makeDaqView } from './views/daq.js';
import { makeEfficienciesView } from './views/efficiencies.js';
import { makeEventsView } from './views/events.js';
import { makeOverview } from './views/overview.js';
import { makeRatesView } from './views/rates.js';
import { makeWhatIfView } from './views/what-if.js';
import { makeWatch } from './watch.js';

const token = tokenOf(location.hash);
const connection = makeConnectionView();
const pace = makeRateHistory();
const past = makePageHistory(token, (failure) => {
  if (shell.shown() === overview) overview.drawHistory(failure);
  if (shell.shown() === rates) rates.drawHistory(failure);
});
const watch = makeWatch(token);
const lightNextCell = drawEmblem(byId('emblem'));

/** Key figures, of the last samples of both topics. */
function showFigures(): void {
  const { run, daq } = watch.watched();
  if (run !== undefined) showRunData(run, { history: pace, view: shell.shown().title, daq });
}

/** What all views have above them. */
function showRun(data: RunData): void {
  pace.add(data);
  connection.showRun(data.run);
  showFigures();
  if (data.run.state === 'running' && !matchMedia('(prefers-reduced-motion: reduce)').matches)
    lightNextCell();
}

const feed = connectFeed(token, {
  onState: connection.showConnection,
  onMessage: (topic, data) => {
    watch.take(topic, data);
    if (topic === 'run') showRun(data as RunData);
    if (topic === 'daq') showFigures();
    shell.take(topic, data);
  },
});
const overview = makeOverview({ history: past, pace, watch, token });
const rates = makeRatesView(past);
const shell = makeShell(
  [
    overview,
    makeEfficienciesView(),
    rates,
    makeBackgroundsView(),
    makeDaqView(pace),
    makeEventsView(feed, token),
    makeWhatIfView(token),
  ],
  { feed, token, always: watch.topics },
);

byId('retry').addEventListener('click', feed.retryNow);
byId('skip').addEventListener('click', (event) => {
  // The fragment says what is shown, so the link moves the focus only.
  event.preventDefault();
  byId(`view-${shell.shown().id}-title`).focus();
});
addEventListener('hashchange', () => {
  const given = tokenOf(location.hash);
  if (given !== undefined && given !== token) return location.reload();
  const { view, parameters } = placeOf(location.hash);
  // A shared link has no token: the page keeps its own.
  if (given === undefined && token !== undefined)
    history.replaceState(null, '', fragmentOf({ view: view ?? '', parameters }, token));
});
if (token !== undefined && !['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname)) {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('footer a'))
    link.search = new URLSearchParams({ token }).toString();
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => shell.restyle());
