import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limitRequests } from '../../monitor/request-rates.js';

let server: Server;
let now = 0;
let answered = 0;
beforeEach(async () => {
  now = 0;
  answered = 0;
  server = createServer();
  const isAnswered = limitRequests(server, { now: () => now });
  server.on('request', (request, response) => {
    if (request.socket.destroyed || !isAnswered(request)) return;
    answered++;
    setTimeout(() => response.end('here'), 5);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterEach(() => void server.close());

/** Sends so many requests at once on a connection of its own; whether it was ended for that. */
const send = (requests: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let text = '';
    socket.on('error', () => {}).on('close', () => done(true));
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      if (text.split('here').length - 1 < requests) return;
      socket.removeAllListeners('close').destroy();
      done(false);
    });
    socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(requests));
  });

describe('whoever asks faster than answers can be read', () => {
  it('loses a connection with over sixteen requests in hand, not one with sixteen', async () => {
    expect(await send(16)).toBe(false);
    expect(await send(17)).toBe(true);
    expect(answered).toBe(32);
  });

  it('is answered a thousand times a second, by the clock', async () => {
    for (let left = 1000; left > 0; left -= 10) expect(await send(10)).toBe(false);
    expect(await send(1)).toBe(true);
    now = 20;
    expect(await send(16)).toBe(false);
    expect(await send(5)).toBe(true);
  });
});
