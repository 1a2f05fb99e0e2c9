import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** A program that some tests drive: where it is, or why those tests are skipped. */
export type Component = { readonly path: string } | { readonly missing: string };

/** Set in CI: a component that is absent fails its tests instead of skipping them. */
export const areRequired = process.env.B2L1_REQUIRE_COMPONENTS === '1';

const onPath = (names: readonly string[]): readonly string[] =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Looks at `variable` of the environment, then for `names` on the PATH, then at `places`. */
function findComponent(
  names: readonly string[],
  variable: string,
  places: readonly string[],
): Component {
  const given = process.env[variable];
  if (given)
    return isExecutable(given)
      ? { path: given }
      : { missing: `${variable}=${given} is not a program` };
  const path = [...onPath(names), ...places].find(
    (place) => existsSync(place) && isExecutable(place),
  );
  return path
    ? { path }
    : { missing: `${names[0]} is not on the PATH; install it or set ${variable}` };
}

const windowsChrome = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
  .flatMap((variable) => process.env[variable] ?? [])
  .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe'));

export const chromium = findComponent(
  ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe'],
  'CHROME_PATH',
  [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/opt/google/chrome/chrome',
    '/snap/bin/chromium',
    ...windowsChrome,
  ],
);
export const prometheus = findComponent(['prometheus', 'prometheus.exe'], 'PROMETHEUS_PATH', [
  '/opt/homebrew/bin/prometheus',
  '/opt/prometheus/prometheus',
]);
export const promtool = findComponent(['promtool', 'promtool.exe'], 'PROMTOOL_PATH', [
  '/opt/homebrew/bin/promtool',
  '/opt/prometheus/promtool',
]);
/** Debian puts it where only root looks. */
export const natsServer = findComponent(['nats-server', 'nats-server.exe'], 'NATS_SERVER_PATH', [
  '/usr/sbin/nats-server',
  '/opt/homebrew/bin/nats-server',
]);
/** Any 3.10 or newer, with its standard library alone. */
export const python = findComponent(['python3', 'python3.exe'], 'PYTHON_PATH', [
  '/usr/bin/python3',
]);

/** One that has these modules: Debian's has its own packages, whatever another one has. */
export function pythonWith(...modules: readonly string[]): Component {
  const places = ['path' in python ? python.path : '', '/usr/bin/python3'];
  const path = places.find(
    (place) =>
      place !== '' && spawnSync(place, ['-c', `import ${modules.join(', ')}`]).status === 0,
  );
  return path === undefined
    ? { missing: `no Python has ${modules.join(' and ')}; Debian: python3-NAME` }
    : { path };
}

/** With libquadmath, as GCC has it. */
export const cxx = findComponent(['g++'], 'CXX_PATH', []);

/** Another version of Node, as `npm ci --prefix tools/nodes` installs it. */
export function otherNode(major: number): Component {
  const path = fileURLToPath(
    new URL(`../../tools/nodes/node_modules/node-${major}/bin/node`, import.meta.url),
  );
  return isExecutable(path)
    ? { path }
    : { missing: `Node ${major} is not installed: npm ci --prefix tools/nodes` };
}

/** The types of Grafana's dashboards, as `npm ci --prefix tools/grafana` installs them. */
const grafanaTypes = fileURLToPath(
  new URL('../../tools/grafana/node_modules/@grafana/schema', import.meta.url),
);
export const grafanaSchema: Component = existsSync(grafanaTypes)
  ? { path: grafanaTypes }
  : { missing: '@grafana/schema is not installed: npm ci --prefix tools/grafana' };

/** Draws PDF as points; of poppler-utils. */
export const pdftoppm = findComponent(['pdftoppm'], 'PDFTOPPM_PATH', []);

/** The client of DuckDB, as `npm ci --prefix tools/duckdb` installs it. */
const duckdbClient = fileURLToPath(
  new URL('../../tools/duckdb/node_modules/@duckdb/node-api/lib/index.js', import.meta.url),
);
export const duckdb: Component = existsSync(duckdbClient)
  ? { path: duckdbClient }
  : { missing: '@duckdb/node-api is not installed: npm ci --prefix tools/duckdb' };

/** Debian puts it where only root looks. */
export const nginx = findComponent(['nginx'], 'NGINX_PATH', ['/usr/sbin/nginx']);
export const openssl = findComponent(['openssl'], 'OPENSSL_PATH', []);
export const systemdAnalyze = findComponent(['systemd-analyze'], 'SYSTEMD_ANALYZE_PATH', []);

/**
 * A suite that needs `component`: `suite` gets its path. An absent component skips the suite with
 * the reason in its title, or fails it where components are required.
 */
export function describeWith(
  component: Component,
  name: string,
  suite: (path: string) => void,
): void {
  if ('path' in component) return void describe(name, () => suite(component.path));
  if (!areRequired) return void describe.skip(`${name} (${component.missing})`, () => suite(''));
  describe(name, () => {
    it('finds the program it needs', () => expect.unreachable(component.missing));
  });
}
