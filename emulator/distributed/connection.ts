import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { EmulatorError } from '../../detector/base/errors.js';

const connectMs = 5000;

/**
 * Connects to a NATS server. A connection that breaks later is made again for a minute.
 * @param url `nats://[user:password@ | token@]host[:port]`, or `tls://…` for an encrypted
 * connection.
 * @throws USAGE_NATS, NATS_UNREACHABLE
 */
export async function connectTo(url: string, name: string): Promise<NatsConnection> {
  const { hostname, port, username, password, tls } = parsed(url);
  const secret =
    password !== ''
      ? { user: username, pass: password }
      : username !== ''
        ? { token: username }
        : {};
  const server = `${hostname}:${port}`;
  try {
    return await connect({
      servers: server,
      name,
      timeout: connectMs,
      maxReconnectAttempts: 30,
      reconnectTimeWait: 2000,
      ...(tls ? { tls: {} } : {}),
      ...secret,
    });
  } catch (error) {
    throw new EmulatorError(
      'NATS_UNREACHABLE',
      `no connection to the NATS server ${server} ` +
        `(${error instanceof Error ? error.message : String(error)}); start one with: ` +
        'nats-server -js, or name another with --nats',
      { cause: error },
    );
  }
}

function parsed(url: string) {
  const given = URL.canParse(url) ? new URL(url) : undefined;
  if (given === undefined || !/^(nats|tls):$/.test(given.protocol) || given.hostname === '') {
    throw new EmulatorError(
      'USAGE_NATS',
      `--nats ${url}: expected an address such as nats://127.0.0.1:4222`,
    );
  }
  return {
    hostname: given.hostname,
    port: given.port || '4222',
    username: decodeURIComponent(given.username),
    password: decodeURIComponent(given.password),
    tls: given.protocol === 'tls:',
  };
}

/** @throws NATS_PAYLOAD when a message is longer than the server takes. */
export function checkPayload({ info }: NatsConnection, bytes: Uint8Array, what: string): void {
  const most = info?.max_payload ?? Number.POSITIVE_INFINITY;
  if (bytes.length <= most) return;
  throw new EmulatorError(
    'NATS_PAYLOAD',
    `${what} has ${bytes.length} bytes, the NATS server takes ${most}: raise max_payload in ` +
      'its configuration',
  );
}

/** Hears what is published on a subject. */
export function listen(
  connection: NatsConnection,
  subject: string,
  hear: (message: Msg) => void,
): void {
  const callback = (error: Error | null, message: Msg): void => {
    if (error === null) hear(message);
  };
  // oxlint-disable-next-line eslint/no-restricted-properties -- a subject of NATS
  connection.subscribe(subject, { callback });
}
