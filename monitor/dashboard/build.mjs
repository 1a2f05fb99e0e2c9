// Bundles the dashboard page into dist/monitor/dashboard: the script, its style sheets, the HTML
// that names them, and the glossary.
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { glossaryPage } from './glossary-page.mjs';

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
  // Beside the script, which does not name it: the packed tarball has no maps.
  sourcemap: 'external',
  format: 'esm',
  alias: { '#kernels': fileURLToPath(new URL('drawing-functions.mjs', source)) },
  target: 'es2022',
  logLevel: 'warning',
});
await writeFile(new URL('glossary.html', target), await glossaryPage());
await Promise.all(copies.map((name) => copyFile(new URL(name, source), new URL(name, target))));
