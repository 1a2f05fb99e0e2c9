import { byId } from '../dom.js';
import { makeLevel1View } from '../level1-view.js';
import type { HistoryRowData, RatesData } from '../messages.js';
import type { PageHistory } from '../page-history.js';
import { makeOverlapPanel } from '../overlap-panel.js';
import { makeRatesTable } from '../rates-table.js';
import type { View } from './view.js';

/** Rates of the last hour and of now, by source, family and line. */
export function makeRatesView(
  history: PageHistory,
): View & { drawHistory: (why?: string) => void } {
  const level1 = makeLevel1View(history);
  const table = makeRatesTable();
  const overlap = makeOverlapPanel();
  return {
    id: 'rates',
    title: 'Rates',
    element: byId('view-rates'),
    topics: { rates: 1000, history: 1000 },
    onMessage: (topic, data) => {
      if (topic === 'history') history.take(data as HistoryRowData);
      if (topic !== 'rates') return;
      level1.show(data as RatesData);
      table.show(data as RatesData);
      overlap.show(data as RatesData);
    },
    drawHistory: level1.drawHistory,
    onShow: () => level1.drawHistory(),
    restyle: () => {
      level1.drawHistory();
      level1.restyle();
    },
  };
}
