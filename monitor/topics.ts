import type { History, HistoryRow } from './history.js';
import { messagesFrom } from './message-log.js';
import type { Metrics } from './metrics.js';
import type { Messages } from './message-types.js';
import type { EventDisplay, MonitorPorts, RunSnapshot } from './ports.js';
import { ratesBetween, type RecentSnapshots } from './snapshot-rates.js';
import type { TopicData } from './topic-data.js';
import type { WhatIfAnswer } from './what-if.js';
import type { WhatIfDesk } from './what-if-desk.js';
import { codecs, type SubProtocol } from './wire.js';

/** Snapshot topics: the latest value counts, older ones may be left out. */
export const topics = [
  'run',
  'efficiencies',
  'rates',
  'backgrounds',
  'daq',
  'history',
  'metrics',
  'events',
  'messages',
  'whatif',
] as const satisfies readonly (keyof TopicData)[];
/** Name of a snapshot topic. */
export type Topic = (typeof topics)[number];

/** Everything that a topic may be made of. */
type TopicValue = RunSnapshot | EventDisplay | HistoryRow | Messages | WhatIfAnswer;

/**
 * What a topic tells at present, and its payload, which is encoded once per sub-protocol however
 * many clients ask.
 */
export interface TopicState {
  /** The same object until there is something new. */
  readonly value: TopicValue;
  /** @param last what the client has of the topic: of messages it gets those that came since. */
  readonly payload: (protocol: SubProtocol, last?: TopicValue) => Promise<Buffer>;
}

/** The state of a topic; undefined while there is none. */
export type TopicStates = (topic: Topic) => Promise<TopicState | undefined>;

/** What states are made of besides the ports: what the server keeps of the last hour. */
interface TopicSources {
  readonly ports: Pick<MonitorPorts, 'snapshot' | 'sampleEvent' | 'messages'>;
  readonly metrics: Metrics;
  readonly history: History;
  readonly recent: RecentSnapshots;
  readonly whatIf: Pick<WhatIfDesk, 'latest'>;
}

/**
 * States made of what the ports tell at the time of asking.
 * @see D-051
 */
export function makeTopicStates(sources: TopicSources): TopicStates {
  const encoded = new WeakMap<object, Map<string, Promise<Buffer>>>();
  const payloadOf = (
    topic: Topic,
    value: TopicValue,
    protocol: SubProtocol,
    last: TopicValue | undefined,
  ): Promise<Buffer> => {
    const known = encoded.get(value) ?? new Map<string, Promise<Buffer>>();
    encoded.set(value, known);
    const from = last !== undefined && isMessages(last) ? last.next : 0;
    const key = `${protocol} ${topic} ${from}`;
    const payload =
      known.get(key) ?? topicData(topic, value, sources, from).then(codecs[protocol].encode);
    known.set(key, payload);
    return payload;
  };
  return async (topic) => {
    const value = await valueOf(topic, sources);
    return value && { value, payload: (...of) => payloadOf(topic, value, of[0], of[1]) };
  };
}

const valueOf = async (
  topic: Topic,
  { ports, history, whatIf }: TopicSources,
): Promise<TopicValue | undefined> => {
  if (topic === 'events') return ports.sampleEvent();
  if (topic === 'messages') return ports.messages?.();
  if (topic === 'whatif') return whatIf.latest;
  return topic === 'history' ? history.newest() : ports.snapshot();
};

const isMessages = (value: TopicValue): value is Messages => 'messages' in value;

async function topicData(
  topic: Topic,
  value: TopicValue,
  { metrics, recent }: TopicSources,
  from: number,
): Promise<unknown> {
  if (isMessages(value)) return messagesFrom(value, from);
  if (!('efficiencies' in value)) return value;
  const { efficiencies, overlaps: _overlaps, machine, daq, ...rest } = value;
  const { sequence } = value;
  if (topic === 'efficiencies') return { sequence, ...efficiencies };
  if (topic === 'rates') return ratesBetween(recent.before(value), value);
  if (topic === 'backgrounds') return backgroundsData(value);
  if (topic === 'daq') return { sequence, ...daq };
  if (topic === 'metrics') return { sequence, samples: (await metrics.at(value)).samples };
  return { ...rest, ...(machine !== undefined && { machine: machineFigures(machine) }) };
}

/** How the machine stands, in topic `run`: without what other topics tell. */
function machineFigures({
  classes: _classes,
  families: _families,
  backgrounds: _backgrounds,
  phases: _phases,
  ...figures
}: NonNullable<RunSnapshot['machine']>): object {
  return figures;
}

/** Topic `backgrounds`: empty where a card is played. */
function backgroundsData({ sequence, machine }: RunSnapshot): object {
  if (machine === undefined) return { sequence, sources: [], detectors: [], phases: [] };
  return { sequence, ...machine.backgrounds, phases: machine.phases };
}

/** A record of plain values and typed arrays, as the JSON sub-protocol writes it. */
export const plainJson = (value: object): string => codecs['b2l1.v1.json'].encode(value).toString();
