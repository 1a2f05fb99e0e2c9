import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Curve, MonitorPorts } from '../../monitor/ports.js';
import type { Monitor } from '../../monitor/server.js';
import { topics } from '../../monitor/topics.js';
import { type FeedClient, type Message, openFeed } from './feed-client.js';
import { startQuietly, until } from './support.js';
import { syntheticEvent } from './synthetic-event.js';
import { makeSyntheticRun, quietLog, type SyntheticRun } from './synthetic-run.js';
import { runs } from '../support/runs.js';

const isTopic =
  (topic: string) =>
  (message: Message): boolean =>
    message.topic === topic;

/** Status of a refused handshake. */
const statusOf = (
  port: number,
  path: string,
  protocols: readonly string[],
  headers: Record<string, string> = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, [...protocols], { headers });
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('error', reject);
  });

interface ColumnMessage {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

describe('the live feed', () => {
  let run: SyntheticRun;
  let monitor: Monitor;
  let clients: FeedClient[] = [];
  beforeEach(async () => {
    run = makeSyntheticRun({ events: 12_345, wallSeconds: 2 });
    monitor = await startQuietly(run.ports);
  });
  afterEach(async () => {
    for (const client of clients) client.socket.terminate();
    clients = [];
    await monitor.close();
  });
  const open = async (protocols?: readonly string[], query?: string): Promise<FeedClient> => {
    const client = await openFeed(monitor.port, protocols, query);
    clients.push(client);
    return client;
  };

  it('sends a sample at once, then one per snapshot, numbered, with its time', async () => {
    const client = await open();
    client.say({ subscribe: ['run', 'metrics'], everyMs: 100 });
    await client.first(isTopic('metrics'));
    run.set({ wallSeconds: 3 });
    await until(() => client.messages.filter(isTopic('run')).length === 2, 'the second sample');
    const samples = client.messages.filter(isTopic('run'));
    expect(samples.map(({ seq, time }) => ({ seq, time }))).toEqual([
      { seq: 0, time: 2 * 0.998 },
      { seq: 1, time: 3 * 0.998 },
    ]);
    expect(samples[0]?.data).toMatchObject({
      sequence: 1,
      run: { id: 'run-1', state: 'running' },
      events: { processed: 12_345 },
    });
  });

  it('carries float columns to a decoder of another maker bit by bit', async () => {
    const client = await open();
    client.say({ subscribe: ['efficiencies'] });
    const { data } = await client.first(isTopic('efficiencies'));
    const { curves } = data as { curves: Record<keyof Curve, ColumnMessage>[] };
    const expected = run.ports.snapshot().efficiencies.curves;
    expect(curves).toHaveLength(expected.length);
    for (const [index, curve] of expected.entries()) {
      for (const name of ['edges', 'selected', 'fired', 'efficiency', 'low', 'high'] as const) {
        const column = curves[index]?.[name];
        expect(column).toMatchObject({ dtype: '<f8', shape: [curve[name].length] });
        expect(Buffer.from(column?.data ?? [])).toEqual(Buffer.from(curve[name].buffer));
      }
    }
  });

  it('says the same in JSON, with null for what is undefined', async () => {
    run.set({ events: 0 });
    const client = await open(['b2l1.v1.json']);
    client.say({ subscribe: ['efficiencies'] });
    const { data } = await client.first(isTopic('efficiencies'));
    const { curves } = data as { curves: { efficiency: unknown; low: unknown }[] };
    expect(curves[0]).toMatchObject({
      efficiency: { dtype: '<f8', shape: [40], data: Array.from({ length: 40 }, () => null) },
      low: { data: Array.from({ length: 40 }, () => 0) },
    });
  });

  it('speaks MessagePack when no sub-protocol is asked for, and never compresses', async () => {
    const client = await open([]);
    expect(client.socket.protocol).toBe('');
    expect(client.socket.extensions).toBe('');
    client.say({ subscribe: ['run'] });
    expect((await client.first(isTopic('run'))).seq).toBe(0);
    expect((await open(['unknown.v9', 'b2l1.v1.json'])).socket.protocol).toBe('b2l1.v1.json');
  });

  it('stops a topic on request and goes on numbering when it is asked for again', async () => {
    const client = await open();
    client.say({ subscribe: ['run', 'efficiencies'], everyMs: 100 });
    await client.first(isTopic('efficiencies'));
    client.say({ unsubscribe: ['run'] });
    // The answer to a bad message shows that the one before it was read.
    client.say({});
    await client.first(({ code }) => code !== undefined);
    run.set({ wallSeconds: 3 });
    await until(
      () => client.messages.filter(isTopic('efficiencies')).length === 2,
      'the other topic',
    );
    expect(client.messages.filter(isTopic('run'))).toHaveLength(1);
    client.say({ subscribe: ['run'] });
    await until(() => client.messages.filter(isTopic('run')).length === 2, 'the topic again');
    expect(client.messages.filter(isTopic('run')).map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it('numbers no two samples alike, asked for a topic anew while one of it is made', async () => {
    const client = await open();
    client.say({ subscribe: ['efficiencies'], everyMs: 100 });
    for (let again = 0; again < 20; again++) {
      client.say({ unsubscribe: ['efficiencies'] });
      client.say({ subscribe: ['efficiencies'] });
    }
    client.say({});
    await client.first(({ code }) => code !== undefined);
    run.set({ wallSeconds: 3 });
    const seqs = () => client.messages.filter(isTopic('efficiencies')).map(({ seq }) => seq);
    const before = seqs().length;
    await until(() => seqs().length > before, 'the next sample');
    expect(seqs()).toEqual(seqs().map((_, at) => at));
  });

  it('sends an event as columns when there is a new one, at the pace of its topic', async () => {
    run.event = syntheticEvent(5);
    const client = await open();
    client.say({ subscribe: ['events'], everyMs: 100 });
    client.say({ subscribe: ['run'], everyMs: 60_000 });
    const { data, seq } = await client.first(isTopic('events'));
    const { address, crystals } = data as {
      address: unknown;
      crystals: Record<string, ColumnMessage>;
    };
    expect(seq).toBe(0);
    expect(address).toEqual({ run: 1, slice: 3, index: 5 });
    expect(crystals.energy).toMatchObject({ dtype: '<f4', shape: [5] });
    run.set({ wallSeconds: 3 });
    run.event = syntheticEvent(6);
    await until(() => client.messages.filter(isTopic('events')).length === 2, 'the next event');
    // Its own topic has a pace of a minute, so the new snapshot is not due.
    expect(client.messages.filter(isTopic('run'))).toHaveLength(1);
  });

  it.each(['b2l1.v1.msgpack', 'b2l1.v1.json'])(
    'tells rates, backgrounds and the last second of a machine (%s)',
    async (protocol) => {
      run.set({ wallSeconds: 5, machine: true });
      const { events, machine: played } = run.ports.snapshot();
      const machine = played!;
      const client = await open([protocol]);
      client.say({ subscribe: ['run', 'rates', 'backgrounds', 'history'], everyMs: 100 });
      const { data: rates } = await client.first(isTopic('rates'));
      expect(rates).toMatchObject({
        machine: true,
        accepts: events.accepted,
        // Of 4.99 s 12.5 ms were given up, 10.5 of them by the host.
        acceptHz: expect.closeTo(events.accepted / 4.9775, 6),
        families: [{ name: 'single-photon', byClass: { dtype: '<f8', shape: [8] } }, {}],
      });
      const { data: backgrounds } = await client.first(isTopic('backgrounds'));
      expect(backgrounds).toMatchObject({
        sources: machine.backgrounds.sources,
        detectors: [
          { detector: 'CDC', unit: 'kHz/wire', limit: 200, rates: { shape: [5] } },
          {},
          {},
        ],
        phases: [{ ring: 'HER', phaseBins: 40, windows: { shape: [1200] } }, {}],
      });
      const { data: figures } = await client.first(isTopic('run'));
      const { name, luminosity, rings, realTime, thinning } = machine;
      expect(figures).toMatchObject({ machine: { name, luminosity, rings, realTime, thinning } });
      expect(figures).not.toHaveProperty('machine.phases');
      const { data: row } = await client.first(isTopic('history'));
      const { names, values } = row as { names: string[]; values: { shape: number[] } };
      expect(values.shape).toEqual([names.length]);
      expect(names).toEqual(expect.arrayContaining(['time', 'l1', 'dead:host']));
    },
  );

  it('tells no machine where a card is played', async () => {
    const client = await open(['b2l1.v1.json']);
    client.say({ subscribe: ['run', 'rates', 'backgrounds'], everyMs: 100 });
    expect((await client.first(isTopic('rates'))).data).toMatchObject({
      machine: false,
      classes: [],
      lines: expect.arrayContaining([expect.objectContaining({ name: 'lml1' })]),
    });
    expect((await client.first(isTopic('backgrounds'))).data).toEqual({
      sequence: 1,
      sources: [],
      detectors: [],
      phases: [],
    });
    expect((await client.first(isTopic('run'))).data).not.toHaveProperty('machine');
  });

  it('names the nearest topic for one that does not exist', async () => {
    const client = await open();
    client.say({ subscribe: ['efficiences'] });
    expect(await client.first(({ code }) => code === 'WS_UNKNOWN_TOPIC')).toEqual({
      code: 'WS_UNKNOWN_TOPIC',
      error:
        'topic "efficiences" does not exist; nearest is "efficiencies"; there are ' +
        [...topics, 'decisions'].join(', '),
    });
  });

  it.each([
    ['a pace faster than 100 ms', { subscribe: ['run'], everyMs: 99 }],
    ['a pace slower than a minute', { subscribe: ['run'], everyMs: 60_001 }],
    ['no topics', { subscribe: [] }],
    ['unknown keys', { subscribe: ['run'], every: 100 }],
    ['another type', ['run']],
  ])('answers %s with what it expected', async (_, message) => {
    const client = await open(['b2l1.v1.json']);
    client.say(message);
    expect(await client.first(({ code }) => code === 'WS_BAD_MESSAGE')).toMatchObject({
      error: expect.stringContaining('everyMs: 100–60000'),
    });
  });

  it('closes a connection that sends too much, no UTF-8, or only nonsense', async () => {
    const large = await open();
    large.socket.send(Buffer.alloc(5000));
    expect((await large.closed).code).toBe(1009);
    const broken = await open();
    broken.socket.send(Buffer.from([0x90]), { binary: false });
    expect((await broken.closed).code).toBe(1007);
    const mad = await open();
    for (let sent = 0; sent < 101; sent++) mad.say('nonsense');
    expect(await mad.closed).toMatchObject({ code: 1008 });
  });

  it('says goodbye when the server stops', async () => {
    const client = await open();
    const stopped = monitor.close();
    expect(await client.closed).toEqual({ code: 1001, reason: 'the server is stopping' });
    await stopped;
  });

  it('refuses other sites, foreign host names, other paths and unknown sub-protocols', async () => {
    const known = ['b2l1.v1.json'];
    expect(await statusOf(monitor.port, '/ws', known, { origin: 'http://evil.example' })).toBe(403);
    expect(await statusOf(monitor.port, '/ws', known, { host: 'evil.example' })).toBe(403);
    expect(await statusOf(monitor.port, '/feed', known)).toBe(404);
    expect(await statusOf(monitor.port, '/ws', ['b2l1.v2.json'])).toBe(400);
    expect(
      await statusOf(monitor.port, '/ws', known, { origin: `http://127.0.0.1:${monitor.port}` }),
    ).toBe(101);
  });

  it('ends a connection that it refuses though the other side keeps it open', async () => {
    const head = `Host: 127.0.0.1:${monitor.port}\r\nUpgrade: websocket\r\nConnection: Upgrade`;
    for (const bytes of [`GET /feed HTTP/1.1\r\n${head}\r\n\r\n`, 'no HTTP\r\n\r\n']) {
      const socket = connect({ port: monitor.port, host: '127.0.0.1', allowHalfOpen: true });
      let isCut = false;
      socket.on('error', () => {
        isCut = true;
      });
      socket.resume().write(bytes);
      await new Promise((resolve) => socket.once('end', resolve));
      const isEnded = (): boolean => {
        socket.write('more');
        return isCut;
      };
      await until(isEnded, `the end after ${bytes}`, 2000);
    }
  });

  it('takes no more clients than its cap', async () => {
    const said: string[] = [];
    const say: MonitorPorts['say'] = ({ kind, text }) => void said.push(`${kind}: ${text}`);
    const small = await startQuietly({ ...run.ports, say }, { limits: { maxClients: 1 } });
    const only = await openFeed(small.port);
    expect(await statusOf(small.port, '/nothing', [])).toBe(404);
    for (let times = 0; times < 3; times++) expect(await statusOf(small.port, '/ws', [])).toBe(503);
    expect(said).toEqual([expect.stringMatching(/^client: .* was refused \(503\).*; 1 since/)]);
    await only.close();
    await small.close();
  });

  it('takes no more clients of one address than its share, and keeps the rest', async () => {
    const small = await startQuietly(run.ports, {
      limits: { maxClients: 3, maxClientsPerAddress: 1 },
    });
    const only = await openFeed(small.port);
    expect(await statusOf(small.port, '/ws', [])).toBe(503);
    await only.close();
    await until(async () => (await statusOf(small.port, '/ws', [])) === 101, 'its place again');
    await small.close();
  });

  it('sends no sample twice to who asks for a topic again and again', async () => {
    const client = await open();
    for (let times = 0; times < 20; times++) client.say({ subscribe: ['run'], everyMs: 100 });
    client.say({});
    await client.first(({ code }) => code !== undefined);
    expect(client.messages.filter(isTopic('run'))).toHaveLength(1);
    run.set({ wallSeconds: 3 });
    await until(() => client.messages.filter(isTopic('run')).length === 2, 'the next sample');
  });

  it('closes a client that floods it with right messages, and counts it once', async () => {
    const small = await startQuietly(run.ports, {
      limits: { maxMessages: 10, messagesPerSecond: 1 },
      clock: { now: () => 0 },
    });
    const flooder = await openFeed(small.port);
    for (let times = 0; times < 10; times++) flooder.say({ subscribe: ['run'] });
    await flooder.first(isTopic('run'));
    for (let times = 0; times < 50; times++) flooder.say({ subscribe: ['run'] });
    expect(await flooder.closed).toEqual({ code: 1008, reason: 'too many messages' });
    const text = await (await fetch(`http://127.0.0.1:${small.port}/metrics`)).text();
    expect(text.match(/^b2l1_ws_closed_total.* [^0]\d*$/gm)).toEqual([
      'b2l1_ws_closed_total{reason="flood"} 1',
    ]);
    await small.close();
  });

  it('asks for the token where others can connect', async () => {
    const token = 'a-token-that-was-given';
    const open = await startQuietly(run.ports, { host: '0.0.0.0', token });
    expect(await statusOf(open.port, '/ws', [])).toBe(401);
    expect(await statusOf(open.port, '/ws?token=wrong', [])).toBe(401);
    expect(await statusOf(open.port, `/ws?token=${token}`, [])).toBe(101);
    await open.close();
  });

  it('drops a client that does not answer its pings', async () => {
    const brisk = await startQuietly(run.ports, { limits: { pingMs: 30 } });
    const deaf = new WebSocket(`ws://127.0.0.1:${brisk.port}/ws`, { autoPong: false });
    const code = await new Promise((resolve) => deaf.on('close', resolve));
    expect(code).toBe(1006);
    await brisk.close();
  });
});

describe('a run whose numbers cannot be counted', () => {
  it('ends the connection with a reason, and is logged', async () => {
    const run = makeSyntheticRun({ wallSeconds: -1 });
    const errors: string[] = [];
    const monitor = await startQuietly(run.ports, {
      log: { ...quietLog, error: (message) => errors.push(message) },
    });
    const client = await openFeed(monitor.port);
    client.say({ subscribe: ['metrics'] });
    expect(await client.closed).toMatchObject({ code: 1011 });
    expect(errors.join()).toContain('decrease a counter');
    expect((await fetch(`http://127.0.0.1:${monitor.port}/metrics`)).status).toBe(500);
    expect((await fetch(`http://127.0.0.1:${monitor.port}/healthz`)).status).toBe(200);
    await monitor.close();
  });
});

describe('a client that reads slowly', () => {
  it('misses samples, which are counted, and is closed when it stays behind', async () => {
    const run = makeSyntheticRun({ events: 50_000 });
    let now = 0;
    const monitor = await startQuietly(run.ports, {
      limits: { maxBufferedBytes: 100_000, maxMessages: Number.POSITIVE_INFINITY },
      clock: { now: () => now },
    });
    const client = await openFeed(monitor.port);
    client.say({ subscribe: ['efficiencies'], everyMs: 100 });
    await client.first(isTopic('efficiencies'));
    client.socket.pause();
    // Each asked-for sample is sent at once; the kernel's buffers take some megabytes before the
    // server's own begin to fill.
    const dropped = async (): Promise<number> => {
      const text = await (await fetch(`http://127.0.0.1:${monitor.port}/metrics`)).text();
      return Number(/^b2l1_ws_dropped_total\{topic="efficiencies"\} (\d+)$/m.exec(text)?.[1]);
    };
    await until(async () => {
      for (let sample = 0; sample < 100; sample++) {
        run.set({});
        client.say({ subscribe: ['efficiencies'], everyMs: 100 });
        await setImmediate();
        await setImmediate();
      }
      return (await dropped()) > 0;
    }, 'a dropped sample');
    now = 20_000;
    run.set({});
    client.say({ subscribe: ['efficiencies'], everyMs: 100 });
    const metric = async (): Promise<string> =>
      (await fetch(`http://127.0.0.1:${monitor.port}/metrics`)).text();
    await until(async () => {
      run.set({});
      return (await metric()).includes('b2l1_ws_closed_total{reason="behind"} 1');
    }, 'the end of the connection');
    client.socket.resume();
    expect(await client.closed).toMatchObject({
      code: 1013,
      reason: expect.stringContaining('behind'),
    });
    const seqs = client.messages.filter(isTopic('efficiencies')).map(({ seq }) => seq ?? 0);
    expect(seqs.toSorted((a, b) => a - b)).toEqual(seqs);
    await monitor.close();
  });
});

describe('messages from anywhere', () => {
  const someValue = fc.oneof(
    fc.anything({ withBigInt: false, withDate: true, withTypedArray: true, maxDepth: 3 }),
    fc.jsonValue(),
  );
  const nearMiss = fc.record(
    {
      subscribe: fc.oneof(fc.array(fc.string()), fc.anything()),
      everyMs: fc.oneof(fc.double(), fc.string()),
      unsubscribe: fc.array(fc.string()),
    },
    { requiredKeys: [] },
  );
  const packed = fc.oneof(someValue, nearMiss).map((value) => {
    try {
      return Buffer.from(encode(value));
    } catch {
      return Buffer.from([0xc1]);
    }
  });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
    packed,
    fc.json().map((text) => Buffer.from(text)),
    nearMiss.map((value) =>
      Buffer.from(
        JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? null : part)),
      ),
    ),
  );

  it.each(['b2l1.v1.msgpack', 'b2l1.v1.json'])(
    'get an answer or an error, and never break the server (%s)',
    async (protocol) => {
      const monitor = await startQuietly(makeSyntheticRun({ events: 10 }).ports, {
        limits: {
          maxBadMessages: Number.POSITIVE_INFINITY,
          maxMessages: Number.POSITIVE_INFINITY,
        },
      });
      const client = await openFeed(monitor.port, [protocol]);
      await fc.assert(
        fc.asyncProperty(bytes, fc.boolean(), async (frame, binary) => {
          const before = client.messages.length;
          client.socket.send(
            binary ? frame.subarray(0, 4096) : frame.subarray(0, 2000).toString('latin1'),
            { binary },
          );
          client.say({ unsubscribe: ['run'] });
          client.say({ subscribe: ['run'] });
          await until(
            () => client.messages.slice(before).some(isTopic('run')),
            'the answer to the message after it',
          );
        }),
        { numRuns: runs(300) },
      );
      await client.close();
      await monitor.close();
    },
  );
});
