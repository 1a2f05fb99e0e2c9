import type { WebSocket } from 'ws';
import { countOne, type FeedCounts } from './feed-counts.js';
import type { DecidedEvents, DecisionsCredit } from './decided-events.js';
import type { Clock, MonitorPorts } from './ports.js';
import { codecs, type SubProtocol } from './wire.js';

/** Topic of all decisions, which is lossless: the run waits for its clients. */
export const decisionsTopic = 'decisions';
/** Clients of it, at most. */
export const maxDecisionsClients = 4;
/** Whoever gives no credit for so long while decisions wait for it is let go [ms]. */
const patienceMs = 10_000;
const lookMs = 500;

/** What a stream of decisions wants of the connection that it goes through. */
interface StreamOptions {
  readonly socket: WebSocket;
  readonly protocol: SubProtocol;
  readonly counts: FeedCounts;
  readonly clock: Clock;
  /** Bytes waiting for the client from which on it gets no more. */
  readonly maxBufferedBytes: number;
  readonly open: NonNullable<MonitorPorts['decisions']>;
  /** Ends the connection, for it has given no credit. */
  readonly onIdle: () => void;
}

/** Payloads by batch: however many clients there are, each is encoded once. */
const encoded = new WeakMap<DecidedEvents, Map<SubProtocol, Buffer>>();

function payloadOf(events: DecidedEvents, protocol: SubProtocol): Buffer {
  const known = encoded.get(events) ?? new Map<SubProtocol, Buffer>();
  encoded.set(events, known);
  const payload = known.get(protocol) ?? codecs[protocol].encode(events);
  known.set(protocol, payload);
  return payload;
}

/** Sends every decision to one client, a batch for each credit. */
export class DecisionsStream {
  readonly #options: StreamOptions;
  readonly #credit: DecisionsCredit;
  readonly #timer: NodeJS.Timeout;
  #seq = 0;
  /** Last sign that the client keeps up [ms]. */
  #heardAt: number;

  constructor(options: StreamOptions) {
    this.#options = options;
    const { open, counts, clock, socket, maxBufferedBytes } = options;
    counts.decisionsClients++;
    this.#heardAt = clock.now();
    this.#credit = open({
      take: (events) => this.#send(events),
      hasRoom: () => socket.bufferedAmount <= maxBufferedBytes,
    });
    this.#timer = setInterval(() => this.#look(), lookMs);
  }

  grant(batches: number): void {
    this.#heardAt = this.#options.clock.now();
    this.#credit.grant(batches);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#options.counts.decisionsClients--;
    this.#credit.close();
  }

  #send(events: DecidedEvents): void {
    const { socket, protocol, counts, clock } = this.#options;
    this.#heardAt = clock.now();
    const time = events.time.length === 0 ? 0 : events.time.at(-1)! / 1e9;
    const head = { topic: decisionsTopic, seq: this.#seq++, time };
    countOne(counts.sent, decisionsTopic);
    // Once it has left there may be room for the next.
    const { envelope, isBinary } = codecs[protocol];
    socket.send(envelope(head, payloadOf(events, protocol)), { binary: isBinary }, () =>
      this.#credit.grant(0),
    );
  }

  #look(): void {
    const { clock, onIdle } = this.#options;
    if (this.#credit.waiting() === 0) this.#heardAt = clock.now();
    else if (clock.now() - this.#heardAt > patienceMs) onIdle();
  }
}
