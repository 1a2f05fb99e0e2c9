import { byId } from '../dom.js';
import type { RunData } from '../messages.js';
import { formatKnownRate } from '../format.js';
import { makeRatePlot } from '../rate-plot.js';
import type { RateHistory } from '../rates.js';
import { showCauses } from '../dead-time.js';
import type { View } from './view.js';

/** Dead time by cause, and how fast events come. */
export function makeDaqView(history: RateHistory): View {
  const ratePlot = makeRatePlot(byId('rate-plot'));
  return {
    id: 'daq',
    title: 'DAQ',
    element: byId('view-daq'),
    topics: { run: 500 },
    onMessage: (_, data) => {
      const run = data as RunData;
      showCauses(run.deadSeconds, run.run.emulatedSeconds);
      byId('event-rate').hidden = run.machine !== undefined;
      if (run.machine !== undefined) return;
      byId('rate-plot').ariaLabel =
        `Event rate over the last two minutes; now ${formatKnownRate(history.rate())}`;
      ratePlot.draw(...history.points());
    },
    restyle: ratePlot.restyle,
  };
}
