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
  /** Samples due so far, over the whole connection: a gap in what the client sees is a drop. */
  seq: number;
  last: RunSnapshot | undefined;
}

/** Serves one client until its socket closes; one timer paces all its topics. */
export function serveClient(socket: WebSocket, feed: Feed): void {
  const client = new Client(socket, feed);
  socket.on('message', (data: RawData, isBinary) => client.hear(data as Buffer, isBinary));
  socket.on('close', () => client.rest());
  // A broken frame or a reset: ws closes the socket itself.
  socket.on('error', () => countOne(feed.counts.closed, 'protocol-error'));
  keepAlive(socket, feed.limits.pingMs, () => countOne(feed.counts.closed, 'no-pong'));
}

class Client {
  readonly #socket: WebSocket;
  readonly #feed: Feed;
  readonly #protocol: SubProtocol;
  readonly #subscriptions = new Map<Topic, Subscription>();
  /** What was unsubscribed keeps its numbering. */
  readonly #resting = new Map<Topic, Subscription>();
  #everyMs = 1000;
  #timer: NodeJS.Timeout | undefined;
  #behindSince: number | undefined;
  #badMessages = 0;
  #sending = false;

  constructor(socket: WebSocket, feed: Feed) {
    this.#socket = socket;
    this.#feed = feed;
    this.#protocol = (socket.protocol || subProtocols[0]) as SubProtocol;
  }

  hear(bytes: Buffer, isBinary: boolean): void {
    if (!this.#isOpen()) return;
    const message = readClientMessage(bytes, isBinary, codecs[this.#protocol]);
    if (message.kind === 'bad') this.#complain(message.code, message.error);
    if (message.kind === 'unsubscribe') this.#unsubscribe(message.topics);
    if (message.kind === 'subscribe') this.#subscribe(message.topics, message.everyMs);
  }

  rest(): void {
    clearInterval(this.#timer);
  }

  #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  #subscribe(topics: readonly Topic[], everyMs = this.#everyMs): void {
    for (const topic of topics) {
      const seq = (this.#subscriptions.get(topic) ?? this.#resting.get(topic))?.seq ?? 0;
      this.#subscriptions.set(topic, { seq, last: undefined });
    }
    this.#everyMs = everyMs;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), everyMs);
    this.#tick();
  }

  #unsubscribe(topics: readonly Topic[]): void {
    for (const topic of topics) {
      const subscription = this.#subscriptions.get(topic);
      if (subscription) this.#resting.set(topic, subscription);
      this.#subscriptions.delete(topic);
    }
  }

  #complain(code: string, error: string): void {
    this.#feed.counts.badMessages++;
    this.#badMessages++;
    if (this.#badMessages > this.#feed.limits.maxBadMessages) {
      return this.#end(1008, 'too many messages that could not be understood', 'bad-messages');
    }
    if (this.#keepsUp()) this.#socket.send(codecs[this.#protocol].encode({ error, code }));
  }

  #tick(): void {
    this.#sendAll().catch((error: unknown) => {
      this.#feed.log.error(`a sample could not be made: ${String(error)}`);
      this.#end(1011, 'the server failed to make a sample; see its log', 'error');
    });
  }

  async #sendAll(): Promise<void> {
    if (this.#sending || !this.#isOpen()) return;
    this.#sending = true;
    const snapshot = this.#feed.snapshot();
    try {
      for (const [topic, subscription] of this.#subscriptions) await this.#sendSample(topic, subscription, snapshot);
    } finally {
      this.#sending = false;
    }
  }

  async #sendSample(topic: Topic, subscription: Subscription, snapshot: RunSnapshot): Promise<void> {
    if (subscription.last === snapshot) return;
    const { payloads, counts } = this.#feed;
    const keepsUp = this.#keepsUp();
    subscription.last = snapshot;
    const seq = subscription.seq++;
    if (!keepsUp) return countOne(counts.dropped, topic);
    const payload = await payloads(topic, snapshot, this.#protocol);
    if (!this.#isOpen()) return;
    this.#socket.send(codecs[this.#protocol].envelope({ topic, seq, time: snapshot.run.emulatedSeconds }, payload));
    countOne(counts.sent, topic);
  }

  /** True when the client takes more; ends the connection of one that stays behind. */
  #keepsUp(): boolean {
    const { limits, clock } = this.#feed;
    if (this.#socket.bufferedAmount <= limits.maxBufferedBytes) {
      this.#behindSince = undefined;
      return true;
    }
    this.#behindSince ??= clock.now();
    if (clock.now() - this.#behindSince > limits.maxBehindMs) {
      const reason = `behind by more than ${limits.maxBufferedBytes} bytes for too long; ask for fewer topics or a larger everyMs`;
      this.#end(1013, reason, 'behind');
    }
    return false;
  }

  #end(code: number, reason: string, label: string): void {
    if (!this.#isOpen()) return;
    countOne(this.#feed.counts.closed, label);
    this.#socket.close(code, reason);
    this.rest();
  }
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
