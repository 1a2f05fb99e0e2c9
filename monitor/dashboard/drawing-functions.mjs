// What detector/base/elementary.ts takes from the kernels, for the page alone: the engine's own
// functions. A drawing needs no bits that are the same everywhere, and the page's policy lets it
// compile no WebAssembly.
export const kernels = Math;
// What detector/base/standing-table.ts takes from them: none, and the page makes what it draws by.
export const shippedTables = { columns: [], read: () => undefined };
