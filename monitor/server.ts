import { createServer, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { EmulatorError } from '../detector/base/errors.js';
import { makeAccess } from './access.js';
import type { FeedLimits } from './connection.js';
import { limitConnections } from './connections.js';
import { decisionsTopic } from './decisions-stream.js';
import { readDashboard } from './dashboard-files.js';
import { feedMetrics, makeFeedCounts } from './feed-counts.js';
import { History } from './history.js';
import { json, sayLast, send } from './http.js';
import { daqMetrics } from './daq-metrics.js';
import { machineMetrics } from './machine-metrics.js';
import { speaker } from './message-log.js';
import { runMetrics } from './metric-definitions.js';
import { makeMetrics } from './metrics.js';
import type { Clock, Log, MonitorPorts } from './ports.js';
import { processMetrics } from './process-metrics.js';
import { answerRequest } from './routes.js';
import { closedTeller, fullTeller, refusalTeller } from './refusals.js';
import { limitRequests } from './request-rates.js';
import { RecentSnapshots } from './snapshot-rates.js';
import { makeTopicStates, topics } from './topics.js';
import { Turns } from './turns.js';
import { attachFeed, feedLimits } from './websocket.js';
import { WhatIfDesk } from './what-if-desk.js';

/**
 * Connections besides websockets: browsers open six, scrapers one or two. To these come places for
 * all clients of the feed at once, whose handshakes are in hand after a restart.
 */
const maxConnections = 128;

/** Where the server listens, whom it lets in, and what it is handed. */
export interface MonitorOptions {
  /** Address to listen on; 127.0.0.1 unless others may look too. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** Given by the user; made here when absent and the host is this machine alone. */
  readonly token?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<FeedLimits>;
}

/** A server that is listening. */
export interface Monitor {
  /** The page, with the token in the fragment. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Says goodbye to websocket clients and frees the port. */
  readonly close: () => Promise<void>;
}

/**
 * Serves dashboard, metrics, health, commands and the live feed of one run.
 * @throws MONITOR_TOKEN_REQUIRED, MONITOR_BAD_TOKEN, MONITOR_NO_DASHBOARD, MONITOR_PORT_IN_USE,
 * MONITOR_CANNOT_LISTEN
 */
export async function startMonitor(ports: MonitorPorts, options: MonitorOptions): Promise<Monitor> {
  const { host = '127.0.0.1', port = 8421, clock, log } = options;
  const access = makeAccess(host, options.token);
  const files = await readDashboard();
  const counts = makeFeedCounts([...topics, decisionsTopic]);
  const ofProcess = processMetrics();
  const metrics = makeMetrics([
    ...runMetrics(ports.snapshot().efficiencies.confidence),
    ...machineMetrics,
    ...daqMetrics,
    ...feedMetrics(counts),
    ...ofProcess.definitions,
  ]);
  const past = keepPast(ports, clock);
  const whatIf = new WhatIfDesk(ports);
  const logAs = ports.say === undefined ? () => log : speaker(ports.say);
  const noteRefused = refusalTeller(counts, { clock, log: logAs('access') });
  const context = { ports, access, metrics, files, log, noteRefused, whatIf, ...past };

  // Small requests only: long heads and slow senders are cut off.
  const server = createServer({
    maxHeaderSize: 8192,
    headersTimeout: 10_000,
    requestTimeout: 15_000,
    keepAliveTimeout: 5000,
    connectionsCheckingInterval: 1000,
  });
  const limits = { ...feedLimits, ...options.limits };
  limitConnections(server, maxConnections + limits.maxClients);
  const isAnswered = limitRequests(server, clock);
  server.on('request', (request, response) => {
    // The rest of what a connection sent before it was ended.
    if (request.socket.destroyed) return;
    request.on('error', () => request.destroy());
    if (!isAnswered(request)) return;
    answerRequest(request, context)
      .catch(() =>
        json(500, { ok: false, code: 'MONITOR_FAILED', message: 'the server failed to answer' }),
      )
      .then((answer) => send(response, answer))
      .catch((error: unknown) => log.warn(`an answer could not be sent: ${String(error)}`));
  });
  server.on('clientError', answerBroken);
  const sayGoodbye = attachFeed(server, access, {
    snapshot: ports.snapshot,
    decisions: ports.decisions,
    states: makeTopicStates({ ports, metrics, whatIf, ...past }),
    counts,
    limits,
    turns: new Turns(clock),
    clock,
    log,
    noteRefused,
    noteFull: fullTeller({ clock, log: logAs('client') }),
    noteClosed: closedTeller(counts, { clock, log: logAs('client') }),
  });
  try {
    await listen(server, host, port);
  } catch (error) {
    ofProcess.close();
    past.close();
    throw error;
  }
  const actual = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/#token=${access.token}`,
    port: actual,
    token: access.token,
    close: async () => {
      ofProcess.close();
      past.close();
      sayGoodbye();
      await stop(server);
    },
  };
}

/** What the server keeps of the run as it goes by, a row a second of wall time. */
function keepPast({ snapshot }: MonitorPorts, clock: Clock) {
  const began = clock.now();
  const now = (): number => (clock.now() - began) / 1000;
  const [history, recent] = [new History(), new RecentSnapshots()];
  const note = (): void => {
    history.add(snapshot(), now());
    recent.note(snapshot());
  };
  note();
  const timer = setInterval(note, 1000);
  timer.unref();
  return { history, recent, now, close: () => clearInterval(timer) };
}

/** A head that is no HTTP: a short answer, where one can still be written. */
function answerBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 431
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 408
        : 400;
  sayLast(
    socket,
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): EmulatorError {
  if (cause.code === 'EADDRINUSE') {
    return new EmulatorError(
      'MONITOR_PORT_IN_USE',
      `port ${port} of ${host} is in use; choose another with --port, or 0 for a free one`,
      {
        cause,
      },
    );
  }
  return new EmulatorError(
    'MONITOR_CANNOT_LISTEN',
    `cannot listen on ${host} port ${port} (${cause.code}); check --host and --port`,
    {
      cause,
    },
  );
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Requests in hand get a moment; websockets are told by the feed.
    setTimeout(() => server.closeAllConnections(), 500).unref();
  });
}
