import { showBuilder } from '../builder-panel.js';
import { showClients } from '../clients-panel.js';
import { makeDeadTimePanel } from '../dead-time-panel.js';
import { byId } from '../dom.js';
import { formatKnownRate } from '../format.js';
import type { DaqData, MetricsData, RunData } from '../messages.js';
import { makeRatePlot } from '../rate-plot.js';
import type { RateHistory } from '../rates.js';
import { showReadout } from '../readout-panel.js';
import { showRecorder } from '../recorder-panel.js';
import type { View } from './view.js';

/** Dead time by cause, triggers lost, buffers, links, recorder, clients. */
export function makeDaqView(history: RateHistory): View {
  const ratePlot = makeRatePlot(byId('rate-plot'));
  const deadTime = makeDeadTimePanel();
  const showCard = (run: RunData): void => {
    byId('event-rate').hidden = run.machine !== undefined;
    if (run.machine !== undefined) return;
    deadTime.showCard(run);
    byId('rate-plot').ariaLabel =
      `Event rate over the last two minutes; now ${formatKnownRate(history.rate())}`;
    ratePlot.draw(...history.points());
  };
  const showDaq = (daq: DaqData): void => {
    const isThere = daq.states !== undefined;
    for (const part of document.querySelectorAll<HTMLElement>('#view-daq .of-machine'))
      part.hidden = !isThere;
    byId('daq-none').hidden = isThere;
    if (!isThere) return;
    deadTime.show(daq);
    showReadout(daq);
  };
  return {
    id: 'daq',
    title: 'DAQ',
    element: byId('view-daq'),
    topics: { run: 500, daq: 500, metrics: 2000 },
    onMessage: (topic, data) => {
      if (topic === 'daq') showDaq(data as DaqData);
      if (topic === 'metrics') showClients(data as MetricsData);
      if (topic !== 'run') return;
      showCard(data as RunData);
      showBuilder(data as RunData);
      showRecorder(data as RunData);
    },
    restyle: ratePlot.restyle,
  };
}
