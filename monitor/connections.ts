import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/** A connection that is no websocket. */
interface Held {
  readonly address: string;
  /** Requests in hand. */
  requests: number;
}

/**
 * Keeps at most so many connections besides websockets. A new one is always let in: for it that one
 * is ended which has waited longest without a request in hand, of the address that has most, so
 * that whoever fills the places loses his own and health and metrics are answered. The returned
 * call tells how many there are.
 * @see D-344
 */
export function limitConnections(server: Server, maxConnections: number): () => number {
  // In the order of their last sign of life.
  const held = new Map<Duplex, Held>();
  server.on('connection', (socket: Socket) => {
    held.set(socket, { address: socket.remoteAddress ?? '', requests: 0 });
    socket.on('close', () => held.delete(socket));
    if (held.size > maxConnections) victimOf(held, socket)?.destroy();
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = held.get(socket);
    if (connection === undefined || socket.destroyed) return;
    connection.requests++;
    response.on('close', () => {
      connection.requests--;
      if (!held.delete(socket)) return;
      held.set(socket, connection);
    });
  });
  server.on('upgrade', (_: IncomingMessage, socket: Duplex) => held.delete(socket));
  return () => held.size;
}

/** The first idle one of the address with most connections; without idle ones the first of it. */
function victimOf(held: ReadonlyMap<Duplex, Held>, newest: Duplex): Duplex | undefined {
  const counts = new Map<string, number>();
  for (const { address } of held.values()) counts.set(address, (counts.get(address) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const candidates = [...held].filter(
    ([socket, { address }]) => socket !== newest && counts.get(address) === most,
  );
  const [idle] = candidates.find(([, { requests }]) => requests === 0) ?? [];
  return idle ?? candidates[0]?.[0];
}
