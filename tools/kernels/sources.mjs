// Which files are kernels.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../build-step.mjs';

const ending = '/**/*.wasm.ts';
const isKernel = (name) => name.endsWith('.wasm.ts');

/** Folders that have kernels or may be thought to: all with sources. */
const folders = ['detector', 'emulator', 'monitor', 'triggers'];

/**
 * Paths of the kernels that `include` of tsconfig.kernels.json names, relative to the root; each
 * is a folder with everything below it. A kernel elsewhere is an error: nobody would compile it.
 */
export async function kernelSources(include, root) {
  const other = include.find((pattern) => !pattern.endsWith(ending));
  if (other !== undefined)
    throw new Error(`kernels: tsconfig.kernels.json includes ${other}; expected FOLDER${ending}`);
  const parts = include.map((pattern) => pattern.slice(0, -ending.length + 1));
  const sources = [];
  for (const folder of folders) sources.push(...(await filesBelow(folder, isKernel, root)));
  const elsewhere = sources.filter((file) => !parts.some((part) => file.startsWith(part)));
  if (elsewhere.length > 0)
    throw new Error(
      `kernels: ${elsewhere.join(', ')}: not among those of tsconfig.kernels.json, ${include.join(', ')}`,
    );
  refuseSameNames(sources, root);
  return sources;
}

/** Of two functions of a name the module would export one, and nobody would be told which. */
function refuseSameNames(sources, root) {
  const files = new Map();
  for (const file of sources)
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(
      /^export function (\w+)/gm,
    )) {
      if (files.has(name))
        throw new Error(`kernels: ${name} is exported by ${files.get(name)} and by ${file}`);
      files.set(name, file);
    }
}
