/** Types of sources.mjs for the tests. */

/** Paths of the kernels that `include` names, relative to `root`; throws where others are. */
export function kernelSources(include: readonly string[], root: string): Promise<string[]>;
