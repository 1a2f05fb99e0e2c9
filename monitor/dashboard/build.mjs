// Bundles the dashboard page into dist/monitor/dashboard: the script, its style sheets and the HTML
// that names them.
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = new URL('./', import.meta.url);
const target = new URL('../../dist/monitor/dashboard/', import.meta.url);

const names = await readdir(source);
const entries = names.filter((name) => name === 'main.ts' || name.endsWith('.css'));
const copies = names.filter((name) => /\.(html|svg|png|ico|woff2|webmanifest)$/.test(name));

await mkdir(target, { recursive: true });
await build({
  entryPoints: entries.map((name) => fileURLToPath(new URL(name, source))),
  outdir: fileURLToPath(target),
  bundle: true,
  minify: true,
  sourcemap: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
});
await Promise.all(copies.map((name) => copyFile(new URL(name, source), new URL(name, target))));
