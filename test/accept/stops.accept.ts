import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from '../monitor/support.js';
import { type Daemon, startDaemon } from '../support/command.js';

/** A busy host is slow to start [ms]; it stops in time all the same. */
const patience = 90_000;
/** 2 s when nothing else runs. */
const limit = 5000;
const card = ['--card', 'single-photon', '--rate', '2kHz', '--workers', '1'];

async function own(...args: readonly string[]): Promise<Daemon> {
  const daemon = await startDaemon(...args);
  onTestFinished(() => void daemon.stop('SIGKILL'));
  return daemon;
}

async function running(...args: readonly string[]): Promise<Daemon> {
  const daemon = await own(...args);
  const isReady = async () => (await fetch(`${daemon.origin}/readyz`)).status === 200;
  await until(isReady, 'the first slice', patience);
  return daemon;
}

/** A client of the feed that asks for everything and reads nothing. */
async function stuckClient({ port }: Daemon): Promise<Socket> {
  const socket = open(port);
  socket.write(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\n` +
      'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
      'Sec-WebSocket-Protocol: b2l1.v1.json\r\n\r\n',
  );
  await new Promise((resolve) => socket.once('data', resolve));
  const body = Buffer.from(JSON.stringify({ subscribe: ['run', 'metrics'], everyMs: 100 }));
  // A text frame with a mask of zeros.
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), body]));
  socket.pause();
  return socket;
}

function open(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  return socket;
}

async function stopsInTime(daemon: Daemon, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const began = performance.now();
  const { code, stderr } = await daemon.stop(signal);
  expect(performance.now() - began, stderr).toBeLessThan(limit);
  expect(code, stderr).toBe(0);
}

describe('a daemon that is told to end does so soon', { timeout: 2 * patience }, () => {
  it('while its workers start', async () => stopsInTime(await own('--workers', '2')));

  it('while a machine is played', async () => stopsInTime(await running('--workers', '2')));

  it('after somebody has looked at an event', async () => {
    const daemon = await running(...card);
    expect((await fetch(`${daemon.origin}/api/event?address=1:0:3`)).status).toBe(200);
    await stopsInTime(daemon);
  });

  it('while an event is being made', async () => {
    const daemon = await running(...card);
    const asked = fetch(`${daemon.origin}/api/event?address=1:0:3`).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await stopsInTime(daemon);
    await asked;
  });

  it('with clients that read nothing, and heads of requests that never end', async () => {
    const daemon = await running(...card);
    for (let client = 0; client < 10; client++) await stuckClient(daemon);
    for (let head = 0; head < 10; head++) open(daemon.port).write('GET / HTTP/1.1\r\nHo');
    await stopsInTime(daemon);
  });

  it('with refused handshakes whose clients keep their half of the connection', async () => {
    const daemon = await running(...card);
    for (let client = 0; client < 10; client++) {
      const socket = open(daemon.port).resume();
      socket.write(
        `GET /feed HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\nUpgrade: websocket\r\n` +
          'Connection: Upgrade\r\n\r\n',
      );
      await new Promise((resolve) => socket.once('end', resolve));
    }
    await stopsInTime(daemon);
  });

  it('when its run was stopped by command', async () => {
    const daemon = await running(...card);
    await fetch(`${daemon.origin}/api/command`, {
      method: 'POST',
      headers: { authorization: `Bearer ${daemon.token}`, 'content-type': 'application/json' },
      body: '{"kind": "stop"}',
    });
    await stopsInTime(daemon);
  });

  it('by a terminal that is closed, and opens no debugger on SIGUSR1', async () => {
    const daemon = await running(...card);
    daemon.signal('SIGUSR1');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { code, stderr } = await daemon.stop('SIGHUP');
    expect(stderr).not.toMatch(/debugger/i);
    expect(stderr).toContain('hung up');
    expect(code).toBe(0);
  });
});
