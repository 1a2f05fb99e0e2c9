import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Lines that `npm run measure -- --all` prints of a tree. */
async function measure(tree: string): Promise<readonly string[]> {
  const script = join(root, 'tools/house/measure.mjs');
  const text = await promisify(execFile)(process.execPath, [script, tree, '--all']).then(
    ({ stdout }) => stdout,
    (failure: { stdout: string }) => failure.stdout,
  );
  return text.split('\n');
}

/** A function of so many lines. */
const functionOf = (lines: number): string =>
  `/** A function. */\nexport function f(): void {\n${'  f();\n'.repeat(lines - 2)}}\n`;

describe('the budgets of the sources', () => {
  let tree = '';
  beforeEach(async () => {
    tree = await mkdtemp(join(tmpdir(), 'b2l1-measure-'));
  });
  afterEach(() => rm(tree, { recursive: true, force: true }));

  const plant = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(tree, file)), { recursive: true });
      await writeFile(join(tree, file), text);
    }
  };

  it('find a function over 80 lines unless it says why', async () => {
    await plant({
      'detector/ok.ts': functionOf(80),
      'detector/long.ts': functionOf(81),
      'detector/explained.ts': `// long: one list.\n${functionOf(200)}`,
    });
    const text = (await measure(tree)).join('\n');
    expect(text).toContain('detector/long.ts:2 f: 81');
    expect(text).not.toMatch(/ok\.ts:2 f: 80|explained\.ts:\d+ f: 200/);
  });

  it('let a kernel have 120 lines', async () => {
    await plant({
      'detector/ok.ts': `// kernel: runs per hit.\n${functionOf(120)}`,
      'detector/long.ts': `// kernel: runs per hit.\n${functionOf(121)}`,
    });
    const text = (await measure(tree)).join('\n');
    expect(text).toContain('detector/long.ts:3 f: 121');
    expect(text).not.toMatch(/ok\.ts:3 f: 120/);
  });

  it('count nesting of branches and loops, else if on its level', async () => {
    const chain = 'if (a) {} else if (b) {} else if (c) {} else if (d) {} else if (e) {}';
    await plant({
      'detector/flat.ts': `export function flat(): void { ${chain} }\n`,
      'detector/deep.ts':
        'export function deep(): void { for (;;) { if (a) { while (b) { try { if (c) {} } ' +
        'catch {} } } } }\n',
    });
    const text = (await measure(tree)).join('\n');
    expect(text).toContain('detector/deep.ts:1 deep: 5');
    expect(text).not.toContain('flat.ts:1 flat: ');
  });

  it('find a line of 101 columns that is no data, in tests too, and any', async () => {
    await plant({
      'detector/a.ts': `// ${'x'.repeat(97)}\n// ${'x'.repeat(98)}\nlet b: any;\n`,
      'detector/b.ts': `f(\n  '${'x'.repeat(200)}',\n  '${'x y'.repeat(40)}',\n);\n`,
      'test/a.test.ts': `// ${'x'.repeat(98)}\n`,
    });
    const lines = await measure(tree);
    expect(lines).toContain('         detector/a.ts:2 101');
    expect(lines).toContain('         test/a.test.ts:1 101');
    expect(lines).toContain('         detector/b.ts:3 125');
    expect(lines.join('\n')).not.toContain('detector/b.ts:2');
    expect(lines).not.toContain('         detector/a.ts:1 100');
    expect(lines).toContain('         detector/a.ts:3 any');
  });

  it('find a power that each engine rounds in its own way, no square or power of two', async () => {
    await plant({
      'detector/a.ts': 'f(a ** 3);\nf(a ** 2);\nf(2 ** a);\nf(a ** -2);\n',
      'monitor/b.ts': 'f(a ** 3);\n',
    });
    const text = (await measure(tree)).join('\n');
    expect(text).toMatch(/powers rounded by the engine +2 /);
    expect(text).toContain('detector/a.ts:1 use pow');
    expect(text).toContain('detector/a.ts:4 use pow');
  });

  it('find files over 500 lines, data tables excepted', async () => {
    await plant({
      'detector/code.ts': 'f();\n'.repeat(501),
      'detector/table.ts': `export const table = [\n${'  1,\n'.repeat(600)}];\n`,
    });
    const text = (await measure(tree)).join('\n');
    expect(text).toContain('detector/code.ts:1 lines: 501');
    expect(text).not.toContain('detector/table.ts:1 lines');
  });

  it('find exports without a sentence and exports that nobody imports', async () => {
    await plant({
      'detector/a.ts': [
        '/** Used. */\nexport const used = 1;',
        'export const bare = 2;',
        '/** Idle. */\nexport type Idle = number;',
        '/** Listed. */\nconst listed = 3;\nexport { listed };',
        '/** For its test. */\nexport const tested = 4;',
        '',
      ].join('\n'),
      'triggers/b.ts': [
        "import * as all from '../detector/a.js';",
        "import { used } from '../detector/a.js';",
        'used(all.bare, all.listed);\n',
      ].join('\n'),
      'test/a.test.ts': "import { tested } from '../detector/a.js';\n",
    });
    const lines = (await measure(tree)).map((line) => line.trim());
    const after = (rule: string) => {
      const start = lines.findIndex((line) => line.includes(rule)) + 1;
      const end = lines.findIndex((line, at) => at >= start && !line.startsWith('detector/'));
      return lines.slice(start, end);
    };
    expect(after('exports without a sentence')).toEqual(['detector/a.ts:3 bare']);
    expect(after('exports that nobody imports')).toEqual(['detector/a.ts:5 Idle']);
    expect(after('exports that only tests import')).toEqual(['detector/a.ts:10 tested']);
  });
});
