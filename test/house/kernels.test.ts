import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { sourceFiles } from '../../tools/house/circles.mjs';
import { kernelSources } from '../../tools/kernels/sources.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = join(root, 'dist/bundle/b2l1.js');

const started = (...flags: readonly string[]) =>
  promisify(execFile)(process.execPath, [...flags, command, '--version']);
const preloading = (script: string) => [
  '--import',
  `data:text/javascript,${encodeURIComponent(script)}`,
];

describe('an engine is refused at the start, in one line', () => {
  const refusal = {
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^b2l1: belle2-l1 needs WebAssembly with SIMD, .* \[ENGINE_WITHOUT_SIMD\]\n$/,
    ) as string,
  };

  it('without WebAssembly', async () => {
    const flags = preloading('delete globalThis.WebAssembly');
    await expect(started(...flags)).rejects.toMatchObject(refusal);
  });

  // V8 has a flag that takes SIMD away for this architecture alone.
  it.skipIf(process.arch !== 'x64')('without SIMD (x64: other processors have it)', async () => {
    await expect(started('--no-enable-sse4-1')).rejects.toMatchObject(refusal);
  });

  it('but any other fault at the start keeps its stack', async () => {
    const flags = preloading("WebAssembly.validate = () => { throw new Error('planted'); }");
    await expect(started(...flags)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/Error: planted\n {4}at .*\n {4}at compile /) as string,
    });
  });
});

describe('the kernels', () => {
  const folder = mkdtempSync(join(tmpdir(), 'b2l1-kernels-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const include = (
    JSON.parse(readFileSync(join(root, 'tsconfig.kernels.json'), 'utf8')) as {
      readonly include: readonly string[];
    }
  ).include;
  const kernels = sourceFiles(root).filter((file) => file.endsWith('.wasm.ts'));

  it('that are compiled are all that there are', async () => {
    expect(kernels.length).toBeGreaterThan(40);
    expect((await kernelSources(include, root)).toSorted()).toEqual(kernels.toSorted());
  });

  it('outside of what is typed and compiled are refused by name', async () => {
    for (const file of [
      'detector/a.wasm.ts',
      'emulator/b.wasm.ts',
      'monitor/c.wasm.ts',
      'triggers/d.ts',
    ]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    await expect(kernelSources(include, folder)).rejects.toThrow(
      'kernels: monitor/c.wasm.ts: not among those of tsconfig.kernels.json, detector/**/*.wasm.ts',
    );
    await expect(kernelSources(['detector/a.wasm.ts'], folder)).rejects.toThrow(
      'includes detector/a.wasm.ts; expected FOLDER/**/*.wasm.ts',
    );
    rmSync(join(folder, 'monitor/c.wasm.ts'));
    expect(await kernelSources(include, folder)).toEqual([
      'detector/a.wasm.ts',
      'emulator/b.wasm.ts',
    ]);
  });

  it('that export the same name are refused', async () => {
    writeFileSync(join(folder, 'detector/a.wasm.ts'), 'export function place(): void {}\n');
    writeFileSync(join(folder, 'emulator/b.wasm.ts'), 'export function place(): i32 {}\n');
    await expect(kernelSources(include, folder)).rejects.toThrow(
      'kernels: place is exported by detector/a.wasm.ts and by emulator/b.wasm.ts',
    );
  });

  it('say in their first line that they are hot, or hold nothing that repeats', () => {
    const loops = kernels
      .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
      .filter(({ text }) => !text.startsWith('// kernel: '))
      .filter(({ text }) => /^ *(?:\S.* )?(?:for|while) \(|\bdo \{/m.test(text));
    expect(loops.map(({ file }) => file)).toEqual([]);
  });
});
