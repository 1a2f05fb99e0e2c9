import type { Metrics } from './metrics.js';
import type { RunSnapshot } from './ports.js';
import { codecs, type SubProtocol } from './wire.js';

/** Snapshot topics: the latest value counts, older ones may be left out. */
export const topics = ['run', 'efficiencies', 'metrics'] as const;
export type Topic = (typeof topics)[number];

/** Payloads of the topics at a snapshot, each encoded once per sub-protocol however many clients ask. */
export type Payloads = (topic: Topic, snapshot: RunSnapshot, protocol: SubProtocol) => Promise<Buffer | string>;

export function makePayloads(metrics: Metrics): Payloads {
  let latest: RunSnapshot | undefined;
  const encoded = new Map<string, Promise<Buffer | string>>();
  return (topic, snapshot, protocol) => {
    if (latest !== snapshot) {
      encoded.clear();
      latest = snapshot;
    }
    const key = `${protocol} ${topic}`;
    const known = encoded.get(key);
    if (known) return known;
    const payload = topicData(topic, snapshot, metrics).then(codecs[protocol].encode);
    encoded.set(key, payload);
    return payload;
  };
}

async function topicData(topic: Topic, snapshot: RunSnapshot, metrics: Metrics): Promise<unknown> {
  const { sequence, run, events, lines, efficiencies, deadSeconds, eventLoopLagSeconds, workerBusySeconds } = snapshot;
  if (topic === 'run') return { sequence, run, events, lines, deadSeconds, eventLoopLagSeconds, workerBusySeconds };
  if (topic === 'efficiencies') return { sequence, ...efficiencies };
  return { sequence, samples: (await metrics.at(snapshot)).samples };
}

/** The whole snapshot as `/api/snapshot` shows it. */
export const snapshotJson = (snapshot: RunSnapshot): string => codecs['b2l1.v1.json'].encode(snapshot).toString();
