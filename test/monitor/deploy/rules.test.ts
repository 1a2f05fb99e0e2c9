import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { describeWith, promtool } from '../../support/components.js';
import { parseScrape } from '../scrape.js';
import { startQuietly } from '../support.js';
import { makeSyntheticRun } from '../synthetic-run.js';
import { unknownSelectors } from './queries.js';
import { alertNames, deployed, recordedNames, rules } from './rules.js';

const exec = promisify(execFile);
const testFile = fileURLToPath(new URL('rules.promtool.yml', import.meta.url));

interface RuleTests {
  readonly tests: readonly {
    readonly promql_expr_test?: readonly { readonly expr: string }[];
    readonly alert_rule_test?: readonly {
      readonly alertname: string;
      readonly exp_alerts: readonly object[];
    }[];
  }[];
}
const { tests } = parse(readFileSync(testFile, 'utf8')) as RuleTests;

describe('the rules for Prometheus', () => {
  it('ask for metrics that the daemon has, with labels that it gives', async () => {
    const run = makeSyntheticRun({ events: 40_000, wallSeconds: 2, machine: true });
    const monitor = await startQuietly(run.ports);
    const scrape = await (await fetch(`http://127.0.0.1:${monitor.port}/metrics`)).text();
    await monitor.close();
    const texts = rules.flatMap(({ expr, annotations = {} }) => [expr, annotations.description!]);
    const queries = texts.filter((text) => text !== undefined);
    expect(unknownSelectors(queries, parseScrape(scrape), recordedNames)).toEqual([]);
    const misspelt = ['rate(b2l1_event_accepted_total[1m])', 'b2l1_run_state{state="runing"}'];
    expect(unknownSelectors(misspelt, parseScrape(scrape), recordedNames)).toHaveLength(2);
  });

  it('are each held by a test of promtool, alerts on both sides of their limit', () => {
    const asked = tests.flatMap((test) => test.promql_expr_test ?? []).map(({ expr }) => expr);
    for (const name of recordedNames) expect(asked.join('\n')).toContain(name);
    const expected = tests.flatMap((test) => test.alert_rule_test ?? []);
    for (const alert of alertNames) {
      const of = expected.filter(({ alertname }) => alertname === alert);
      expect(
        of.some(({ exp_alerts }) => exp_alerts.length === 0),
        alert,
      ).toBe(true);
      expect(
        of.some(({ exp_alerts }) => exp_alerts.length > 0),
        alert,
      ).toBe(true);
    }
  });
});

describeWith(promtool, 'promtool', (path) => {
  it('accepts rules and the configuration beside them', async () => {
    const checked = await exec(path, ['check', 'config', deployed('prometheus.yml')]);
    expect(checked.stdout).toContain(`SUCCESS: ${rules.length} rules found`);
    const linted = await exec(path, ['check', 'rules', deployed('prometheus-rules.yml')]);
    expect(linted.stderr).toBe('');
  });

  it('finds that the rules say of made-up series what they should', async () => {
    expect((await exec(path, ['test', 'rules', testFile])).stdout).toContain('SUCCESS');
  });
});
