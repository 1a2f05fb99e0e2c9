// The optimizer of the kernels' compiler once more, with larger limits up to which functions are
// drawn into their callers: kernels have no decorators to ask for that. Transport gains 10 %.
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.resolve('assemblyscript'));

/** Sizes in the optimizer's count: of any function, and of one that is called in one place. */
const inlineSize = 400;
const inlineOnceSize = 4000;
/** What the module may use of WebAssembly: what the compiler uses by itself, and SIMD. */
const features = [
  'SIMD128',
  'MutableGlobals',
  'SignExt',
  'NontrappingFPToInt',
  'BulkMemory',
  'BulkMemoryOpt',
];

/** The same module, from its bytes to its bytes. */
export async function inlined(bytes) {
  const { default: binaryen } = await import(resolve('binaryen'));
  const module = binaryen.readBinary(bytes);
  module.setFeatures(features.reduce((sum, name) => sum | binaryen.Features[name], 0));
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(inlineSize);
  binaryen.setFlexibleInlineMaxSize(inlineSize);
  binaryen.setOneCallerInlineMaxSize(inlineOnceSize);
  module.optimize();
  if (!module.validate()) throw new Error('kernels: the optimizer made no valid module');
  return module.emitBinary();
}
