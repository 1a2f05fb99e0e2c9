import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unknownSelectors } from '../monitor/deploy/queries.js';
import { recordedNames, rules, rulesText } from '../monitor/deploy/rules.js';
import { openFeed } from '../monitor/feed-client.js';
import { parseScrape, type Sample } from '../monitor/scrape.js';
import { until } from '../monitor/support.js';
import { type Daemon, startDaemon } from '../support/command.js';
import { describeWith, prometheus } from '../support/components.js';
import { type Prometheus, startPrometheus } from '../support/prometheus.js';

/** A busy host is slow [ms]. */
const patience = 180_000;

/** The rules with a second for each minute: a test has no time to wait for them. */
const hasty = rulesText.replaceAll(/for: \d+m/g, 'for: 2s').replaceAll('[1m]', '[15s]');

describeWith(prometheus, 'a Prometheus that scrapes a daemon each second', (path) => {
  let home = '';
  let daemon: Daemon;
  let atFirst: readonly Sample[];
  const scraped = async (): Promise<readonly Sample[]> =>
    parseScrape(await (await fetch(`${daemon.origin}/metrics`)).text());
  let server: Prometheus;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'b2l1-scraped-'));
    daemon = await startDaemon('--workers', '1', '--record', home);
    atFirst = await scraped();
    const targets = [`127.0.0.1:${daemon.port}`];
    server = await startPrometheus(path, targets, { interval: '1s', rules: hasty });
    const isReady = async () => (await fetch(`${daemon.origin}/readyz`)).status === 200;
    await until(isReady, 'the first slice', patience);
  });
  afterAll(async () => {
    await server.stop();
    await daemon.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('knows all that the rules ask for, and records something by each', async () => {
    const client = await openFeed(daemon.port, ['b2l1.v1.json']);
    client.say({ subscribe: ['run'], everyMs: 200 });
    for (const name of recordedNames)
      await until(async () => (await server.query(name)).length > 0, name, patience);
    const valueOf = async (query: string): Promise<number> =>
      Number((await server.query(query))[0]?.value[1]);
    // 10.7 kHz at 2022-peak, whatever the host, once a few hundred accepts lie in the window.
    let level1 = Number.NaN;
    const settles = async (): Promise<boolean> => {
      level1 = await valueOf('instance:b2l1_level1:hertz1m');
      return level1 > 7000 && level1 < 14_000;
    };
    await until(settles, 'a rate from 7 to 14 kHz', patience).catch((error: unknown) => {
      throw new Error(`Level-1 rate ${level1} Hz`, { cause: error });
    });
    expect(await valueOf('sum(instance_state:b2l1_daq_ticks:ratio_rate1m)')).toBeCloseTo(1, 9);
    const scrape = await scraped();
    const queries = rules.map(({ expr }) => expr.replace('up{job="b2l1"}', ''));
    expect(unknownSelectors(queries, scrape, recordedNames)).toEqual([]);
    await client.close();
  });

  it('has known each counter since the first scrape: what comes up later has no rate', async () => {
    const seriesOf = (scrape: readonly Sample[]): readonly string[] =>
      scrape
        .filter(({ name }) => name.endsWith('_total'))
        .map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`)
        .toSorted();
    const now = await scraped();
    const isAccept = ({ name, value }: Sample) =>
      name === 'b2l1_events_accepted_total' && value! > 0;
    expect(now.some(isAccept)).toBe(true);
    expect(seriesOf(now)).toEqual(seriesOf(atFirst));
  });

  it('fires when the run is stopped, and not before', async () => {
    const firing = async (): Promise<readonly string[]> =>
      (await server.alerts())
        .filter(({ state }) => state === 'firing')
        .map(({ labels }) => labels.alertname!);
    expect(await firing()).not.toContain('B2l1RunNotRunning');
    await fetch(`${daemon.origin}/api/command`, {
      method: 'POST',
      headers: { authorization: `Bearer ${daemon.token}`, 'content-type': 'application/json' },
      body: '{"kind": "stop"}',
    });
    const fires = async () => (await firing()).includes('B2l1RunNotRunning');
    await until(fires, 'the alert of a run that is over', patience);
    expect(await firing()).not.toContain('B2l1RunFailed');
    expect(await firing()).not.toContain('B2l1Down');
  });
});
