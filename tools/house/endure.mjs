// Whether the daemon keeps its memory: plays at full speed with a client of every topic and a
// scrape each 5 s, in the environment of its systemd unit, prints resident memory by the minute and
// exits 1 when one after the fifth is off the mean of those by more than 5 %.
//   node tools/house/endure.mjs [--minutes 60] [--root DIR] [-- OPTIONS OF run]
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';

const { values: options, positionals } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    root: { type: 'string', default: '.' },
  },
  allowPositionals: true,
});
const minutes = Number(options.minutes);
/** Minutes at the start that do not count: tables fill, the engine compiles. */
const warmUp = 5;
const tolerance = 0.05;
const looks = 12;

/** What the unit sets, how memory is given back. */
const root = resolve(options.root);
const unit = readFileSync(join(root, 'monitor/deploy/belle2-l1.service'), 'utf8');
const settings = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line]) => line.split(' '));
const environment = Object.fromEntries(settings.map((setting) => setting.split('=')));

const command = ['run', '--pace', 'max', '--port', '0', '--workers', '1', ...positionals];
const daemon = spawn(process.execPath, [join(root, 'dist/bundle/b2l1.js'), ...command], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, ...environment },
});
const stop = () => void daemon.kill('SIGTERM');
process.on('SIGINT', stop).on('SIGTERM', stop);
const ended = new Promise((done) => daemon.on('close', done));
const origin = await new Promise((done, failed) => {
  let said = '';
  daemon.stdout.on('data', (bytes) => {
    said += bytes;
    const [address] = /http:\/\/[^\s/]+/.exec(said) ?? [];
    if (address !== undefined) done(address);
  });
  daemon.on('close', () => failed(new Error('the daemon ended before it said its address')));
});

const feed = new WebSocket(`${origin.replace('http', 'ws')}/ws`, 'b2l1.v1.json');
const topics = [
  'run',
  'efficiencies',
  'rates',
  'backgrounds',
  'history',
  'metrics',
  'events',
  'daq',
  'messages',
];
feed.on('open', () => {
  // One by one: a topic that this daemon lacks must not take the others along.
  for (const topic of topics) feed.send(JSON.stringify({ subscribe: [topic], everyMs: 1000 }));
});
let samples = 0;
feed.on('message', () => samples++);

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
/** Samples of one scrape by the text before the value. */
async function scrape() {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const megabytes = (bytes) => (bytes / 1e6).toFixed(1).padStart(8);

/** Medians of one minute's looks, and how far the run is. */
async function minuteOf(number) {
  const resident = [];
  let last = new Map();
  for (let look = 0; look < looks && daemon.exitCode === null; look++) {
    await pause(60_000 / looks);
    last = await scrape();
    resident.push(last.get('b2l1_process_resident_memory_bytes'));
  }
  const heap = last.get('b2l1_process_heap_used_bytes');
  const emulated = last.get('b2l1_emulated_seconds_total');
  console.log(
    `${String(number).padStart(6)} ${megabytes(median(resident))} ${megabytes(heap)} ` +
      `${emulated.toFixed(1).padStart(10)} ${String(samples).padStart(9)}`,
  );
  return median(resident);
}

console.log('minute   MB res  MB heap  s of beam   samples');
const medians = [];
try {
  for (let number = 1; number <= minutes; number++) medians.push(await minuteOf(number));
} catch (error) {
  console.log(`stopped: ${error.message}`);
}
feed.terminate();
stop();
await ended;
process.exitCode = verdict(medians.slice(warmUp)) ? 0 : 1;

/** Prints the range about the mean and the slope of a straight line through all minutes. */
function verdict(values) {
  if (values.length < 2) {
    console.log(`no verdict: fewer than ${warmUp + 2} minutes`);
    return false;
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = (values.length - 1) / 2;
  const spread = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  const slope = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0) / spread;
  const share = (value) => `${(100 * (value / mean - 1)).toFixed(1)} %`;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isSteady = most <= (1 + tolerance) * mean && least >= (1 - tolerance) * mean;
  console.log(
    `${isSteady ? 'steady' : 'NOT steady'}: ${values.length} minutes about ` +
      `${(mean / 1e6).toFixed(1)} MB, from ${share(least)} to ${share(most)}, ` +
      `${((60 * slope) / 1e6).toFixed(1)} MB an hour`,
  );
  return isSteady;
}
