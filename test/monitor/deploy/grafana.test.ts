import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dashboardText } from '../../../tools/grafana/write.mjs';
import { describeWith, grafanaSchema } from '../../support/components.js';
import { parseScrape } from '../scrape.js';
import { startQuietly } from '../support.js';
import { makeSyntheticRun } from '../synthetic-run.js';
import { selectorsOf, unknownSelectors } from './queries.js';
import { deployed, recordedNames } from './rules.js';

const text = readFileSync(deployed('grafana-dashboard.json'), 'utf8');

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number };
  readonly targets: readonly { readonly expr: string }[];
}
const { panels } = JSON.parse(text) as { readonly panels: readonly Panel[] };

describe('the dashboard for Grafana', () => {
  it('is what its script makes: node tools/grafana/write.mjs', async () => {
    expect(text).toBe(await dashboardText());
  });

  it('asks in each panel for what the daemon has or a rule records', async () => {
    const run = makeSyntheticRun({ events: 40_000, wallSeconds: 2, machine: true });
    const monitor = await startQuietly(run.ports);
    const scrape = await (await fetch(`http://127.0.0.1:${monitor.port}/metrics`)).text();
    await monitor.close();
    const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    for (const query of queries) expect(selectorsOf(query), query).toHaveLength(1);
    expect(unknownSelectors(queries, parseScrape(scrape), recordedNames)).toEqual([]);
  });

  it('has each panel once, inside of the 24 columns', () => {
    expect(panels.length).toBeGreaterThan(15);
    for (const key of ['id', 'title'] as const)
      expect(new Set(panels.map((panel) => panel[key])).size).toBe(panels.length);
    const corners = new Set(panels.map(({ gridPos: { x, y } }) => `${x},${y}`));
    expect(corners.size).toBe(panels.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});

describeWith(grafanaSchema, "Grafana's own types", () => {
  it('fit the dashboard', async () => {
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const tsc = `${root}node_modules/typescript/bin/tsc`;
    const run = promisify(execFile);
    await expect(run(process.execPath, [tsc, '-p', `${root}tools/grafana`])).resolves.toBeDefined();
  });
});
