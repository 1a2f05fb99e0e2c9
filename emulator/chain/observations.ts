/**
 * What studies read of an event's truth: numbers by name, and which of the card's selections it
 * passes.
 */

/**
 * Made in the pure part, one element per event; typed arrays only, so that it travels between
 * threads.
 */
export interface Observations {
  /** Values in base units; NaN where the event has none. */
  readonly variables: Readonly<Record<string, Float64Array>>;
  /** Bit s is set when the event passes selection s of the card. */
  readonly selected: Uint32Array;
  /**
   * Bit p is set when probe p of the card holds: a yes-or-no of the simulation that is not a
   * trigger bit.
   */
  readonly probed: Uint32Array;
}

/** Lowest value kept and first value no longer kept; a range up to infinity holds infinity too. */
export type Range = readonly [from: number, to: number];

/** Which events count; every condition must hold. */
export interface Selection {
  /** In words, for tables and axes. */
  readonly text: string;
  /** Ranges of variables in base units. An event without the variable is not selected. */
  readonly ranges: Readonly<Record<string, Range>>;
}

/** A yes-or-no made from a variable. */
export interface Probe {
  readonly name: string;
  readonly text: string;
  readonly variable: string;
  readonly range: Range;
}

/** At most this many selections, and as many probes, in a card: they are bits of one word. */
export const maxFlags = 31;

type Variables = Observations['variables'];

/** Bits of the selections passed, one word per event. */
export function selectionFinder(
  selections: readonly Pick<Selection, 'ranges'>[],
): (variables: Variables, eventCount: number) => Uint32Array {
  const all = 2 ** selections.length - 1;
  const conditions = uniqueConditions(selections);
  return (variables, eventCount) => {
    const passed = new Uint32Array(eventCount).fill(all);
    for (const { variable, from, to, without } of conditions) {
      const values = variables[variable];
      const open = to === Number.POSITIVE_INFINITY;
      for (let event = 0; event < eventCount; event++) {
        const value = values === undefined ? Number.NaN : values[event]!;
        // Comparisons are false for NaN too.
        if (!(value >= from && (open || value < to))) passed[event] = passed[event]! & without;
      }
    }
    return passed;
  };
}

/** A range, and the selections that an event outside of it still passes. */
interface Condition {
  readonly variable: string;
  readonly from: number;
  readonly to: number;
  without: number;
}

/** Selections share many ranges: each is looked at once. */
function uniqueConditions(selections: readonly Pick<Selection, 'ranges'>[]): readonly Condition[] {
  const conditions = new Map<string, Condition>();
  selections.forEach(({ ranges }, bit) => {
    for (const [variable, [from, to]] of Object.entries(ranges)) {
      const key = `${variable} ${from} ${to}`;
      const condition = conditions.get(key) ?? { variable, from, to, without: -1 };
      condition.without &= ~(1 << bit);
      conditions.set(key, condition);
    }
  });
  return [...conditions.values()];
}

/** Adds selections and probes to the variables of a batch. */
export function observer(
  selections: readonly Selection[],
  probes: readonly Probe[],
): (variables: Variables, eventCount: number) => Observations {
  const select = selectionFinder(selections);
  const probe = selectionFinder(
    probes.map(({ variable, range }) => ({ ranges: { [variable]: range } })),
  );
  return (variables, eventCount) => ({
    variables,
    selected: select(variables, eventCount),
    probed: probe(variables, eventCount),
  });
}

/** For a batch of which nobody asks for efficiencies: every event is selected, nothing is known. */
export function noObservations(eventCount: number): Observations {
  return {
    variables: {},
    selected: new Uint32Array(eventCount).fill(1),
    probed: new Uint32Array(eventCount),
  };
}
