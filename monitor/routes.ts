import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../detector/base/error-codes.js';
import { EmulatorError, nearestHint } from '../detector/base/errors.js';
import { type Access, pathOf, queryOf } from './access.js';
import { askerOf } from './asker.js';
import { maxCommandBytes, readCommand } from './commands.js';
import type { DashboardFile } from './dashboard-files.js';
import { eventAnswer } from './event-route.js';
import { type History, readHistoryQuery } from './history.js';
import { historyJson } from './history-json.js';
import { type Answer, json, jsonText, readBody, text } from './http.js';
import { messagesFrom } from './message-log.js';
import type { Metrics } from './metrics.js';
import type { Log, MonitorPorts, RunSnapshot } from './ports.js';
import { plainJson } from './topics.js';
import type { WhatIfDesk } from './what-if-desk.js';
import { answerWhatIf } from './what-if-route.js';

interface RouteContext {
  readonly ports: MonitorPorts;
  readonly access: Access;
  readonly metrics: Metrics;
  readonly files: ReadonlyMap<string, DashboardFile>;
  readonly history: History;
  readonly whatIf: WhatIfDesk;
  /** Wall time since the server began [s]. */
  readonly now: () => number;
  readonly log: Log;
  /** Told of each request with a wrong token, or without one. */
  readonly noteRefused: (request: IncomingMessage) => void;
}

interface Route {
  readonly methods: readonly string[];
  /** `open` answers everybody: it tells nothing of the run. */
  readonly needs: 'open' | 'read' | 'change';
  readonly answer: (request: IncomingMessage, context: RouteContext) => Answer | Promise<Answer>;
}

const read = ['GET', 'HEAD'];

const routes: Readonly<Record<string, Route>> = {
  '/metrics': {
    methods: read,
    needs: 'read',
    answer: async (_, { ports, metrics }) => ({
      status: 200,
      type: metrics.contentType,
      body: (await metrics.at(ports.snapshot())).text,
    }),
  },
  '/healthz': { methods: read, needs: 'open', answer: () => text(200, 'alive') },
  '/readyz': { methods: read, needs: 'open', answer: readiness },
  '/api/snapshot': {
    methods: read,
    needs: 'read',
    answer: (_, { ports }) => jsonText(200, snapshotJson(ports.snapshot())),
  },
  '/api/history': { methods: read, needs: 'read', answer: historyRows },
  '/api/messages': { methods: read, needs: 'read', answer: messageLog },
  '/api/event': {
    methods: read,
    needs: 'read',
    answer: (request, { ports }) => eventAnswer(request, ports),
  },
  '/api/command': { methods: ['POST'], needs: 'change', answer: command },
  '/api/whatif': {
    methods: ['POST'],
    needs: 'change',
    answer: (request, { ports, whatIf }) => answerWhatIf(request, { whatIf, say: ports.say }),
  },
};

const encodedSnapshots = new WeakMap<RunSnapshot, string>();

/** A snapshot as JSON, made once however many ask. */
function snapshotJson(snapshot: RunSnapshot): string {
  const encoded = encodedSnapshots.get(snapshot) ?? plainJson(snapshot);
  encodedSnapshots.set(snapshot, encoded);
  return encoded;
}

/** Answers any request; what fails inside is logged and answered with 500. */
export async function answerRequest(
  request: IncomingMessage,
  context: RouteContext,
): Promise<Answer> {
  const { access, files, log, noteRefused } = context;
  const path = pathOf(request);
  if (!access.isOwnHost(request)) {
    return text(
      403,
      'the Host header does not name this machine; open http://127.0.0.1 or http://localhost ' +
        'with the port',
    );
  }
  const route = Object.hasOwn(routes, path) ? routes[path] : fileRoute(files.get(path));
  if (!route)
    return text(
      404,
      'there is nothing at ' +
        `${path.slice(0, 100)}${nearestHint(path.slice(0, 100), pathsOf(files))}; there are ` +
        `${pathsOf(files).join(' ')}`,
    );
  if (!route.methods.includes(request.method ?? '')) {
    const allowed = route.methods.join(', ');
    return text(405, `${path} takes ${allowed}`, { Allow: allowed });
  }
  const [isAllowed, why] = mayAnswer(route, path, request, access);
  if (!isAllowed) {
    noteRefused(request);
    return unauthorized(why);
  }
  try {
    return await route.answer(request, context);
  } catch (error) {
    log.error(
      `${request.method} ${path} failed: ` +
        `${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return json(500, {
      ok: false,
      code: 'MONITOR_FAILED' satisfies ErrorCode,
      message: 'the server failed to answer; see its log',
    });
  }
}

/** Whether a route is open to who asks, and else why not. */
function mayAnswer(
  { needs }: Route,
  path: string,
  request: IncomingMessage,
  access: Access,
): readonly [boolean, string] {
  if (needs === 'change')
    return [access.mayChange(request), 'a change needs the token of this server'];
  return [needs === 'open' || access.mayRead(request), `${path} needs the token of this server`];
}

const pathsOf = (files: ReadonlyMap<string, DashboardFile>): readonly string[] => [
  ...files.keys(),
  ...Object.keys(routes),
  '/ws',
];

const fileRoute = (file: DashboardFile | undefined): Route | undefined =>
  file && { methods: read, needs: 'open', answer: () => ({ status: 200, ...file }) };

const unauthorized = (why: string): Answer =>
  text(
    401,
    `${why}: send the header "Authorization: Bearer TOKEN"; the token is printed at start, ` +
      'or given with --token',
    {
      'WWW-Authenticate': 'Bearer realm="b2l1"',
    },
  );

/** Ready while events are decided upon; the reason of a failure is told to those who may read. */
function readiness(request: IncomingMessage, { ports, access }: RouteContext): Answer {
  const { state, reason } = ports.snapshot().run;
  if (state === 'running') return text(200, 'ready');
  return text(
    503,
    'not ready: the run is ' +
      `${state}${reason !== '' && access.mayRead(request) ? ` (${reason})` : ''}`,
  );
}

/** Rows of the last hour. */
async function historyRows(
  request: IncomingMessage,
  { history, now }: RouteContext,
): Promise<Answer> {
  try {
    const { from, names } = readHistoryQuery(queryOf(request));
    return jsonText(200, await historyJson(history.rows(from, names, now())));
  } catch (error) {
    if (error instanceof EmulatorError && error.code === 'MONITOR_BAD_HISTORY')
      return json(400, { ok: false, code: error.code, message: error.message });
    throw error;
  }
}

/** Messages from a sequence on. */
function messageLog(request: IncomingMessage, { ports }: RouteContext): Answer {
  const asked = queryOf(request).get('from') ?? '0';
  if (!/^\d{1,15}$/.test(asked)) {
    const message = 'expected /api/messages?from=N with the sequence of a message, such as 120';
    return json(400, { ok: false, code: 'MONITOR_BAD_MESSAGES' satisfies ErrorCode, message });
  }
  return json(200, messagesFrom(ports.messages?.() ?? { next: 0, messages: [] }, Number(asked)));
}

async function command(request: IncomingMessage, { ports }: RouteContext): Promise<Answer> {
  const asker = askerOf(request);
  const refused = (status: number, message: string): Answer => {
    ports.say?.({ level: 'warning', kind: 'refused', text: `refused: ${message}`, asker });
    return json(status, { ok: false, code: 'MONITOR_BAD_COMMAND' satisfies ErrorCode, message });
  };
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return refused(415, 'send Content-Type: application/json');
  const body = await readBody(request, maxCommandBytes);
  if (body === undefined)
    return {
      ...refused(413, `a command is at most ${maxCommandBytes} bytes`),
      headers: { Connection: 'close' },
    };
  const read = readCommand(body);
  if ('problem' in read) return refused(400, read.problem);
  const outcome = await ports.command(read.command, asker);
  return json(outcome.ok ? 200 : 409, outcome);
}
