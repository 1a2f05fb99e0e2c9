import {
  type ConsumerMessages,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { from, type Observable } from 'rxjs';
import type { ErrorCode } from '../../detector/base/error-codes.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { fingerprintKey } from '../studies/shards/fingerprint.js';
import type { StudyPart } from '../studies/shards/part.js';
import { type Shard, shardsOf } from '../studies/shards/plan.js';
import { decodeShard, type FinishedShard } from '../studies/shards/shard-file.js';
import type { Study } from '../studies/study.js';
import { checkPayload, connectTo, listen } from './connection.js';
import { describeStudy } from './describe-study.js';
import {
  beatMs,
  beatShape,
  beatSubject,
  descriptionShape,
  jobShape,
  namesOf,
  pack,
  studyId,
  unpackIfOurs,
  workerShape,
} from './messages.js';
import { isBusy, makeStream, refuseSecond, streamManager } from './study-stream.js';

interface DistributeOptions {
  readonly url: string;
  /** Shards that are there already. */
  readonly found?: ReadonlySet<number> | undefined;
  /** A shard whose worker is silent for so long goes to another one [ms]. */
  readonly redeliverMs: number;
  /** True once nothing more shall be done. */
  readonly stopped: () => boolean;
  /** Resolves when there is room for more results. */
  readonly ready: () => Promise<void> | undefined;
  /** News of workers, one line each. */
  readonly news: (text: string) => void;
}

/** Shards that are given out or wait for those before them: bounds what server and study hold. */
const windowShards = 256;
/** Beats without a worker after which the user is told how to start one. */
const lonelyBeats = 5;
/** Beats in a row in which nothing is on its way after which what is missing is lost. */
const lostBeats = 3;

/**
 * Has the shards of a study counted by whatever workers are connected to a NATS server, and emits
 * their parts in shard order. Jobs and results go through a stream that lives as long as the study.
 * Errors: USAGE_NATS, NATS_UNREACHABLE, NATS_NO_JETSTREAM, NATS_STUDY_RUNNING, NATS_PAYLOAD,
 * NATS_SHARD_LOST, NATS_LOST, and what failed in a worker.
 * @see D-149
 */
export function countOverNats(study: Study, options: DistributeOptions): Observable<StudyPart> {
  return from(distribute(study, options));
}

async function* distribute(study: Study, options: DistributeOptions): AsyncGenerator<StudyPart> {
  const connection = await connectTo(options.url, `b2l1 study ${study.card.name}`);
  try {
    const manager = await streamManager(connection);
    const description = describeStudy(study);
    const id = studyId(description.fingerprint, study.events);
    const told = pack(descriptionShape, description);
    checkPayload(connection, told, 'the description of the study');
    await refuseSecond(connection, id);
    listen(connection, namesOf(id).description, (message) => void message.respond(told));
    await makeStream(connection, manager, id, options.redeliverMs);
    const queue = new StudyQueue(connection, manager, id, study, options);
    try {
      yield* queue.parts();
    } finally {
      await queue.close();
    }
  } finally {
    await connection.close();
  }
}

/** Gives shards out and takes what comes of them. */
class StudyQueue {
  readonly #connection: NatsConnection;
  readonly #manager: JetStreamManager;
  readonly #stream: JetStreamClient;
  readonly #id: string;
  readonly #names: ReturnType<typeof namesOf>;
  readonly #study: Study;
  readonly #options: DistributeOptions;
  readonly #key: string;
  readonly #waiting: Iterator<Shard>;
  /** Shards given out and not emitted yet, in order, and those of them that are done. */
  readonly #given: Shard[] = [];
  readonly #done = new Map<number, FinishedShard>();
  readonly #workers = new Set<string>();
  #results: ConsumerMessages | undefined;
  #beat: NodeJS.Timeout | undefined;
  #beats = 0;
  #idleBeats = 0;
  #failure: EmulatorError | undefined;

  constructor(
    connection: NatsConnection,
    manager: JetStreamManager,
    id: string,
    study: Study,
    options: DistributeOptions,
  ) {
    this.#connection = connection;
    this.#manager = manager;
    this.#stream = jetstream(connection);
    this.#id = id;
    this.#names = namesOf(id);
    this.#study = study;
    this.#options = options;
    this.#key = fingerprintKey(describeStudy(study).fingerprint);
    this.#waiting = shardsOf(study.plan, options.found);
  }

  async *parts(): AsyncGenerator<StudyPart> {
    const { stream, resultConsumer, workers } = this.#names;
    listen(this.#connection, workers, ({ data }) => this.#hear(data));
    void this.#connection
      .closed()
      .then((error) =>
        this.#fail(
          'NATS_LOST',
          `the connection to the NATS server is lost: ${error?.message ?? 'closed'}`,
        ),
      );
    await this.#giveOut();
    if (this.#given.length === 0) return;
    const consumer = await this.#stream.consumers.get(stream, resultConsumer);
    this.#results = await consumer.consume({ max_messages: windowShards });
    this.#beat = setInterval(() => void this.#onBeat(), beatMs);
    this.#sayHere(false);
    for await (const message of this.#results) {
      this.#receive(message.data);
      message.ack();
      yield* this.#finishedInOrder();
      await this.#options.ready();
      await this.#giveOut();
      if (this.#given.length === 0) break;
    }
    if (this.#failure !== undefined) throw this.#failure;
    // Stopped early: what is done beyond a gap counts, too.
    for (const { slice } of this.#given) yield* this.#done.get(slice)?.parts ?? [];
  }

  /** Nothing of the study stays on the server. */
  async close(): Promise<void> {
    clearInterval(this.#beat);
    if (this.#connection.isClosed()) return;
    this.#sayHere(true);
    await this.#manager.streams.delete(this.#names.stream);
  }

  async #giveOut(): Promise<void> {
    const jobs: Shard[] = [];
    while (this.#given.length < windowShards && !this.#options.stopped()) {
      const next = this.#waiting.next();
      if (next.done === true) break;
      this.#given.push(next.value);
      jobs.push(next.value);
    }
    await Promise.all(
      jobs.map((shard) =>
        this.#stream.publish(this.#names.jobs, pack(jobShape, shard), {
          msgID: `job ${shard.slice}`,
          retries: 5,
        }),
      ),
    );
  }

  /** A result that is none of this study's, or the second one of a shard, is passed over. */
  #receive(bytes: Uint8Array): void {
    this.#idleBeats = 0;
    const shard = this.#decoded(bytes);
    if (shard === undefined) return;
    const planned = this.#given.find(({ slice }) => slice === shard.slice);
    if (planned?.point === shard.point && planned.events === shard.events)
      this.#done.set(shard.slice, shard);
  }

  #decoded(bytes: Uint8Array): FinishedShard | undefined {
    try {
      return decodeShard(bytes, this.#key, this.#study.cellCount);
    } catch (error) {
      if (error instanceof EmulatorError) return undefined;
      throw error;
    }
  }

  *#finishedInOrder(): Generator<StudyPart> {
    for (
      let first = this.#given[0];
      first !== undefined && this.#done.has(first.slice);
      first = this.#given[0]
    ) {
      const { parts } = this.#done.get(first.slice)!;
      this.#done.delete(first.slice);
      this.#given.shift();
      yield* parts;
    }
  }

  #hear(bytes: Uint8Array): void {
    const note = unpackIfOurs(workerShape, bytes);
    if (note === undefined) return;
    const { worker, threads, refuses, failure } = note;
    if (failure !== undefined)
      return this.#fail(failure.code, `worker ${worker}: ${failure.message}`);
    if (refuses !== undefined)
      return this.#options.news(`worker ${worker} does not take part: ${refuses}`);
    if (!this.#workers.has(worker))
      this.#options.news(`worker ${worker} takes part with ${threads} threads`);
    this.#workers.add(worker);
  }

  async #onBeat(): Promise<void> {
    if (this.#options.stopped() || this.#failure !== undefined) return this.#results?.stop();
    this.#sayHere(false);
    if (++this.#beats === lonelyBeats && this.#workers.size === 0) {
      this.#options.news(
        'no worker has come yet; start some, here or elsewhere, with: b2l1 worker --nats ' +
          `${this.#options.url}`,
      );
    }
    try {
      this.#idleBeats = (await isBusy(this.#manager, this.#id)) ? 0 : this.#idleBeats + 1;
    } catch {
      // The server is away; the connection comes back or ends the study.
    }
    if (this.#idleBeats < lostBeats) return;
    const lost = this.#given.find(({ slice }) => !this.#done.has(slice));
    this.#fail(
      'NATS_SHARD_LOST',
      `shard ${lost?.slice} was given to several workers and none has finished it; their ` +
        'logs say why',
    );
  }

  #fail(code: ErrorCode, message: string): void {
    this.#failure ??= new EmulatorError(code, message);
    this.#results?.stop();
  }

  #sayHere(done: boolean): void {
    if (!this.#connection.isClosed())
      this.#connection.publish(beatSubject, pack(beatShape, { study: this.#id, done }));
  }
}
