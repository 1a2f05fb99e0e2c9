/** Types of decision-log.mjs for its test. */

/** An entry of the log: number, title and the line after its heading. */
export interface DecisionEntry {
  readonly id: string;
  readonly title: string;
  readonly first: string;
}

/** Areas of the log with their entries. */
export function areasOf(
  log: string,
): { readonly name: string; readonly entries: readonly DecisionEntry[] }[];

/** The log with its index made from its headings. */
export function withIndex(log: string): string;

/** What is wrong with the log itself. */
export function faultsOf(log: string): string[];

/** Citations in `text` of entries that `known` lacks. */
export function unknownCitations(text: string, known: ReadonlySet<string>): string[];
