// kernel: every step of a search passes over all patterns
import type { PatternTable } from './pattern-table.js';

/**
 * The weighted efficiency and the rates as functions of the chances of the free lines:
 * constant − Σ coefficient · Π(1 − c) over the lines of a pattern. Linear in each chance, so slopes
 * and mixed second derivatives tell exactly what a change of one or two lines does.
 */
export interface Merit {
  readonly lineCount: number;
  /** Free lines of each pattern, one behind the other; pattern p from `offsets[p]` on. */
  readonly lines: Int16Array;
  readonly offsets: Int32Array;
  /** Bit k is set for a line that is in group k. */
  readonly groupsOf: Uint32Array;
  /** The efficiency, then a rate for each budget. */
  readonly quantities: readonly MeritQuantity[];
}

/** One of the functions. */
interface MeritQuantity {
  readonly group: number;
  readonly constant: number;
  /** An element a pattern. */
  readonly coefficients: Float64Array;
}

/** Of what a row counts: events of a signal or seeds of a class. */
export interface CellWorth {
  /** What a weight of 1 is worth: of efficiency, or in hertz; 0 of what is not of the kind. */
  readonly efficiency: Float64Array;
  readonly hz: Float64Array;
}

/** The functions of a table, with what its cells are worth. */
export function meritOf(table: PatternTable, worth: CellWorth): Merit {
  const quantity = (group: number, values: Float64Array): MeritQuantity => {
    const coefficients = new Float64Array(table.patternCount);
    let constant = 0;
    for (const [row, cell] of table.cells.entries()) {
      const value = values[cell]! ?? 0;
      constant += value * table.weights[row]!;
      coefficients[table.patterns[row]!]! += value * table.missed[group]![row]!;
    }
    return { group, constant, coefficients };
  };
  const groups = Array.from({ length: table.groupCount }, (_, group) => group);
  return {
    lineCount: table.freeCount,
    lines: Int16Array.from(table.lines),
    offsets: Int32Array.from(table.offsets),
    groupsOf: table.groupsOf,
    quantities: [quantity(0, worth.efficiency), ...groups.map((each) => quantity(each, worth.hz))],
  };
}

/** Values of all quantities. */
export function valuesOf(merit: Merit, chances: Float64Array): Float64Array {
  const { lines, offsets, groupsOf, quantities } = merit;
  return Float64Array.from(quantities, ({ group, constant, coefficients }) => {
    let value = constant;
    for (let pattern = 0; pattern < coefficients.length; pattern++) {
      let product = coefficients[pattern]!;
      for (let at = offsets[pattern]!; product !== 0 && at < offsets[pattern + 1]!; at++) {
        const line = lines[at]!;
        if (((groupsOf[line]! >>> group) & 1) === 1) product *= 1 - chances[line]!;
      }
      value -= product;
    }
    return value;
  });
}

/** Derivatives of a quantity: by each chance, and by each two. */
export interface Derivatives {
  readonly slopes: Float64Array;
  /** Row one, column other, both ways; empty when not asked for. */
  readonly bends: Float64Array;
}

/**
 * Derivatives of a quantity. A line that keeps all it fires makes a factor of 0: what the others
 * change is then nothing, unless this line is the one that changes.
 */
export function derivativesOf(
  { lineCount, lines, offsets, groupsOf, quantities }: Merit,
  place: number,
  chances: Float64Array,
  withBends: boolean,
): Derivatives {
  const { group, coefficients } = quantities[place]!;
  const slopes = new Float64Array(lineCount);
  const bends = new Float64Array(withBends ? lineCount * lineCount : 0);
  const own = new Int16Array(lineCount);
  for (let pattern = 0; pattern < coefficients.length; pattern++) {
    let product = coefficients[pattern]!;
    let zeros = 0;
    let count = 0;
    if (product === 0) continue;
    for (let at = offsets[pattern]!; at < offsets[pattern + 1]!; at++) {
      const line = lines[at]!;
      if (((groupsOf[line]! >>> group) & 1) === 0) continue;
      own[count++] = line;
      const miss = 1 - chances[line]!;
      if (miss === 0) zeros++;
      else product *= miss;
    }
    if (zeros > 2) continue;
    for (let at = 0; at < count; at++) {
      const line = own[at]!;
      const miss = 1 - chances[line]!;
      const left = miss === 0 ? zeros - 1 : zeros;
      const without = miss === 0 ? product : product / miss;
      if (left === 0) slopes[line]! += without;
      if (!withBends || left > 1) continue;
      for (let next = at + 1; next < count; next++) {
        const other = own[next]!;
        const otherMiss = 1 - chances[other]!;
        if (left !== (otherMiss === 0 ? 1 : 0)) continue;
        const bend = otherMiss === 0 ? without : without / otherMiss;
        bends[line * lineCount + other]! -= bend;
        bends[other * lineCount + line]! -= bend;
      }
    }
  }
  return { slopes, bends };
}
