/** Types of architecture.mjs for its test. */

/** The picture of a tree as SVG. */
export function architecture(root: string): string;
