import type { IncomingMessage } from 'node:http';
import type { RawData, WebSocket } from 'ws';
import type { ErrorCode } from '../detector/base/error-codes.js';
import { type AnyTopic, readClientMessage } from './client-messages.js';
import { DecisionsStream, decisionsTopic, maxDecisionsClients } from './decisions-stream.js';
import { type CloseReason, countOne, type FeedCounts } from './feed-counts.js';
import type { Clock, Log, MonitorPorts, RunSnapshot } from './ports.js';
import type { Topic, TopicState, TopicStates } from './topics.js';
import type { Turns } from './turns.js';
import { codecs, type SubProtocol, subProtocols } from './wire.js';

/** Bounds that keep one client from costing the others anything. */
export interface FeedLimits {
  /** Bytes waiting for a client from which on samples are left out. */
  readonly maxBufferedBytes: number;
  /** How long a client may stay above that. */
  readonly maxBehindMs: number;
  readonly maxBadMessages: number;
  /** Messages of any kind at once, and how many more each second allows. */
  readonly maxMessages: number;
  readonly messagesPerSecond: number;
  readonly pingMs: number;
  readonly maxClients: number;
  readonly maxClientsPerAddress: number;
}

/** What all connections to `/ws` share: where values come from, the books, the bounds. */
export interface Feed {
  readonly snapshot: () => RunSnapshot;
  readonly decisions?: MonitorPorts['decisions'];
  readonly states: TopicStates;
  readonly counts: FeedCounts;
  readonly limits: FeedLimits;
  /** In which samples leave, so that many of them at once keep nobody waiting. */
  readonly turns: Pick<Turns, 'take'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of each handshake with a wrong token, or without one. */
  readonly noteRefused: (request: IncomingMessage) => void;
  /** Told of each handshake for which there was no place, and whose it was. */
  readonly noteFull: (address: string) => void;
  /** Told of each connection that the server ends, by what, and whose it was. */
  readonly noteClosed: (reason: CloseReason, address: string) => void;
}

/** How long a client may take to answer a goodbye before its connection is cut [ms]. */
const goodbyeMs = 1000;

interface Subscription {
  last: TopicState['value'] | undefined;
  /** Paces the topic while it is subscribed to. */
  timer: NodeJS.Timeout | undefined;
  /** A sample is being made. */
  busy: boolean;
}

/** Who is served. */
interface Visitor {
  readonly address: string;
  /** Whether it may have what the run waits for. */
  readonly hasToken: boolean;
}

/** Serves a client until its socket closes; each topic has the pace that was last asked for it. */
export function serveClient(socket: WebSocket, feed: Feed, visitor: Visitor): void {
  const client = new Client(socket, feed, visitor);
  socket.on('message', (data: RawData, isBinary) => client.hear(data as Buffer, isBinary));
  socket.on('close', () => client.rest());
  // A broken frame or a reset: ws closes the socket itself.
  socket.on('error', () => client.count('protocol-error'));
  keepAlive(socket, feed.limits.pingMs, () => client.count('no-pong'));
}

class Client {
  readonly #socket: WebSocket;
  readonly #feed: Feed;
  readonly #protocol: SubProtocol;
  readonly #subscriptions = new Map<Topic, Subscription>();
  /** Samples due so far, over the whole connection: a gap in what the client sees is a drop. */
  readonly #samplesDue = new Map<Topic, number>();
  #everyMs = 1000;
  #behindSince: number | undefined;
  #badMessages = 0;
  /** Messages that may still come at once, and when that was reckoned [ms]. */
  #mayHear: number;
  #reckonedAt: number;
  #isCounted = false;
  readonly #visitor: Visitor;
  #decisions: DecisionsStream | undefined;

  constructor(socket: WebSocket, feed: Feed, visitor: Visitor) {
    this.#socket = socket;
    this.#visitor = visitor;
    this.#feed = feed;
    this.#mayHear = feed.limits.maxMessages;
    this.#reckonedAt = feed.clock.now();
    this.#protocol = (socket.protocol || subProtocols[0]) as SubProtocol;
  }

  hear(bytes: Buffer, isBinary: boolean): void {
    if (!this.#isOpen()) return;
    if (!this.#isPatient()) return this.#end(1008, 'too many messages', 'flood');
    const message = readClientMessage(bytes, isBinary, codecs[this.#protocol]);
    if (message.kind === 'bad') this.#complain(message.code, message.error);
    if (message.kind === 'unsubscribe') this.#unsubscribe(message.topics);
    if (message.kind === 'subscribe') this.#subscribe(message.topics, message.everyMs);
    if (message.kind === 'credit') this.#grant(message.batches);
  }

  /** Why the server has ended the connection: the first reason alone. */
  count(label: CloseReason): void {
    if (!this.#isCounted) this.#feed.noteClosed(label, this.#visitor.address);
    this.#isCounted = true;
  }

  rest(): void {
    for (const { timer } of this.#subscriptions.values()) clearInterval(timer);
    this.#closeDecisions();
  }

  #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Takes a message off what the client may still say; false when it has said too much. */
  #isPatient(): boolean {
    const { limits, clock } = this.#feed;
    const now = clock.now();
    const grown = this.#mayHear + ((now - this.#reckonedAt) / 1000) * limits.messagesPerSecond;
    this.#mayHear = Math.min(limits.maxMessages, grown) - 1;
    this.#reckonedAt = now;
    return this.#mayHear >= 0;
  }

  /** Asked again for a topic, a client gets no sample that it has. */
  #subscribe(topics: readonly AnyTopic[], everyMs = this.#everyMs): void {
    this.#everyMs = everyMs;
    for (const topic of topics) {
      if (topic === decisionsTopic) {
        this.#openDecisions();
        continue;
      }
      const present = this.#subscriptions.get(topic);
      clearInterval(present?.timer);
      const subscription: Subscription = present ?? {
        last: undefined,
        timer: undefined,
        busy: false,
      };
      subscription.timer = setInterval(() => this.#tick(topic, subscription), everyMs);
      this.#subscriptions.set(topic, subscription);
      this.#tick(topic, subscription);
    }
  }

  #unsubscribe(topics: readonly AnyTopic[]): void {
    for (const topic of topics) {
      if (topic === decisionsTopic) {
        this.#closeDecisions();
        continue;
      }
      clearInterval(this.#subscriptions.get(topic)?.timer);
      this.#subscriptions.delete(topic);
    }
  }

  #openDecisions(): void {
    if (this.#decisions !== undefined) return;
    const { decisions: open, counts, clock, limits } = this.#feed;
    if (open === undefined)
      return this.#complain('WS_UNKNOWN_TOPIC', 'no decisions are handed out here');
    if (!this.#visitor.hasToken) {
      return this.#complain(
        'WS_DECISIONS_TOKEN',
        'the run waits for who gets its decisions: topic decisions needs the token, /ws?token=…',
      );
    }
    if (counts.decisionsClients >= maxDecisionsClients) {
      const there = `${maxDecisionsClients} clients get the decisions already, and no more may`;
      return this.#complain('WS_DECISIONS_FULL', there);
    }
    this.#decisions = new DecisionsStream({
      socket: this.#socket,
      protocol: this.#protocol,
      counts,
      clock,
      maxBufferedBytes: limits.maxBufferedBytes,
      open,
      onIdle: () => this.#end(1008, 'no credit for decisions for 10 s', 'no-credit'),
    });
  }

  #closeDecisions(): void {
    this.#decisions?.close();
    this.#decisions = undefined;
  }

  #grant(batches: number): void {
    if (this.#decisions !== undefined) return this.#decisions.grant(batches);
    this.#complain('WS_BAD_MESSAGE', 'credit is of topic decisions, which is not subscribed to');
  }

  #complain(code: ErrorCode, error: string): void {
    this.#feed.counts.badMessages++;
    this.#badMessages++;
    if (this.#badMessages > this.#feed.limits.maxBadMessages) {
      return this.#end(1008, 'too many messages that could not be understood', 'bad-messages');
    }
    const { encode, isBinary } = codecs[this.#protocol];
    if (this.#keepsUp()) this.#socket.send(encode({ error, code }), { binary: isBinary });
  }

  #tick(topic: Topic, subscription: Subscription): void {
    this.#sendSample(topic, subscription).catch((error: unknown) => {
      this.#feed.log.error(`a sample could not be made: ${String(error)}`);
      this.#end(1011, 'the server failed to make a sample; see its log', 'error');
    });
  }

  async #sendSample(topic: Topic, subscription: Subscription): Promise<void> {
    if (subscription.busy || !this.#isOpen()) return;
    subscription.busy = true;
    try {
      const { states, counts, snapshot } = this.#feed;
      const time = snapshot().run.emulatedSeconds;
      const state = await states(topic);
      if (state === undefined || subscription.last === state.value) return;
      // Not wanted any more, or asked for anew: that gets a sample of its own.
      if (this.#subscriptions.get(topic) !== subscription) return;
      const keepsUp = this.#keepsUp();
      const { last } = subscription;
      // Messages that were left out come with the next.
      if (keepsUp || topic !== 'messages') subscription.last = state.value;
      const seq = this.#samplesDue.get(topic) ?? 0;
      this.#samplesDue.set(topic, seq + 1);
      if (!keepsUp) return countOne(counts.dropped, topic);
      const payload = await state.payload(this.#protocol, last);
      await this.#feed.turns.take(() => {
        if (!this.#isOpen()) return;
        const { envelope, isBinary } = codecs[this.#protocol];
        this.#socket.send(envelope({ topic, seq, time }, payload), { binary: isBinary });
        countOne(counts.sent, topic);
      });
    } finally {
      subscription.busy = false;
    }
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
      const reason =
        `behind by more than ${limits.maxBufferedBytes} bytes for too long; ask for fewer ` +
        'topics or a larger everyMs';
      this.#end(1013, reason, 'behind');
    }
    return false;
  }

  #end(code: number, reason: string, label: CloseReason): void {
    if (!this.#isOpen()) return;
    this.count(label);
    this.#socket.close(code, reason);
    this.rest();
    // One that does not read will not answer either: what waits for it is dropped.
    setTimeout(() => this.#socket.terminate(), goodbyeMs).unref();
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
