import {
  AckPolicy,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
} from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { EmulatorError } from '../../detector/base/errors.js';
import { idOfStream, namesOf } from './messages.js';

/** A shard goes to so many workers at most. */
const maxDeliveries = 5;
/** How long a running study may take to answer [ms]. */
const answerMs = 2000;

/** @throws NATS_NO_JETSTREAM */
export async function streamManager(connection: NatsConnection): Promise<JetStreamManager> {
  try {
    return await jetstreamManager(connection);
  } catch (error) {
    throw new EmulatorError(
      'NATS_NO_JETSTREAM',
      `${connection.getServer()} has no JetStream: start the server with: nats-server -js`,
      {
        cause: error,
      },
    );
  }
}

/** @throws NATS_STUDY_RUNNING */
export async function refuseSecond(connection: NatsConnection, id: string): Promise<void> {
  if (!(await answers(connection, id))) return;
  throw new EmulatorError(
    'NATS_STUDY_RUNNING',
    `this very study is already running on ${connection.getServer()}: wait for it, or change ` +
      '--seed or --events',
  );
}

/**
 * Makes the stream of a study: jobs and results, each kept until it is acknowledged. Streams that
 * studies left behind when they were killed are removed.
 * @param redeliverMs a job whose worker is silent for so long goes to another one.
 */
export async function makeStream(
  connection: NatsConnection,
  manager: JetStreamManager,
  id: string,
  redeliverMs: number,
): Promise<void> {
  for await (const name of manager.streams.names('b2l1.>')) {
    const other = idOfStream(name);
    if (other === id || (other !== undefined && !(await answers(connection, other))))
      await manager.streams.delete(name);
  }
  const { stream, jobs, results, jobConsumer, resultConsumer } = namesOf(id);
  await manager.streams.add({
    name: stream,
    subjects: [jobs, results],
    retention: RetentionPolicy.Workqueue,
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
}

/** Whether the study of an id is running: it answers then. */
async function answers(connection: NatsConnection, id: string): Promise<boolean> {
  try {
    await connection.request(namesOf(id).description, undefined, { timeout: answerMs });
    return true;
  } catch {
    return false;
  }
}

/** Whether jobs or results are on their way: neither done nor lost. */
export async function isBusy(manager: JetStreamManager, id: string): Promise<boolean> {
  const { stream, jobConsumer, resultConsumer } = namesOf(id);
  const [jobs, results] = await Promise.all([
    manager.consumers.info(stream, jobConsumer),
    manager.consumers.info(stream, resultConsumer),
  ]);
  return [jobs, results].some(
    ({ num_pending, num_ack_pending }) => num_pending + num_ack_pending > 0,
  );
}
