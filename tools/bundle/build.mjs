// Bundles command and worker threads into dist/bundle, from the compiled modules: one file is read
// and compiled in place of six hundred. Does nothing while all that they are made of is as it was
// the last time. See D-248.
//   node tools/bundle/build.mjs
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = join(root, 'dist/bundle');

/** Each worker is one file; the command is one, with what it loads on demand beside it. */
const bundles = [
  { entryPoints: { command: 'dist/emulator/cli.js' }, splitting: true },
  { entryPoints: { 'display-worker': 'dist/emulator/display/worker.js' } },
  { entryPoints: { worker: 'dist/emulator/workers/worker.js' } },
];

/**
 * Packages that go into the bundles, by their ES modules, of which what is not used falls out. All
 * others stay imports: they are loaded on demand or hold more than scripts.
 */
const inside = {
  rxjs: 'dist/esm/index.js',
  tslib: 'tslib.es6.mjs',
  yaml: 'browser/dist/index.js',
  zod: 'index.js',
};

const launcher = fileURLToPath(new URL('b2l1.mjs', import.meta.url));

const packageFile = (name, file) => join(root, 'node_modules', name, file);

async function compiledModules() {
  const found = [];
  for (const folder of ['detector', 'triggers', 'monitor', 'emulator'])
    for (const name of await readdir(join(root, 'dist', folder), { recursive: true }))
      if (/\.js(on)?$/.test(name)) found.push(join(root, 'dist', folder, name));
  return found.toSorted((a, b) => (a < b ? -1 : 1));
}

async function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update(await readFile(file));
  return hash.digest('hex');
}

async function bundleAll(digest) {
  const { build } = await import('esbuild');
  const alias = Object.fromEntries(
    Object.entries(inside).map(([name, file]) => [name, packageFile(name, file)]),
  );
  const results = await Promise.all(
    bundles.map((bundle) =>
      build({
        ...bundle,
        alias,
        absWorkingDir: root,
        outdir: target,
        chunkNames: '[name]-[hash]',
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node20.19',
        packages: 'external',
        external: ['#kernels'],
        // The same bytes wherever the packages lie: heads of modules name their paths.
        preserveSymlinks: true,
        write: false,
        logLevel: 'warning',
      }),
    ),
  );
  const files = results.flatMap(({ outputFiles }) =>
    outputFiles.map(({ path, text }) => [basename(path), text]),
  );
  const licences = Object.keys(inside).map(async (name) => {
    const { version } = JSON.parse(await readFile(packageFile(name, 'package.json'), 'utf8'));
    const names = await readdir(packageFile(name, ''));
    const licence = names.find((file) => /^licen[cs]e/i.test(file));
    return `${name} ${version}\n\n${await readFile(packageFile(name, licence), 'utf8')}`;
  });
  return [
    ['LICENCES.txt', (await Promise.all(licences)).join(`\n${'-'.repeat(80)}\n\n`)],
    ['b2l1.js', await readFile(launcher, 'utf8')],
    // The last one: with it the bundle is complete.
    ...files.map(([name, text]) => [name, name === 'worker.js' ? `// ${digest}\n${text}` : text]),
  ];
}

/** Whole or not at all: another process may read it. */
async function write(name, text) {
  const draft = join(target, `${name}.${process.pid}`);
  await writeFile(draft, text, { mode: name === 'b2l1.js' ? 0o755 : 0o644 });
  await rename(draft, join(target, name));
}

const digest = await digestOf([
  ...(await compiledModules()),
  ...['esbuild', ...Object.keys(inside)].map((name) => packageFile(name, 'package.json')),
  fileURLToPath(import.meta.url),
  launcher,
]);
const built = await readFile(join(target, 'worker.js'), 'utf8').catch(() => '');
if (!built.startsWith(`// ${digest}\n`)) {
  const files = await bundleAll(digest);
  await mkdir(target, { recursive: true });
  for (const [name, text] of files) await write(name, text);
  const wanted = new Set(files.map(([name]) => name));
  for (const name of await readdir(target)) if (!wanted.has(name)) await rm(join(target, name));
}
