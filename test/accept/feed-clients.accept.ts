import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { topics } from '../../monitor/topics.js';
import { openFeed } from '../monitor/feed-client.js';
import { faultsOf, type FeedSchema } from '../monitor/schema-check.js';
import { until } from '../monitor/support.js';
import { type Daemon, startDaemon } from '../support/command.js';
import { describeWith, pythonWith } from '../support/components.js';

/** A busy host is slow [ms]. */
const patience = 90_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}monitor/README.md`, 'utf8');
/** The client of a language as it stands on the page. */
const clientIn = (language: string): string =>
  new RegExp(`<!-- client -->\n\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)![1]!;

let daemon: Daemon;
beforeAll(async () => {
  daemon = await startDaemon('--workers', '1');
  const isReady = async () => (await fetch(`${daemon.origin}/readyz`)).status === 200;
  await until(isReady, 'the first slice', patience);
});
afterAll(() => daemon.stop());

/** What a client prints until it has printed all of these. */
async function saysAll(
  path: string,
  args: readonly string[],
  wanted: readonly RegExp[],
): Promise<void> {
  const address = `ws://127.0.0.1:${daemon.port}/ws`;
  const child = spawn(path, [...args, address], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
  const isComplete = () => wanted.every((line) => line.test(said)) || child.exitCode !== null;
  await until(isComplete, 'what the client prints', patience);
  child.kill();
  await ended;
  for (const line of wanted) expect(said).toMatch(line);
}

it('the client of the page in JavaScript reads a daemon', async () => {
  await saysAll(
    process.execPath,
    ['--input-type=module', '-e', clientIn('js')],
    [/^run [1-9]\d*: running, [1-9]\d* events$/m, /^rates [1-9]\d*: [1-9][\d.]* Hz at \d+\.\d s$/m],
  );
});

describeWith(pythonWith('websockets', 'msgpack'), 'in Python', (path) => {
  it('the client of the page reads the same, columns too', async () => {
    await saysAll(
      path,
      ['-c', clientIn('python')],
      [
        /^run [1-9]\d*: running, [1-9]\d* events$/m,
        /^history [1-9]\d*: [1-9][\d.]* Hz at \d+\.\d s$/m,
      ],
    );
  });
});

it('each topic of a daemon fits the schema that it serves', async () => {
  const served = await fetch(`${daemon.origin}/feed.schema.json`);
  const { oneOf, $defs } = (await served.json()) as FeedSchema;
  const client = await openFeed(daemon.port, ['b2l1.v1.json']);
  const asked = topics.filter((topic) => topic !== 'whatif');
  client.say({ subscribe: asked, everyMs: 1000 });
  for (const topic of asked) {
    await until(() => client.messages.some((message) => message.topic === topic), topic, patience);
    const message = client.messages.find((sample) => sample.topic === topic)!;
    const schema = oneOf.find(({ properties }) => properties?.topic?.const === topic)!;
    expect(faultsOf(message, schema, $defs, topic)).toEqual([]);
  }
  await client.close();
});
