/** Sources in one stack: the strongest each with a colour, the rest together. */

/** A part of a stack: one source, or all that have no colour of their own. */
export interface StackPart {
  readonly name: string;
  /** Indices of the sources in it. */
  readonly members: readonly number[];
  /** Number of its colour, 1 to 8. */
  readonly slot: number;
}

/** Colours of the strongest sources; slate is left for the rest. */
const slots = [1, 2, 3, 4, 5, 6, 8] as const;
const restSlot = 7;

/**
 * Parts of a stack, the strongest source first; with eight sources or fewer each has its own.
 * @param weights by which sources are put in order; what is not known counts as 0.
 */
export function stackParts(
  names: readonly string[],
  weights: readonly (number | null)[],
): readonly StackPart[] {
  const order = names
    .map((_, index) => index)
    .toSorted((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  const alone = names.length === slots.length + 1 ? names.length : slots.length;
  const parts = order.slice(0, alone).map((index, place) => ({
    name: names[index] ?? '',
    members: [index],
    slot: slots[place] ?? restSlot,
  }));
  const rest = order.slice(alone);
  if (rest.length === 0) return parts;
  return [...parts, { name: `${rest.length} others`, members: rest, slot: restSlot }];
}

/** The sum of a part's members; what is not known counts as 0. */
export const partSum = (
  { members }: StackPart,
  values: readonly (number | null)[] | undefined,
): number => members.reduce((sum, index) => sum + (values?.[index] ?? 0), 0);

/** Keeps the order of the parts once it is settled: colours do not change while one looks. */
export function makeStackOrder(): (
  names: readonly string[],
  weights: readonly (number | null)[],
  settled: boolean,
) => readonly StackPart[] {
  let key = '';
  let kept: readonly StackPart[] | undefined;
  return (names, weights, settled) => {
    const nextKey = names.join('\n');
    if (kept && nextKey === key) return kept;
    const parts = stackParts(names, weights);
    [key, kept] = [nextKey, settled ? parts : undefined];
    return parts;
  };
}
