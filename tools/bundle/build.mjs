// Bundles command and worker threads into dist/bundle, from the compiled modules: one file is read
// and compiled in place of six hundred. Does nothing while all that they are made of is as it was
// the last time. See D-248.
//   node tools/bundle/build.mjs
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStep, compiledBelow, filesBelow } from '../build-step.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = join(root, 'dist/bundle');

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

/** CommonJS packages that are loaded at each start, by `require`: see `required`. */
const commonjs = ['commander', 'pino', 'ws'];

/**
 * Node looks for the names that a CommonJS module exports before an ES module imports it: it reads
 * all its files by a lexer, which the engine then compiles, 0.2 s in a thread of its own. Whoever
 * requires one needs no names.
 */
const required = {
  name: 'required',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(?:${commonjs.join('|')})$`);
    onResolve({ filter }, ({ path, kind }) =>
      kind === 'require-call' ? { path, external: true } : { path, namespace: 'required' },
    );
    onLoad({ filter, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};

/** Options of a bundle that loads some. */
const requiring = {
  plugins: [required],
  banner: {
    js:
      "import { createRequire as requireOf } from 'node:module'; " +
      'const require = requireOf(import.meta.url);',
  },
};

/** Each worker is one file; the command is one, with what it loads on demand beside it. */
const bundles = [
  { entryPoints: { command: 'dist/emulator/cli.js' }, splitting: true, ...requiring },
  { entryPoints: { 'display-worker': 'dist/emulator/explain/display-worker.js' } },
  { entryPoints: { worker: 'dist/emulator/workers/worker.js' } },
];

const launcher = new URL('b2l1.mjs', import.meta.url);

const packageFile = (name, file) => join(root, 'node_modules', name, file);

async function bundleAll() {
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
    ['b2l1.js', await readFile(launcher, 'utf8'), 0o755],
    ...files,
  ];
}

await buildStep({
  name: 'bundle',
  files: [
    ...(await compiledBelow('detector', 'triggers', 'monitor', 'emulator')),
    ...['esbuild', ...Object.keys(inside)].map((name) => `node_modules/${name}/package.json`),
    ...(await filesBelow('tools/bundle', () => true)),
    'tools/build-step.mjs',
  ],
  make: bundleAll,
});
