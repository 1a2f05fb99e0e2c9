import { setTimeout as sleep } from 'node:timers/promises';
import { type Consumer, type JetStreamClient, type JsMsg, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { EmulatorError } from '../../detector/base/errors.js';
import type { GenerateJob } from '../chain/jobs.js';
import { shardAssembler } from '../studies/shards/assemble.js';
import { fingerprintKey } from '../studies/shards/fingerprint.js';
import type { StudyPart } from '../studies/shards/part.js';
import { growingBatches, jobsOfShard, type Shard } from '../studies/shards/plan.js';
import { encodeShard, type FinishedShard } from '../studies/shards/shard-file.js';
import type { Study } from '../studies/study.js';
import { checkPayload, lostConnection } from './connection.js';
import { studyDescribed } from './describe-study.js';
import { descriptionShape, jobShape, namesOf, unpack, unpackIfOurs } from './messages.js';
import { send } from './server-errors.js';

/**
 * How long a worker waits for a study to describe itself, and for a job before it looks around
 * [ms].
 */
const answerMs = 5000;
const jobMs = 1000;
/** After something went wrong with the server [ms]. */
const pauseMs = 200;

interface Taken {
  readonly study: Study;
  /** Of its fingerprint. */
  readonly key: string;
  readonly stream: JetStreamClient;
  readonly consumer: Consumer;
  /** Time between two signs that a shard is worked on [ms]. */
  readonly beatMs: number;
  readonly isRunning: () => boolean;
}

/** A study that a worker works for: where its shards come from and go to. */
export class TakenStudy {
  readonly study: Study;
  readonly #connection: NatsConnection;
  readonly #stream: JetStreamClient;
  readonly #consumer: Consumer;
  readonly #names: ReturnType<typeof namesOf>;
  readonly #key: string;
  readonly #isRunning: () => boolean;
  readonly #assemble: (part: StudyPart) => FinishedShard | undefined;
  /** Shards in hand, and their jobs, by slice. */
  readonly #held = new Map<number, JsMsg>();
  readonly #beat: NodeJS.Timeout;

  private constructor(connection: NatsConnection, id: string, taken: Taken) {
    const { study, key, stream, consumer, beatMs, isRunning } = taken;
    this.study = study;
    this.#connection = connection;
    this.#names = namesOf(id);
    this.#key = key;
    this.#stream = stream;
    this.#consumer = consumer;
    this.#isRunning = isRunning;
    this.#assemble = shardAssembler(study.plan);
    // The server gives a shard to nobody else while its worker says that it is at it.
    this.#beat = setInterval(() => this.#held.forEach((job) => job.working()), beatMs);
  }

  /**
   * Asks a study what it is.
   * @param isRunning whether the study is heard of
   * @throws NATS_DIFFERS, NATS_BAD_MESSAGE, NATS_SILENT and the codes of cards, menus and
   * configurations
   */
  static async take(
    connection: NatsConnection,
    id: string,
    isRunning: () => boolean,
  ): Promise<TakenStudy> {
    const { description, stream, jobConsumer } = namesOf(id);
    const answer = await connection
      .request(description, undefined, { timeout: answerMs })
      .catch((cause: unknown) => {
        throw new EmulatorError('NATS_SILENT', `study ${id} does not answer`, { cause });
      });
    const described = unpack(descriptionShape, answer.data);
    const study = studyDescribed(described);
    const client = jetstream(connection);
    const consumer = await client.consumers.get(stream, jobConsumer);
    const { config } = await consumer.info(true);
    const beatMs = (config.ack_wait ?? 0) / 1e6 / 3;
    return new TakenStudy(connection, id, {
      study,
      key: fingerprintKey(described.fingerprint),
      stream: client,
      consumer,
      beatMs: Math.max(100, beatMs),
      isRunning,
    });
  }

  /**
   * Shards of the study as jobs, as long as `goOn` says so before each. A shard once begun is
   * handed out to its end.
   */
  async *jobs(goOn: (idle: boolean) => boolean): AsyncGenerator<GenerateJob> {
    const size = growingBatches(this.study.batchEvents);
    for (let idle = false; goOn(idle); ) {
      const job = await this.#nextJob();
      idle = job === null;
      if (job === null) continue;
      const shard = this.#plannedShard(job.data);
      if (shard === undefined) job.term('not a shard of this study');
      else {
        this.#held.set(shard.slice, job);
        yield* jobsOfShard(shard, size);
      }
    }
  }

  /**
   * Takes what was counted; a shard that is whole goes to the study, and its job is done.
   * @returns whether it was and did.
   * @throws NATS_PAYLOAD, NATS_LOST
   */
  async add(part: StudyPart): Promise<boolean> {
    const shard = this.#assemble(part);
    if (shard === undefined) return false;
    const result = encodeShard(shard, this.#key);
    checkPayload(this.#connection, result, `shard ${shard.slice}`);
    const sent = await send(
      this.#connection,
      this.#stream,
      { subject: this.#names.results, bytes: result },
      // A stream that is lost is made again by its study, as long as that is there.
      {
        msgID: `result ${shard.slice}`,
        wanted: this.#isRunning,
        isMissing: () => Promise.resolve(false),
      },
    );
    if (sent) this.#held.get(shard.slice)?.ack();
    this.#held.delete(shard.slice);
    return sent;
  }

  /** What is still in hand goes back at once. */
  leave(): void {
    clearInterval(this.#beat);
    if (this.#connection.isClosed()) return;
    this.#held.forEach((job) => job.nak());
  }

  async #nextJob(): Promise<JsMsg | null> {
    if (this.#connection.isClosed()) throw lostConnection();
    try {
      return await this.#consumer.next({ expires: jobMs });
    } catch {
      // The study has just ended, or the server is away for a moment: whether to go on is asked
      // again.
      await sleep(pauseMs);
      return null;
    }
  }

  #plannedShard(bytes: Uint8Array): Shard | undefined {
    const job = unpackIfOurs(jobShape, bytes);
    const planned = job === undefined ? undefined : this.study.plan.shard(job.slice);
    return planned?.point === job?.point && planned?.events === job?.events ? planned : undefined;
  }
}
