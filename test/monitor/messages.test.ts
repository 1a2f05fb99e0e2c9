import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MessageLog } from '../../monitor/message-log.js';
import type { Messages } from '../../monitor/message-types.js';
import type { Monitor, MonitorOptions } from '../../monitor/server.js';
import { type FeedClient, openFeed } from './feed-client.js';
import { startQuietly, until } from './support.js';
import { makeSyntheticRun, type SyntheticRun } from './synthetic-run.js';

let log: MessageLog;
let run: SyntheticRun;
let monitor: Monitor;
let clients: FeedClient[] = [];

const tell = (text: string): void => log.say({ level: 'info', kind: 'run', text });

async function serve(options: Partial<MonitorOptions> = {}): Promise<void> {
  const messages = () => log.state;
  monitor = await startQuietly({ ...run.ports, messages, say: (said) => log.say(said) }, options);
}

async function open(protocol = 'b2l1.v1.json'): Promise<FeedClient> {
  const client = await openFeed(monitor.port, [protocol]);
  clients.push(client);
  return client;
}

const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${monitor.port}${path}`);

const textsOf = (messages: Messages): readonly string[] =>
  messages.messages.map(({ text }) => text);

/** The texts of each sample that a client has. */
const samplesOf = ({ messages }: FeedClient): readonly (readonly string[])[] =>
  messages.filter(({ topic }) => topic === 'messages').map(({ data }) => textsOf(data as Messages));

beforeEach(() => {
  run = makeSyntheticRun();
  log = new MessageLog({ runTime: () => ({ run: 1, emulatedSeconds: 2 }), date: () => 0 });
});
afterEach(async () => {
  for (const { socket } of clients) socket.terminate();
  clients = [];
  await monitor.close();
});

describe('GET /api/messages', () => {
  it('gives all that are kept, or those from a sequence on', async () => {
    await serve();
    for (const text of ['one', 'two', 'three']) tell(text);
    const all = (await (await get('/api/messages')).json()) as Messages;
    expect(all).toEqual(log.state);
    const news = (await (await get('/api/messages?from=1')).json()) as Messages;
    expect([news.next, textsOf(news)]).toEqual([3, ['two', 'three']]);
    const none = (await (await get('/api/messages?from=3')).json()) as Messages;
    expect(none).toEqual({ next: 3, messages: [] });
  });

  it.each(['-1', 'x', '1.5', '', '1234567890123456'])('refuses from=%s', async (from) => {
    await serve();
    const reply = await get(`/api/messages?from=${from}`);
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ code: 'MONITOR_BAD_MESSAGES' });
  });

  it('is empty where nothing is told', async () => {
    monitor = await startQuietly(run.ports);
    expect(await (await get('/api/messages')).json()).toEqual({ next: 0, messages: [] });
  });
});

describe('the topic messages', () => {
  it.each(['b2l1.v1.json', 'b2l1.v1.msgpack'])(
    'is the whole log on subscription, then what is new (%s)',
    async (protocol) => {
      await serve();
      tell('before');
      tell('and before');
      const client = await open(protocol);
      client.say({ subscribe: ['messages'], everyMs: 100 });
      await until(() => samplesOf(client).length === 1, 'the log');
      tell('then');
      await until(() => samplesOf(client).length === 2, 'what is new');
      tell('at last');
      await until(() => samplesOf(client).length === 3, 'what is new');
      expect(samplesOf(client)).toEqual([['before', 'and before'], ['then'], ['at last']]);
    },
  );

  it('is no sample twice to who asks again, and whole to who had left it', async () => {
    await serve();
    tell('before');
    const client = await open();
    client.say({ subscribe: ['messages'], everyMs: 100 });
    await until(() => samplesOf(client).length === 1, 'the log');
    client.say({ subscribe: ['messages'], everyMs: 100 });
    tell('then');
    await until(() => samplesOf(client).length === 2, 'what is new');
    client.say({ unsubscribe: ['messages'] });
    client.say({ subscribe: ['messages'], everyMs: 100 });
    await until(() => samplesOf(client).length === 3, 'the log again');
    expect(samplesOf(client)).toEqual([['before'], ['then'], ['before', 'then']]);
  });

  it('brings to who was behind all that was left out, once and in order', async () => {
    await serve({ limits: { maxBufferedBytes: 100_000, maxBehindMs: 60_000 } });
    tell('first');
    const client = await open();
    client.say({ subscribe: ['messages'], everyMs: 100 });
    await until(() => samplesOf(client).length === 1, 'the log');
    client.socket.pause();
    let told = 1;
    const dropped = async (): Promise<number> => {
      // Metrics are counted once a snapshot.
      run.set({});
      const text = await (await get('/metrics')).text();
      return Number(/^b2l1_ws_dropped_total\{topic="messages"\} (\d+)$/m.exec(text)?.[1]);
    };
    await until(async () => {
      tell(`${told++}`.padEnd(3_000_000));
      await new Promise((resolve) => setTimeout(resolve, 110));
      return (await dropped()) > 1;
    }, 'samples that are left out');
    client.socket.resume();
    const all = (): readonly string[] => samplesOf(client).flat();
    await until(() => all().length >= told, 'all of them');
    expect(all().map((text) => text.trim())).toEqual([
      'first',
      ...Array.from({ length: told - 1 }, (_, index) => `${index + 1}`),
    ]);
  });
});

describe('what the server itself tells', () => {
  const kinds = (): readonly string[] => log.state.messages.map(({ kind }) => kind);
  const order = (body: string, headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`http://127.0.0.1:${monitor.port}/api/command`, { method: 'POST', body, headers });

  it('is who came without a token, once a minute', async () => {
    await serve();
    for (let times = 0; times < 3; times++) await order('{"kind": "stop"}', {});
    expect(kinds()).toEqual(['access']);
    expect(textsOf(log.state)[0]).toMatch(/^POST "\/api\/command" from 127\.0\.0\.1 was refused/);
  });

  it('is a command that could not be read, with who asked', async () => {
    await serve();
    const own = { authorization: `Bearer ${monitor.token}`, 'content-type': 'application/json' };
    expect((await order('{"kind": "puase"}', own)).status).toBe(400);
    expect((await order('{}', { ...own, 'b2l1-client': 'page' })).status).toBe(400);
    expect(log.state.messages).toMatchObject([
      { kind: 'refused', asker: { address: '127.0.0.1', by: 'api' } },
      { kind: 'refused', level: 'warning', asker: { address: '127.0.0.1', by: 'page' } },
    ]);
    expect(textsOf(log.state)[0]).toContain('nearest is "pause"');
  });

  it('is a client that it closed, and why', async () => {
    await serve({ limits: { maxMessages: 1, messagesPerSecond: 0 } });
    const client = await open();
    for (let times = 0; times < 3; times++) client.say({ subscribe: ['run'] });
    await client.closed;
    expect(log.state.messages).toMatchObject([
      {
        level: 'warning',
        kind: 'client',
        text: expect.stringMatching(/ at 127\.0\.0\.1 was closed \(flood\); 1 since/) as string,
      },
    ]);
  });

  it('is not a client that leaves by itself', async () => {
    await serve();
    await (await open()).close();
    expect(kinds()).toEqual([]);
  });
});
