import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const exec = promisify(execFile);
const shell = process.platform === 'win32';
const root = fileURLToPath(new URL('../../', import.meta.url));

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly imports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly resolved?: string; readonly optionalDependencies?: object }>
  >;
}

const readJson = async <T>(path: string): Promise<T> =>
  JSON.parse(await readFile(path, 'utf8')) as T;

/**
 * Package names that a module's code imports, statically or by a literal `import()`; relative, `#`
 * and Node's own left out.
 */
function importedPackages(code: string): readonly string[] {
  const specifiers = [...code.matchAll(/(?:\bfrom|\bimport\s*\(?)\s*(['"])([^'"\n]+)\1/g)].map(
    (match) => match[2] ?? '',
  );
  const bare = specifiers.filter(
    (name) => /^[@a-z]/.test(name) && !name.startsWith('node:') && !builtinModules.includes(name),
  );
  return bare.map((name) =>
    name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/'),
  );
}

/**
 * Unpacks `npm pack` into a project elsewhere, beside its production dependencies and nothing else.
 * Returns the package's folder.
 */
async function installElsewhere(
  home: string,
  { name, dependencies }: PackageJson,
): Promise<string> {
  await exec('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', home], {
    cwd: root,
    shell,
  });
  const tarball = (await readdir(home)).find((file) => file.endsWith('.tgz')) ?? '';
  const installed = join(home, 'node_modules', name);
  await mkdir(installed, { recursive: true });
  await exec('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed], { cwd: home });
  // Links, because Node then finds what a dependency itself imports beside that dependency's real
  // place.
  for (const dependency of Object.keys(dependencies)) {
    const link = join(home, 'node_modules', dependency);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, 'node_modules', dependency), link, 'junction');
  }
  return installed;
}

/** What a user writes to have the efficiency of a family on events of his own. */
const program = `import { efficiency, fileEvents$, fires, response } from 'belle2-l1';

fileEvents$('mine.lhe')
  .pipe(response(), fires('single-photon'), efficiency())
  .subscribe(({ fired, selected, low, high, notes }) => {
    for (const { message } of notes) console.error(message);
    console.log(JSON.stringify([fired, selected, low, high]));
  });
`;

/** Pairs of photons of 5.29 GeV in the centre-of-mass frame, at ten polar angles. */
const photonPairs = `<LesHouchesEvents version="3.0">
<init>
11 -11 5.29 5.29 0 0 0 0 3 1
1.0 0.1 1.0 1
</init>
${Array.from({ length: 10 }, (_, event) => {
  const cosTheta = (2 * event + 1) / 10 - 1;
  const [px, pz] = [5.29 * Math.sqrt(1 - cosTheta * cosTheta), 5.29 * cosTheta];
  return `<event>
4 1 1.0 10.58 0.0073 0.12
11 -1 0 0 0 0 0. 0. 5.29 5.29 0. 0. 9.
-11 -1 0 0 0 0 0. 0. -5.29 5.29 0. 0. 9.
22 1 1 2 0 0 ${px} 0. ${pz} 5.29 0. 0. 9.
22 1 1 2 0 0 ${-px} 0. ${-pz} 5.29 0. 0. 9.
</event>`;
}).join('\n')}
</LesHouchesEvents>
`;

describe('the packed package', () => {
  let home = '';
  let installed = '';
  let manifest: PackageJson;

  beforeAll(async () => {
    manifest = await readJson<PackageJson>(join(root, 'package.json'));
    home = await mkdtemp(join(tmpdir(), 'b2l1-package-'));
    installed = await installElsewhere(home, manifest);
  }, 120_000);
  afterAll(() => rm(home, { recursive: true, force: true }));

  const b2l1 = (...args: readonly string[]) =>
    exec(process.execPath, [join(installed, manifest.bin.b2l1 ?? ''), ...args], { cwd: home });

  it('holds every file that package.json points at', async () => {
    const targets = [manifest.bin, manifest.imports, ...Object.values(manifest.exports)].flatMap(
      (entry) => (typeof entry === 'string' ? entry : Object.values(entry)),
    );
    for (const target of targets)
      await expect(readFile(join(installed, target)), target).resolves.toBeDefined();
  });

  it('holds neither tests nor build records, but licence and dashboard', async () => {
    const files = await readdir(installed, { recursive: true });
    expect(files.filter((file) => /\.tsbuildinfo$|\.test\.|(^|\/)test\//.test(file))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/monitor/dashboard/index.html']),
    );
  });

  it('holds every page and picture that its pages link to', async () => {
    const pages = (await readdir(installed, { recursive: true })).filter((file) =>
      file.endsWith('.md'),
    );
    expect(pages.length).toBeGreaterThan(20);
    const broken: string[] = [];
    for (const page of pages) {
      const text = await readFile(join(installed, page), 'utf8');
      for (const [, link] of text.matchAll(/\]\((?![a-z]+:)([^)#\s]+)/g))
        if (!existsSync(join(installed, dirname(page), link!))) broken.push(`${page}: ${link}`);
    }
    expect(broken).toEqual([]);
  });

  it('holds no map to sources that it does not hold, and its modules name none', async () => {
    const files = await readdir(installed, { recursive: true });
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
    const modules = files.filter((file) => file.endsWith('.js') && !file.includes('dashboard'));
    const texts = await Promise.all(modules.map((file) => readFile(join(installed, file), 'utf8')));
    expect(modules.filter((_, at) => texts[at]!.includes('sourceMappingURL'))).toEqual([]);
  });

  it('imports nothing that an installation of it lacks', async () => {
    const files = (await readdir(join(installed, 'dist'), { recursive: true })).filter((file) =>
      file.endsWith('.js'),
    );
    const imported = new Set<string>();
    for (const file of files)
      for (const name of importedPackages(await readFile(join(installed, 'dist', file), 'utf8')))
        imported.add(name);
    // The package itself is named by the examples in its doc comments.
    imported.delete(manifest.name);
    expect([...imported].filter((name) => !(name in manifest.dependencies))).toEqual([]);
  });

  it('prints its version and the help of every command', async () => {
    expect((await b2l1('--version')).stdout.trim()).toBe(manifest.version);
    const { stdout } = await b2l1('--help');
    for (const command of ['run', 'study', 'worker', 'emulate', 'menu', 'explain', 'bench'])
      expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
  });

  it('starts from its command, which names the interpreter', async () => {
    expect(await readFile(join(installed, manifest.bin.b2l1 ?? ''), 'utf8')).toMatch(
      /^#!\/usr\/bin\/env node\n/,
    );
  });

  it('holds the tables that the build has made, and reads them', async () => {
    const module = JSON.stringify(pathToFileURL(join(installed, 'dist/kernels/module.js')).href);
    const read = `const { shippedTables } = await import(${module});
      console.log(shippedTables.read().length);`;
    const { stdout } = await exec(process.execPath, ['--input-type=module', '--eval', read]);
    expect(Number(stdout)).toBeGreaterThan(500_000);
  });

  it('is a library for a program beside it', async () => {
    const script =
      `import * as library from '${manifest.name}';` +
      "console.log(Object.keys(library).join(' '));";
    const { stdout } = await exec(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: home,
    });
    expect(stdout).toMatch(/\bsinglePhoton\b/);
  });

  it('takes a file in a program of ten lines, with the numbers of the command', async () => {
    await mkdir(join(home, 'node_modules/@types'), { recursive: true });
    const types = join(home, 'node_modules/@types/node');
    await symlink(join(root, 'node_modules/@types/node'), types, 'junction');
    await writeFile(join(home, 'package.json'), '{ "type": "module" }');
    await writeFile(join(home, 'mine.lhe'), photonPairs);
    await writeFile(join(home, 'mine.ts'), program);
    expect(program.trim().split('\n').length).toBeLessThanOrEqual(10);
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const options = '--strict --module nodenext --target es2022 --types node --skipLibCheck';
    await exec(process.execPath, [compiler, ...options.split(' '), 'mine.ts'], { cwd: home });
    const { stdout } = await exec(process.execPath, ['mine.js'], { cwd: home });
    const { families } = JSON.parse((await b2l1('emulate', 'mine.lhe', '--json')).stdout) as {
      readonly families: readonly Readonly<Record<string, unknown>>[];
    };
    const family = families.find(({ name }) => name === 'single-photon')!;
    expect(family.fired).toBeGreaterThan(0);
    const { fired, selected, low, high } = family;
    expect(stdout).toBe(`${JSON.stringify([fired, selected, low, high])}\n`);
  }, 120_000);

  it('has its examples with it, which find it', async () => {
    const program = join(installed, 'emulator/examples/own-trigger.mjs');
    const { stdout } = await exec(process.execPath, [program], { cwd: home });
    expect(stdout).toMatch(/^nominal thresholds: lml6 fires on \d+ of \d+$/m);
  });

  it('runs a small study with two workers', async () => {
    const { stdout } = await b2l1(
      'study',
      'single-photon',
      '--events',
      '50',
      '--workers',
      '2',
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({ card: 'single-photon', events: 50 });
  });
});

describe('the lockfile', () => {
  it('fits package.json in a folder that holds nothing else', async () => {
    const home = await mkdtemp(join(tmpdir(), 'b2l1-lockfile-'));
    for (const file of ['package.json', 'package-lock.json'])
      await cp(join(root, file), join(home, file));
    await exec('npm', ['ci', '--dry-run', '--ignore-scripts', '--offline', '--no-audit'], {
      cwd: home,
      shell,
    });
    await rm(home, { recursive: true });
  });

  it('names no registry, so that it installs from whichever one is set', async () => {
    const { packages } = await readJson<Lockfile>(join(root, 'package-lock.json'));
    expect(Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined)).toEqual(
      [],
    );
  });

  it('holds the binaries of every platform, without which `npm ci` fails elsewhere', async () => {
    const { packages } = await readJson<Lockfile>(join(root, 'package-lock.json'));
    const names = new Set(
      Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')),
    );
    const wanted = Object.values(packages).flatMap((entry) =>
      Object.keys(entry.optionalDependencies ?? {}),
    );
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });
});
