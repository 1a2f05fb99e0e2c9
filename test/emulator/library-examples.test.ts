import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceFiles } from '../../tools/house/circles.mjs';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** An example of a doc comment: where it stands, what it is of, and its code. */
interface Example {
  readonly name: string;
  readonly file: string;
  readonly code: string;
}

const documented =
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:async )?(?:const|function|class) ([\w$]+)/g;
const block = /@example\n \* ```ts\n([\s\S]*?)\n \* ```/g;

/** Examples in the doc comments of a file. */
async function examplesIn(file: string): Promise<readonly Example[]> {
  const text = await readFile(join(root, file), 'utf8');
  return [...text.matchAll(documented)].flatMap(([, comment, name]) =>
    [...comment!.matchAll(block)].map(([, code]) => ({
      name: name!,
      file,
      code: code!.replaceAll(/^ \* ?/gm, ''),
    })),
  );
}

/** Names that the library exports; types are marked. */
async function exportsOfLibrary(): Promise<readonly { name: string; isType: boolean }[]> {
  const text = await readFile(join(root, 'emulator/library.ts'), 'utf8');
  const lists = [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, all, list]) =>
    list!
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map((entry) => ({
        name: entry.replace(/^type /, '').replace(/^\w+ as /, ''),
        isType: all !== undefined || entry.startsWith('type '),
      })),
  );
  const own = [...text.matchAll(/^export (?:function|const) ([\w$]+)/gm)].map(([, name]) => ({
    name: name!,
    isType: false,
  }));
  return [...lists, ...own, { name: 'units', isType: false }];
}

/** What an example promises to print, line by line; undefined where it promises nothing. */
const promised = (code: string): readonly string[] =>
  [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, text]) => text!);

describe('the examples of the reference', () => {
  let home = '';
  let examples: readonly Example[] = [];
  const fileOf = (at: number): string => `example-${at}`;

  beforeAll(async () => {
    examples = (await Promise.all(sourceFiles(root).map(examplesIn))).flat();
    home = await mkdtemp(join(tmpdir(), 'b2l1-examples-'));
    await mkdir(join(home, 'node_modules/@types'), { recursive: true });
    await symlink(root, join(home, 'node_modules/belle2-l1'), 'junction');
    for (const name of ['rxjs', '@types/node'])
      await symlink(join(root, 'node_modules', name), join(home, 'node_modules', name), 'junction');
    await writeFile(join(home, 'package.json'), '{ "type": "module" }');
    await Promise.all(
      examples.map(({ code }, at) => writeFile(join(home, `${fileOf(at)}.ts`), code)),
    );
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('show every function and value of the library on its own, and every type in use', async () => {
    const all = await exportsOfLibrary();
    expect(all.length).toBeGreaterThan(50);
    const shown = new Set(examples.map(({ name }) => name));
    const imported = examples.flatMap(
      ({ code }) => /import \{([^}]*)\} from 'belle2-l1'/.exec(code)?.[1]?.split(',') ?? [],
    );
    const used = new Set(imported.map((entry) => entry.trim().replace(/^type /, '')));
    const missing = all.filter(({ name, isType }) =>
      isType || name === 'units' ? !used.has(name) : !shown.has(name),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('compile under strict against the published types', async () => {
    const options = '--strict --module nodenext --target es2022 --types node --skipLibCheck';
    const files = examples.map((_, at) => `${fileOf(at)}.ts`);
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    await exec(process.execPath, [compiler, ...options.split(' '), ...files], { cwd: home }).catch(
      ({ stdout }: { readonly stdout: string }) => {
        throw new Error(
          stdout.replaceAll(/example-(\d+)/g, (name, at) => {
            const { file, name: of } = examples[Number(at)]!;
            return `${name} (${of} in ${file})`;
          }),
        );
      },
    );
  }, 120_000);

  it('run, and print what they promise', async () => {
    await writeFile(join(home, 'my-signal.lhe'), signal);
    const record = 'run --pace max --beam-time 50ms --workers 1 --port 0 --record recordings';
    await exec(process.execPath, [join(root, 'dist/bundle/b2l1.js'), ...record.split(' ')], {
      cwd: home,
    });
    await writeFile(join(home, 'all.js'), runner(examples.length, fileOf));
    const { stdout } = await exec(process.execPath, ['all.js'], { cwd: home });
    const printed = JSON.parse(stdout) as readonly (readonly string[])[];
    for (const [at, { name, code }] of examples.entries()) {
      expect(printed[at]!.length, `${name} prints something`).toBeGreaterThan(0);
      for (const text of promised(code)) expect(printed[at], name).toContain(text);
    }
  }, 300_000);
});

/** One pair of photons in the centre-of-mass frame. */
const signal = `<LesHouchesEvents version="3.0">
<init>
11 -11 5.29 5.29 0 0 0 0 -4 1
1.0 0.1 1.0 1
</init>
<event>
4 1 1.0 10.58 0.0073 0.12
11 -1 0 0 0 0 0. 0. 5.29 5.29 0. 0. 9.
-11 -1 0 0 0 0 0. 0. -5.29 5.29 0. 0. 9.
22 1 1 2 0 0 5.29 0. 0. 5.29 0. 0. 9.
22 1 1 2 0 0 -5.29 0. 0. 5.29 0. 0. 9.
</event>
</LesHouchesEvents>
`;

/** A script that runs all examples one after the other and prints what each has logged, as JSON. */
const runner = (count: number, fileOf: (at: number) => string): string => `
import { format } from 'node:util';
const printed = [];
const files = ${JSON.stringify(Array.from({ length: count }, (_, at) => `./${fileOf(at)}.js`))};
for (const file of files) {
  const lines = [];
  console.log = (...values) => lines.push(...format(...values).split('\\n'));
  await import(file);
  printed.push(lines);
}
process.stdout.write(JSON.stringify(printed));
`;
