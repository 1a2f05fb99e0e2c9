import type { TableSchema } from '../detector/base/columns.js';
import { choice, type Parameter } from '../detector/base/config.js';

/** One way of doing a step of a stage: an entry of a list from which a parameter chooses. */
export interface Variant {
  readonly name: string;
  /** Completes the doc of the parameter. */
  readonly doc: string;
  /** Columns that its objects have besides those of every variant. */
  readonly columns: TableSchema;
}

/** The parameter that chooses; the first of the list is the default. */
export const variantChoice = <const L extends readonly Variant[]>(
  variants: L,
  doc: string,
): Parameter<L[number]['name']> =>
  choice(
    variants[0].name,
    variants.map(({ name }) => name),
    `${doc}: ${variants.map((variant) => variant.doc).join('; or ')}`,
  );

/** The variant of a name, which `variantChoice` has checked. */
export const chosen = <V extends Variant>(variants: readonly V[], name: string): V =>
  variants.find((variant) => variant.name === name)!;
