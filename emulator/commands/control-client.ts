import { type ErrorCode, errorCodes } from '../../detector/base/error-codes.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Command, Outcome, RunSnapshot } from '../../monitor/ports.js';
import { tokenOf } from './token.js';

/** Where `b2l1 run` listens unless it is told otherwise. */
export const defaultUrl = 'http://127.0.0.1:8421';

/** Longest time to wait for an answer [ms]. */
const patience = 60_000;

/** Which daemon, and the token for it. */
export interface DaemonAddress {
  readonly url: string;
  readonly token?: string;
  readonly tokenFile?: string;
}

/** A daemon that is asked over HTTP. */
interface Daemon {
  /** @throws CONTROL_UNREACHABLE, CONTROL_REFUSED, CONTROL_TOKEN */
  readonly snapshot: () => Promise<RunSnapshot>;
  /** @throws the same, and the code that the daemon refuses with */
  readonly order: (command: Command) => Promise<Extract<Outcome, { readonly ok: true }>>;
}

/**
 * The daemon at an address; one that was printed by `b2l1 run` has the token in its fragment.
 * @throws USAGE_CONTROL, USAGE_TOKEN
 */
export function daemonAt({ url, ...given }: DaemonAddress): Daemon {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new EmulatorError(
      'USAGE_CONTROL',
      `--url is "${url.replace(/[#?].*$/s, '')}", expected an address such as ${defaultUrl}`,
    );
  const { origin, hash, pathname, search } = new URL(url);
  if (pathname !== '/' || search !== '') {
    const what = search === '' ? `the path ${pathname}` : 'a query behind "?"';
    throw new EmulatorError(
      'USAGE_CONTROL',
      `--url has ${what}, which no daemon reads, expected an address such as ${defaultUrl}; its ` +
        'token stands behind "#", as b2l1 run prints it, or in --token-file',
    );
  }
  const printed = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  const isGiven = given.token !== undefined || given.tokenFile !== undefined;
  // Who gives the address of one daemon means its token, not that of the environment.
  const token = tokenOf(isGiven || printed === '' ? given : { token: printed }, { token: '' });
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new EmulatorError(
      'USAGE_TOKEN',
      'the token has a space, a line break or another character that no header carries, expected ' +
        'what b2l1 run printed or was given',
    );
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const { ok, status, text } = await reach(`${origin}${path}`, { ...init, headers });
    const body = parsed(text);
    if (ok && body !== undefined) return body;
    throw refusal(origin, status, body, text);
  };
  return {
    snapshot: async () => (await ask('/api/snapshot')) as RunSnapshot,
    order: async (command) => {
      const init = { method: 'POST', body: JSON.stringify(command) };
      return (await ask('/api/command', init)) as Extract<Outcome, { readonly ok: true }>;
    },
  };
}

/** What a daemon answers, all of it. */
interface Reply extends Pick<Response, 'ok' | 'status'> {
  readonly text: string;
}

async function reach(url: string, init: RequestInit): Promise<Reply> {
  try {
    const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(patience) });
    return { ok: reply.ok, status: reply.status, text: await reply.text() };
  } catch (error) {
    const { cause, message } = error as { readonly cause?: { code?: string }; message: string };
    throw new EmulatorError(
      'CONTROL_UNREACHABLE',
      `no daemon answers at ${new URL(url).origin} (${cause?.code ?? message}); is b2l1 run on, ` +
        'and is --url the address that it printed?',
      { cause: error },
    );
  }
}

/** Whether a daemon that answered a moment ago is there no more; one that is slow is. */
export const isGone = (error: unknown): boolean =>
  error instanceof EmulatorError &&
  error.code === 'CONTROL_UNREACHABLE' &&
  (error.cause as Error).name !== 'TimeoutError';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why a daemon did not do it: its own code and words where it gave some. */
function refusal(origin: string, status: number, body: unknown, text: string): EmulatorError {
  if (status === 401)
    return new EmulatorError(
      'CONTROL_TOKEN',
      `the daemon at ${origin} wants its token: give --token-file, --token or B2L1_TOKEN, or the ` +
        'whole address that it printed as --url',
    );
  const { code, message } = (body ?? {}) as Partial<Record<'code' | 'message', unknown>>;
  const known = typeof code === 'string' && Object.hasOwn(errorCodes, code);
  return new EmulatorError(
    known ? (code as ErrorCode) : 'CONTROL_REFUSED',
    typeof message === 'string'
      ? `the daemon refused: ${message}`
      : `${origin} answered with ${status}: ${text.trim().slice(0, 200) || 'nothing'}`,
  );
}
