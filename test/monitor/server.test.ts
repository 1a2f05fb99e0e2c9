import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Monitor } from '../../monitor/server.js';
import { startQuietly } from './support.js';
import { makeSyntheticRun, type SyntheticRun } from './synthetic-run.js';
import { runs } from '../support/runs.js';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString(),
          }),
        );
        response.on('error', reject);
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

/** Writes raw bytes and returns what came back until the server closed. */
function askRaw(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('error', () => resolve(Buffer.concat(parts).toString('latin1')));
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')));
  });
}

describe('the server on this machine alone', () => {
  let run: SyntheticRun;
  let monitor: Monitor;
  beforeEach(async () => {
    run = makeSyntheticRun({ events: 20_000, wallSeconds: 1 });
    monitor = await startQuietly(run.ports);
  });
  afterEach(() => monitor.close());
  const get = (path: string, asked?: Asked): Promise<Reply> => ask(monitor.port, path, asked);
  const bearer = (): Record<string, string> => ({
    authorization: `Bearer ${monitor.token}`,
    'content-type': 'application/json',
  });

  it('shows the page and its files, which may load nothing from elsewhere', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect((await get('/main.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect((await get('/style.css')).headers['content-type']).toBe('text/css; charset=utf-8');
  });

  it('gives its address with a token in the fragment, which browsers do not send', () => {
    expect(monitor.url).toBe(`http://127.0.0.1:${monitor.port}/#token=${monitor.token}`);
    expect(monitor.token.length).toBeGreaterThanOrEqual(32);
  });

  it('serves no source map, which only whoever builds the page needs', async () => {
    expect((await get('/main.js.map')).status).toBe(404);
    expect((await get('/main.js')).status).toBe(200);
  });

  it('answers health and metrics whoever fills its places with idle connections', async () => {
    const sockets = Array.from({ length: 500 }, (_, place) => {
      const socket = connect(monitor.port, '127.0.0.1');
      socket.on('error', () => {});
      const idle = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${monitor.port}\r\n\r\n`;
      socket.write(place % 2 === 0 ? idle : 'GET / HTTP/1.1\r\nHo');
      return socket;
    });
    for (let times = 0; times < 5; times++) {
      expect((await get('/healthz')).status).toBe(200);
      expect((await get('/metrics')).status).toBe(200);
    }
    for (const socket of sockets) socket.destroy();
  });

  it('lets in all clients of the feed that come at once, as after a restart', async () => {
    const sockets = Array.from({ length: 224 }, () => connect(monitor.port, '127.0.0.1'));
    for (const socket of sockets) socket.on('error', () => {});
    const answers = sockets.map(async (socket) => {
      const [first] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      return String(first).slice(0, 12);
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    // All are connected before the first of them says what it wants.
    await get('/healthz');
    const handshake =
      `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${monitor.port}\r\nUpgrade: websocket\r\n` +
      'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    for (const socket of sockets) socket.write(handshake);
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['HTTP/1.1 101']));
    for (const socket of sockets) socket.destroy();
  });

  it('encodes a snapshot once, however many ask for it', async () => {
    const snapshot = run.ports.snapshot();
    let read = 0;
    await monitor.close();
    const counted = {
      ...snapshot,
      get events() {
        read++;
        return snapshot.events;
      },
    };
    monitor = await startQuietly({ ...run.ports, snapshot: () => counted });
    const first = (await get('/api/snapshot')).body;
    const once = read;
    expect((await get('/api/snapshot')).body).toBe(first);
    expect((await get('/api/snapshot')).body).toBe(first);
    expect(read).toBe(once);
  });

  it('is alive while it answers, and ready only while the run is running', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
    run.set({ state: 'failed', reason: 'worker 1 stopped' });
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: 'not ready: the run is failed (worker 1 stopped)\n',
    });
    expect((await get('/healthz')).status).toBe(200);
  });

  it('gives the snapshot as JSON, an undefined efficiency as null', async () => {
    run.set({ events: 0 });
    const snapshot = JSON.parse((await get('/api/snapshot')).body);
    expect(snapshot).toMatchObject({ sequence: 2, run: { id: 'run-1' }, events: { processed: 0 } });
    expect(snapshot.efficiencies.lines[0].efficiency).toBeNull();
    expect(snapshot.efficiencies.curves[0].efficiency).toMatchObject({ dtype: '<f8', shape: [40] });
  });

  it('refuses a foreign name that resolves to this machine', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${monitor.port}`,
      '127.0.0.1',
      'localhost:1',
    ]) {
      expect((await get('/api/snapshot', { headers: { host } })).status, host).toBe(403);
    }
    for (const name of ['localhost', 'LOCALHOST', '[::1]', '127.0.0.1']) {
      expect(
        (await get('/api/snapshot', { headers: { host: `${name}:${monitor.port}` } })).status,
        name,
      ).toBe(200);
    }
  });

  it('steers the run for the bearer of the token only', async () => {
    const body = JSON.stringify({ kind: 'stop' });
    const json = { 'content-type': 'application/json' };
    const wrong = `Bearer ${'x'.repeat(monitor.token.length)}`;
    expect((await get('/api/command', { method: 'POST', headers: json, body })).status).toBe(401);
    expect(
      (
        await get('/api/command', {
          method: 'POST',
          headers: { ...json, authorization: wrong },
          body,
        })
      ).status,
    ).toBe(401);
    expect(
      (await get(`/api/command?token=${monitor.token}`, { method: 'POST', headers: json, body }))
        .status,
    ).toBe(401);
    expect(run.commands).toEqual([]);
    expect(await get('/api/command', { method: 'POST', headers: bearer(), body })).toMatchObject({
      status: 200,
      body: '{"ok":true}\n',
    });
    expect(run.commands).toEqual([{ kind: 'stop' }]);
  });

  it('says why the run refused a command', async () => {
    run.outcome = { ok: false, code: 'RUN_STILL_RUNNING', message: 'the run is running' };
    const reply = await get('/api/command', {
      method: 'POST',
      headers: bearer(),
      body: '{"kind":"start"}',
    });
    expect(reply.status).toBe(409);
    expect(JSON.parse(reply.body)).toEqual(run.outcome);
  });

  it('refuses commands of another form, type or size', async () => {
    const post = (body: string, headers = bearer()): Promise<Reply> =>
      get('/api/command', { method: 'POST', headers, body });
    for (const body of [
      '',
      'null',
      '{',
      '{"kind":"reboot"}',
      '{"kind":"stop","now":true}',
      '["stop"]',
    ]) {
      expect((await post(body)).status, body).toBe(400);
    }
    expect(
      (await post('{"kind":"stop"}', { ...bearer(), 'content-type': 'text/plain' })).status,
    ).toBe(415);
    expect(
      (await post(JSON.stringify({ kind: 'stop', padding: 'x'.repeat(270_000) }))).status,
    ).toBe(413);
    expect(run.commands).toEqual([]);
  });

  it('answers 500 without a reason when the run breaks a command, and goes on', async () => {
    await monitor.close();
    monitor = await startQuietly({
      ...run.ports,
      command: () => Promise.reject(new Error('secret')),
    });
    const reply = await get('/api/command', {
      method: 'POST',
      headers: bearer(),
      body: '{"kind":"start"}',
    });
    expect(reply.status).toBe(500);
    expect(reply.body).not.toContain('secret');
    expect((await get('/healthz')).status).toBe(200);
  });

  it('names the methods that a path takes, and the paths that there are', async () => {
    expect(await get('/metrics', { method: 'DELETE' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
    });
    expect(await get('/api/command')).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    const missing = await get('/metric');
    expect(missing.status).toBe(404);
    expect(missing.body).toMatch(
      /nothing at \/metric; nearest is "\/metrics"; there are .*\/api\/snapshot/,
    );
    expect((await get('/constructor')).status).toBe(404);
    expect((await get('/../package.json')).status).toBe(404);
  });

  it('names port and option when the port is taken', async () => {
    await expect(startQuietly(run.ports, { port: monitor.port })).rejects.toMatchObject({
      code: 'MONITOR_PORT_IN_USE',
      message: expect.stringMatching(new RegExp(`port ${monitor.port} .*--port`)),
    });
    await expect(
      startQuietly(run.ports, { host: '192.0.2.1', token: 'long-enough-token' }),
    ).rejects.toMatchObject({
      code: 'MONITOR_CANNOT_LISTEN',
    });
  });

  it('frees its port when closed', async () => {
    await monitor.close();
    monitor = await startQuietly(run.ports, { port: monitor.port });
    expect((await get('/healthz')).status).toBe(200);
  });
});

describe('the server for others', () => {
  const token = 'a-token-that-was-given';
  let monitor: Monitor;
  beforeAll(async () => {
    monitor = await startQuietly(
      makeSyntheticRun({ events: 5, state: 'failed', reason: 'secret' }).ports,
      { host: '0.0.0.0', token },
    );
  });
  afterAll(() => monitor.close());

  it('needs a token that was given', async () => {
    const { ports } = makeSyntheticRun();
    await expect(startQuietly(ports, { host: '0.0.0.0' })).rejects.toMatchObject({
      code: 'MONITOR_TOKEN_REQUIRED',
    });
    await expect(startQuietly(ports, { host: '0.0.0.0', token: '' })).rejects.toMatchObject({
      code: 'MONITOR_TOKEN_REQUIRED',
    });
    await expect(startQuietly(ports, { token: 'two words' })).rejects.toMatchObject({
      code: 'MONITOR_BAD_TOKEN',
    });
  });

  it('tells nothing of the run without the token', async () => {
    for (const path of ['/metrics', '/api/snapshot', '/api/event?address=1:2:3']) {
      expect((await ask(monitor.port, path)).status, path).toBe(401);
      expect((await ask(monitor.port, `${path}?token=wrong`)).status, path).toBe(401);
      expect(
        (await ask(monitor.port, path, { headers: { authorization: `Bearer ${token}` } })).status,
        path,
      ).toBe(200);
    }
    const headers = { authorization: `Bearer ${token}` };
    const { body } = await ask(monitor.port, '/metrics', { headers });
    // As at the first scrape of this snapshot: all scrapes of one say the same.
    expect(body).toContain('b2l1_http_refused_tokens_total 2\n');
    expect((await ask(monitor.port, '/readyz')).body).toBe('not ready: the run is failed\n');
    expect((await ask(monitor.port, '/')).status).toBe(200);
  });
});

describe('requests from anywhere', () => {
  let monitor: Monitor;
  beforeAll(async () => {
    // So fast that nobody asks a thousand times a second, which ends connections.
    const clock = { now: () => 100 * performance.now() };
    monitor = await startQuietly(makeSyntheticRun({ events: 100 }).ports, { clock });
  });
  afterAll(() => monitor.close());

  it('never break the server, whatever path, method, header and body they have', async () => {
    const known = fc.constantFrom(
      '/',
      '/metrics',
      '/healthz',
      '/readyz',
      '/api/snapshot',
      '/api/event',
      '/api/command',
      '/ws',
    );
    const path = fc.oneof(
      known,
      fc.webPath().map((rest) => `/${rest}`),
      fc.webUrl(),
    );
    const method = fc.constantFrom(
      'GET',
      'HEAD',
      'POST',
      'PUT',
      'DELETE',
      'OPTIONS',
      'PATCH',
      'TRACE',
    );
    const headerText = fc
      .string({ maxLength: 60 })
      .map((value) => value.replace(/[^\x20-\x7e]/g, '?'));
    const headers = fc.record(
      { authorization: headerText, 'content-type': headerText },
      { requiredKeys: [] },
    );
    const body = fc.option(
      fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
      { nil: undefined },
    );
    const withToken = fc.boolean();
    await fc.assert(
      fc.asyncProperty(
        path,
        method,
        headers,
        body,
        withToken,
        async (target, verb, given, content, knows) => {
          const asked = knows
            ? { authorization: `Bearer ${monitor.token}`, 'content-type': 'application/json' }
            : given;
          const carried =
            verb === 'GET' || verb === 'HEAD' || verb === 'TRACE' ? undefined : content;
          const reply = await ask(monitor.port, target, {
            method: verb,
            headers: asked,
            ...(carried && { body: carried }),
          });
          expect(reply.status).toBeGreaterThanOrEqual(200);
          expect(reply.status).toBeLessThan(500);
        },
      ),
      { numRuns: runs(300) },
    );
    expect((await ask(monitor.port, '/healthz')).status).toBe(200);
  });

  it('never break the server when they are no HTTP at all', async () => {
    const start = fc.constantFrom(
      '',
      'GET / HTTP/1.1\r\n',
      'POST /api/command HTTP/1.1\r\nHost: x\r\n',
      'GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n',
    );
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 400 }), async (head, rest) => {
        const answer = await askRaw(monitor.port, Buffer.concat([Buffer.from(head), rest]));
        expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d|$)/);
      }),
      { numRuns: runs(200) },
    );
    expect(
      (
        await askRaw(
          monitor.port,
          Buffer.from(`GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`),
        )
      ).slice(0, 12),
    ).toBe('HTTP/1.1 431');
    expect((await ask(monitor.port, '/healthz')).status).toBe(200);
  });
});
