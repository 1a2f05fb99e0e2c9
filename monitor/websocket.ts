import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type Access, pathOf } from './access.js';
import { type Feed, type FeedLimits, serveClient } from './connection.js';
import { countOne } from './feed-counts.js';
import { sayLast } from './http.js';
import { subProtocols } from './wire.js';

/** The limits unless an option says otherwise. */
export const feedLimits: FeedLimits = {
  maxBufferedBytes: 1_000_000,
  maxBehindMs: 10_000,
  maxBadMessages: 100,
  maxMessages: 100,
  messagesPerSecond: 20,
  pingMs: 15_000,
  maxClients: 256,
  maxClientsPerAddress: 224,
};

/** Largest message a client may send [bytes]; a subscription needs about 60. */
const maxPayload = 4096;

/** Puts the feed on `/ws` of a server. The returned call says goodbye to the clients. */
export function attachFeed(server: Server, access: Access, feed: Feed): () => void {
  const { counts, limits } = feed;
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    perMessageDeflate: false,
    maxPayload,
    handleProtocols: (offered) => subProtocols.find((name) => offered.has(name)) ?? false,
  });
  const clientsOf = new Map<string, number>();
  const isFull = (address: string): boolean =>
    sockets.clients.size >= limits.maxClients ||
    (clientsOf.get(address) ?? 0) >= limits.maxClientsPerAddress;
  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    stream.on('error', () => stream.destroy());
    const address = request.socket.remoteAddress ?? '';
    const refusal =
      pathOf(request) === '/ws' ? refusalOf(request, access, isFull(address)) : noSuchFeed;
    if (refusal) {
      counts.refused++;
      if (refusal === noToken) feed.noteRefused(request);
      if (refusal === noPlace) feed.noteFull(address);
      return refuse(stream, refusal);
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      counts.clients++;
      countOne(clientsOf, address);
      socket.on('close', () => {
        counts.clients--;
        const left = clientsOf.get(address)! - 1;
        if (left > 0) clientsOf.set(address, left);
        else clientsOf.delete(address);
      });
      serveClient(socket, feed, { address, hasToken: access.hasToken(request) });
    });
  };
  server.on('upgrade', onUpgrade);
  return () => {
    for (const socket of sockets.clients) {
      socket.close(1001, 'the server is stopping');
      // A client that does not answer the goodbye must not hold the server.
      setTimeout(() => socket.terminate(), 500).unref();
    }
    sockets.close();
  };
}

interface Refusal {
  readonly status: string;
  readonly message: string;
}

const noSuchFeed: Refusal = { status: '404 Not Found', message: 'the feed is at /ws' };

const noToken: Refusal = {
  status: '401 Unauthorized',
  message: 'the feed needs the token: /ws?token=…',
};

const noPlace: Refusal = { status: '503 Service Unavailable', message: 'too many clients' };

function refusalOf(request: IncomingMessage, access: Access, isFull: boolean): Refusal | undefined {
  if (!access.isOwnHost(request))
    return { status: '403 Forbidden', message: 'the Host header does not name this machine' };
  if (!isOwnOrigin(request))
    return { status: '403 Forbidden', message: 'pages of other sites may not read the feed' };
  if (!access.mayRead(request)) return noToken;
  if (isFull) return noPlace;
  const offered = protocolsOf(request);
  if (
    offered.length > 0 &&
    !offered.some((name) => (subProtocols as readonly string[]).includes(name))
  ) {
    return {
      status: '400 Bad Request',
      message: `no common sub-protocol; there are ${subProtocols.join(', ')}`,
    };
  }
  return undefined;
}

/** Browsers always send Origin; other programs need not. */
function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}

const protocolsOf = (request: IncomingMessage): readonly string[] =>
  (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

function refuse(stream: Duplex, { status, message }: Refusal): void {
  const body = `${message}\n`;
  sayLast(
    stream,
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ` +
      `${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
