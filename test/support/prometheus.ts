import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

/** One series of the answer to a query. */
export interface QueryResult {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** An alert that waits for its `for`, or fires. */
export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

/** A Prometheus of its own, with its data in a scratch folder. */
export interface Prometheus {
  /** Empty while it does not answer yet. */
  readonly query: (text: string) => Promise<readonly QueryResult[]>;
  readonly alerts: () => Promise<readonly ActiveAlert[]>;
  readonly stop: () => Promise<void>;
}

/** Starts a Prometheus that scrapes the targets as job "b2l1" and evaluates rules that often. */
export async function startPrometheus(
  path: string,
  targets: readonly string[],
  { interval, rules }: { readonly interval: string; readonly rules?: string },
): Promise<Prometheus> {
  const home = await mkdtemp(join(tmpdir(), 'b2l1-prometheus-'));
  const port = await freePort();
  if (rules !== undefined) await writeFile(join(home, 'rules.yml'), rules);
  await writeFile(
    join(home, 'prometheus.yml'),
    `global: { scrape_interval: ${interval}, evaluation_interval: ${interval} }\n` +
      (rules === undefined ? '' : 'rule_files: [rules.yml]\n') +
      'scrape_configs:\n  - job_name: b2l1\n    ' +
      `static_configs: [{ targets: ${JSON.stringify(targets)} }]\n`,
  );
  const options = [
    '--config.file',
    join(home, 'prometheus.yml'),
    '--storage.tsdb.path',
    join(home, 'data'),
  ];
  const child = spawn(
    path,
    [...options, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  const ask = async <T>(what: string, empty: T): Promise<T> => {
    const reply = await fetch(`http://127.0.0.1:${port}/api/v1/${what}`).catch(() => undefined);
    return reply?.ok ? ((await reply.json()) as { readonly data: T }).data : empty;
  };
  return {
    query: async (text) =>
      (
        await ask<{ readonly result: readonly QueryResult[] }>(
          `query?query=${encodeURIComponent(text)}`,
          { result: [] },
        )
      ).result,
    alerts: async () =>
      (await ask<{ readonly alerts: readonly ActiveAlert[] }>('alerts', { alerts: [] })).alerts,
    stop: async () => {
      child.kill();
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}
