import { setTimeout as sleep } from 'node:timers/promises';
import {
  AckPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  type StreamInfo,
} from '@nats-io/jetstream';
import { errors, headers, type NatsConnection, nanos } from '@nats-io/transport-node';
import { EmulatorError } from '../../detector/base/errors.js';
import { idOfStream, namesOf } from './messages.js';

/** A shard goes to so many workers at most. */
export const maxDeliveries = 5;
/** How long a running study may take to answer [ms]. */
const answerMs = 2000;

/** @throws NATS_NO_JETSTREAM */
export async function streamManager(connection: NatsConnection): Promise<JetStreamManager> {
  try {
    return await jetstreamManager(connection);
  } catch (error) {
    throw new EmulatorError(
      'NATS_NO_JETSTREAM',
      `${connection.getServer()} has no JetStream, or keeps it from this user: start the server ` +
        'with: nats-server -js',
      {
        cause: error,
      },
    );
  }
}

/**
 * Whether the study of an id is `here` (it answers), `away` (it is connected and silent, as one
 * whose process sleeps) or `gone` (nobody of this id is connected).
 */
type Presence = 'here' | 'away' | 'gone';

async function presenceOf(connection: NatsConnection, id: string): Promise<Presence> {
  try {
    await connection.request(namesOf(id).description, undefined, { timeout: answerMs });
    return 'here';
  } catch (error) {
    if (error instanceof errors.RequestError && error.isNoResponders()) return 'gone';
    if (error instanceof errors.TimeoutError) return 'away';
    throw error;
  }
}

/** Leaves a sign of life on the stream: of all of them the server keeps the last. */
export function leaveSign(connection: NatsConnection, id: string): void {
  const rollup = headers();
  rollup.set('Nats-Rollup', 'sub');
  connection.publish(namesOf(id).alive, undefined, { headers: rollup });
}

/** When a stream was last written to [ms since 1970, clock of the server]. */
const lastSign = ({ created, state }: StreamInfo): number =>
  Math.max(Date.parse(created), Date.parse(state.last_ts));

const isNotFound = (error: unknown): boolean =>
  error instanceof JetStreamApiError &&
  (error.code === JetStreamApiCodes.StreamNotFound ||
    error.code === JetStreamApiCodes.ConsumerNotFound);

/** What a server knows of a stream; undefined where it has none. */
async function infoOf(manager: JetStreamManager, stream: string): Promise<StreamInfo | undefined> {
  try {
    return await manager.streams.info(stream);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** A day: whoever closes a lid in the evening finds his study in the morning [ms]. */
const abandonedMs = 24 * 3600 * 1000;

/**
 * Removes what other studies left behind when they were killed, long ago: never the stream of one
 * that is connected, or has been heard of within a day.
 * @param own a stream made just now: only the server's clock is asked how late it is
 * @param silenceMs how long a study that is gone may leave no sign
 */
export async function removeAbandoned(
  connection: NatsConnection,
  manager: JetStreamManager,
  own: StreamInfo,
  silenceMs = abandonedMs,
): Promise<void> {
  for await (const info of manager.streams.list('b2l1.>')) {
    const { name } = info.config;
    const id = idOfStream(name);
    if (id === undefined || name === own.config.name) continue;
    if (Date.parse(own.created) - lastSign(info) < silenceMs) continue;
    if ((await presenceOf(connection, id)) === 'gone') await remove(manager, name);
  }
}

async function remove(manager: JetStreamManager, stream: string): Promise<void> {
  try {
    await manager.streams.delete(stream);
  } catch (error) {
    // Another study was faster.
    if (!isNotFound(error)) throw error;
  }
}

interface TakeOver {
  /** A study of the same id that is gone may come back for so many seconds. */
  readonly returnSeconds: number;
  readonly news: (text: string) => void;
  readonly stopped: () => boolean;
}

/**
 * Makes sure that no other process is at the very same study; what one that was killed has left is
 * removed once it had time to come back.
 * @throws NATS_STUDY_RUNNING, NATS_STUDY_AWAY
 */
export async function takeOver(
  connection: NatsConnection,
  manager: JetStreamManager,
  id: string,
  { returnSeconds, news, stopped }: TakeOver,
): Promise<void> {
  const { stream } = namesOf(id);
  let seen: number | undefined;
  for (let silent = 0; ; silent++) {
    const presence = await presenceOf(connection, id);
    if (presence !== 'gone') throw second(connection, presence);
    const info = await infoOf(manager, stream);
    if (info === undefined) return;
    if (seen === undefined)
      news(
        `this study was here before and has not ended: it has ${returnSeconds} s to come back ` +
          'before it is begun anew',
      );
    if (lastSign(info) !== seen) silent = 0;
    seen = lastSign(info);
    if (silent >= returnSeconds || stopped()) break;
    await sleep(1000);
  }
  await remove(manager, stream);
}

function second(connection: NatsConnection, presence: 'here' | 'away'): EmulatorError {
  const server = connection.getServer();
  return presence === 'here'
    ? new EmulatorError(
        'NATS_STUDY_RUNNING',
        `this very study is already running on ${server}: wait for it, or change --seed or ` +
          '--events',
      )
    : new EmulatorError(
        'NATS_STUDY_AWAY',
        `this very study is connected to ${server} and does not answer: its process sleeps or is ` +
          'stopped; wake it or end it, or change --seed or --events',
      );
}

/**
 * Makes the stream of a study: jobs and results, each kept until it is acknowledged.
 * @param run names this process in it
 * @param redeliverMs a job whose worker is silent for so long goes to another one.
 * @returns what the server says of it
 */
export async function makeStream(
  manager: JetStreamManager,
  id: string,
  run: string,
  redeliverMs: number,
): Promise<StreamInfo> {
  const { stream, jobs, results, alive, jobConsumer, resultConsumer } = namesOf(id);
  const made = await manager.streams.add({
    name: stream,
    description: run,
    subjects: [jobs, results, alive],
    retention: RetentionPolicy.Workqueue,
    allow_rollup_hdrs: true,
  });
  await manager.consumers.add(stream, {
    durable_name: jobConsumer,
    filter_subject: jobs,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(redeliverMs),
    max_deliver: maxDeliveries,
  });
  await manager.consumers.add(stream, {
    durable_name: resultConsumer,
    filter_subject: results,
    ack_policy: AckPolicy.Explicit,
  });
  return made;
}

/**
 * How it stands with a stream: `lost` when the server has none of the name, or one without its
 * consumers; `taken` when another process has made it anew; `away` when the server does not say.
 */
type StreamState =
  | 'lost'
  | 'taken'
  | 'away'
  | {
      /** Jobs that no worker has. */
      readonly waiting: number;
      /** Jobs that workers have. */
      readonly inHand: number;
      /** Results on their way. */
      readonly results: number;
    };

/** Asks the server for the state of a stream; never throws. */
export async function stateOf(
  manager: JetStreamManager,
  id: string,
  run: string,
): Promise<StreamState> {
  const { stream, jobConsumer, resultConsumer } = namesOf(id);
  try {
    const { config } = await manager.streams.info(stream);
    if (config.description !== run) return 'taken';
    const [jobs, results] = await Promise.all([
      manager.consumers.info(stream, jobConsumer),
      manager.consumers.info(stream, resultConsumer),
    ]);
    return {
      waiting: jobs.num_pending,
      inHand: jobs.num_ack_pending,
      results: results.num_pending + results.num_ack_pending,
    };
  } catch (error) {
    return isNotFound(error) ? 'lost' : 'away';
  }
}

/** Whether a server has no stream of a study, as far as it says. */
export const isMissing = async (manager: JetStreamManager, id: string): Promise<boolean> =>
  (await infoOf(manager, namesOf(id).stream).catch(() => null)) === undefined;

/** Removes the stream of a study, if it is still that of this run. */
export async function removeOwn(manager: JetStreamManager, id: string, run: string): Promise<void> {
  const { stream } = namesOf(id);
  const info = await infoOf(manager, stream);
  if (info?.config.description === run) await remove(manager, stream);
}
