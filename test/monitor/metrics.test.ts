import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Monitor } from '../../monitor/server.js';
import { describeWith, prometheus, promtool } from '../support/components.js';
import { type QueryResult, startPrometheus } from '../support/prometheus.js';
import { openFeed } from './feed-client.js';
import { parseScrape, type Sample } from './scrape.js';
import { startQuietly, until } from './support.js';
import { makeSyntheticRun, type SyntheticRun } from './synthetic-run.js';

const sorted = (samples: readonly Sample[]): readonly string[] =>
  samples
    .map(({ name, labels, value }) =>
      JSON.stringify([
        name,
        Object.keys(labels)
          .toSorted()
          .map((key) => [key, labels[key]]),
        Number.isNaN(value) ? null : value,
      ]),
    )
    .toSorted();

let run: SyntheticRun;
let monitor: Monitor;
const scrape = async (): Promise<string> =>
  (await fetch(`http://127.0.0.1:${monitor.port}/metrics`)).text();

beforeAll(async () => {
  run = makeSyntheticRun({ events: 40_000, wallSeconds: 2 });
  monitor = await startQuietly(run.ports);
});
afterAll(() => monitor.close());

describe('the metrics', () => {
  it('count what the snapshot counts, per line and family', async () => {
    const samples = parseScrape(await scrape());
    const value = (name: string, labels: Record<string, string> = {}): number | null | undefined =>
      samples.find(
        (sample) =>
          sample.name === name &&
          Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
      )?.value;
    const { lines, efficiencies, events, deadSeconds, recording } = run.ports.snapshot();
    expect(value('b2l1_events_processed_total')).toBe(events.processed);
    expect(value('b2l1_dead_seconds_total', { cause: 'host' })).toBe(deadSeconds.host);
    expect(value('b2l1_run_state', { state: 'running' })).toBe(1);
    expect(value('b2l1_recorded_events_total')).toBe(recording!.events);
    expect(value('b2l1_recorded_bytes_total')).toBe(recording!.bytes);
    expect(value('b2l1_recording_event_rate_hertz')).toBe(1250);
    expect(value('b2l1_recording_write_bytes_per_second')).toBe(500e3);
    expect(value('b2l1_recorder_disk_free_bytes')).toBe(40e9);
    expect(value('b2l1_recording_segment')).toBe(3);
    expect(value('b2l1_recording_flush_age_seconds')).toBe(0.4);
    for (const { name, family, ftdl, psnm } of lines) {
      expect(value('b2l1_line_ftdl_total', { line: name, family })).toBe(ftdl);
      expect(value('b2l1_line_psnm_total', { line: name, family })).toBe(psnm);
    }
    expect(value('b2l1_efficiency_ratio', { line: '', family: 'single-photon' })).toBe(
      efficiencies.families[0]?.efficiency,
    );
  });

  it('tell the machine in base units, and nothing of it where a card is played', async () => {
    expect(await scrape()).not.toContain('\nb2l1_luminosity_inverse_barns_per_second ');
    run.set({ wallSeconds: 3, machine: true });
    const { events, lines, ...snapshot } = run.ports.snapshot();
    const machine = snapshot.machine!;
    const samples = parseScrape(await scrape());
    run.set({ machine: false });
    const values = (name: string, labels: Record<string, string> = {}): (number | null)[] =>
      samples
        .filter(
          (sample) =>
            sample.name === `b2l1_${name}` &&
            Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
        )
        .map(({ value }) => value);
    // 4.65e34 per square centimetre and second; 46.5 inverse nanobarns a second for 2.994 s.
    expect(values('luminosity_inverse_barns_per_second')[0]).toBeCloseTo(4.65e10, -2);
    expect(values('delivered_luminosity_inverse_barns_total')[0]).toBeCloseTo(2.994 * 46.5e9, -2);
    expect(values('vetoed_luminosity_inverse_barns_total')[0]).toBe(1e9 * machine.vetoed);
    expect(values('live_luminosity_inverse_barns_total')[0]).toBe(1e9 * machine.live);
    expect(values('ring_current_amperes', { ring: 'LER' })).toEqual([machine.rings[1]!.current]);
    expect(values('ring_injection_rate_hertz', { ring: 'HER' })).toEqual([4.1]);
    expect(values('real_time_ratio', { over: '10s' })).toEqual([1.02]);
    expect(values('events_accepted_total')).toEqual([events.accepted]);
    const [bhabha] = machine.classes;
    const ofBhabha = { class: 'bhabha', tier: 'anchor', origin: 'collision' };
    expect(values('seeds_total', ofBhabha)).toEqual([bhabha!.seeds]);
    expect(values('class_accepts_total', ofBhabha)).toEqual([bhabha!.accepts]);
    const soft = { class: 'soft-cluster' };
    const thinned = machine.classes.find(({ name }) => name === soft.class)!;
    expect(values('windows_total', soft)).toEqual([thinned.windows]);
    expect(values('weighted_windows_total', soft)).toEqual([thinned.weighted]);
    expect(values('line_ftdl_total', { line: 'lml4' })).toEqual([20 * lines[2]!.psnm]);
    expect(values('line_psnm_total', { line: 'lml4' })).toEqual([
      machine.classes.reduce((sum, { lineAccepts }) => sum + lineAccepts[2]!, 0),
    ]);
    expect(values('family_rises_total', { family: 'single-photon', class: 'bhabha' })).toEqual([
      bhabha!.familyRises[0],
    ]);
    expect(values('thinned_unprescaled_fires_total')).toEqual([machine.thinning.unprescaledFires]);
    const touschek = { detector: 'CDC', source: 'Touschek LER', unit: 'kHz/wire' };
    expect(values('background_rate', touschek)).toEqual([9.8]);
    expect(values('background_limit')).toEqual([200, 5]);
    expect(values('probe_events_total', { card: 'single-photon' })).toEqual([500]);
  });

  it.each(['b2l1.v1.msgpack', 'b2l1.v1.json'])(
    'are the same in topic metrics and in a scrape of the same sequence (%s)',
    async (protocol) => {
      run.set({ events: 0 });
      const client = await openFeed(monitor.port, [protocol]);
      client.say({ subscribe: ['metrics'], everyMs: 100 });
      for (const events of [50_000, 60_000, 70_000]) {
        const { sequence } = run.set({ events, machine: events > 50_000 });
        const { data } = await client.first(
          (message) => (message.data as { sequence?: number } | undefined)?.sequence === sequence,
        );
        const fromScrape = parseScrape(await scrape());
        expect(fromScrape.find(({ name }) => name === 'b2l1_snapshot_sequence')?.value).toBe(
          sequence,
        );
        expect(sorted((data as { samples: Sample[] }).samples)).toEqual(sorted(fromScrape));
        expect(fromScrape.length).toBeGreaterThan(70);
      }
      await client.close();
    },
  );

  it('name the probability content of the intervals that the run has', async () => {
    expect(await scrape()).toContain(
      '# HELP b2l1_efficiency_low_ratio Lower end of the interval of 68.27 %.',
    );
    const { efficiencies, ...snapshot } = run.ports.snapshot();
    const wide = { ...snapshot, efficiencies: { ...efficiencies, confidence: 0.95 } };
    const other = await startQuietly({ ...run.ports, snapshot: () => wide });
    const text = await (await fetch(`http://127.0.0.1:${other.port}/metrics`)).text();
    expect(text).toContain('# HELP b2l1_efficiency_high_ratio Upper end of the interval of 95 %.');
    await other.close();
  });

  it('forget the lines and causes of a run that is over', async () => {
    run.set({ events: 100, id: 'run-2' });
    expect(await scrape()).toContain('run="run-2"');
    expect(await scrape()).not.toContain('run="run-1"');
  });
});

describeWith(promtool, 'promtool', (path) => {
  it.each([
    [0, false],
    [80_000, false],
    [80_000, true],
  ])('has no finding in the metrics after %i events (machine: %s)', async (events, machine) => {
    run.set({ events, machine });
    const text = await scrape();
    const findings = await new Promise<string>((resolve, reject) => {
      const child = execFile(path, ['check', 'metrics'], (error, stdout, stderr) =>
        error ? reject(new Error(stdout + stderr)) : resolve(stdout + stderr),
      );
      child.stdin?.end(text);
    });
    expect(findings).toBe('');
  });
});

describeWith(prometheus, 'a Prometheus server', (path) => {
  it('scrapes the metrics and answers a query for a line', async () => {
    const target = `127.0.0.1:${monitor.port}`;
    const server = await startPrometheus(path, [target], { interval: '200ms' });
    try {
      run.set({ events: 90_000 });
      const expected = run.ports.snapshot().lines.find(({ name }) => name === 'lml6')?.ftdl;
      const query = (): Promise<readonly QueryResult[]> =>
        server.query('b2l1_line_ftdl_total{line="lml6"}');
      await until(async () => (await query()).length > 0, 'the first scrape', 25_000);
      expect(await query()).toMatchObject([
        {
          metric: { family: 'single-photon', instance: target },
          value: [expect.any(Number), String(expected)],
        },
      ]);
    } finally {
      await server.stop();
    }
  });
});
