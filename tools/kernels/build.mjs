// Compiles the kernels, `*.wasm.ts` beside the stages that use them, into one WebAssembly module
// dist/kernels/module.js, which holds its bytes: worker and command import it alike. Does
// nothing while sources, flags and compiler are those of the last time.
//   node tools/kernels/build.mjs
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStep, filesBelow } from '../build-step.mjs';
import { inlined } from './inline.mjs';
import { kernelSources } from './sources.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const flags = '-O3 --noAssert --runtime stub --enable simd --use abort='.split(' ');
const compiler = createRequire(import.meta.url)('assemblyscript/package.json').version;

async function compile(sources) {
  const { default: asc } = await import('assemblyscript/asc');
  const outputs = new Map();
  const lines = [];
  const { error } = await asc.main(
    [...sources, ...flags, '--bindings', 'esm', '--outFile', 'module.wasm', '--baseDir', root],
    {
      stderr: { write: (line) => lines.push(line) },
      writeFile: (name, contents) => outputs.set(name, contents),
    },
  );
  if (error) throw new Error(`kernels: ${error.message}\n${lines.join('')}`);
  return outputs;
}

/** Type of what tools/tables writes. */
const shippedTables = `{
  readonly columns: readonly {
    readonly table: string;
    readonly column: string;
    readonly kind: 'Float64Array' | 'Float32Array' | 'Int32Array' | 'Uint32Array' | 'Int16Array' | 'Uint16Array' | 'Int8Array' | 'Uint8Array';
    readonly start: number;
    readonly length: number;
  }[];
  readonly read: () => Uint8Array<ArrayBuffer> | undefined;
}`;

/**
 * Types of the exported functions, from the declarations that the compiler writes, and of what a
 * thread puts into the `workerData` of another one, which then need not compile them.
 */
function declarations(written) {
  const functions = [...written.matchAll(/^export declare function (\w+)(\(.*\)): (\w+);$/gm)];
  const members = functions.map(
    ([, name, parameters, result]) => `  readonly ${name}: ${parameters} => ${result};\n`,
  );
  members.push('  readonly memory: { readonly buffer: ArrayBuffer };\n');
  return (
    `export declare const kernels: {\n${members.join('')}};\n` +
    'export declare const postedKernels: { readonly b2l1Kernels: object };\n' +
    `export declare const shippedTables: ${shippedTables};\n`
  );
}

const moduleText = (bytes) => `export { shippedTables } from '../tables/module.js';
const base64 = '${Buffer.from(bytes).toString('base64')}';
function compile() {
  const { workerData } = globalThis.process?.getBuiltinModule?.('node:worker_threads') ?? {};
  if (workerData?.b2l1Kernels !== undefined) return workerData.b2l1Kernels;
  const bytes = globalThis.Buffer?.from(base64, 'base64') ?? Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes))
    throw Object.assign(
      new Error('belle2-l1 needs WebAssembly with SIMD, which this engine lacks: Node 20.19 and newer have it, unless it was turned off or the processor lacks SSE 4.1'),
      { code: 'ENGINE_WITHOUT_SIMD' },
    );
  return new WebAssembly.Module(bytes);
}
const compiled = /* @__PURE__ */ compile();
export const kernels = /* @__PURE__ */ (() => new WebAssembly.Instance(compiled).exports)();
export const postedKernels = { b2l1Kernels: compiled };
`;

/** Patterns of the sources, those that are typed: no kernel is typed and not built. */
const { include } = JSON.parse(await readFile(join(root, 'tsconfig.kernels.json'), 'utf8'));
const sources = await kernelSources(include, root);
await buildStep({
  name: 'kernels',
  files: [...sources, ...(await filesBelow('tools/kernels', () => true)), 'tools/build-step.mjs'],
  settings: [compiler, flags],
  make: async () => {
    const outputs = await compile(sources);
    return [
      ['module.d.ts', declarations(outputs.get('module.d.ts'))],
      ['module.js', moduleText(await inlined(outputs.get('module.wasm')))],
    ];
  },
});
