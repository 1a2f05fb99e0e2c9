// What detector/base/elementary.ts takes from the kernels, for the page alone: the engine's own
// functions. A drawing needs no bits that are the same everywhere, and the page's policy lets it
// compile no WebAssembly.
export const kernels = Math;
