import { connect, errors, type Msg, type NatsConnection } from '@nats-io/transport-node';
import type { ErrorCode } from '../../detector/base/error-codes.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { dialled, type NatsAccess } from './access.js';
import { verifiesClients } from './server-info.js';

const connectMs = 5000;
/** A connection that breaks is made again for ten minutes. */
const [reconnectAttempts, reconnectMs] = [300, 2000];
/** A server that does not answer for three of these is away, whatever TCP thinks [ms]. */
const pingMs = 20_000;

/**
 * Connects to a NATS server. A connection that breaks later is made again for ten minutes.
 * @param news that it broke, and that it is back
 * @throws USAGE_NATS, NATS_UNREACHABLE, NATS_REFUSED, NATS_CERTIFICATE
 */
export async function connectTo(
  access: NatsAccess,
  name: string,
  news: (text: string) => void = () => undefined,
): Promise<NatsConnection> {
  const { server, tls, credentials } = dialled(access);
  try {
    const connection = await connect({
      servers: server,
      name,
      timeout: connectMs,
      maxReconnectAttempts: reconnectAttempts,
      reconnectTimeWait: reconnectMs,
      pingInterval: pingMs,
      ...(tls !== undefined && { tls }),
      ...credentials,
    });
    void tellOfBreaks(connection, server, news);
    return connection;
  } catch (error) {
    throw (await notVerified(server, access, error)) ?? notConnected(server, error);
  }
}

/** A server that verifies its clients drops one that it does not know without a word. */
async function notVerified(
  server: string,
  { certificateFile }: NatsAccess,
  error: unknown,
): Promise<EmulatorError | undefined> {
  const isTold = error instanceof errors.AuthorizationError || isOfCertificate(error);
  if (isTold || !(await verifiesClients(server))) return undefined;
  const what =
    certificateFile === undefined
      ? 'wants the certificate of a client, and none was given'
      : `does not accept the certificate of ${certificateFile}`;
  return new EmulatorError(
    'NATS_REFUSED',
    `the NATS server ${server} ${what}: name one that its authority has signed with ` +
      '--nats-cert FILE, and its key with --nats-key FILE',
    { cause: error },
  );
}

/** Codes of Node and OpenSSL by which a certificate is not accepted. */
const certificateCode = /CERT|SIGNATURE|ISSUER|SELF_SIGNED/;

/** Whether it is the server's certificate that was not accepted here. */
function isOfCertificate(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && certificateCode.test(code) && !code.includes('ALERT');
}

function notConnected(server: string, error: unknown): EmulatorError {
  const why = error instanceof Error ? error.message : String(error);
  const told = (code: ErrorCode, message: string): EmulatorError =>
    new EmulatorError(code, message, { cause: error });
  if (error instanceof errors.AuthorizationError)
    return told(
      'NATS_REFUSED',
      `the NATS server ${server} does not accept these credentials (${why}): give others with ` +
        '--nats-creds FILE, B2L1_NATS_USER and B2L1_NATS_PASSWORD, or B2L1_NATS_TOKEN',
    );
  if (isOfCertificate(error))
    return told(
      'NATS_CERTIFICATE',
      `the certificate of the NATS server ${server} is not accepted (${why}): name the ` +
        'certificate of the authority that signed it with --nats-ca FILE, and the host as ' +
        'the certificate has it',
    );
  return told(
    'NATS_UNREACHABLE',
    `no connection to the NATS server ${server} (${why}); start one with: nats-server -js, or ` +
      'name another with --nats',
  );
}

/** Ends with the connection. */
async function tellOfBreaks(
  connection: NatsConnection,
  server: string,
  news: (text: string) => void,
): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'disconnect' && !connection.isClosed())
      news(`the connection to ${server} is broken; it is tried again for ten minutes`);
    if (type === 'reconnect') news(`the connection to ${server} is back`);
  }
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

/** What is thrown when a connection is lost for good. */
export const lostConnection = (why?: string): EmulatorError =>
  new EmulatorError(
    'NATS_LOST',
    `the connection to the NATS server is lost${why === undefined ? '' : `: ${why}`}`,
  );
