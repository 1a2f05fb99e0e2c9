import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { credsAuthenticator } from '@nats-io/transport-node';
import { EmulatorError } from '../../detector/base/errors.js';

/** How a NATS server is reached, as the user says it. */
export interface NatsAccess {
  /** `nats://[user:password@ | token@]host[:port]`, or `tls://…` for an encrypted connection. */
  readonly url: string;
  /** A file of credentials, in place of those of the address. */
  readonly credentialsFile?: string | undefined;
  /** Certificates (PEM) of the authority that signed the server's, in place of the system's. */
  readonly authorityFile?: string | undefined;
  /** Certificate (PEM) by which this client shows who it is, and its key: both or neither. */
  readonly certificateFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** The same as the client of NATS wants it. */
interface Dialled {
  /** Host and port: what may be shown. */
  readonly server: string;
  readonly tls:
    | {
        readonly ca?: string;
        readonly cert?: string;
        readonly key?: string;
        readonly host?: string;
      }
    | undefined;
  readonly credentials:
    | { readonly user: string; readonly pass: string }
    | { readonly token: string }
    | { readonly authenticator: ReturnType<typeof credsAuthenticator> }
    | Record<string, never>;
}

/** Where credentials may stand in the environment, which no list of processes shows. */
const variables = {
  user: 'B2L1_NATS_USER',
  password: 'B2L1_NATS_PASSWORD',
  token: 'B2L1_NATS_TOKEN',
} as const;

/** An address as it may be shown: nothing of what stands before its last @. */
export const shownAddress = (url: string): string =>
  url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1');

/**
 * Reads what is needed to connect. Credentials are those of the address, else of the file, else of
 * the environment; none of them is ever part of a message.
 * @throws USAGE_NATS
 */
export function dialled(access: NatsAccess): Dialled {
  const { url, credentialsFile, authorityFile } = access;
  const address = parsed(url);
  const own = ofAddress(address, url);
  if (own !== undefined && credentialsFile !== undefined)
    throw usage(
      '--nats has credentials in its address, and --nats-creds names a file of them: give one',
    );
  const client = clientOf(access);
  const isEncrypted =
    address.protocol === 'tls:' || authorityFile !== undefined || client !== undefined;
  const ca = authorityFile === undefined ? undefined : read('--nats-ca', authorityFile);
  if (ca !== undefined) requireCertificate('--nats-ca', authorityFile!, ca);
  return {
    server: `${address.hostname}:${address.port || '4222'}`,
    tls: isEncrypted
      ? { ...(ca !== undefined && { ca }), ...client, ...numeric(address) }
      : undefined,
    credentials: own ?? (credentialsFile === undefined ? ofEnvironment() : ofFile(credentialsFile)),
  };
}

function requireCertificate(option: string, file: string, text: string): void {
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw usage(`${option} ${file}: it holds no certificate (PEM)`);
}

/** What this client shows of itself; undefined where nothing is. */
function clientOf({
  certificateFile,
  keyFile,
}: NatsAccess): { readonly cert: string; readonly key: string } | undefined {
  if (certificateFile === undefined && keyFile === undefined) return undefined;
  if (certificateFile === undefined || keyFile === undefined) {
    const [given, missing] =
      keyFile === undefined ? ['--nats-cert', '--nats-key'] : ['--nats-key', '--nats-cert'];
    throw usage(`${given} ${certificateFile ?? keyFile}: it goes together with ${missing} FILE`);
  }
  const cert = read('--nats-cert', certificateFile);
  requireCertificate('--nats-cert', certificateFile, cert);
  const key = read('--nats-key', keyFile);
  if (/ENCRYPTED/.test(key))
    throw usage(`--nats-key ${keyFile}: the key is encrypted, expected one without a passphrase`);
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key))
    throw usage(`--nats-key ${keyFile}: it holds no private key (PEM)`);
  try {
    createSecureContext({ cert, key });
  } catch {
    // What OpenSSL says of it is not passed on: it is about the key.
    throw usage(
      `--nats-key ${keyFile}: it is not the key of the certificate of --nats-cert ` +
        `${certificateFile}, or one of both is damaged`,
    );
  }
  return { cert, key };
}

/** A certificate for a number is held against it only when it is given apart from the socket. */
function numeric({ hostname }: URL): { readonly host?: string } {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? {} : { host };
}

const usage = (message: string, cause?: unknown): EmulatorError =>
  new EmulatorError('USAGE_NATS', message, { cause });

/** What an unescaped sign in a password does to an address: its host is the user then. */
const isTorn = ({ username, password, pathname, search, hash }: URL): boolean =>
  username + password === '' && `${pathname}${search}${hash}`.includes('@');

function parsed(url: string): URL {
  const given = URL.canParse(url) ? new URL(url) : undefined;
  const isAddress =
    given !== undefined && /^(nats|tls):$/.test(given.protocol) && given.hostname !== '';
  if (isAddress && !isTorn(given)) return given;
  throw usage(
    `--nats ${shownAddress(url)}: expected an address such as nats://127.0.0.1:4222` +
      (url.includes('@') ? '; in a user or password, / ? # @ : are %2F %3F %23 %40 %3A' : ''),
  );
}

function ofAddress({ username, password }: URL, url: string): Dialled['credentials'] | undefined {
  if (username === '' && password === '') return undefined;
  try {
    const user = decodeURIComponent(username);
    const pass = decodeURIComponent(password);
    return pass === '' ? { token: user } : { user, pass };
  } catch (error) {
    throw usage(
      `--nats ${shownAddress(url)}: a % in its user or password begins no sign; it is %25 itself`,
      error,
    );
  }
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usage(`${option} ${file}: cannot be read: ${(error as Error).message}`, error);
  }
}

/** A file of the tools of NATS, `user:password`, or a token. */
function ofFile(file: string): Dialled['credentials'] {
  const text = read('--nats-creds', file);
  if (text.includes('BEGIN NATS USER JWT')) return ofCreds(file, text);
  const line = text.trim();
  if (line === '' || /[\r\n]/.test(line))
    throw usage(
      `--nats-creds ${file}: expected one line, user:password or a token, or a .creds file of ` +
        'the tools of NATS',
    );
  const colon = line.indexOf(':');
  return colon < 0 ? { token: line } : { user: line.slice(0, colon), pass: line.slice(colon + 1) };
}

function ofCreds(file: string, text: string): Dialled['credentials'] {
  try {
    const authenticator = credsAuthenticator(new TextEncoder().encode(text));
    // Tried at once: what is wrong with it would be told only when the server asks.
    authenticator('nonce');
    return { authenticator };
  } catch {
    // What the client says of it may have some of it.
    throw usage(`--nats-creds ${file}: no complete .creds file of the tools of NATS`);
  }
}

function ofEnvironment(): Dialled['credentials'] {
  const {
    [variables.user]: user,
    [variables.password]: pass,
    [variables.token]: token,
  } = process.env;
  if (user !== undefined && pass !== undefined) return { user, pass };
  if (user !== undefined || pass !== undefined)
    throw usage(`${variables.user} and ${variables.password} go together: one is not set`);
  return token === undefined ? {} : { token };
}
