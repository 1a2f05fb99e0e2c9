/** What studies read of an event's truth: numbers by name, and which of the card's selections it passes. */

/** Made in the pure part, one element per event; typed arrays only, so that it travels between threads. */
export interface Observations {
  /** Values in base units; NaN where the event has none. */
  readonly variables: Readonly<Record<string, Float64Array>>;
  /** Bit s is set when the event passes selection s of the card. */
  readonly selected: Uint32Array;
  /** Bit p is set when probe p of the card holds: a yes-or-no of the simulation that is not a trigger bit. */
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

/** Bits of the selections passed, one word per event. */
export function evaluateSelections(
  selections: readonly Pick<Selection, 'ranges'>[],
  variables: Observations['variables'],
  eventCount: number,
): Uint32Array {
  const passed = new Uint32Array(eventCount).fill(2 ** selections.length - 1);
  selections.forEach(({ ranges }, bit) => {
    for (const [variable, [from, to]] of Object.entries(ranges)) {
      const values = variables[variable];
      const open = to === Number.POSITIVE_INFINITY;
      for (let event = 0; event < eventCount; event++) {
        const value = values === undefined ? Number.NaN : values[event]!;
        // Comparisons are false for NaN too.
        if (!(value >= from && (open || value < to))) passed[event] = passed[event]! & ~(1 << bit);
      }
    }
  });
  return passed;
}

/** All three parts from the variables of a batch. */
export function observationsOf(
  variables: Observations['variables'],
  eventCount: number,
  selections: readonly Selection[],
  probes: readonly Probe[],
): Observations {
  return {
    variables,
    selected: evaluateSelections(selections, variables, eventCount),
    probed: evaluateSelections(
      probes.map(({ variable, range }) => ({ ranges: { [variable]: range } })),
      variables,
      eventCount,
    ),
  };
}

/** For a batch of which nobody asks for efficiencies: every event is selected, nothing is known. */
export function noObservations(eventCount: number): Observations {
  return { variables: {}, selected: new Uint32Array(eventCount).fill(1), probed: new Uint32Array(eventCount) };
}
