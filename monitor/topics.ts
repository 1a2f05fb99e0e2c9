import type { Metrics } from './metrics.js';
import type { EventDisplay, MonitorPorts, RunSnapshot } from './ports.js';
import { codecs, type SubProtocol } from './wire.js';

/** Snapshot topics: the latest value counts, older ones may be left out. */
export const topics = ['run', 'efficiencies', 'metrics', 'events'] as const;
/** Name of a snapshot topic. */
export type Topic = (typeof topics)[number];

/**
 * What a topic tells at present, and its payload, which is encoded once per sub-protocol however
 * many clients ask.
 */
export interface TopicState {
  /** The same object until there is something new. */
  readonly value: RunSnapshot | EventDisplay;
  readonly payload: (protocol: SubProtocol) => Promise<Buffer | string>;
}

/** The state of a topic; undefined while there is none. */
export type TopicStates = (topic: Topic) => Promise<TopicState | undefined>;

/**
 * States made of what the ports tell at the time of asking.
 * @see D-051
 */
export function makeTopicStates(
  ports: Pick<MonitorPorts, 'snapshot' | 'sampleEvent'>,
  metrics: Metrics,
): TopicStates {
  const encoded = new WeakMap<object, Map<string, Promise<Buffer | string>>>();
  const payloadOf = (
    topic: Topic,
    value: RunSnapshot | EventDisplay,
    protocol: SubProtocol,
  ): Promise<Buffer | string> => {
    const known = encoded.get(value) ?? new Map<string, Promise<Buffer | string>>();
    encoded.set(value, known);
    const key = `${protocol} ${topic}`;
    const payload =
      known.get(key) ?? topicData(topic, value, metrics).then(codecs[protocol].encode);
    known.set(key, payload);
    return payload;
  };
  return async (topic) => {
    const value = topic === 'events' ? await ports.sampleEvent() : ports.snapshot();
    return value && { value, payload: (protocol) => payloadOf(topic, value, protocol) };
  };
}

async function topicData(
  topic: Topic,
  value: RunSnapshot | EventDisplay,
  metrics: Metrics,
): Promise<unknown> {
  if ('address' in value) return value;
  const { efficiencies, ...rest } = value;
  if (topic === 'run') return rest;
  const { sequence } = value;
  if (topic === 'efficiencies') return { sequence, ...efficiencies };
  return { sequence, samples: (await metrics.at(value)).samples };
}

/** A record of plain values and typed arrays, as the JSON sub-protocol writes it. */
export const plainJson = (value: RunSnapshot | EventDisplay): string =>
  codecs['b2l1.v1.json'].encode(value).toString();
