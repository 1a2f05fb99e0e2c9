// Clients of the feed in a process of their own, so that what they do costs the test no time:
//   node test/support/crowd.mjs PORT READERS SILENT EVERY_MS   begins at once, prints "open" when
//   all are, and a JSON line about readers and silent ones when its standard input ends.
import { connect } from 'node:net';
import { WebSocket } from 'ws';

const [port, readers, silent, everyMs] = process.argv.slice(2).map(Number);
const topics = ['run', 'rates'];
const bulky = ['run', 'efficiencies', 'rates', 'backgrounds', 'daq', 'metrics'];

/** A client that reads what it asks for and notes when it came. */
function reader() {
  const arrivals = new Map(topics.map((topic) => [topic, []]));
  const state = { arrivals, closed: undefined };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, 'b2l1.v1.json');
  const open = new Promise((done, failed) => {
    socket.on('open', done).on('error', failed);
  });
  socket.on('message', (bytes) => {
    // The topic stands at the beginning: the rest need not be read.
    const [, topic] = /^\{"topic":"(\w+)"/.exec(bytes.subarray(0, 40).toString()) ?? [];
    arrivals.get(topic)?.push(performance.now());
  });
  socket.on('close', (code) => {
    state.closed = code;
  });
  socket.on('open', () => socket.send(JSON.stringify({ subscribe: topics, everyMs })));
  return { state, open };
}

/** A client that asks for everything and never reads. */
function silentOne() {
  const socket = connect(port, '127.0.0.1');
  const state = { ended: false };
  const mark = () => {
    state.ended = true;
  };
  socket.on('error', mark).on('close', mark);
  socket.write(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
      'Sec-WebSocket-Protocol: b2l1.v1.json\r\n\r\n',
  );
  const open = new Promise((done) => socket.once('data', done)).then(() => {
    const body = Buffer.from(JSON.stringify({ subscribe: bulky, everyMs: 100 }));
    // A text frame with a mask of zeros.
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), body]));
    socket.pause();
  });
  return { state, open };
}

const reading = Array.from({ length: readers }, reader);
const mute = Array.from({ length: silent }, silentOne);
await Promise.all([...reading, ...mute].map(({ open }) => open));
const began = performance.now();
console.log('open');

process.stdin.resume().on('end', () => {
  const seconds = (performance.now() - began) / 1000;
  const all = reading.flatMap(({ state }) =>
    [...state.arrivals.values()].map((times) => {
      const since = times.filter((time) => time >= began);
      return {
        due: Math.floor((1000 * seconds) / everyMs),
        // On time: not more than half a period late.
        onTime: since.filter((time, at) => at > 0 && time - since[at - 1] <= 1.5 * everyMs).length,
      };
    }),
  );
  const shares = all.map(({ due, onTime }) => onTime / due).sort((a, b) => a - b);
  console.log(
    JSON.stringify({
      seconds,
      worst: shares[0],
      mean: shares.reduce((sum, share) => sum + share, 0) / shares.length,
      closed: reading.filter(({ state }) => state.closed !== undefined).length,
    }),
  );
  process.exit(0);
});
