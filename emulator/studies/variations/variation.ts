/** The same events by other conditions, under another machine, or both. */
export interface Variation {
  readonly name: string;
  /** Parameters of the conditions, `path=value`. */
  readonly set: readonly string[];
  /** Machine that lies over the events in place of that of the study; a built-in one or a file. */
  readonly machine?: string;
  /** Parameters of the machine, `path=value`. */
  readonly machineSet: readonly string[];
}

/** Name of the folder of a variation, whatever is in its name. */
export const variationFolder = (name: string): string =>
  `variation-${name.replace(/[^\p{L}\p{N}.=+]+/gu, '-')}`;
