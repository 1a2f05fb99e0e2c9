import { setTimeout as sleep } from 'node:timers/promises';
import { type JetStreamClient, JetStreamApiError, JetStreamError } from '@nats-io/jetstream';
import { errors, type NatsConnection } from '@nats-io/transport-node';
import { EmulatorError } from '../../detector/base/errors.js';
import { lostConnection } from './connection.js';

const kinds = [...Object.values(errors), JetStreamApiError, JetStreamError] as const;

/** Whether an error is one of the client of NATS: of the server or the way to it, no fault here. */
export const isOfNats = (error: unknown): error is Error =>
  kinds.some((kind) => error instanceof kind) ||
  (error instanceof Error && error.name.startsWith('JetStream'));

/**
 * What a failed request to the server means for whoever made it: errors of the client get a code,
 * others stay.
 */
export function codedError(error: unknown, connection: NatsConnection): unknown {
  if (error instanceof EmulatorError || !isOfNats(error)) return error;
  if (connection.isClosed()) return lostConnection(error.message);
  return new EmulatorError(
    'NATS_FAILED',
    `the NATS server ${connection.getServer()} has not done what was asked: ${error.message}`,
    { cause: error },
  );
}

interface Sending {
  /** Of a message, for the server to drop a second one. */
  readonly msgID: string;
  /** Whether it still matters. */
  readonly wanted: () => boolean;
  /** Whether the stream is gone for good. */
  readonly isMissing: () => Promise<boolean>;
}

const pauseMs = 1000;
/** Each waits five seconds for an answer: ten minutes in all. */
const maxTries = 100;

/**
 * Puts a message into a stream, again and again while the server is away.
 * @returns whether it is there; not where the stream is missing or nobody wants it any more.
 * @throws NATS_LOST
 */
export async function send(
  connection: NatsConnection,
  stream: JetStreamClient,
  { subject, bytes }: { readonly subject: string; readonly bytes: Uint8Array },
  { msgID, wanted, isMissing }: Sending,
): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      await stream.publish(subject, bytes, { msgID });
      return true;
    } catch (error) {
      if (connection.isClosed()) throw lostConnection();
      if (!isOfNats(error)) throw error;
      if (!wanted() || (await isMissing())) return false;
      if (tries >= maxTries)
        throw lostConnection(`JetStream has not answered for ten minutes (${error.message})`);
      await sleep(pauseMs);
    }
  }
}
