// Bundles the dashboard page into dist/monitor/dashboard: the script, its style sheets, the HTML
// that names them, the glossary, and the schema of the feed. Does nothing while all that they are made of is as it was the
// last time.
//   node monitor/dashboard/build.mjs
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStep, filesBelow } from '../../tools/build-step.mjs';
import { feedSchemaText } from '../../tools/feed-schema/schema.mjs';
import { glossaryPage } from './glossary-page.mjs';

const source = new URL('./', import.meta.url);
const pathOf = (name) => fileURLToPath(new URL(name, source));
const names = await readdir(source);
const entries = names.filter((name) => name === 'main.ts' || name.endsWith('.css'));
const copies = names.filter((name) => /\.(html|svg|png|ico|woff2|webmanifest)$/.test(name));

async function page() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: entries.map(pathOf),
    outdir: pathOf('../../dist/monitor/dashboard'),
    bundle: true,
    minify: true,
    // Beside the script, which does not name it: the packed tarball has no maps.
    sourcemap: 'external',
    format: 'esm',
    // What is imported on demand, three.js for one, is a file of its own.
    splitting: true,
    alias: { '#kernels': pathOf('drawing-functions.mjs') },
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  return [
    ...outputFiles.map(({ path, contents }) => [basename(path), contents]),
    ['glossary.html', await glossaryPage()],
    ['feed.schema.json', feedSchemaText(pathOf('../..'))],
    ...(await Promise.all(copies.map(async (name) => [name, await readFile(pathOf(name))]))),
  ];
}

const isSource = (name) => /\.\w+$/.test(name) && !name.endsWith('.md');
await buildStep({
  name: 'monitor/dashboard',
  files: [
    // What the page imports is of these; to read them all takes less time than to ask.
    ...(await filesBelow('monitor', isSource)),
    ...(await filesBelow('detector', isSource)),
    'GLOSSARY.md',
    'tsconfig.base.json',
    'tools/build-step.mjs',
    ...(await filesBelow('tools/feed-schema', isSource)),
    // Names the versions of three.js and uPlot, which are inside.
    'package-lock.json',
    'node_modules/esbuild/package.json',
  ],
  make: page,
});
