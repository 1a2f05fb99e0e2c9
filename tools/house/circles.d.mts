/** Types of circles.mjs for the tests that read the tree as it does. */

/** Files of the product below `root`, relative to it. */
export function sourceFiles(root: string, folders?: readonly string[]): string[];

/** Imports of each file, as paths relative to `root`. */
export function importsOf(root: string, files: readonly string[]): Map<string, string[]>;

/** Imports between folders of different families, each with one example. */
export function folderImports(imports: Map<string, string[]>): Map<string, Map<string, string>>;

/** Strongly connected groups of more than one node. */
export function circlesOf(graph: Map<string, string[]>): string[][];
