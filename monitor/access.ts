import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { EmulatorError } from '../detector/base/errors.js';

/** Who may read and who may change. */
export interface Access {
  readonly token: string;
  /**
   * False when the page's name is not this machine's: a foreign site that resolves to 127.0.0.1
   * (DNS rebinding).
   */
  readonly isOwnHost: (request: IncomingMessage) => boolean;
  readonly mayRead: (request: IncomingMessage) => boolean;
  readonly mayChange: (request: IncomingMessage) => boolean;
  /** Whether the token came along, in the header or as `?token=`. */
  readonly hasToken: (request: IncomingMessage) => boolean;
}

/** Characters of a bearer token. @see RFC 6750, section 2.1 (b64token). */
const tokenForm = /^[A-Za-z0-9\-._~+/]{8,}=*$/;

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * Reading is open on loopback and needs the token elsewhere; changing always needs it.
 * @throws MONITOR_TOKEN_REQUIRED, MONITOR_BAD_TOKEN
 * @see D-052
 */
export function makeAccess(host: string, givenToken: string | undefined): Access {
  const open = isLoopback(host);
  const token = givenToken ?? (open ? randomBytes(24).toString('base64url') : '');
  if (token === '' && !open) {
    throw new EmulatorError(
      'MONITOR_TOKEN_REQUIRED',
      `--host ${host}: others can reach this address, so reading needs a token too; give one ` +
        'with --token, or stay on 127.0.0.1',
    );
  }
  if (!tokenForm.test(token)) {
    throw new EmulatorError(
      'MONITOR_BAD_TOKEN',
      'the token (--token, --token-file, B2L1_TOKEN or token of --config): expected 8 or more ' +
        'of the characters A–Z a–z 0–9 - . _ ~ + /',
    );
  }
  const digest = sha256(token);
  const hasToken = (request: IncomingMessage): boolean =>
    timingSafeEqual(sha256(presentedToken(request)), digest);
  return {
    token,
    isOwnHost: (request) =>
      !open ||
      ownNames(request.socket.localPort ?? 0).includes((request.headers.host ?? '').toLowerCase()),
    mayRead: (request) => open || hasToken(request),
    mayChange: (request) =>
      /^bearer /i.test(request.headers.authorization ?? '') && hasToken(request),
    hasToken,
  };
}

/** Digests have one length, so that comparing them takes the same time for every guess. */
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** From the header, or from `?token=` where a browser cannot set headers (a websocket). */
function presentedToken(request: IncomingMessage): string {
  const header = /^bearer +(.+)$/i.exec(request.headers.authorization ?? '');
  return header?.[1] ?? queryOf(request).get('token') ?? '';
}

function ownNames(port: number): readonly string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const withPort = names.map((name) => `${name}:${port}`);
  return port === 80 ? [...names, ...withPort] : withPort;
}

/** Path of a request, without the query. */
export const pathOf = (request: IncomingMessage): string =>
  (request.url ?? '/').split('?', 1)[0] ?? '/';

/** Query of a request; never throws, whatever the target looks like. */
export const queryOf = (request: IncomingMessage): URLSearchParams =>
  new URLSearchParams((request.url ?? '').split('?').slice(1).join('?'));
