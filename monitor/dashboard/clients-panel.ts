import { byId } from './dom.js';
import { showFactList } from './fact-list.js';
import { formatCount } from './format.js';
import type { MetricsData } from './messages.js';
import { fillRows } from './table-rows.js';

const prefix = 'b2l1_ws_';

/** Who listens to the feed, and what they got or missed, as the metrics of the server tell. */
export function showClients({ samples }: MetricsData): void {
  const of = (name: string) => samples.filter((sample) => sample.name === `${prefix}${name}`);
  const one = (name: string): string => formatCount(of(name)[0]?.value ?? 0);
  const closed = of('closed_total').filter(({ value }) => (value ?? 0) > 0);
  const reasons = closed.map(
    ({ labels, value }) => `${labels['reason']} ${formatCount(value ?? 0)}`,
  );
  showFactList('clients', [
    ['Connected now', one('clients')],
    ['Handshakes refused', one('refused_total')],
    ['Messages not understood', one('bad_messages_total')],
    ['Closed by the server', reasons.length === 0 ? 'none' : reasons.join(', ')],
  ]);
  const dropped = new Map(of('dropped_total').map(({ labels, value }) => [labels['topic'], value]));
  const sent = of('sent_total').filter(({ value }) => (value ?? 0) > 0);
  fillRows(
    byId('client-rows'),
    ['Topic', 'Sent', 'Left out'],
    sent.map(({ labels, value }) => [
      { text: labels['topic'] ?? '' },
      { text: formatCount(value ?? 0) },
      { text: formatCount(dropped.get(labels['topic']) ?? 0) },
    ]),
  );
}
