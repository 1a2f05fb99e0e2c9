import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deployed } from '../monitor/deploy/rules.js';
import { until } from '../monitor/support.js';
import { type Daemon, startDaemon } from '../support/command.js';
import { describeWith, nginx, openssl } from '../support/components.js';
import { freePort } from '../support/free-port.js';

/** A busy host is slow [ms]. */
const patience = 60_000;
const name = 'trigger.example.org';

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** A scratch folder with a certificate of our own for the name of the example. */
async function certified(path: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'b2l1-nginx-'));
  const files = ['-keyout', join(home, 'key.pem'), '-out', join(home, 'certificate.pem')];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'];
  await promisify(execFile)(path, ['req', ...kind, ...files, ...subject]);
  return home;
}

/** The example with ports and files of this test; nothing else of it is changed. */
async function configuration(home: string, port: number, daemon: number): Promise<string> {
  const site = (await readFile(deployed('nginx.conf'), 'utf8'))
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replaceAll('/etc/ssl/belle2-l1/', `${home}/`)
    .replace(`"https://${name}"`, `"https://${name}:${port}"`)
    .replaceAll('127.0.0.1:8421', `127.0.0.1:${daemon}`);
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${home}/${kind};`)
    .join('\n');
  return (
    `daemon off;\nmaster_process off;\npid ${home}/nginx.pid;\nerror_log ${home}/error.log;\n` +
    `events {}\nhttp {\naccess_log ${home}/access.log;\n${folders}\n${site}}\n`
  );
}

describeWith(openssl, 'with TLS,', (opensslPath) => {
  describeWith(nginx, 'nginx in front of a daemon', (nginxPath) => {
    let home = '';
    let port = 0;
    let daemon: Daemon;
    let certificate: Buffer;
    let stop: () => Promise<void>;
    const origin = (): string => `https://${name}:${port}`;

    /** Asks as a browser would that was sent to this host. */
    const ask = (
      path: string,
      headers: Readonly<Record<string, string>> = {},
      body?: string,
    ): Promise<Reply> =>
      new Promise((resolve, reject) => {
        const asked = request(
          {
            host: '127.0.0.1',
            port,
            path,
            method: body === undefined ? 'GET' : 'POST',
            servername: name,
            ca: certificate,
            headers: { host: `${name}:${port}`, ...headers },
          },
          (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (part: string) => {
              text += part;
            });
            response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
          },
        );
        asked.on('error', reject);
        asked.end(body);
      });

    /** A websocket through nginx, with the origin of a page. */
    const feedFrom = (page: string): WebSocket =>
      new WebSocket(`wss://127.0.0.1:${port}/ws`, 'b2l1.v1.json', {
        origin: page,
        agent: new Agent({ servername: name, ca: certificate }),
        headers: { host: `${name}:${port}` },
      });

    beforeAll(async () => {
      home = await certified(opensslPath);
      certificate = await readFile(join(home, 'certificate.pem'));
      port = await freePort();
      daemon = await startDaemon('--card', 'single-photon', '--rate', '2kHz', '--workers', '1');
      await writeFile(join(home, 'nginx.conf'), await configuration(home, port, daemon.port));
      const child = spawn(nginxPath, ['-c', join(home, 'nginx.conf'), '-p', home], {
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      stop = async () => {
        child.kill();
        await ended;
      };
      const isUp = async () => (await ask('/healthz').catch(() => undefined))?.status === 200;
      await until(isUp, 'nginx', patience);
      await until(async () => (await ask('/readyz')).status === 200, 'the daemon', patience);
    });
    afterAll(async () => {
      await stop();
      await daemon.stop();
      await rm(home, { recursive: true, force: true });
    });

    it('shows the page and the metrics', async () => {
      const page = await ask('/');
      expect(page.status).toBe(200);
      const [, script = ''] = /<script[^>]*src="([^"]+)"/.exec(page.body) ?? [];
      expect((await ask(join('/', script))).status).toBe(200);
      expect((await ask('/metrics')).body).toContain('\nb2l1_run_state{state="running"} 1\n');
    });

    it('carries the feed for its own page, and for no other', async () => {
      const own = feedFrom(origin());
      await once(own, 'open');
      own.send('{"subscribe": ["run"], "everyMs": 100}');
      const [bytes] = (await once(own, 'message')) as [Buffer];
      expect(JSON.parse(bytes.toString())).toMatchObject({ topic: 'run', seq: 0 });
      own.terminate();
      for (const page of ['https://elsewhere.example.org', 'http://127.0.0.1:1', 'null']) {
        const [, reply] = (await once(
          feedFrom(page).on('error', () => {}),
          'unexpected-response',
        )) as [unknown, { readonly statusCode: number }];
        expect(reply.statusCode, page).toBe(403);
      }
    });

    it('refuses other names for this machine', async () => {
      for (const host of ['elsewhere.example.org', `127.0.0.1:${daemon.port}`, 'localhost'])
        expect((await ask('/metrics', { host })).status, host).toBe(421);
    });

    it('leaves changes to those who have the token', async () => {
      const json = { 'content-type': 'application/json' };
      expect((await ask('/api/command', json, '{"kind": "stop"}')).status).toBe(401);
      const wrong = { ...json, authorization: 'Bearer not-this-one' };
      expect((await ask('/api/command', wrong, '{"kind": "stop"}')).status).toBe(401);
      expect((await ask('/readyz')).status).toBe(200);
      const right = { ...json, authorization: `Bearer ${daemon.token}` };
      expect((await ask('/api/command', right, '{"kind": "stop"}')).status).toBe(200);
      expect((await ask('/readyz')).status).toBe(503);
    });

    it('writes no token of a query into its logs', async () => {
      await ask(`/ws?token=${daemon.token}`);
      for (const log of ['access.log', 'error.log'])
        expect(await readFile(join(home, log), 'utf8')).not.toContain(daemon.token);
    });
  });
});
