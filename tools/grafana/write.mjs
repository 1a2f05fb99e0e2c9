// Writes monitor/deploy/grafana-dashboard.json of dashboard.ts; with --check it holds dashboard.ts
// against the types of @grafana/schema first, which are installed beside this file.
//   node tools/grafana/write.mjs [--check]
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

const here = import.meta.dirname;
const root = join(here, '../..');

/** The text of the dashboard's file: needs nothing installed, the schema's types alone are imported. */
export async function dashboardText() {
  const { code } = transformSync(readFileSync(join(here, 'dashboard.ts'), 'utf8'), {
    loader: 'ts',
  });
  const { dashboard } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}

function check() {
  const shell = process.platform === 'win32';
  if (!existsSync(join(here, 'node_modules/@grafana/schema')))
    execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: here, stdio: 'inherit', shell });
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', here], {
    stdio: 'inherit',
  });
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--check')) check();
  writeFileSync(join(root, 'monitor/deploy/grafana-dashboard.json'), await dashboardText());
}
