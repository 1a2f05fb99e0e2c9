import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../monitor/ports.js';
import type { DecidedEvents, DecisionsReader } from '../../monitor/decided-events.js';
import type { Monitor } from '../../monitor/server.js';
import { withTypedArrays } from '../../monitor/wire.js';
import { type FeedClient, openFeed } from './feed-client.js';
import { startQuietly, until } from './support.js';
import { makeSyntheticRun } from './synthetic-run.js';

/** Decisions of two events. */
const decided = (slice: number): DecidedEvents => ({
  run: 1,
  slice: Uint32Array.of(slice, slice),
  index: Uint32Array.of(0, 7),
  time: Float64Array.of(2e9, 3e9 + slice),
  ftdlBits: Uint32Array.from({ length: 12 }, (_, word) => 2 ** 31 + word),
  psnmBits: new Uint32Array(12),
  timingSource: Uint8Array.of(0, 3),
});

describe('topic decisions', () => {
  let monitor: Monitor;
  let now = 0;
  const clock: Clock = { now: () => now };
  /** What each client was opened as, with its credit. */
  let readers: { readonly reader: DecisionsReader; credit: number; closed: boolean }[] = [];
  let waiting = 0;
  let clients: FeedClient[] = [];
  beforeEach(async () => {
    [now, waiting, readers] = [0, 0, []];
    const decisions = (reader: DecisionsReader) => {
      const own = { reader, credit: 0, closed: false };
      readers.push(own);
      return {
        grant: (batches: number) => void (own.credit += batches),
        waiting: () => waiting,
        close: () => void (own.closed = true),
      };
    };
    const { ports } = makeSyntheticRun({ events: 1, wallSeconds: 1 });
    monitor = await startQuietly({ ...ports, decisions }, { clock });
  });
  afterEach(async () => {
    for (const client of clients) client.socket.terminate();
    clients = [];
    await monitor.close();
  });
  const open = async (query = `?token=${monitor.token}`): Promise<FeedClient> => {
    const client = await openFeed(monitor.port, ['b2l1.v1.msgpack'], query);
    clients.push(client);
    return client;
  };
  const follow = async (): Promise<FeedClient> => {
    const client = await open();
    const before = readers.length;
    client.say({ subscribe: ['decisions'] });
    await until(() => readers.length > before, 'a reader');
    return client;
  };

  it('hands on credit, and sends each batch as columns under numbers without a gap', async () => {
    const client = await follow();
    client.say({ credit: 3 });
    client.say({ credit: 5 });
    const [own] = readers;
    await until(() => own!.credit === 8, 'credit');
    for (const slice of [4, 5]) own!.reader.take(decided(slice));
    await client.first(({ seq }) => seq === 1);
    const [first, second] = client.messages.map((message) => ({
      ...message,
      data: withTypedArrays(message.data),
    }));
    expect(first).toEqual({ topic: 'decisions', seq: 0, time: 3 + 4e-9, data: decided(4) });
    expect(second).toMatchObject({ seq: 1, data: decided(5) });
  });

  it('is for who shows the token, and for four at most', async () => {
    const stranger = await open('');
    stranger.say({ subscribe: ['decisions'] });
    await stranger.first(({ code }) => code === 'WS_DECISIONS_TOKEN');
    for (let client = 0; client < 4; client++) await follow();
    const fifth = await open();
    fifth.say({ subscribe: ['decisions'] });
    await fifth.first(({ code }) => code === 'WS_DECISIONS_FULL');
    expect(readers).toHaveLength(4);
    await clients[1]!.close();
    await until(() => readers[0]!.closed, 'the first to leave');
    await follow();
    expect(readers).toHaveLength(5);
  });

  it('takes credit of its readers alone, up to 1000 batches', async () => {
    const client = await open();
    client.say({ credit: 1 });
    const { error } = await client.first(({ code }) => code === 'WS_BAD_MESSAGE');
    expect(error).toMatch(/not subscribed/);
    const reader = await follow();
    for (const credit of [0, 1001, 1.5, -1]) reader.say({ credit });
    await until(() => reader.messages.length === 4, 'four complaints');
    for (const { error: told } of reader.messages) expect(told).toMatch(/credit: 1–1000/);
    expect(readers[0]!.credit).toBe(0);
  });

  it('ends for who gives no credit for 10 s while decisions wait, which is counted', async () => {
    const client = await follow();
    now = 60_000;
    // Nothing waits: it owes nothing.
    await new Promise((done) => setTimeout(done, 600));
    expect(readers[0]!.closed).toBe(false);
    waiting = 2;
    now += 9_900;
    client.say({ credit: 1 });
    await until(() => readers[0]!.credit === 1, 'credit');
    now += 9_900;
    await new Promise((done) => setTimeout(done, 600));
    expect(readers[0]!.closed).toBe(false);
    now += 200;
    expect(await client.closed).toMatchObject({
      code: 1008,
      reason: expect.stringMatching(/10 s/),
    });
    expect(readers[0]!.closed).toBe(true);
    const text = await (await fetch(`http://127.0.0.1:${monitor.port}/metrics`)).text();
    expect(text).toMatch(/b2l1_ws_closed_total\{reason="no-credit"\} 1/);
    expect(text).toMatch(/b2l1_ws_decisions_clients 0/);
  });
});
