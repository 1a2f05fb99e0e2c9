// One peer that floods, in a process of its own: node test/support/flooder.mjs PORT
// Messages as fast as the socket takes them on one websocket after the other, requests without
// waiting for answers on connections that are kept, and heads that never end. Prints what it did
// when its standard input ends.
import { connect } from 'node:net';
import { WebSocket } from 'ws';

const port = Number(process.argv[2]);
/** Another peer than the test and its crowd: places are shared out by address. */
const localAddress = '127.0.0.2';
const host = '127.0.0.1';
const counts = { messages: 0, sockets: 0, requests: 0, connections: 0 };
const texts = ['{"subscribe": ["run"], "everyMs": 100}', '{"subscribe": ["nothing"]}', '{', '[]'];

function floodFeed() {
  const socket = new WebSocket(`ws://${host}:${port}/ws`, 'b2l1.v1.json', { localAddress });
  counts.sockets++;
  let timer;
  const again = () => {
    clearInterval(timer);
    setTimeout(floodFeed, 20);
  };
  socket.on('error', () => {}).on('close', again);
  socket.on('open', () => {
    timer = setInterval(() => {
      for (let n = 0; n < 50 && socket.bufferedAmount < 1e6; n++)
        socket.send(texts[counts.messages++ % texts.length]);
    }, 1);
  });
}

function floodHttp(path) {
  const socket = connect({ port, host, localAddress });
  counts.connections++;
  const request = `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`;
  const timer = setInterval(() => {
    if (!socket.writable || socket.writableLength > 1e5) return;
    socket.write(request.repeat(10));
    counts.requests += 10;
  }, 10);
  socket
    .on('error', () => {})
    .on('close', () => {
      clearInterval(timer);
      setTimeout(() => floodHttp(path), 20);
    });
  socket.resume();
}

function slowHead() {
  const socket = connect({ port, host, localAddress });
  counts.connections++;
  socket.write('GET / HTTP/1.1\r\nHo');
  socket.on('error', () => {}).on('close', () => setTimeout(slowHead, 20));
  socket.resume();
}

for (let n = 0; n < 4; n++) floodFeed();
for (const path of ['/api/snapshot', '/metrics', '/', '/nothing']) floodHttp(path);
for (let n = 0; n < 200; n++) slowHead();
process.stdin.resume().on('end', () => {
  console.log(JSON.stringify(counts));
  process.exit(0);
});
