import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Violation {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
}

const restricted = 'eslint(no-restricted-imports)';
const clock = 'eslint(no-restricted-globals)';
const property = 'eslint(no-restricted-properties)';
const imports = (path: string): string => `export { value } from '${path}';\n`;

/**
 * The floors of the emulator, the highest first; a folder imports only from rows below it (design
 * of `.oxlintrc.json`).
 */
const floors: readonly (readonly string[])[] = [
  ['commands'],
  ['validation', 'optimize'],
  ['live', 'explain', 'bench'],
  ['daq', 'rates', 'distributed', 'emulate'],
  ['workers', 'writers'],
  ['studies'],
  ['derive'],
  ['offline', 'display'],
  ['settings'],
  ['neuro', 'readout'],
  ['machine', 'backgrounds', 'sources'],
  ['chain'],
  ['generators', 'readers'],
  ['decays', 'files'],
];

/**
 * Every import against the floors: from each folder to each on its own floor and on those above.
 */
const floorViolations: readonly Violation[] = floors.flatMap((floor, height) =>
  floor.flatMap((folder) =>
    floors
      .slice(0, height + 1)
      .flat()
      .filter((other) => other !== folder)
      .map((other) => ({
        rule: restricted,
        file: `emulator/${folder}/${other === 'commands' ? 'inner/' : ''}imports-${other}.ts`,
        code: imports(`${other === 'commands' ? '../' : ''}../${other}/value.js`),
      })),
  ),
);

/** Every folder may import from each below it, and from the loose version. */
const floorsAllowed: Readonly<Record<string, string>> = Object.fromEntries(
  floors.flatMap((floor, height) =>
    floor.flatMap((folder) => [
      [`emulator/${folder}/value.ts`, 'export const value = 1;\n'],
      ...['version', ...floors.slice(height + 1).flat()].map((other) => [
        `emulator/${folder}/uses-${other}.ts`,
        imports(other === 'version' ? '../version.js' : `../${other}/value.js`),
      ]),
    ]),
  ),
);

/** One file per rule that must be caught; the file's name is what a failure reports. */
const violations: readonly Violation[] = [
  ...floorViolations,
  {
    rule: restricted,
    file: 'detector/ecl/imports-triggers.ts',
    code: imports('../../triggers/objects.js'),
  },
  {
    rule: restricted,
    file: 'detector/ecl/imports-monitor.ts',
    code: imports('../../monitor/ports.js'),
  },
  { rule: restricted, file: 'detector/imports-emulator.ts', code: imports('../emulator/run.js') },
  {
    rule: restricted,
    file: 'detector/imports-type-only.ts',
    code: `export type { Value } from '../emulator/run.js';\n`,
  },
  { rule: restricted, file: 'detector/imports-own-package.ts', code: imports('belle2-l1') },
  {
    rule: restricted,
    file: 'detector/base/imports-upward.ts',
    code: imports('../ecl/geometry.js'),
  },
  {
    rule: restricted,
    file: 'detector/ecl/imports-node.ts',
    code: `export { readFileSync } from 'node:fs';\n`,
  },
  {
    rule: restricted,
    file: 'triggers/ecl/imports-node.ts',
    code: `export { readFileSync } from 'node:fs';\n`,
  },
  {
    rule: restricted,
    file: 'emulator/chain/imports-node.ts',
    code: `export { readFileSync } from 'node:fs';\n`,
  },
  { rule: restricted, file: 'emulator/live/imports-library.ts', code: imports('../library.js') },
  {
    rule: restricted,
    file: 'detector/base/imports-threads.ts',
    code: `export { Worker } from 'node:worker_threads';\n`,
  },
  {
    rule: restricted,
    file: 'triggers/ecl/imports-monitor.ts',
    code: imports('../../monitor/ports.js'),
  },
  { rule: restricted, file: 'triggers/imports-emulator.ts', code: imports('../emulator/run.js') },
  {
    rule: restricted,
    file: 'triggers/ecl/imports-particles.ts',
    code: imports('../../detector/particles.js'),
  },
  {
    rule: restricted,
    file: 'triggers/ecl/imports-truth.ts',
    code: imports('../../detector/ecl/truth.js'),
  },
  {
    rule: restricted,
    file: 'triggers/ecl/imports-generators.ts',
    code: imports('../../detector/generators/gun.js'),
  },
  {
    rule: restricted,
    file: 'triggers/shares-a-source.ts',
    code: `export { share } from 'rxjs';\n`,
  },
  {
    rule: restricted,
    file: 'monitor/imports-triggers.ts',
    code: imports('../triggers/objects.js'),
  },
  { rule: restricted, file: 'monitor/imports-emulator.ts', code: imports('../emulator/run.js') },
  { rule: restricted, file: 'monitor/imports-hits.ts', code: imports('../detector/ecl/hits.js') },
  {
    rule: restricted,
    file: 'monitor/dashboard/imports-particles.ts',
    code: imports('../../detector/particles.js'),
  },
  { rule: restricted, file: 'emulator/imports-cli.ts', code: imports('./cli.js') },
  {
    rule: restricted,
    file: 'emulator/commands/imports-worker.ts',
    code: imports('../workers/worker.js'),
  },
  { rule: restricted, file: 'test/imports-cli.ts', code: imports('../emulator/cli.js') },
  {
    rule: 'import(no-cycle)',
    file: 'emulator/cycle-a.ts',
    code: `import { b } from './cycle-b.js';\nexport const a = (): number => b();\n`,
  },
  {
    rule: 'import(no-cycle)',
    file: 'emulator/cycle-b.ts',
    code: `import { a } from './cycle-a.js';\nexport const b = (): number => a();\n`,
  },
  {
    rule: property,
    file: 'detector/rolls-dice.ts',
    code: 'export const noise = (): number => Math.random();\n',
  },
  {
    rule: property,
    file: 'triggers/rolls-dice.ts',
    code: 'export const noise = (): number => Math.random();\n',
  },
  {
    rule: property,
    file: 'emulator/rolls-dice.ts',
    code: 'export const noise = (): number => Math.random();\n',
  },
  ...['detector', 'triggers', 'emulator/studies', 'emulator/generators', 'emulator/chain'].map(
    (folder) => ({
      rule: property,
      file: `${folder}/rounds-like-the-engine.ts`,
      code: 'export const e = (x: number): number => Math.exp(x);\n',
    }),
  ),
  {
    rule: clock,
    file: 'detector/reads-date.ts',
    code: 'export const now = (): number => Date.now();\n',
  },
  {
    rule: clock,
    file: 'triggers/reads-new-date.ts',
    code: 'export const now = (): number => new Date().getTime();\n',
  },
  {
    rule: clock,
    file: 'triggers/reads-performance.ts',
    code: 'export const now = (): number => performance.now();\n',
  },
  {
    rule: property,
    file: 'emulator/subscribes.ts',
    code: `import { of } from 'rxjs';\nexport const start = (): void => void of(1).subscribe();\n`,
  },
  {
    rule: 'typescript(no-explicit-any)',
    file: 'monitor/says-any.ts',
    code: 'export const x = (a: any): number => a.b;\n',
  },
  {
    rule: 'typescript(no-floating-promises)',
    file: 'monitor/floats.ts',
    code: 'Promise.resolve(1);\nexport const x = 1;\n',
  },
];

/** Imports along the allowed direction, which must pass. */
const allowed: Readonly<Record<string, string>> = {
  ...floorsAllowed,
  'emulator/version.ts': 'export const value = 1;\n',
  'detector/base/value.ts': 'export const value = 1;\nexport type Value = number;\n',
  'detector/particles.ts': imports('./base/value.js'),
  'detector/roots.ts': 'export const root = (x: number): number => Math.sqrt(Math.abs(x));\n',
  'detector/ecl/geometry.ts': imports('../base/value.js'),
  'detector/ecl/rings.ts': imports('../base/value.js'),
  'detector/ecl/crystals.ts': imports('./rings.js'),
  'monitor/display/shapes.ts':
    `${imports('../../detector/ecl/crystals.js')}export { value as rings } from ` +
    "'../../detector/ecl/rings.js';\n",
  'detector/ecl/hits.ts': imports('./geometry.js'),
  'detector/ecl/truth.ts': imports('./geometry.js'),
  'detector/generators/gun.ts': imports('../base/value.js'),
  'triggers/objects.ts': imports('../detector/ecl/hits.js'),
  'monitor/ports.ts':
    "import { value } from '../detector/base/value.js';\nexport { value as geometry } from " +
    "'../detector/ecl/geometry.js';\nexport { value };\n",
  'monitor/dashboard/main.ts': imports('../../detector/ecl/geometry.js'),
  'emulator/run.ts':
    "import { value as truth } from '../detector/particles.js';\nimport { value as objects } " +
    "from '../triggers/objects.js';\nimport { value as ports } from '../monitor/ports.js';\n" +
    'export const value = truth + objects + ports;\nexport type Value = number;\n',
  'emulator/cli.ts':
    "import { of } from 'rxjs';\nimport { value } from './run.js';\nof(value).subscribe();\n" +
    'export { value };\n',
  'emulator/workers/worker.ts': imports('../studies/value.js'),
};

/** What oxlint finds in the tree at `cwd`, as "file: rule". */
async function lint(cwd: string): Promise<readonly string[]> {
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = await promisify(execFile)(process.execPath, [oxlint, '--format', 'json'], {
    cwd,
    maxBuffer: 1 << 26,
  }).catch((failure: { stdout: string; stderr: string }) => failure);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: readonly { code: string; filename: string }[];
  };
  return diagnostics
    .map(({ code, filename }) => `${filename.replaceAll('\\', '/')}: ${code}`)
    .toSorted();
}

describe('detector → triggers → monitor → emulator, and the floors of the emulator', () => {
  let tree = '';

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'b2l1-layers-'));
    await cp(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
    for (const project of [
      '',
      'detector',
      'triggers',
      'monitor',
      'monitor/dashboard',
      'emulator',
      'test',
    ]) {
      await mkdir(join(tree, project), { recursive: true });
      await cp(join(root, project, 'tsconfig.json'), join(tree, project, 'tsconfig.json'));
    }
    await cp(join(root, 'tsconfig.base.json'), join(tree, 'tsconfig.base.json'));
    await symlink(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');
    const files = [
      ...Object.entries(allowed),
      ...violations.map(({ file, code }) => [file, code] as const),
    ];
    for (const [file, code] of files) {
      await mkdir(dirname(join(tree, file)), { recursive: true });
      await writeFile(join(tree, file), code);
    }
  });
  afterAll(() => rm(tree, { recursive: true, force: true }));

  it('has a violation for each pair of folders that must not import each other', () => {
    expect(floorViolations.length).toBeGreaterThan(150);
  });

  it('names every folder of the emulator', async () => {
    const folders = await readdir(join(root, 'emulator'), { withFileTypes: true });
    // Programs of a user, which know the package alone.
    const known = [...floors.flat(), 'examples'];
    expect(
      (await readdir(join(root, 'emulator/examples'))).filter((name) => name.endsWith('.ts')),
    ).toEqual([]);
    expect(
      folders
        .filter((entry) => entry.isDirectory() && !known.includes(entry.name))
        .map(({ name }) => name),
    ).toEqual([]);
    const loose = folders
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ name }) => name);
    expect(loose.toSorted()).toEqual(['cli.ts', 'library.ts', 'version.ts']);
  });

  it('is guarded: each planted violation is caught by its own rule alone', async () => {
    const expected = violations.map(({ file, rule }) => `${file}: ${rule}`).toSorted();
    expect(await lint(tree)).toEqual(expected);
  });
});
