// Bundles the dashboard page into dist/monitor/dashboard: one script, one style sheet and the HTML that names them.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = new URL('./', import.meta.url);
const target = new URL('../../dist/monitor/dashboard/', import.meta.url);
const copied = /\.(html|svg|ico|woff2|webmanifest)$/;
const entry = fileURLToPath(new URL('main.ts', source));

if (existsSync(entry)) {
  await mkdir(target, { recursive: true });
  await build({
    entryPoints: [entry],
    outdir: fileURLToPath(target),
    bundle: true,
    minify: true,
    sourcemap: true,
    format: 'esm',
    target: ['es2022'],
    logLevel: 'warning',
  });
  for (const name of await readdir(source)) if (copied.test(name)) await copyFile(new URL(name, source), new URL(name, target));
}
