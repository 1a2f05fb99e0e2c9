import type { MetricDefinition, Reading } from './metric-definitions.js';

/** Why the server ends connections of the feed. */
const closeReasons = [
  'flood',
  'no-credit',
  'bad-messages',
  'error',
  'behind',
  'protocol-error',
  'no-pong',
] as const;

/** Why the server has ended a connection of the feed. */
export type CloseReason = (typeof closeReasons)[number];

/** Books of the websocket feed, over the life of the server. */
export interface FeedCounts {
  clients: number;
  /** Of them those that get every decision. */
  decisionsClients: number;
  badMessages: number;
  refused: number;
  /** Requests and handshakes with a wrong token, or without one. */
  refusedTokens: number;
  readonly sent: Map<string, number>;
  readonly dropped: Map<string, number>;
  /** Connections that the server ended, by reason. */
  readonly closed: Map<CloseReason, number>;
}

/**
 * Books with all counts zero; each topic and reason has its entry from the start: a counter that
 * first comes up with a value has no rate of it.
 */
export const makeFeedCounts = (topics: readonly string[]): FeedCounts => ({
  clients: 0,
  decisionsClients: 0,
  badMessages: 0,
  refused: 0,
  refusedTokens: 0,
  sent: new Map(topics.map((topic) => [topic, 0])),
  dropped: new Map(topics.map((topic) => [topic, 0])),
  closed: new Map(closeReasons.map((reason) => [reason, 0])),
});

/** Adds one to an entry, which begins at zero. */
export const countOne = <Key>(map: Map<Key, number>, key: Key): void =>
  void map.set(key, (map.get(key) ?? 0) + 1);

/** Metrics of the feed, read from its books at each scrape. */
export function feedMetrics(counts: FeedCounts): readonly MetricDefinition[] {
  const labelled = (
    name: string,
    help: string,
    label: string,
    map: ReadonlyMap<string, number>,
  ): MetricDefinition => {
    const read = (): readonly Reading[] =>
      [...map].map(([key, count]) => [{ [label]: key }, count]);
    return { type: 'counter', name, help, labels: [label], read };
  };
  const plain = (
    type: 'counter' | 'gauge',
    name: string,
    help: string,
    value: () => number,
  ): MetricDefinition => ({
    type,
    name,
    help,
    labels: [],
    read: () => [[{}, value()]],
  });
  return [
    plain('gauge', 'ws_clients', 'Websocket clients connected.', () => counts.clients),
    plain(
      'gauge',
      'ws_decisions_clients',
      'Websocket clients that get every decision; the run waits for them.',
      () => counts.decisionsClients,
    ),
    plain(
      'counter',
      'ws_bad_messages_total',
      'Messages of clients that could not be understood.',
      () => counts.badMessages,
    ),
    plain('counter', 'ws_refused_total', 'Websocket handshakes refused.', () => counts.refused),
    plain(
      'counter',
      'http_refused_tokens_total',
      'Requests and handshakes with a wrong token, or without one.',
      () => counts.refusedTokens,
    ),
    labelled('ws_sent_total', 'Samples sent to websocket clients.', 'topic', counts.sent),
    labelled(
      'ws_dropped_total',
      'Samples left out because the client was behind.',
      'topic',
      counts.dropped,
    ),
    labelled(
      'ws_closed_total',
      'Websocket connections ended by the server.',
      'reason',
      counts.closed,
    ),
  ];
}
