import type { RawData, WebSocket } from 'ws';
import { readClientMessage } from './client-messages.js';
import { countOne, type FeedCounts } from './feed-counts.js';
import type { Clock, Log, RunSnapshot } from './ports.js';
import type { Payloads, Topic } from './topics.js';
import { codecs, type SubProtocol, subProtocols } from './wire.js';

/** Bounds that keep one client from costing the others anything. */
export interface FeedLimits {
  /** Bytes waiting for a client from which on samples are left out. */
  readonly maxBufferedBytes: number;
  /** How long a client may stay above that. */
  readonly maxBehindMs: number;
  readonly maxBadMessages: number;
  readonly pingMs: number;
  readonly maxClients: number;
}

export interface Feed {
  readonly snapshot: () => RunSnapshot;
  readonly payloads: Payloads;
  readonly counts: FeedCounts;
  readonly limits: FeedLimits;
  readonly clock: Clock;
  readonly log: Log;
}

interface Subscription {
  seq: number;
  last: RunSnapshot | undefined;
}

/** Serves one client until its socket closes; one timer paces all its topics. */
export function serveClient(socket: WebSocket, feed: Feed): void {
  const protocol = (socket.protocol || subProtocols[0]) as SubProtocol;
  const codec = codecs[protocol];
  const { counts, limits } = feed;
  const subscriptions = new Map<Topic, Subscription>();
  /** `seq` of topics that were subscribed once: it grows over the whole connection. */
  const sequences = new Map<Topic, number>();
  let everyMs = 1000;
  let timer: NodeJS.Timeout | undefined;
  let behindSince: number | undefined;
  let badMessages = 0;
  let sending = false;

  const end = (code: number, reason: string, label: string): void => {
    countOne(counts.closed, label);
    socket.close(code, reason);
    clearInterval(timer);
  };

  /** True when the client takes more; ends the connection of one that stays behind. */
  const keepsUp = (): boolean => {
    if (socket.bufferedAmount <= limits.maxBufferedBytes) {
      behindSince = undefined;
      return true;
    }
    behindSince ??= feed.clock.now();
    if (feed.clock.now() - behindSince > limits.maxBehindMs) {
      end(1013, `behind by more than ${limits.maxBufferedBytes} bytes for too long; ask for fewer topics or a larger everyMs`, 'behind');
    }
    return false;
  };

  const sendSample = async (topic: Topic, subscription: Subscription, snapshot: RunSnapshot): Promise<void> => {
    if (subscription.last === snapshot) return;
    const behind = !keepsUp();
    subscription.last = snapshot;
    const seq = subscription.seq++;
    sequences.set(topic, subscription.seq);
    if (behind) return countOne(counts.dropped, topic);
    const payload = await feed.payloads(topic, snapshot, protocol);
    if (socket.readyState !== socket.OPEN) return;
    socket.send(codec.envelope({ topic, seq, time: snapshot.run.emulatedSeconds }, payload));
    countOne(counts.sent, topic);
  };

  const tick = async (): Promise<void> => {
    if (sending || socket.readyState !== socket.OPEN) return;
    sending = true;
    const snapshot = feed.snapshot();
    try {
      for (const [topic, subscription] of subscriptions) await sendSample(topic, subscription, snapshot);
    } finally {
      sending = false;
    }
  };
  const tickOrEnd = (): void => {
    tick().catch((error: unknown) => {
      feed.log.error(`a sample could not be made: ${String(error)}`);
      end(1011, 'the server failed to make a sample; see its log', 'error');
    });
  };

  const complain = (code: string, error: string): void => {
    counts.badMessages++;
    badMessages++;
    if (badMessages > limits.maxBadMessages) return end(1008, 'too many messages that could not be understood', 'bad-messages');
    const reply = codec.encode({ error, code });
    if (keepsUp()) socket.send(reply);
  };

  const onMessage = (bytes: Buffer, isBinary: boolean): void => {
    if (socket.readyState !== socket.OPEN) return;
    const message = readClientMessage(bytes, isBinary, codec);
    if (message.kind === 'bad') return complain(message.code, message.error);
    if (message.kind === 'unsubscribe') {
      for (const topic of message.topics) subscriptions.delete(topic);
      return;
    }
    for (const topic of message.topics) subscriptions.set(topic, { seq: sequences.get(topic) ?? 0, last: undefined });
    everyMs = message.everyMs ?? everyMs;
    clearInterval(timer);
    timer = setInterval(tickOrEnd, everyMs);
    tickOrEnd();
  };

  socket.on('message', (data: RawData, isBinary) => onMessage(data as Buffer, isBinary));
  socket.on('close', () => clearInterval(timer));
  // A broken frame or a reset: ws closes the socket itself.
  socket.on('error', () => countOne(counts.closed, 'protocol-error'));
  keepAlive(socket, limits.pingMs, () => countOne(counts.closed, 'no-pong'));
}

/** Pings, and drops a socket that did not answer the last ping. */
function keepAlive(socket: WebSocket, pingMs: number, onDead: () => void): void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) {
      onDead();
      socket.terminate();
      return;
    }
    alive = false;
    socket.ping();
  }, pingMs);
  socket.on('close', () => clearInterval(timer));
}
