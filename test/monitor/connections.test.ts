import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limitConnections } from '../../monitor/connections.js';
import { until } from './support.js';

describe('places for connections', () => {
  let server: Server;
  let count: () => number;
  let sockets: Socket[] = [];
  /** Answers of requests that wait for them. */
  let waiting: (() => void)[] = [];
  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === '/slow') waiting.push(() => response.end('done'));
      else response.end('ok');
    });
    count = limitConnections(server, 8);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    waiting = [];
    await new Promise((resolve) => server.close(resolve));
  });
  const open = async (bytes = '', localAddress = '127.0.0.1'): Promise<Socket> => {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    socket.on('error', () => {});
    sockets.push(socket);
    await new Promise((resolve) => socket.once('connect', resolve));
    if (bytes !== '') socket.write(bytes);
    return socket;
  };
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const answer = (socket: Socket): Promise<string> =>
    new Promise((resolve) => socket.once('data', (bytes) => resolve(bytes.toString())));

  it('are taken from who has most: heads that never end and idle ones go first', async () => {
    const other = await open(get('/'), '127.0.0.2');
    expect(await answer(other)).toContain('ok');
    for (let place = 0; place < 30; place++) await open('GET / HTTP/1.1\r\nHo');
    await until(() => count() <= 8, 'eight connections');
    const health = await open(get('/'));
    expect(await answer(health)).toContain('ok');
    // The one of another address is older than all, and is still there.
    other.write(get('/'));
    expect(await answer(other)).toContain('ok');
  });

  it('are not taken from requests in hand while others are idle', async () => {
    const slow = await open(get('/slow'));
    await until(() => waiting.length === 1, 'the request');
    for (let place = 0; place < 20; place++) {
      const socket = await open(get('/'));
      expect(await answer(socket)).toContain('ok');
    }
    await until(() => count() <= 8, 'eight connections');
    const answered = answer(slow);
    waiting[0]!();
    expect(await answered).toContain('done');
  });

  it('are taken even from requests in hand where nothing else is left', async () => {
    const first = await open(get('/slow'));
    const ended = new Promise((resolve) => first.once('close', resolve));
    for (let place = 0; place < 7; place++) await open(get('/slow'));
    await until(() => waiting.length === 8, 'eight requests');
    expect(await answer(await open(get('/')))).toContain('ok');
    await ended;
    expect(count()).toBe(8);
  });
});
