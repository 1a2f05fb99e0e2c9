import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Monitor } from '../../monitor/server.js';
import { topics } from '../../monitor/topics.js';
import { feedSchemaText } from '../../tools/feed-schema/schema.mjs';
import { openFeed } from './feed-client.js';
import { faultsOf, type FeedSchema, type Schema } from './schema-check.js';
import { startQuietly } from './support.js';
import { makeSyntheticRun, type SyntheticRun } from './synthetic-run.js';
import { syntheticEvent } from './synthetic-event.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const schema = JSON.parse(feedSchemaText(root)) as FeedSchema;
const schemaOf = (topic: string): Schema =>
  schema.oneOf.find(({ properties }) => properties?.topic?.const === topic)!;
/** Those that somebody must ask for first, or say something. */
const quiet = ['whatif', 'messages'];

describe('the schema of the feed', () => {
  let run: SyntheticRun;
  let monitor: Monitor;
  beforeAll(async () => {
    run = makeSyntheticRun({ events: 40_000, wallSeconds: 2 });
    run.event = { ...syntheticEvent(1), address: { run: 1, slice: 0, index: 1 } };
    monitor = await startQuietly(run.ports);
  });
  afterAll(() => monitor.close());

  it('has each topic once, and its page has a row of each', () => {
    const named = schema.oneOf.map(({ properties }) => properties?.topic?.const);
    expect(named).toHaveLength(topics.length);
    expect(new Set(named)).toEqual(new Set(topics));
    const page = readFileSync(`${root}monitor/README.md`, 'utf8');
    for (const topic of topics) expect(page).toMatch(new RegExp(`^\\| \`${topic}\` \\| \\S`, 'm'));
  });

  it('says of each field what it is', () => {
    const fields = [...schema.oneOf, ...Object.values(schema.$defs)].flatMap(
      ({ properties = {} }) => Object.entries(properties).filter(([name]) => name !== 'topic'),
    );
    expect(fields.length).toBeGreaterThan(200);
    const silent = fields.filter(([, { description = '' }]) => description.length < 3);
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it.each([false, true])('fits what is sent (machine: %s), field by field', async (machine) => {
    run.set({ machine });
    const client = await openFeed(monitor.port, ['b2l1.v1.json']);
    const asked = topics.filter((topic) => !quiet.includes(topic));
    client.say({ subscribe: asked, everyMs: 100 });
    for (const topic of asked) {
      const message = await client.first((sample) => sample.topic === topic);
      expect(faultsOf(message, schemaOf(topic), schema.$defs, topic)).toEqual([]);
    }
    await client.close();
  });

  it('does not fit what lacks a field or has one that nobody declared', async () => {
    const client = await openFeed(monitor.port, ['b2l1.v1.json']);
    client.say({ subscribe: ['history'], everyMs: 100 });
    const sample = await client.first(({ topic }) => topic === 'history');
    await client.close();
    const { time: _, ...without } = sample.data as { time: number };
    const wrong = (data: object): readonly string[] =>
      faultsOf({ ...sample, data }, schemaOf('history'), schema.$defs);
    expect(wrong(without)).toEqual(['.data.time: missing']);
    expect(wrong({ ...(sample.data as object), tiem: 1 })).toEqual(['.data.tiem: is not declared']);
    expect(wrong({ ...(sample.data as object), time: '1' })).toHaveLength(1);
  });

  it('is served beside the page', async () => {
    const reply = await fetch(`http://127.0.0.1:${monitor.port}/feed.schema.json`);
    expect(reply.headers.get('content-type')).toBe('application/schema+json');
    expect(await reply.json()).toEqual(schema);
  });
});
