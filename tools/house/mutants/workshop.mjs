// A copy of the tree in which mutants are planted one by one, and the tests nearest to each.
import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';

const copied = [
  'detector',
  'triggers',
  'monitor',
  'emulator',
  'test',
  'tools',
  'dist',
  'package.json',
  'vitest.config.ts',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.kernels.json',
];

/** Copies what tests need; `node_modules` is linked. */
export function makeCopy(root) {
  const copy = mkdtempSync(join(tmpdir(), 'b2l1-mutants-'));
  for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return { copy, remove: () => rmSync(copy, { recursive: true, force: true }) };
}

const hasTests = (folder) =>
  existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.test.ts'));

/**
 * The test file of the same name where there is one, then the folder of the same path or the
 * nearest above it.
 */
export function nearestTests(root, file) {
  const own = join('test', file.replace(/(\.wasm)?\.ts$/, '.test.ts'));
  let folder = join('test', dirname(file));
  while (folder !== 'test' && !hasTests(join(root, folder))) folder = dirname(folder);
  return [...(existsSync(join(root, own)) ? [own] : []), `${folder}/`];
}

/** Runs test files until the first fails. Resolves to `passed`, `failed` or `timeout`. */
function runTests(copy, filters, seconds) {
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
  const flags = ['--bail', '1', '--reporter', 'dot', '--maxWorkers', '1', '--passWithNoTests'];
  return new Promise((done) => {
    const child = spawn(process.execPath, [vitest, 'run', ...flags, ...filters], {
      cwd: copy,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', B2L1_REQUIRE_COMPONENTS: '', B2L1_AS_BUILT: '1' },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      process.kill(-Number(child.pid), 'SIGKILL');
    }, 1000 * seconds);
    child.on('close', (code) => {
      clearTimeout(limit);
      const test =
        /FAIL\s+(\S+.*)/.exec(text)?.[1] ?? (code === 0 ? '' : text.trim().split('\n').at(-1));
      done({ outcome: isLate ? 'timeout' : code === 0 ? 'passed' : 'failed', test });
    });
  });
}

/**
 * Writes a file into the copy, and its compiled form, which tests import, tables are made by, and
 * of which command and worker threads are bundled; kernels run from it everywhere.
 */
function put(copy, file, text) {
  const build = (tool) =>
    execFileSync(process.execPath, [join(copy, 'tools', tool, 'build.mjs')], { stdio: 'pipe' });
  writeFileSync(join(copy, file), text);
  if (file.endsWith('.wasm.ts')) build('kernels');
  const compiled = join(copy, 'dist', file.replace(/\.ts$/, '.js'));
  if (!existsSync(compiled)) return;
  const { code } = transformSync(text, { loader: 'ts', format: 'esm', target: 'es2023' });
  writeFileSync(compiled, code);
  build('tables');
  build('bundle');
}

/** Tests that pass in time without a mutant, as far as it was asked. */
const sound = new Map();

/** Whether tests pass on the tree as it is: else their failure says nothing. */
async function isSound(copy, filter, seconds) {
  if (filter === undefined) return true;
  if (!sound.has(filter))
    sound.set(filter, (await runTests(copy, [filter], seconds)).outcome === 'passed');
  return sound.get(filter);
}

/** What fails first of a mutant's tests, in words, and the tests to ask whether that is fair. */
async function firstFailure(copy, filters, seconds) {
  for (const filter of filters) {
    const { outcome, test } = await runTests(copy, [filter], seconds);
    if (outcome === 'timeout') return { by: 'tests do not end', asked: filter };
    if (outcome === 'failed') return { by: test, asked: /^test\/\S+\.ts/.exec(test)?.[0] };
  }
  return { by: '' };
}

/**
 * Plants one mutant, runs the tests nearest to its file and takes it out again. Killed by a failing
 * test that passes without it, by a program that no longer loads, or by tests that no longer end.
 */
export async function tryMutant(copy, { file, mutated, tests }, seconds) {
  const text = readFileSync(join(copy, file), 'utf8');
  const planted = mutated(text);
  try {
    put(copy, file, planted);
  } catch {
    put(copy, file, text);
    return { killed: true, by: 'does not compile' };
  }
  const { by, asked } = await firstFailure(
    copy,
    tests ?? nearestTests(copy, file),
    seconds,
  ).finally(() => put(copy, file, text));
  if (by === '') return { killed: false, by };
  return (await isSound(copy, asked, seconds))
    ? { killed: true, by }
    : { killed: false, by: `without it too: ${by}` };
}
