import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock } from './ports.js';

/** Requests that one connection may have in hand; a browser has one. */
const maxInHand = 16;
/** Requests of one address in a second, and how many more may come at once. */
const [perSecond, atOnce] = [1000, 1000];
/** Addresses that are remembered. */
const keptAddresses = 4096;

/** What an address may still ask for at a time [ms]. */
interface Allowance {
  left: number;
  at: number;
}

/**
 * Whoever asks faster than anybody who reads answers loses the connection: one that sends requests
 * without waiting for answers, and all of an address with too many a second. The returned call says
 * whether a request is to be answered; it is asked once for each.
 * @see D-369
 */
export function limitRequests(server: Server, clock: Clock): (request: IncomingMessage) => boolean {
  const inHand = new WeakMap<object, number>();
  const allowances = new Map<string, Allowance>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (socket.destroyed) return;
    inHand.set(socket, (inHand.get(socket) ?? 0) + 1);
    response.on('close', () => inHand.set(socket, inHand.get(socket)! - 1));
  });
  return ({ socket }) => {
    const isKept =
      inHand.get(socket)! <= maxInHand && take(allowances, socket.remoteAddress ?? '', clock.now());
    if (!isKept) socket.destroy();
    return isKept;
  };
}

/** Takes one request from what an address may ask for, if there is one left. */
function take(allowances: Map<string, Allowance>, address: string, now: number): boolean {
  const known = allowances.get(address) ?? { left: atOnce, at: now };
  const left = Math.min(atOnce, known.left + ((now - known.at) / 1000) * perSecond);
  allowances.delete(address);
  allowances.set(address, { left: Math.max(0, left - 1), at: now });
  const [oldest] = allowances.keys();
  if (allowances.size > keptAddresses) allowances.delete(oldest!);
  return left >= 1;
}
