import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
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
import type { Shard } from '../studies/shards/plan.js';
import type { Study } from '../studies/study.js';
import { type NatsAccess, shownAddress } from './access.js';
import { checkPayload, connectTo, listen, lostConnection } from './connection.js';
import { describeStudy } from './describe-study.js';
import { lostShards } from './lost-shards.js';
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
import { codedError, isOfNats, send } from './server-errors.js';
import { ShardWindow, windowShards } from './shard-window.js';
import {
  isMissing,
  leaveSign,
  makeStream,
  removeAbandoned,
  removeOwn,
  stateOf,
  streamManager,
  takeOver,
} from './study-stream.js';

interface DistributeOptions {
  readonly access: NatsAccess;
  /** Shards that are there already. */
  readonly found?: ReadonlySet<number> | undefined;
  /** A shard whose worker is silent for so long goes to another one [ms]. */
  readonly redeliverMs: number;
  /** A study like this that was killed may come back for so many seconds; 15 without it. */
  readonly returnSeconds?: number;
  /** True once nothing more shall be done. */
  readonly stopped: () => boolean;
  /** Resolves when there is room for more results. */
  readonly ready: () => Promise<void> | undefined;
  /** News of workers, one line each. */
  readonly news: (text: string) => void;
}

/** Beats in which shards wait and no worker has one, after which the user is told, each time. */
const lonelyBeats = { first: 5, further: 60 };
/** Beats in a row in which nothing is on its way after which what is missing is lost. */
const lostBeats = 3;
/** Beats in a row in which the server has no stream after which it is made again. */
const missingBeats = 2;
/** Beats from one sign of life on the server to the next. */
const signBeats = 5;
/** A stream that is lost more often is somebody's will. */
const maxLosses = 3;
/** How often a lost stream is made anew on a server that is away meanwhile, 5 s each. */
const maxRetries = 100;
/** Beats in a row without an answer of JetStream after which that is said, and the study ends. */
const [awaySaid, awayBeats] = [5, 600];

/**
 * Has the shards of a study counted by whatever workers are connected to a NATS server, and emits
 * their parts in shard order. Jobs and results go through a stream that lives as long as the study;
 * where the server loses it, it is made again. On an error what is done beyond a gap is emitted
 * first, so that it may be kept.
 * Errors: USAGE_NATS, NATS_UNREACHABLE, NATS_REFUSED, NATS_CERTIFICATE, NATS_NO_JETSTREAM,
 * NATS_STUDY_RUNNING, NATS_STUDY_AWAY, NATS_STUDY_TAKEN, NATS_STREAM_LOST, NATS_PAYLOAD,
 * NATS_SHARD_LOST, NATS_LOST, NATS_FAILED, and what failed in a worker.
 * @see D-149, D-415
 */
export function countOverNats(study: Study, options: DistributeOptions): Observable<StudyPart> {
  return from(distribute(study, options));
}

async function* distribute(study: Study, options: DistributeOptions): AsyncGenerator<StudyPart> {
  const { access, news } = options;
  const connection = await connectTo(access, `b2l1 study ${study.card.name}`, news);
  try {
    yield* overConnection(connection, study, options);
  } catch (error) {
    throw codedError(error, connection);
  } finally {
    await connection.close();
  }
}

async function* overConnection(
  connection: NatsConnection,
  study: Study,
  options: DistributeOptions,
): AsyncGenerator<StudyPart> {
  const manager = await streamManager(connection);
  const description = describeStudy(study);
  const id = studyId(description.fingerprint, study.events);
  const told = pack(descriptionShape, description);
  checkPayload(connection, told, 'the description of the study');
  await takeOver(connection, manager, id, { returnSeconds: 15, ...options });
  listen(connection, namesOf(id).description, (message) => void message.respond(told));
  const queue = new StudyQueue(connection, manager, id, study, options);
  try {
    yield* queue.parts();
  } finally {
    await queue.close();
  }
}

/** Gives shards out and takes what comes of them. */
class StudyQueue {
  readonly #connection: NatsConnection;
  readonly #manager: JetStreamManager;
  readonly #stream: JetStreamClient;
  readonly #id: string;
  /** Names this process in the stream. */
  readonly #run = randomUUID();
  readonly #names: ReturnType<typeof namesOf>;
  readonly #study: Study;
  readonly #options: DistributeOptions;
  readonly #window: ShardWindow;
  readonly #workers = new Set<string>();
  #results: ConsumerMessages | undefined;
  #beat: NodeJS.Timeout | undefined;
  #beats = 0;
  #losses = 0;
  #retries = 0;
  /** Beats in a row in which it stood so. */
  readonly #inRow = { idle: 0, lonely: 0, missing: 0, away: 0 };
  #asking = false;
  #isLost = false;
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
    const key = fingerprintKey(describeStudy(study).fingerprint);
    this.#window = new ShardWindow(study, key, options.found);
  }

  async *parts(): AsyncGenerator<StudyPart> {
    listen(this.#connection, this.#names.workers, ({ data }) => this.#hear(data));
    void this.#connection.closed().then((error) => {
      this.#failure ??= lostConnection(error?.message);
      this.#results?.stop();
    });
    this.#beat = setInterval(() => void this.#onBeat(), beatMs);
    do yield* this.#partsOfStream();
    while (this.#isLost && this.#failure === undefined && !this.#options.stopped());
    // Stopped early: what is done beyond a gap counts, too.
    yield* this.#window.all();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Until all is done, it is stopped, something fails or the stream is lost. */
  async *#partsOfStream(): AsyncGenerator<StudyPart> {
    const results = await this.#open();
    if (results === undefined) return;
    for await (const message of results) {
      this.#inRow.idle = 0;
      this.#window.receive(message.data);
      message.ack();
      yield* this.#window.inOrder();
      await this.#options.ready();
      await this.#giveOut();
      if (this.#window.isEmpty) break;
    }
  }

  /**
   * Makes the stream and gives shards out. Once that has worked, a server that goes away under it
   * is asked again.
   * @returns results to come; undefined where none are, or the stream is to be made again.
   */
  async #open(): Promise<ConsumerMessages | undefined> {
    this.#isLost = false;
    this.#results = undefined;
    try {
      await this.#makeStream();
      if (this.#window.isEmpty) return undefined;
      const { stream, resultConsumer } = this.#names;
      const consumer = await this.#stream.consumers.get(stream, resultConsumer);
      this.#results = await consumer.consume({ max_messages: windowShards });
      this.#sayHere(false);
      return this.#results;
    } catch (error) {
      const isWorthIt = this.#losses > 0 && !this.#connection.isClosed() && isOfNats(error);
      if (!isWorthIt || ++this.#retries > maxRetries) throw error;
      await sleep(beatMs);
      this.#isLost = true;
      return undefined;
    }
  }

  async #makeStream(): Promise<void> {
    const { redeliverMs } = this.#options;
    const made = await makeStream(this.#manager, this.#id, this.#run, redeliverMs);
    if (this.#losses === 0) await removeAbandoned(this.#connection, this.#manager, made);
    leaveSign(this.#connection, this.#id);
    await this.#publish(this.#window.missing());
    await this.#giveOut();
  }

  /** Nothing of the study stays on the server. */
  async close(): Promise<void> {
    clearInterval(this.#beat);
    if (this.#connection.isClosed() || this.#failure?.code === 'NATS_STUDY_TAKEN') return;
    this.#sayHere(true);
    try {
      await removeOwn(this.#manager, this.#id, this.#run);
    } catch {
      this.#options.news(
        `the server is away: stream ${this.#names.stream} stays on it until another study finds ` +
          'it a day old',
      );
    }
  }

  async #giveOut(): Promise<void> {
    if (!this.#options.stopped()) await this.#publish(this.#window.next());
  }

  async #publish(shards: readonly Shard[]): Promise<void> {
    const wanted = (): boolean =>
      !this.#isLost && this.#failure === undefined && !this.#options.stopped();
    await Promise.all(
      shards.map((shard) =>
        send(
          this.#connection,
          this.#stream,
          { subject: this.#names.jobs, bytes: pack(jobShape, shard) },
          {
            msgID: `job ${shard.slice}`,
            wanted,
            isMissing: () => isMissing(this.#manager, this.#id),
          },
        ),
      ),
    );
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
    // Before the stream is there, or while it is made anew, there is nothing to be told.
    if (this.#results === undefined || this.#isLost) return;
    this.#sayHere(false);
    if (++this.#beats % signBeats === 0) leaveSign(this.#connection, this.#id);
    if (this.#asking) return;
    this.#asking = true;
    const state = await stateOf(this.#manager, this.#id, this.#run);
    this.#asking = false;
    if (state === 'taken')
      return this.#fail(
        'NATS_STUDY_TAKEN',
        'this study was away for so long that another process has begun it anew; what it has ' +
          'done is kept with --out, and --resume goes on from there',
      );
    this.#inRow.away = state === 'away' ? this.#inRow.away + 1 : 0;
    this.#inRow.missing = state === 'lost' ? this.#inRow.missing + 1 : 0;
    if (this.#inRow.away === awaySaid)
      this.#options.news(
        'JetStream of the server does not answer; it has ten minutes to come back',
      );
    if (this.#inRow.away === awayBeats)
      return this.#fail(
        'NATS_LOST',
        `JetStream of ${this.#connection.getServer()} has not answered for ten minutes`,
      );
    if (this.#inRow.missing === missingBeats) return this.#onLost();
    if (typeof state === 'string') return;
    const { waiting, inHand, results } = state;
    const isIdle = waiting + inHand + results === 0;
    this.#inRow.idle = isIdle ? this.#inRow.idle + 1 : 0;
    if (this.#inRow.idle >= lostBeats) return this.#fail('NATS_SHARD_LOST', this.#lost());
    this.#inRow.lonely = waiting > 0 && inHand === 0 ? this.#inRow.lonely + 1 : 0;
    this.#tellOfLoneliness(waiting);
  }

  #lost(): string {
    return lostShards(this.#window.missing(), this.#study);
  }

  #tellOfLoneliness(waiting: number): void {
    const { lonely } = this.#inRow;
    if (lonely !== lonelyBeats.first && (lonely === 0 || lonely % lonelyBeats.further !== 0))
      return;
    const what =
      this.#workers.size === 0
        ? 'no worker has come yet'
        : `no worker has taken a shard for ${lonely} s, and ${waiting} wait`;
    this.#options.news(
      `${what}; start some, here or elsewhere, with: b2l1 worker --nats ` +
        shownAddress(this.#options.access.url),
    );
  }

  /** The server has lost its store, or somebody has deleted the stream: the study has it all. */
  #onLost(): void {
    if (++this.#losses > maxLosses)
      return this.#fail(
        'NATS_STREAM_LOST',
        `stream ${this.#names.stream} was lost ${this.#losses} times: somebody ` +
          'deletes it, or the server cannot keep it',
      );
    this.#options.news(
      `the server has lost stream ${this.#names.stream}: it is made anew, and shards that were ` +
        'not done are given out again',
    );
    this.#isLost = true;
    this.#results?.stop();
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
